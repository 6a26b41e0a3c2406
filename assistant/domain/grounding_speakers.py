"""The grounding check of who did it: what one speaker says of themselves, the claim mustn't say of another.

It needs a source whose lines begin with speakers ("Customer: ..."), and looks only where the claim's subject is one of
them, its verb is said by others alone, and each of them says it in the first person.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from assistant.domain import grounding_words as lists
from assistant.domain.grounding_pair import Finding, Pair
from assistant.domain.grounding_text import Sentence, Word, is_content
from assistant.domain.money import Language

OPENING = 4
"""Words of a claim's sentence among which its subject stands."""
VERB = 4
"""Words after the subject among which its verb stands, and before a verb among which its own subject does."""


def speakers(pair: Pair) -> Iterator[Finding]:
    """The subject of a sentence whose verb the source has from another speaker, said of themselves."""
    language = pair.claim.language
    present = {_speaker(sentence.speaker, language) for sentence in pair.source.sentences} - {""}
    if len(present) < 2:
        return
    own = _memo(pair)
    for sentence in pair.claim.sentences:
        found = _subject(sentence, present, language)
        if found is None:
            continue
        place, speaker = found
        verb = _verb(sentence.words[place + 1 : place + 1 + VERB], language)
        if verb is None or verb.lemma in lists.ASSENT[language]:
            continue
        by, beside = own(verb.lemma)
        said = {word.lemma for word in sentence.words if is_content(word, language)} - {verb.lemma}
        if by and speaker not in by and said & beside:
            yield Finding(sentence.words[place].start, sentence.words[place].end, "speaker")


def _speaker(label: str, language: Language) -> str:
    """The role that a label names, else the label itself in lower case."""
    words = set(label.lower().split())
    return next((role for role, names in lists.SPEAKERS[language].items() if words & names), label.lower())


def _subject(sentence: Sentence, present: set[str], language: Language) -> tuple[int, str] | None:
    """The place of the first word that names a speaker of the source, and that speaker."""
    for place, word in enumerate(sentence.words[:OPENING]):
        speaker = _speaker(word.lower, language)
        if speaker in present:
            return place, speaker
    return None


def _verb(words: Sequence[Word], language: Language) -> Word | None:
    """The first content word; none where it stands in the passive or behind the end of the clause."""
    for index, word in enumerate(words):
        if word.clause != words[0].clause:
            return None
        if is_content(word, language) and word.lower not in lists.NEGATORS[language]:
            passive = any(before.lower in lists.PASSIVE[language] for before in words[:index])
            return None if passive else word
    return None


def _memo(pair: Pair) -> Callable[[str], tuple[frozenset[str], frozenset[str]]]:
    """Who says a verb of themselves, and which words beside it; nobody where somebody says it of others."""
    language = pair.claim.language

    @cache
    def own(verb: str) -> tuple[frozenset[str], frozenset[str]]:
        by: set[str] = set()
        beside: set[str] = set()
        for number in pair.source.where.get(verb, ()):
            sentence = pair.source.sentences[number]
            speaker = _speaker(sentence.speaker, language)
            if not speaker or not _of_oneself(sentence.words, verb, language):
                return frozenset(), frozenset()
            by.add(speaker)
            beside |= sentence.lemmas
        return frozenset(by), frozenset(beside)

    return own


def _of_oneself(words: Sequence[Word], verb: str, language: Language) -> bool:
    """Whether the first of these verbs is in the first person, by pronoun or auxiliary, in Italian by its ending."""
    at = next((index for index, word in enumerate(words) if verb in (word.lemma, word.lower)), 0)
    before = {word.lower for word in words[max(0, at - VERB) : at] if word.clause == words[at].clause}
    if before & lists.OTHER_PERSON[language]:
        return False
    if before & lists.FIRST_PERSON[language]:
        return True
    return language == "it" and words[at].lower.endswith(("o", "ò", "iamo", "emo"))
