"""The grounding checks: each looks at a claim beside its source for one kind of thing that the source doesn't support.

A check yields findings; what a finding weighs is decided in `grounding.py`.
"""

from collections.abc import Iterator
from decimal import Decimal

from assistant.domain import grounding_words as lists
from assistant.domain.grounding_opposites import OPPOSITES, opposed
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
    told = list(_counted(pair.source))
    for value, unit, span in _counted(pair.claim):
        units_of_value = {other for number, other, _ in told if number == value}
        if units_of_value and unit not in units_of_value and any(unit == other for _, other, _ in told):
            yield Finding(*span, "unit")


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
        if counts(word, pair.claim) and not pair.source.holds_kin(word):
            yield Finding(word.start, word.end, "wording")


def counts(word: Word, claim: Text) -> bool:
    """Whether the word must be found in the source: a content word that isn't about the telling itself."""
    return is_content(word, claim.language) and not {word.lower, word.lemma} & lists.TELLING[claim.language]


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
