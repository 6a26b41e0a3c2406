"""What a customer answers in an interview: their own words under the question they answer, and its key concepts.

Nothing is reworded. A question is open from the operator's utterance that asks it until the next one is asked; asking
why keeps the question open, so that the reason stands beside what it explains.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from assistant.domain.calls import Utterance
from assistant.domain.conduct import ticked
from assistant.domain.money import Language
from assistant.domain.notes import Answer, Evidence
from assistant.domain.policy import ChecklistItem, Conduct

Lemma = Callable[[str, Language], str]
IsCommon = Callable[[str, Language], bool]
"""Whether a word is too common to say what a text is about."""

MIN_WORDS = 3
"""Shorter answers ("sì", "va bene") hold no opinion."""
MAX_CONCEPTS = 5
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_INFINITIVES = ("are", "ere", "ire", "rsi")
_LINKS: dict[Language, frozenset[str]] = {
    "it": frozenset(["di", "del", "dello", "della", "dei", "degli", "delle", "dell"]),
    "en": frozenset({"of"}),
}
"""Words that may stand inside a concept: "tempi di risposta", "quality of service"."""


def answers(
    conduct: Conduct, questions: Sequence[str], utterances: Sequence[Utterance], language: Language, words: "Words"
) -> list[Answer]:
    """The answers in the order of the first words that belong to them; questions without an answer are left out."""
    items = {item.id: item for item in conduct.checklist if item.id in questions}
    heard: dict[str, list[Evidence]] = {}
    current = ""
    for utterance in utterances:
        if utterance.speaker == "operator":
            current = _asked(list(items.values()), utterance.text, language, current)
        elif utterance.speaker == "customer" and current and len(_WORD.findall(utterance.text)) >= MIN_WORDS:
            heard.setdefault(current, []).append(Evidence(utterance_id=utterance.id, quote=utterance.text))
    return [
        Answer(
            question=question,
            text=items[question].text[language],
            evidence=tuple(evidence),
            concepts=key_concepts([one.quote for one in evidence], language, words),
        )
        for question, evidence in heard.items()
    ]


def _asked(items: Sequence[ChecklistItem], text: str, language: Language, current: str) -> str:
    asked = ticked(items, text, language)
    if not asked or (current and asked == ["ask_why"]):
        return current
    return next((question for question in asked if question != "ask_why"), asked[0])


class Words:
    """What is known of words: dictionary forms, and which are too common to matter."""

    def __init__(self, lemma: Lemma, is_common: IsCommon) -> None:
        self._lemma, self._is_common = lemma, is_common

    def content(self, word: str, language: Language) -> bool:
        """Whether a word can name a thing: not common, not short, not a verb of Italian."""
        if len(word) < 4 or self._is_common(word, language):
            return False
        base = self._lemma(word, language)
        return not (language == "it" and base != word and base.endswith(_INFINITIVES))

    def base(self, word: str, language: Language) -> str:
        return self._lemma(word, language)


def key_concepts(texts: Sequence[str], language: Language, words: Words) -> tuple[str, ...]:
    """At most five runs of content words, the most telling first: how often their words occur, times their number.

    The score is that of rapid automatic keyword extraction (Rose et al. 2010) with word frequency in place of degree.
    """
    runs = [run for text in texts for run in _runs(text.lower(), language, words)]
    frequency = Counter(words.base(word, language) for run in runs for word in run if word not in _LINKS[language])
    scored: dict[str, float] = {}
    for run in runs:
        bases = [words.base(word, language) for word in run if word not in _LINKS[language]]
        scored[" ".join(run)] = sum(frequency[base] for base in bases)
    chosen: list[str] = []
    for concept in sorted(scored, key=lambda text: -scored[text]):
        if not any(concept in other or other in concept for other in chosen):
            chosen.append(concept)
    return tuple(chosen[:MAX_CONCEPTS])


def _runs(text: str, language: Language, words: Words) -> list[list[str]]:
    """Content words that follow each other, joined by a linking word at most."""
    runs: list[list[str]] = []
    for clause in re.split(r"[^\w'’ ]+", text):
        run: list[str] = []
        for word in _WORD.findall(clause):
            if words.content(word, language) or (run and word in _LINKS[language] and run[-1] not in _LINKS[language]):
                run.append(word)
            elif run:
                runs.append(run)
                run = []
        runs.append(run)
    trimmed = [run[:-1] if run and run[-1] in _LINKS[language] else run for run in runs]
    return [run[:4] for run in trimmed if run]
