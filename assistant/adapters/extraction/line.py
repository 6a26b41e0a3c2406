"""An utterance as patterns read it: folded words with one space between, each number a sign such as `#3` (or `@3`, an
ordinal). Rules are regular expressions over that line; a match leads back to the numbers and to the text.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import accumulate

from assistant.adapters.extraction.numerals import Number, numbers_in
from assistant.adapters.extraction.words import Word, words_of
from assistant.domain.money import Language

MASK = "_"
"""Stands where a number is no figure: a telephone number, a street, an age."""
_REACH = 200
"""Characters around a figure that say what it is; bounds the work on huge utterances."""


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """`re.compile` that forgets nothing: there are more rules than its own cache holds."""
    return re.compile(pattern)


@cache
def rule(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of whole words. `<n>` is a number in a group `n`, `<@n>` an ordinal, `<*n>` either."""
    pattern = re.sub(r"<\*(\w+)>", r"[#@](?P<\1>\\d++)", pattern)
    pattern = re.sub(r"<@(\w+)>", r"@(?P<\1>\\d++)", pattern)
    pattern = re.sub(r"(?<!\?P)<(\w+)>", r"#(?P<\1>\\d++)", pattern)
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")


@dataclass(frozen=True)
class _Item:
    key: str
    start: int
    end: int


class Line:
    """The items of an utterance; `plain` is what rules match."""

    def __init__(self, text: str, language: Language) -> None:
        self.text, self.language = text, language
        self.words: list[Word] = words_of(text, language)
        self.numbers: list[Number] = numbers_in(self.words, language)
        self.spelled_numbers = _by_word(self.numbers)
        self._items = list(self._first_items())
        self._join()

    def _first_items(self) -> list[_Item]:
        items: list[_Item] = []
        index, numbers = 0, iter(enumerate(self.numbers))
        following = next(numbers, None)
        while index < len(self.words):
            if following and following[1].first == index:
                place, number = following
                items.append(_Item(_sign(number, place), number.start, number.end))
                index = number.last + 1
                following = next(numbers, None)
            else:
                word = self.words[index]
                items.append(_Item(word.key, word.start, word.end))
                index += 1
        return items

    def _join(self) -> None:
        self.plain = " ".join(item.key for item in self._items)
        lengths = [len(item.key) + 1 for item in self._items]
        self._starts: list[int] = list(accumulate(lengths, initial=0))[:-1]
        self._text_starts = [item.start for item in self._items]

    def number(self, match: re.Match[str], group: str = "n") -> Number:
        """The number that `group` of `match` stands for."""
        return self.numbers[int(match[group])]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where [start, end) of `plain` stands in the text."""
        first = self._items[bisect_right(self._starts, start) - 1]
        last = self._items[bisect_right(self._starts, max(start, end - 1)) - 1]
        return first.start, last.end

    def place(self, position: int) -> int:
        """The first position in `plain` of the item at character `position` of the text."""
        return self._starts[max(0, bisect_right(self._text_starts, position) - 1)]

    def end_of(self, position: int) -> int:
        """Where the item of `plain` that holds `position` ends."""
        index = bisect_right(self._starts, position) - 1
        return self._starts[index] + len(self._items[index].key)

    def before(self, position: int) -> str:
        """The words of `plain` up to `position`, as far back as they can matter."""
        if position <= _REACH:
            return self.plain[:position]
        return self.plain[position - _REACH : position].partition(" ")[2]

    def after(self, position: int) -> str:
        """The words of `plain` from `position` on, as far as they can matter."""
        if position + _REACH >= len(self.plain):
            return self.plain[position:]
        return self.plain[position : position + _REACH].rpartition(" ")[0]

    def reduce(self, pattern: str, value: Callable[[re.Match[str]], Decimal | None]) -> None:
        """Replace each match by one number of `value`; a match without a value stays."""
        place = 0
        items: list[_Item] = []
        changed = False
        for match in rule(pattern).finditer(self.plain):
            found = value(match)
            if found is None:
                continue
            first = bisect_right(self._starts, match.start()) - 1
            last = bisect_right(self._starts, match.end() - 1) - 1
            start, end = self._items[first].start, self._items[last].end
            number = Number(first, last, start, end, found, self.text[start:end].lower())
            self.numbers.append(number)
            items += [*self._items[place:first], _Item(_sign(number, len(self.numbers) - 1), start, end)]
            place, changed = last + 1, True
        if changed:
            self._items = items + self._items[place:]
            self._join()

    def mask(
        self, pattern: str, applies: Callable[[re.Match[str]], bool] = lambda match: True, words: bool = False
    ) -> None:
        """Take the numbers in each match that `applies` out of the line, with `words` all that matches."""
        matches = [match for match in rule(pattern).finditer(self.plain) if applies(match)]
        if not matches:
            return
        hidden: set[int] = set()
        for match in matches:
            first, last = (bisect_right(self._starts, place) - 1 for place in (match.start(), match.end() - 1))
            hidden.update(i for i in range(first, last + 1) if words or self._items[i].key[0] in "#@")
        self._items = [replace(item, key=MASK) if i in hidden else item for i, item in enumerate(self._items)]
        self._join()


def _sign(number: Number, place: int) -> str:
    return f"@{place}" if number.ordinal else f"#{place}"


def _by_word(numbers: list[Number]) -> dict[int, Number]:
    """Numbers by their first word; one with zeros before it ("zero zero quarantadue") by the first that is no zero."""
    found = {}
    for number in numbers:
        if not number.ordinal:
            zeros = sum(word == "zero" for word in number.spoken.split())
            found[number.first + zeros] = number
    return found
