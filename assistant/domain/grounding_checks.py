"""The grounding checks: each looks at a claim beside its source for one kind of thing that the source doesn't support.

A check yields findings; what a finding weighs is decided in `grounding.py`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.domain import grounding_words as lists
from assistant.domain.grounding_opposites import OPPOSITES, opposed
from assistant.domain.grounding_text import Known, Sentence, Text, Word, is_content
from assistant.domain.money import Language

Reason = Literal["number", "unit", "name", "negation", "limit", "opposite", "rival", "wording", "language"]
SCOPE = 6
"""How many content words after a negation are what it denies."""
NEAR = 4
"""Words between a negation or a modifier and the word that it belongs to."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Characters [start, end) of the claim that the source doesn't support."""

    start: int
    end: int
    reason: Reason


@dataclass(frozen=True)
class Pair:
    claim: Text
    source: Text
    known: Known


Check = Callable[[Pair], Iterator[Finding]]


def numbers(pair: Pair) -> Iterator[Finding]:
    """A number that doesn't stand in the source, in digits or words."""
    said = {number.value for number in pair.source.numbers}
    for number in pair.claim.numbers:
        if number.value not in said:
            yield Finding(number.start, number.end, "number")


def units(pair: Pair) -> Iterator[Finding]:
    """A number that the source says of something else: the five days became five months."""
    counted: dict[object, set[str]] = {}
    for value, unit in _counted(pair.source):
        counted.setdefault(value, set()).add(_kind(unit, pair))
    for value, unit in _counted(pair.claim):
        kind = _kind(unit, pair)
        if (
            kind.startswith("=")
            and kind not in (known := counted.get(value, {kind}))
            and any(k[0] == "=" for k in known)
        ):
            yield Finding(unit.start, unit.end, "unit")


def names(pair: Pair) -> Iterator[Finding]:
    """A word with a capital letter inside a sentence, or an unknown one that opens it, that isn't in the source."""
    raw = pair.source.raw.lower()
    for word in pair.claim.words:
        if not word.has_capital or pair.source.holds(word) or word.lower in lists.FUNCTION[pair.claim.language]:
            continue
        if (word.opens and pair.known(word.lower, pair.claim.language)) or len(word.text) < 2:
            continue
        if word.lower not in raw:
            yield Finding(word.start, word.end, "name")


def negations(pair: Pair) -> Iterator[Finding]:
    """A negation, restriction or failure of which the source says nothing beside the same words."""
    language = pair.claim.language
    for index, word in enumerate(pair.claim.words):
        strict = word.lower in lists.NEGATORS[language]
        if not strict and not {word.lemma, word.lower} & lists.LIMITERS[language]:
            continue
        if not _is_denied(pair, index, strict):
            yield Finding(word.start, word.end, "negation" if strict else "limit")


def opposites(pair: Pair) -> Iterator[Finding]:
    """A word of which the source says the opposite, beside the same neighbours, and which itself it doesn't say."""
    language = pair.claim.language
    for index, word in enumerate(pair.claim.words):
        if not is_content(word, language) or pair.source.holds(word):
            continue
        near = [w for w in pair.claim.words[max(0, index - NEAR) : index + NEAR + 1] if is_content(w, language)]
        if any(_beside(pair.source, other, near) for other in _opposites(word, pair)):
            yield Finding(word.start, word.end, "opposite")


def rivals(pair: Pair) -> Iterator[Finding]:
    """A word of a kind of which the source names another and not this one: a month became a year, Mr became Mrs."""
    for kind in lists.RIVALS[pair.claim.language]:
        named = [group for group in kind if any(word in pair.source.where for word in group)]
        if not named:
            continue
        for word in pair.claim.words:
            forms = {word.lower, word.lemma}
            if word.lower not in lists.FUNCTION[pair.claim.language] and any(
                forms & group and group not in named for group in kind
            ):
                yield Finding(word.start, word.end, "rival")


def wording(pair: Pair) -> Iterator[Finding]:
    """Each content word of which the source has no form."""
    for word in pair.claim.words:
        if counts(word, pair.claim) and not pair.source.holds(word) and not _akin(word, pair.source):
            yield Finding(word.start, word.end, "wording")


def counts(word: Word, claim: Text) -> bool:
    """Whether the word must be found in the source: a content word that isn't about the telling itself."""
    return is_content(word, claim.language) and not {word.lower, word.lemma} & lists.TELLING[claim.language]


def _akin(word: Word, source: Text) -> bool:
    """Whether the source has a word of the same family: "payment", "payable"."""
    return len(word.lemma) >= 6 and any(lemma.startswith(word.lemma[:5]) for lemma in source.where)


def _opposites(word: Word, pair: Pair) -> list[str]:
    language = pair.claim.language
    found = OPPOSITES[language].get(word.lemma, frozenset()) | OPPOSITES[language].get(word.lower, frozenset())
    return [other for other in pair.source.where if other in found or opposed(word.lemma, other, language)]


def _beside(source: Text, other: str, near: list[Word]) -> bool:
    """Whether the source says `other` near one of the words."""
    wanted = {word.lemma for word in near}
    for number in source.where[other]:
        words = source.sentences[number].words
        for index, word in enumerate(words):
            if other in (word.lemma, word.lower):
                around = words[max(0, index - NEAR) : index + NEAR + 1]
                if any(w.lemma in wanted for w in around):
                    return True
    return False


def _counted(text: Text) -> Iterator[tuple[object, Word]]:
    """Each number with the word that follows it, if it follows closely: "30 days", "30-day"."""
    for number in text.numbers:
        following = next((word for word in text.words if word.start >= number.end), None)
        if following is not None and following.start - number.end <= 2 and following.text[0].isalpha():
            yield number.value, following


def _kind(unit: Word, pair: Pair) -> str:
    """The group of a time unit or currency, with a sign; else the word."""
    for kind in lists.RIVALS[pair.claim.language]:
        for number, group in enumerate(kind):
            if {unit.lower, unit.lemma} & group:
                return f"={number} {min(group)}"
    return unit.lemma


def _is_denied(pair: Pair, index: int, strict: bool) -> bool:
    """Whether the source denies or restricts the words that this one denies or restricts."""
    claim, source, language = pair.claim, pair.source, pair.claim.language
    cue = claim.words[index]
    scope = _scope(claim, index)
    if not strict and source.holds(cue) and cue.lower not in lists.JOINTS[language]:
        return True
    lemmas = {word.lemma for word in scope}
    if lemmas & lists.COSTS[language] and lists.FREE_OF_CHARGE[language] & source.where.keys():
        return True
    here = lemmas & source.where.keys()
    if not here:
        return False
    return any(_denies(pair, number, here) for number in {n for lemma in here for n in source.where[lemma]})


def _scope(claim: Text, index: int) -> list[Word]:
    """The content words that a negation denies: those after it in its clause, else those before it."""
    cue = claim.words[index]
    same = [w for w in claim.words[index + 1 :] if w.sentence == cue.sentence and is_content(w, claim.language)]
    after = [word for word in same[:SCOPE] if word.clause == cue.clause]
    return (
        after or [w for w in claim.words[:index] if w.clause == cue.clause and is_content(w, claim.language)][-SCOPE:]
    )


def _denies(pair: Pair, number: int, lemmas: set[str]) -> bool:
    """Whether this sentence of the source, or the short answer after it, denies most of the lemmas."""
    source, language = pair.source, pair.claim.language
    sentence = source.sentences[number]
    if len(lemmas & sentence.lemmas) * 2 < len(lemmas):
        return False
    following = source.sentences[number + 1] if sentence.asks and number + 1 < len(source.sentences) else None
    return _negative(sentence, language) or (following is not None and _negative(following, language))


def _negative(sentence: Sentence, language: Language) -> bool:
    return bool(sentence.lemmas & (lists.NEGATORS[language] | lists.LIMITERS[language] | {"no"}))
