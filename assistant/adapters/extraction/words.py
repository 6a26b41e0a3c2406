"""Tokens and numbers of an utterance, with their places in the text. Number words are read by `text2num`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from text_to_num import find_numbers

from assistant.domain.money import Language

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’](?=[^\W\d_]))?|\d+|[^\w\s]")
_GROUPED = re.compile(r"^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?$")
# Words that find_numbers takes for numbers but that are articles in speech.
_ARTICLES = {"it": {"un", "una", "uno"}, "en": {"a", "an", "one"}}


@dataclass(frozen=True)
class Word:
    """A token; `lower` is what rules compare."""

    lower: str
    start: int
    end: int

    # The protocol of find_numbers: it is asked for these two by name.
    def text(self) -> str:
        return self.lower

    def nt_separated(self, previous: "Word") -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


@dataclass(frozen=True)
class Number:
    """A number in digits or words: tokens [first, last], characters [start, end)."""

    first: int
    last: int
    start: int
    end: int
    value: Decimal
    written: bool
    """True when it stood in digits."""
    ordinal: bool = False


def tokenize(text: str) -> list[Word]:
    return [Word(m.group().lower().replace("’", "'"), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def numbers_in(words: Sequence[Word], language: Language) -> list[Number]:
    """Numbers in the order they stand; articles ("un", "a") are none."""
    found = []
    for occurrence in find_numbers(list(words), language, 0.0):
        first, last = occurrence.start, occurrence.end - 1
        span = [word.lower for word in words[first : last + 1]]
        if len(span) == 1 and (span[0] in _ARTICLES[language] or span[0][0].isdigit()):
            continue
        if first and (words[first - 1].lower, span[0]) in (("per", "cento"), ("per", "cent")):
            continue
        value = _decimal(re.sub(r"[^\d.]", "", occurrence.text))
        if value is not None:
            start, end = words[first].start, words[last].end
            found.append(Number(first, last, start, end, value, False, occurrence.is_ordinal))
    taken = {index for number in found for index in range(number.first, number.last + 1)}
    for index, word in enumerate(words):
        if index not in taken and word.lower[0].isdigit():
            value = written_number(word.lower)
            if value is not None:
                ordinal = index + 1 < len(words) and words[index + 1].lower in ("st", "nd", "rd", "th", "°", "º")
                found.append(Number(index, index, word.start, word.end, value, True, ordinal))
    return sorted(found, key=lambda number: number.start)


def written_number(digits: str) -> Decimal | None:
    """`1.234,50` and `1,234.50` alike: the last separator is decimal unless three digits follow every separator."""
    if _GROUPED.match(digits):
        separator = next(c for c in digits if not c.isdigit())
        whole = digits.replace(separator, "")
        return _decimal(whole.replace(",", "."))
    if digits.count(".") + digits.count(",") == 1:
        return _decimal(digits.replace(",", "."))
    return _decimal(digits) if digits.isdigit() else None


def _decimal(digits: str) -> Decimal | None:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None
