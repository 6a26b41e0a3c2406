"""The grounding checks: each looks at a claim beside its source for one kind of thing that the source doesn't support.

A check yields findings; what a finding weighs is decided in `grounding.py`.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from assistant.domain import grounding_words as lists
from assistant.domain.grounding_opposites import opposites_of
from assistant.domain.grounding_pair import Finding, Pair
from assistant.domain.grounding_text import Text, Word, is_content
from assistant.domain.money import Language

NEAR = 4
"""Words between a modifier and the word that it belongs to."""


def numbers(pair: Pair) -> Iterator[Finding]:
    """A number that doesn't stand in the source, in digits or words."""
    said = {number.value for number in pair.source.numbers}
    for number in pair.claim.numbers:
        if number.value not in said:
            yield Finding(number.start, number.end, "number")


def units(pair: Pair) -> Iterator[Finding]:
    """A number that the source says of something else: the five days became five months, 20 % the 30 of "30 days"."""
    told: dict[Decimal, set[str]] = defaultdict(set)
    for value, unit, _ in _counted(pair.source):
        told[value].add(unit)
    every = set().union(*told.values())
    for value, unit, span in _counted(pair.claim):
        if told[value] and unit not in told[value] and unit in every:
            yield Finding(*span, "unit")


def names(pair: Pair) -> Iterator[Finding]:
    """A word with a capital letter inside a sentence, or an unknown one that opens it, that isn't in the source."""
    vocabulary = " ".join({word.lower for word in pair.source.words})
    for word in pair.claim.words:
        if not word.has_capital or pair.source.holds(word) or word.lower in lists.FUNCTION[pair.claim.language]:
            continue
        if (word.opens and pair.known(word.lower, pair.claim.language)) or len(word.text) < 2:
            continue
        if word.lower not in vocabulary:  # "Bassi" is part of "EdilBassi"
            yield Finding(word.start, word.end, "name")


def opposites(pair: Pair) -> Iterator[Finding]:
    """A word of which the source says the opposite, beside the same neighbours, and which itself it doesn't say."""
    language, source = pair.claim.language, pair.source
    beside: dict[str, frozenset[str]] = {}
    for index, word in enumerate(pair.claim.words):
        if not is_content(word, language) or source.holds(word):
            continue
        near = pair.claim.words[max(0, index - NEAR) : index + NEAR + 1]
        wanted = {other.lemma for other in near if is_content(other, language)}
        for other in opposites_of(word.lemma, language) | opposites_of(word.lower, language):
            if other in source.where and other not in beside:
                beside[other] = _neighbours(source, other)
            if not wanted.isdisjoint(beside.get(other, frozenset())):
                yield Finding(word.start, word.end, "opposite")
                break


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
        if counts(word, pair.claim) and not pair.source.holds_kin(word):
            yield Finding(word.start, word.end, "wording")


def counts(word: Word, claim: Text) -> bool:
    """Whether the word must be found in the source: a content word that isn't about the telling itself, no numeral."""
    if word.start in claim.numerals:
        return False
    return is_content(word, claim.language) and not {word.lower, word.lemma} & lists.TELLING[claim.language]


def _neighbours(source: Text, said: str) -> frozenset[str]:
    """The dictionary forms of the words near each place where the source says this."""
    found: set[str] = set()
    for number in source.where[said]:
        words = source.sentences[number].words
        for index, word in enumerate(words):
            if said in (word.lemma, word.lower):
                found |= {w.lemma for w in words[max(0, index - NEAR) : index + NEAR + 1]}
    return frozenset(found)


def _counted(text: Text) -> Iterator[tuple[Decimal, str, tuple[int, int]]]:
    """Each number that has a unit (percent, a currency, a time), with the unit and their place."""
    starts = {word.start: word for word in text.words}
    for number in text.numbers:
        around = (text.raw[max(0, number.start - 1) : number.start], *text.raw[number.end : number.end + 2])
        sign = next((sign for sign in around if sign in lists.SIGNS[text.language]), "")
        place = next((at for at in range(number.end, number.end + 3) if at in starts), -1)
        if sign:
            yield number.value, _unit({lists.SIGNS[text.language][sign]}, text.language), (number.start, number.end)
        elif place >= 0 and (unit := _unit({starts[place].lower, starts[place].lemma}, text.language)):
            yield number.value, unit, (number.start, starts[place].end)


def _unit(forms: set[str], language: Language) -> str:
    """A name for the time unit or currency that the word is a form of; empty for other words."""
    groups = (group for kind in lists.RIVALS[language][: lists.UNITS] for group in kind)
    return next((min(group) for group in groups if forms & group), "")
