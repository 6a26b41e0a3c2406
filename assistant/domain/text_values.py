"""The figures of a text by value: amounts, counts, dates and reference numbers, in digits or in words.

Two texts that say the same figure in other ways ("duecentocinquanta euro", "250,00 €") have the same value here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from assistant.domain.guard import normalise
from assistant.domain.money import LANGUAGES, MONTHS, Language

_MONTH_NUMBERS = {month.lower(): n for language in LANGUAGES for n, month in enumerate(MONTHS[language], 1)}
_MONTH = "|".join(_MONTH_NUMBERS)
_DAY_WORD = r"\d{1,2}(?:st|nd|rd|th|º|°)?|[a-zì-]+"
_DATE = re.compile(
    r"\b(?P<iso>\d{4}-\d{2}-\d{2})\b|\b(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{2,4})\b|"
    rf"\b(?P<day>{_DAY_WORD})\s+(?:of\s+|di\s+)?(?P<month>{_MONTH})\b(?:,?\s+(?P<year>\d{{4}})\b)?|"
    rf"\b(?P<month2>{_MONTH})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year2>\d{{4}})\b)?",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b(?=[\w/-]*\d)(?:[^\W\d_]+[-/ ]?\d[\w/-]*|\d+[/-][\w/-]*\w)\b")
_NUMBER = re.compile(r"\d+(?:[.,' ]\d{3})*(?:[.,]\d{1,2})?(?!\d)")
_GROUPED = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?")
_WORD = re.compile(r"[^\W\d_]+")


def _listed(words: str) -> list[str]:
    return words.split()


_UNITS_IT = _listed(
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove"
)
_TENS_IT = _listed("venti trenta quaranta cinquanta sessanta settanta ottanta novanta")
_UNITS_EN = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS_EN = _listed("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS_EN = {
    **{"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12, "twentieth": 20},
    **{"thirtieth": 30},
}
_SCALES_EN = {"hundred": 100, "thousand": 1000, "million": 1_000_000}


@dataclass(frozen=True)
class Value:
    """A figure at [start, end).

    `value` is a number without trailing zeros, a code in capitals, or a date: `YYYY-MM-DD`, `--MM-DD` without a year.
    """

    kind: Literal["number", "date", "code"]
    value: str
    start: int
    end: int


def values_in(text: str, language: Language) -> list[Value]:
    """All figures in the order they stand; a day without a year stays without one."""
    text = normalise(text)
    found: list[Value] = []
    for reader in (_dates, _codes, _digits, _spoken):
        for value in reader(text, language):
            if all(value.end <= other.start or value.start >= other.end for other in found):
                found.append(value)
    return sorted(found, key=lambda value: value.start)


def value_of(figure: str) -> str:
    """The value of a machine-written figure: `"250.00"`, an ISO date or a reference."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", figure):
        return figure
    return _plain(Decimal(figure)) if re.fullmatch(r"\d+(?:\.\d+)?", figure) else code_of(figure)


def code_of(reference: str) -> str:
    """A reference number without its separators, in capitals."""
    return re.sub(r"[\W_]", "", reference).upper()


def same_value(value: Value, known: frozenset[str]) -> bool:
    """Whether a value is among the known ones; a day without a year fits that day of any year."""
    if value.kind == "date":
        return any(_same_day(value.value, other) for other in known)
    return value.value in known


def _same_day(one: str, other: str) -> bool:
    if not re.fullmatch(r"(?:\d{4}|-)-\d{2}-\d{2}", other):
        return False
    return one == other or (one[-5:] == other[-5:] and "--" in (one[:2], other[:2]))


def _dates(text: str, language: Language) -> Iterator[Value]:
    for match in _DATE.finditer(text):
        if match["iso"]:
            yield Value("date", match["iso"], *match.span())
            continue
        if match["d"]:
            year = match["y"] if len(match["y"]) == 4 else f"20{match['y']}"
            day, month = int(match["d"]), int(match["m"])
        else:
            year = match["year"] or match["year2"] or ""
            month = _MONTH_NUMBERS[(match["month"] or match["month2"]).lower()]
            day = _day(match["day"] or match["day2"], language)
        if (written := _written_date(year, month, day)) is not None:
            yield Value("date", written, *match.span())


def _day(word: str, language: Language) -> int:
    if digits := re.match(r"\d+", word):
        return int(digits.group())
    if word.lower() == "primo":
        return 1
    numbers = list(_spoken(word.replace("-", " "), language))
    return int(Decimal(numbers[0].value)) if len(numbers) == 1 else 0


def _written_date(year: str, month: int, day: int) -> str | None:
    try:
        date(int(year) if year else 2000, month, day)
    except ValueError:
        return None
    return f"{year or '-'}-{month:02}-{day:02}"


def _codes(text: str, language: Language) -> Iterator[Value]:
    for match in _CODE.finditer(text):
        if _WORD.match(match.group()) and not match.group()[0].isupper() and " " in match.group():
            continue  # "rate 300": a word before a number, no reference
        if re.match(r"(?:EUR|GBP|USD)\b", match.group()) or re.match(r"[^\W\d_]+ ", match.group()):
            continue
        yield Value("code", code_of(match.group()), *match.span())


def _digits(text: str, language: Language) -> Iterator[Value]:
    for match in _NUMBER.finditer(text):
        digits = match.group()
        if _GROUPED.fullmatch(digits):
            whole, cents = re.fullmatch(r"(.*?)(?:[.,](\d{1,2}))?", digits).groups()  # type: ignore[union-attr]
            yield Value("number", _plain(Decimal(re.sub(r"\D", "", whole) + "." + (cents or "0"))), *match.span())
        else:
            yield Value("number", _plain(Decimal(digits.replace(",", ".").replace("'", ""))), *match.span())


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _spoken(text: str, language: Language) -> Iterator[Value]:
    if language == "it":
        for match in _WORD.finditer(text):
            number = _italian(match.group().lower())
            if number is not None and match.group().lower() not in ("un", "uno", "una"):
                yield Value("number", str(number), *match.span())
        return
    words = list(_WORD.finditer(text))
    place = 0
    while place < len(words):
        number, length = _english(_together(text, words[place : place + 12]))
        if number is not None:
            yield Value("number", str(number), words[place].start(), words[place + length - 1].end())
        place += max(1, length)


def _together(text: str, words: list[re.Match[str]]) -> list[str]:
    """The first words in lower case, up to a stop."""
    for n, (one, two) in enumerate(pairwise(words), 1):
        if text[one.end() : two.start()].strip(" -"):
            words = words[:n]
            break
    return [word.group().lower() for word in words]


def _italian(word: str) -> int | None:
    """The value of an Italian cardinal in one word, or None."""
    total, rest = 0, word.replace("é", "e")
    for scale, names in ((1_000_000, ("milioni", "milione")), (1000, ("mila", "mille")), (100, ("cento", "cent"))):
        for name in names:
            head, joint, tail = rest.partition(name)
            if joint:
                factor = 1 if head in ("", "un") else _italian(head)
                if factor is None:
                    return None
                total, rest = total + factor * scale, tail
                break
    if not rest:
        return total if total else None
    if rest in _UNITS_IT:
        return total + _UNITS_IT.index(rest)
    for n, tens in enumerate(_TENS_IT, 2):
        for form in (tens, tens[:-1]):
            if rest.startswith(form) and (rest[len(form) :] in ("", *_UNITS_IT[1:10])):
                unit = rest[len(form) :]
                if form == tens or unit in ("uno", "otto"):
                    return total + n * 10 + (_UNITS_IT.index(unit) if unit else 0)
    return None


def _english(words: list[str]) -> tuple[int | None, int]:
    """The number that the words begin with, and how many words it takes; "one" alone is none."""
    total = current = 0
    used = 0
    for n, word in enumerate(words):
        if word in _UNITS_EN and not (current % 10 and current % 100 < 20):
            current += _UNITS_EN.index(word)
        elif word in _TENS_EN and current % 100 == 0:
            current += 10 * (_TENS_EN.index(word) + 2)
        elif word in _ORDINALS_EN and n and current % 10 == 0:
            return total + current + _ORDINALS_EN[word], n + 1
        elif (
            word in _ORDINALS_EN and not n and word in ("twentieth", "thirtieth", "twelfth", "fifth", "eighth", "ninth")
        ):
            return _ORDINALS_EN[word], 1
        elif word in _SCALES_EN and used:
            scale = _SCALES_EN[word]
            total, current = (total, current * 100) if scale == 100 else (total + current * scale, 0)
        elif word == "and" and used and n + 1 < len(words) and current % 100 == 0:
            continue
        else:
            break
        used = n + 1
    if not used or (used == 1 and words[0] == "one"):
        return None, max(1, used)
    return total + current, used
