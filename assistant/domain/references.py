"""Invoice numbers in what a payer wrote. Decides what stands in the text; whose invoice it is, `matching.py` decides.

A number is read as groups of letters and groups of digits: `ML-010/26` is `ML, 10, 26`. Case, spaces, punctuation
between groups and zeros in front of a group make no difference; which group follows which does.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_GROUP = re.compile(r"[A-Z]+|[0-9]+")
_WITHIN = re.compile(r"[\s./\\_:-]{0,3}")
"""What may stand between two groups of one number."""
_YEARS = range(1990, 2100)
_FEWEST_DIGITS = 6
_WORDS = frozenset(
    [
        "FATTURA",
        "FATTURE",
        "FATT",
        "FT",
        "FTT",
        "FTR",
        "FTT",
        "FATTN",
        "FTN",
        "DOCUMENTO",
        "DOC",
        "INVOICE",
        "INVOICES",
        "INV",
        "BILL",
    ]
)
"""Words that introduce an invoice number."""
_SIGNS = frozenset(["N", "NR", "NUM", "NUMERO", "NUMERI", "NO", "NUMBER", "NUMBERS"])
"""May stand between such a word and the number; alone they introduce house numbers too."""
_PREFIXES = _WORDS | _SIGNS | frozenset(["SALDO", "ACCONTO", "PAGAMENTO", "RIF", "REF"])
"""Written without a space before a number, these are no part of it."""
_LIST_WORDS = frozenset(("E", "ED", "ET", "AND", "PIU", "PLUS"))
_LIST_MARKS = frozenset((",", ";", "+", "&"))
_SUFFIXES = frozenset(("BIS", "TER"))


@dataclass(frozen=True, slots=True)
class Group:
    """A run of letters or of digits. `key` is without zeros in front; `gap` is what stands before it in the text."""

    text: str
    key: str
    gap: str

    @property
    def is_digits(self) -> bool:
        return self.text.isdigit()


Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A known number in a text. `written` has its zeros.

    It is `sure` unless it is short enough to mean something else (a house number, a month) and no word such as
    "invoice" introduces it. It stands `alone` when the text holds nothing but numbers and such words.
    """

    key: Key
    written: Key
    sure: bool
    alone: bool


def plain(text: str) -> str:
    """Capitals without accents: what banks make of names and texts."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).upper()


def groups(text: str) -> list[Group]:
    """The groups of a text, in order."""
    capitals = plain(text)
    found, end = [], 0
    for match in _GROUP.finditer(capitals):
        written = match.group()
        key = (written.lstrip("0") or "0") if written.isdigit() else written
        found.append(Group(written, key, capitals[end : match.start()]))
        end = match.end()
    return found


def key_of(number: str) -> Key:
    """What identifies an invoice number in a text; empty for one without letters and digits."""
    return tuple(group.key for group in groups(number))


def written_of(number: str) -> Key:
    """The same with zeros in front: tells `0118` from `118` where both exist."""
    return tuple(group.text for group in groups(number))


def cited(text: str, known: "Known") -> list[Cited]:
    """The known numbers in the text, each once, longest first where they overlap.

    Never a part of a longer number: neither `118` in `2118` nor in `118/2025`, `A-118` or `1.118,00`.
    """
    found = groups(text)
    taken = [False] * len(found)
    spans: list[tuple[int, int]] = []
    for length in range(min(known.longest, len(found)), 0, -1):
        for start in range(len(found) - length + 1):
            end = start + length
            if not any(taken[start:end]) and _is_number(found[start:end], known):
                taken[start:end] = [True] * length
                spans.append((start, end))
    alone = all(used or group.text in _PREFIXES for group, used in zip(found, taken, strict=True))
    result: dict[Key, Cited] = {}
    introduced: set[int] = set()
    for start, end in sorted(spans):
        key = tuple(group.key for group in found[start:end])
        weak = is_weak(key)
        if _is_part(found, start, end, taken if not weak else None):
            continue
        if _introduced(found, start, introduced):
            introduced.add(end)
        sure = not weak or (end in introduced and not _is_year(key))
        if key not in result or sure:
            result[key] = Cited(key, tuple(group.text for group in found[start:end]), sure, alone)
    return list(result.values())


class Known:
    """The numbers to look for."""

    def __init__(self, keys: Sequence[Key] = ()) -> None:
        self._keys: set[Key] = set()
        self.longest = 0
        for key in keys:
            self.add(key)

    def add(self, key: Key) -> None:
        if any(part.isdigit() for part in key):
            self._keys.add(key)
            self.longest = max(self.longest, len(key))

    def __contains__(self, key: Key) -> bool:
        return key in self._keys


def named_numbers(text: str) -> list[Key]:
    """Numbers that a word such as "fattura" introduces, known or not: a payer who names one means that one."""
    found = groups(text)
    result = []
    for start in range(1, len(found)):
        if not _after_word(found, start) or found[start].text in _SIGNS:
            continue
        end = start + 1
        while end < len(found) and _joins(found[end - 1], found[end]):
            end += 1
        if any(group.is_digits for group in found[start:end]):
            result.append(tuple(group.key for group in found[start:end]))
    return result


def could_mean(number: Key, invoice: str) -> bool:
    """Whether somebody who writes this number can mean the invoice: by a part of it, or by more than all of it."""
    key = key_of(invoice)
    digits = {part for part in key if part.isdigit()}
    return set(number) <= set(key) or digits <= set(number)


def is_weak(key: Key) -> bool:
    """Whether a number is so short that in a text it may be a house number, a postal code, a month or a day."""
    digits = [part for part in key if part.isdigit()]
    letters = "".join(part for part in key if not part.isdigit())
    if letters:
        return len(letters) < 2 and sum(map(len, digits)) < _FEWEST_DIGITS - 2
    if len(digits) == 1:
        return len(digits[0]) < _FEWEST_DIGITS
    values = [int(part) if len(part) < _FEWEST_DIGITS else _YEARS.stop for part in digits]
    small = [value for value in values if value <= 31]
    return len(small) == len(values) or (len(small) == len(values) - 1 and max(values) in _YEARS and min(values) <= 12)


def _is_year(key: Key) -> bool:
    return len(key) == 1 and len(key[0]) == 4 and int(key[0]) in _YEARS


def _is_number(found: Sequence[Group], known: Known) -> bool:
    inside = all(_WITHIN.fullmatch(group.gap) for group in found[1:])
    return inside and tuple(group.key for group in found) in known


def _is_part(found: Sequence[Group], start: int, end: int, taken: Sequence[bool] | None) -> bool:
    """Whether the groups before or after belong to the same number. A neighbour that is a number itself doesn't."""
    free_before = taken is None or (start > 0 and not taken[start - 1])
    free_after = taken is None or (end < len(found) and not taken[end])
    before = start > 0 and free_before and _joins(found[start - 1], found[start])
    after = end < len(found) and free_after and _joins(found[end - 1], found[end])
    return before or after


def _joins(left: Group, right: Group) -> bool:
    """Whether two neighbouring groups are written as one number."""
    if not left.is_digits and (left.text in _PREFIXES or left.text in _LIST_WORDS):
        return False
    if left.is_digits and not right.is_digits and len(right.text) > 2 and right.text not in _SUFFIXES:
        return False  # a word that follows without a space
    gap = right.gap.strip()
    if gap == "," and left.is_digits and len(right.text) == 2:
        return " " not in right.gap  # an amount's decimals
    if gap == "/" and left.is_digits and right.is_digits:
        return True
    return gap in ("", "/", "-", ".", "_", "\\", "'") and not re.search(r"\s", right.gap)


def _introduced(found: Sequence[Group], start: int, introduced: set[int]) -> bool:
    """After a word that introduces numbers, or in a list after a number that one introduces."""
    if start == 0:
        return False
    if start in introduced and found[start].gap.strip() in _LIST_MARKS:
        return True
    if found[start - 1].text in _LIST_WORDS and start - 1 in introduced:
        return True
    return _after_word(found, start)


def _after_word(found: Sequence[Group], start: int) -> bool:
    place = start
    while place and found[place - 1].text in _SIGNS and _is_near(found[place].gap):
        place -= 1
    return place > 0 and found[place - 1].text in _WORDS and _is_near(found[place].gap)


def _is_near(gap: str) -> bool:
    return len(gap) <= 4
