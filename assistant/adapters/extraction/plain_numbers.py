"""Every number of a text, in digits or words, whatever it counts: for comparing two texts."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.adapters.extraction.numerals import numbers_in
from assistant.adapters.extraction.words import words_of
from assistant.domain.grounding_text import Number
from assistant.domain.money import Language

_LINE = re.compile(r"[^\n]+")


def plain_numbers(text: str, language: Language) -> Sequence[Number]:
    """The numbers in the order they stand; a number never runs over the end of a line."""
    return [
        Number(line.start() + number.start, line.start() + number.end, number.value)
        for line in _LINE.finditer(text)
        for number in _in_line(line.group(), language)
    ]


@lru_cache(maxsize=2048)
def _in_line(line: str, language: Language) -> tuple[Number, ...]:
    found = numbers_in(words_of(line, language), language)
    return tuple(Number(number.start, number.end, number.value) for number in found)
