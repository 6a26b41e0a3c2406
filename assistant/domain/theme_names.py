"""How a theme gets its name: by the words that set its voices apart from all others, in each language by itself."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.domain.money import Language

Said = tuple[str, Language]
"""What was said, and in which language."""
WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
MAX_TERMS = 6
"""So many words at most tell what a theme is about."""
_MAX_WORDS = 4
_LEAST_VOICES = 2
"""A language with fewer voices has no name of its own, and a word in fewer voices isn't what they share."""
_LINKS: dict[Language, frozenset[str]] = {
    "it": frozenset(
        [
            "di",
            "del",
            "dello",
            "della",
            "dell",
            "dei",
            "degli",
            "delle",
            "in",
            "nel",
            "nella",
            "al",
            "alla",
            "ai",
            "alle",
            "da",
            "per",
            "con",
            "su",
            "sul",
            "sulla",
        ]
    ),
    "en": frozenset(["of", "in", "on", "at", "to", "for", "with", "the", "a"]),
}
"""Words that may stand inside a name: "consegne in ritardo", "quality of service"."""


@dataclass(frozen=True)
class WordForms:
    """What is known of words. `key` is the same for all forms of a word, and empty for one that tells nothing."""

    key: Callable[[str, Language], str]
    names_thing: Callable[[str, Language], bool]
    """Whether a name may begin or end with the word."""


@dataclass(frozen=True)
class Term:
    """A telling word of a theme: how it is mostly said, and by how many of the theme's wordings."""

    key: str
    text: str
    voices: int


@dataclass(frozen=True)
class Naming:
    """`coverage` is the share of the wordings (`voices` per language) that say one of the terms."""

    names: dict[Language, str]
    terms: dict[Language, tuple[Term, ...]]
    voices: dict[Language, int]
    coverage: float


class Corpus:
    """All voices, read once, against which each theme is named. What is said word for word alike counts once."""

    def __init__(self, said: Sequence[Said], words: WordForms) -> None:
        self._said, self._words = said, words
        known: dict[Said, frozenset[str]] = {}
        for text, language in said:
            if (text, language) not in known:
                known[text, language] = _keys(text, language, words)
        self._keys = [known[one] for one in said]
        self._voices = Counter(language for _, language in known)
        self._all: dict[Language, Counter[str]] = defaultdict(Counter)
        for (_, language), keys in known.items():
            self._all[language].update(keys)

    def name(self, places: Sequence[int]) -> Naming:
        """Name the theme that the voices at these places make, against all others."""
        places = list({self._said[n]: n for n in reversed(places)}.values())[::-1]
        terms: dict[Language, tuple[Term, ...]] = {}
        names: dict[Language, str] = {}
        voices: dict[Language, int] = {}
        covered = 0
        for language in sorted({self._said[n][1] for n in places}):
            mine = [n for n in places if self._said[n][1] == language]
            voices[language] = len(mine)
            inside = Counter(key for n in mine for key in self._keys[n])
            scores = self._scores(inside, len(mine), language)
            texts = [self._said[n][0] for n in mine]
            terms[language] = _terms(texts, scores, inside, language, self._words)
            told = {term.key for term in terms[language]}
            covered += sum(not told.isdisjoint(self._keys[n]) for n in mine)
            if terms[language] and len(mine) >= _LEAST_VOICES:
                names[language] = _name(texts, scores, terms[language], language, self._words)
        return Naming(names, terms, voices, coverage=covered / len(places) if places else 0.0)

    def _scores(self, inside: Counter[str], voices: int, language: Language) -> dict[str, float]:
        """Class-based tf-idf (Grootendorst 2022) over voices: how many inside say a word, by how rare it is outside."""
        others = max(self._voices[language] - voices, 1)
        everywhere = self._all[language]
        return {
            key: n * math.log(1 + others / (1 + everywhere[key] - n)) for key, n in inside.items() if n >= _LEAST_VOICES
        }


def _keys(text: str, language: Language, words: WordForms) -> frozenset[str]:
    return frozenset(key for word in WORD.findall(text.lower()) if (key := words.key(word, language)))


def _terms(
    texts: Sequence[str], scores: dict[str, float], voices: Counter[str], language: Language, words: WordForms
) -> tuple[Term, ...]:
    best = sorted(scores, key=lambda key: (-scores[key], key))[:MAX_TERMS]
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word in WORD.findall(text.lower()):
            if (key := words.key(word, language)) in best:
                forms[key][word] += 1
    return tuple(Term(key, _usual(forms[key], language, words), voices[key]) for key in best)


def _usual(forms: Counter[str], language: Language, words: WordForms) -> str:
    """The form that is said most, a noun before a verb."""
    return min(forms, key=lambda form: (not words.names_thing(form, language), -forms[form], form))


def _name(
    texts: Sequence[str], scores: dict[str, float], terms: Sequence[Term], language: Language, words: WordForms
) -> str:
    """The phrase of the voices that holds most of the telling words; else the most telling things side by side."""
    telling = {term.key for term in terms}
    phrases: Counter[str] = Counter()
    weights: dict[str, float] = {}
    for text in texts:
        for phrase, keys in _phrases(text.lower(), language, words):
            if keys <= telling:
                phrases[phrase] += 1
                weights[phrase] = sum(scores[key] for key in keys)
    if phrases:
        return min(phrases, key=lambda phrase: (-weights[phrase], -phrases[phrase], len(phrase), phrase))
    things = [term.text for term in terms if words.names_thing(term.text, language)]
    return ", ".join((things or [term.text for term in terms])[:2])


def _phrases(text: str, language: Language, words: WordForms) -> list[tuple[str, frozenset[str]]]:
    """Runs of two to four words that begin and end with a thing, as they stand, with their telling words' keys."""
    found: list[tuple[str, frozenset[str]]] = []
    for clause in re.split(r"[^\w'’ ]+", text):
        said = list(WORD.finditer(clause))
        for start in range(len(said)):
            for end in range(start + 2, min(start + _MAX_WORDS, len(said)) + 1):
                run = said[start:end]
                if keys := _phrase_keys([match.group() for match in run], language, words):
                    found.append((clause[run[0].start() : run[-1].end()], keys))
    return found


def _phrase_keys(run: Sequence[str], language: Language, words: WordForms) -> frozenset[str]:
    """The keys of a run that can be a name; empty where it can't."""
    if not (words.names_thing(run[0], language) and words.names_thing(run[-1], language)):
        return frozenset()
    keys = [words.key(word, language) for word in run]
    linked = all(key or word in _LINKS[language] for key, word in zip(keys, run, strict=True))
    telling = [key for key in keys if key]
    return frozenset(telling) if linked and len(set(telling)) == len(telling) > 1 else frozenset()
