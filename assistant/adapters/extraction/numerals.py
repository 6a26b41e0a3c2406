"""The numbers among words, in digits or spoken. Number words are read by `text2num`; articles ("un", "a") are none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from text_to_num import find_numbers

from assistant.adapters.extraction.words import Word
from assistant.domain.money import Language

_GROUPED = re.compile(r"^\d{1,3}([.,])\d{3}(?:\1\d{3})*(?:[.,]\d{1,2})?$")
_ONE: dict[Language, frozenset[str]] = {
    "it": frozenset({"un", "una", "uno", "un'"}),
    "en": frozenset({"a", "an", "one"}),
}
_ORDINAL_SIGNS = frozenset({"st", "nd", "rd", "th", "°", "º", "ª"})
_SENTENCE_ENDS = frozenset(".!?…")
_TWICE_ELIDED = re.compile(r"cent(?=ottant(?:uno|otto))")
"""text2num reads "centottanta" and "centottantadue", but neither "centottantuno" nor "centottantotto"."""
_LONGEST = 15
"""Digits of the largest number that is read; longer runs are codes."""


@dataclass(frozen=True)
class Number:
    """A number at words [first, last], characters [start, end); `spoken` are its words in lower case."""

    first: int
    last: int
    start: int
    end: int
    value: Decimal
    spoken: str
    written: bool = False
    """True when it stood in digits."""
    ordinal: bool = False
    capital: bool = False
    """True when it was a word with a capital letter: a name, where it isn't the first of a sentence."""

    @property
    def whole(self) -> int | None:
        """The value where it is a whole number."""
        return int(self.value) if self.value == self.value.to_integral_value() else None


def numbers_in(words: Sequence[Word], language: Language) -> list[Number]:
    """Numbers in the order they stand, none overlapping another."""
    found = [*_spoken(words, language)]
    taken = {index for number in found for index in range(number.first, number.last + 1)}
    found += [
        number
        for index, word in enumerate(words)
        if index not in taken and word.lower[0].isdigit() and (number := _written(words, index))
    ]
    return sorted(found, key=lambda number: number.start)


def _spoken(words: Sequence[Word], language: Language) -> list[Number]:
    found = []
    for occurrence in find_numbers(_apart(words, language), language, 0.0):
        first, last = occurrence.start, occurrence.end - 1
        value = _decimal(re.sub(r"[^\d.]", "", occurrence.text.replace(",", ".")))
        if value is not None and last - first > 1 and words[last].lower in ("un", "una", "un'"):
            last, value = last - 2, value - 1  # "una da cento e una da duecento"
        spoken = " ".join(word.lower for word in words[first : last + 1])
        if any(c.isdigit() for c in spoken) or (first == last and _article(words, first, language)):
            continue
        if first and (words[first - 1].lower, spoken) == ("per", "cento"):
            continue
        if language == "it" and occurrence.is_ordinal and spoken != "primo":
            continue  # days are counted with cardinals, and "prima", "secondo" are prepositions
        if value is not None:
            start, end = words[first].start, words[last].end
            capital = words[first].capital and not _begins(words, first)
            found.append(Number(first, last, start, end, value, spoken, ordinal=occurrence.is_ordinal, capital=capital))
    return found


def _begins(words: Sequence[Word], index: int) -> bool:
    """Whether the word is the first of a sentence, where any word has a capital."""
    return index == 0 or words[index - 1].key in _SENTENCE_ENDS


def _apart(words: Sequence[Word], language: Language) -> list[Word]:
    """`words` with a stop where two numbers of one scale follow each other, as in "two hundred and three hundred"; in
    Italian with numbers that were elided twice written as text2num reads them."""
    apart = list(words)
    if language == "it":
        apart = [replace(word, lower=_TWICE_ELIDED.sub("cento", word.lower)) for word in words]
    for index in range(2, len(words)):
        # "one point two million", "due virgola cinque mila": the scale multiplies what was read before it.
        marks = {word.lower for word in words[max(0, index - 2) : index]}
        if words[index].lower in ("hundred", "thousand", "million", "mila", "milioni") and marks & {"point", "virgola"}:
            apart[index] = replace(words[index], stop=True)
    if language == "en":
        for index in range(3, len(words)):
            joint = words[index - 2].lower == "and"
            before = words[index - 3 if joint else index - 2].lower
            if words[index].lower == before and before in ("hundred", "thousand"):
                place = index - 2 if joint else index - 1
                apart[place] = replace(words[place], stop=True)
    return apart


def _article(words: Sequence[Word], index: int, language: Language) -> bool:
    """Whether the word for one is an article; before tens it is a figure: "uno e ottanta", "one fifty"."""
    word = words[index].lower
    if word not in _ONE[language]:
        return False
    if word not in ("uno", "one"):
        return True
    following = [w.lower for w in words[index + 1 : index + 3]]
    tens = following[1:2] if language == "it" and following[:1] == ["e"] else following[:1] if language == "en" else []
    return not any(
        re.match(r"(\w+(?:anta|enti)|trenta|twenty|thirty|forty|[fs]i\w+ty|seventy|eighty|ninety)\b", w) for w in tens
    )


def _written(words: Sequence[Word], index: int) -> Number | None:
    word = words[index]
    value = written_number(word.lower)
    if value is None:
        return None
    sign = words[index + 1] if index + 1 < len(words) else None
    ordinal = sign is not None and sign.lower in _ORDINAL_SIGNS and sign.start == word.end
    last = index + 1 if ordinal else index
    return Number(index, last, word.start, words[last].end, value, word.lower, written=True, ordinal=ordinal)


def written_number(digits: str) -> Decimal | None:
    """`1.234,50` and `1,234.50` alike: the last separator is decimal unless three digits follow every separator."""
    if len(digits) > _LONGEST or not digits.isascii():
        return None
    if _GROUPED.match(digits):
        separator = next(c for c in digits if not c.isdigit())
        return _decimal(digits.replace(separator, "").replace(",", "."))
    if digits.count(".") + digits.count(",") == 1:
        return _decimal(digits.replace(",", "."))
    return _decimal(digits) if digits.isdigit() else None


def _decimal(digits: str) -> Decimal | None:
    try:
        return Decimal(digits) if len(digits) <= _LONGEST else None
    except InvalidOperation:
        return None
