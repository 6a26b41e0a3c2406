"""Dates in speech, resolved against the day of the call: "non prima del venti", "venerdì prossimo", "end of the month".

Conventions: the next such day after the call unless tense or words point back; "fine mese" is the last calendar day,
"metà gennaio" the 15th; "venerdì prossimo" said Monday to Thursday is ambiguous; a bare month, "subito" and times of
day are no dates. Bounds are inclusive: "dopo il diciotto" is the 19th or later.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.adapters.extraction.bounds import date_bound
from assistant.adapters.extraction.date_words import (
    DAY_LEAD,
    MONTHS,
    NEAR_DAYS,
    NOT_A_DAY,
    PAST,
    STOPS,
    UNITS,
    WEEKDAYS,
)
from assistant.adapters.extraction.words import Number
from assistant.domain.findings import Finding
from assistant.domain.money import Language
from assistant.domain.schedule import step


@dataclass(frozen=True)
class _Day:
    """A date found at [start, end), with its readings."""

    start: int
    end: int
    values: tuple[date, ...]


def dates_in(text: str, numbers: Sequence[Number], on: date, language: Language) -> list[Finding]:
    """Dates in the order they stand, none overlapping another."""
    reader = _Reader(text, numbers, on, language)
    days: list[_Day] = []
    for day in reader.all():
        if not any(day.start < other.end and other.start < day.end for other in days):
            days.append(day)
    return [_finding(day, text, language) for day in sorted(days, key=lambda d: d.start)]


class _Reader:
    """Each method finds the dates of one form; the more specific forms come first and win over what they overlap."""

    def __init__(self, text: str, numbers: Sequence[Number], on: date, language: Language) -> None:
        self.text, self.lower = text, text.lower()
        self.numbers, self.on, self.language = numbers, on, language
        self.months = "|".join(MONTHS[language])

    def all(self) -> Iterator[_Day]:
        yield from self.numeric()
        yield from self.part_of_month()
        yield from self.day_and_month()
        yield from self.distances()
        yield from self.near_days()
        yield from self.weekdays()
        yield from self.day_alone()

    def numeric(self) -> Iterator[_Day]:
        for match in re.finditer(r"\b(\d{4})-(\d{2})-(\d{2})\b", self.text):
            yield from self._day(match, int(match[1]), int(match[2]), int(match[3]))
        for match in re.finditer(r"\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?\b(?![/.,]\d)", self.text):
            if "." in match.group() and not match[3]:
                continue  # 12.5 is a number
            year = int(match[3]) + (2000 if int(match[3]) < 100 else 0) if match[3] else None
            yield from self._day(match, year, int(match[2]), int(match[1]))

    def _day(self, match: re.Match[str], year: int | None, month: int, day: int) -> Iterator[_Day]:
        found = self._resolve(day, month, year, match.start())
        if found:
            yield _Day(match.start(), match.end(), (found,))

    def part_of_month(self) -> Iterator[_Day]:
        """ "fine mese", "fine dicembre", "metà gennaio", "end of the month", "mid January"."""
        end, middle = {
            "it": (r"(?:la\s+)?fine\s+(?:del\s+|di\s+)?", r"(?:la\s+)?metà\s+(?:del\s+|di\s+)?"),
            "en": (r"(?:the\s+)?end\s+of\s+(?:the\s+)?", r"(?:the\s+)?mid(?:dle)?[\s-]+(?:of\s+)?(?:the\s+)?"),
        }[self.language]
        this_month = {"it": "mese(?: prossimo| corrente)?", "en": "(?:next |this )?month"}[self.language]
        for lead, last in ((end, True), (middle, False)):
            for match in re.finditer(rf"\b{lead}({self.months}|{this_month})\b", self.lower):
                yield self._month_part(match, last)
        if self.language == "en":
            for match in re.finditer(r"\bmonth[\s-]end\b", self.lower):
                yield self._month_part(match, True)

    def _month_part(self, match: re.Match[str], last: bool) -> _Day:
        name = match[1] if match.re.groups else "month"
        months = MONTHS[self.language]
        if name in months:
            month, year = months.index(name) + 1, self.on.year
        else:
            month, year = self.on.month, self.on.year
            if "prossimo" in name or "next" in name:
                month, year = month % 12 + 1, year + month // 12
        day = _last_of(year, month) if last else date(year, month, 15)
        if day < self.on and name in months:
            day = _last_of(year + 1, month) if last else date(year + 1, month, 15)
        elif day < self.on:
            following = step(date(year, month, 1), 1, "monthly")
            day = following.replace(day=15)
        return _Day(match.start(), match.end(), (day,))

    def day_and_month(self) -> Iterator[_Day]:
        for number in self.numbers:
            if number.value != int(number.value) or not 1 <= number.value <= 31:
                continue
            month = (
                rf"(?:st|nd|rd|th|°|º)?\s+(?:of\s+|di\s+|del mese di\s+)?({self.months})\b(?:\s+(?:del\s+)?(20\d\d))?"
            )
            after = re.match(month, self.lower[number.end :])
            if after:
                found = self._month_day(number, after[1], after[2])
                if found:
                    yield _Day(number.start, number.end + after.end(), (found,))
                continue
            before = re.search(rf"\b({self.months})\s+(?:the\s+)?$", self.lower[: number.start])
            if before and self.language == "en":
                suffix = re.match(r"(?:st|nd|rd|th)", self.lower[number.end :])
                found = self._month_day(number, before[1], None)
                if found:
                    yield _Day(before.start(), number.end + (suffix.end() if suffix else 0), (found,))

    def _month_day(self, number: Number, month: str, year: str | None) -> date | None:
        index = MONTHS[self.language].index(month) + 1
        return self._resolve(int(number.value), index, int(year) if year else None, number.start)

    def distances(self) -> Iterator[_Day]:
        """ "tra quindici giorni", "due settimane fa", "in ten days", "a fortnight from now"."""
        ahead = {"it": r"\b(?:tra|fra|di qui a|da qui a)\s+$", "en": r"\b(?:in|within)\s+(?:about\s+)?$"}[self.language]
        for start, end, amount in self._counted():
            unit = re.match(r"\s*(\w+)", self.lower[end:])
            if not unit or unit[1] not in UNITS:
                continue
            tail = self.lower[end + unit.end() :]
            before = re.search(ahead, self.lower[:start])
            past = re.match(r"\s+(?:fa|ago)\b", tail)
            forward = re.match(r"\s+(?:from (?:now|today)|time)\b", tail)
            if not (before or past or forward):
                continue
            day = self._shift(-amount if past else amount, unit[1])
            behind = past or forward
            stop = end + unit.end() + (behind.end() if behind else 0)
            yield _Day(before.start() if before else start, stop, (day,))

    def _counted(self) -> Iterator[tuple[int, int, int]]:
        for number in self.numbers:
            if number.value == int(number.value) and number.value < 400:
                yield number.start, number.end, int(number.value)
        for match in re.finditer(
            r"\b(un|una|a|one)(?=\s+(?:giorno|settimana|mese|day|week|month|fortnight)\b)", self.lower
        ):
            yield match.start(), match.end(), 1
        for match in re.finditer(r"\b(un paio di|a couple of)(?=\s)", self.lower):
            yield match.start(), match.end(), 2

    def _shift(self, amount: int, unit: str) -> date:
        if UNITS[unit]:
            return self.on + timedelta(days=amount * UNITS[unit])
        return step(self.on, amount, "monthly")

    def near_days(self) -> Iterator[_Day]:
        for name, days in sorted(NEAR_DAYS[self.language].items(), key=lambda item: -len(item[0])):
            for match in re.finditer(rf"\b{name}\b", self.lower):
                yield _Day(match.start(), match.end(), (self.on + timedelta(days=days),))

    def weekdays(self) -> Iterator[_Day]:
        for index, name in enumerate(WEEKDAYS[self.language]):
            plain = name.replace("ì", "[ìi]'?")
            form = (
                rf"\b{plain}(?P<next> prossimo| prossima)?(?P<last> scorso| scorsa)?(?![\w])"
                if self.language == "it"
                else rf"\b(?P<next>next )?(?P<last>last )?(?:this )?{plain}(?P<after> after next)?\b"
            )
            for match in re.finditer(form, self.lower):
                yield _Day(match.start(), match.end(), self._weekday(match, index))

    def _weekday(self, match: re.Match[str], weekday: int) -> tuple[date, ...]:
        ahead = (weekday - self.on.weekday()) % 7 or 7
        coming = self.on + timedelta(days=ahead)
        groups = match.groupdict()
        if groups.get("last") or (self._looks_back(match.start()) and not groups["next"]):
            return (self.on - timedelta(days=(self.on.weekday() - weekday) % 7 or 7),)
        if groups.get("after"):
            return (coming + timedelta(days=7),)
        # "Friday next" said early in the week means this one to some and the following one to others.
        if groups["next"] and self.on.weekday() <= 3 and coming.isocalendar().week == self.on.isocalendar().week:
            return (coming, coming + timedelta(days=7))
        return (coming,)

    def day_alone(self) -> Iterator[_Day]:
        """ "il venti", "by the twentieth"."""
        for number in self.numbers:
            if number.value != int(number.value) or not 1 <= number.value <= 31:
                continue
            if self.language == "en" and not number.ordinal:
                continue
            if not re.search(DAY_LEAD[self.language], self.lower[: number.start]):
                continue
            tail = self.lower[number.end :]
            if NOT_A_DAY.match(tail) or re.match(rf"\s*(?:[/.]\d|(?:di\s+|of\s+)?(?:{self.months})\b)", tail):
                continue
            # "il primo" is a day only where the words stop; "il secondo" is never one.
            if number.ordinal and self.language == "it" and (number.value > 1 or not STOPS.match(tail)):
                continue
            day = self._day_of_month(int(number.value), number.start)
            if day:
                suffix = re.match(r"(?:st|nd|rd|th)\b", tail)
                yield _Day(number.start, number.end + (suffix.end() if suffix else 0), (day,))

    def _day_of_month(self, day: int, start: int) -> date | None:
        back = self._looks_back(start)
        first = self.on.replace(day=1)
        for ahead in range(13):
            month = step(first, -ahead if back else ahead, "monthly")
            if day <= calendar.monthrange(month.year, month.month)[1]:
                found = month.replace(day=day)
                if (found <= self.on) if back else (found > self.on):
                    return found
        return None

    def _resolve(self, day: int, month: int, year: int | None, start: int) -> date | None:
        try:
            if year:
                return date(year, month, day)
            found = date(self.on.year, month, day)
            if self._looks_back(start):
                return found if found <= self.on else date(self.on.year - 1, month, day)
            return found if found >= self.on else date(self.on.year + 1, month, day)
        except ValueError:
            return None

    def _looks_back(self, start: int) -> bool:
        """Whether tense or words of the clause point to the past."""
        clause = re.split(r"[.;!?](?!\d)|,(?!\d)| ma | e poi | but | and then ", self.lower[:start])[-1]
        tail = re.match(r"[^.,;!?]{0,25}", self.lower[start:])
        return bool(
            PAST[self.language].search(clause)
            or (tail and re.search(r"\b(scors[oa]|passat[oa]|last month)\b", tail.group()))
        )


def _finding(day: _Day, text: str, language: Language) -> Finding:
    bound, shift = date_bound(text, day.start, day.end, language)
    values = sorted(value + timedelta(days=shift) for value in day.values)
    return Finding(
        kind="date",
        bound=bound,
        span=(day.start, day.end),
        text=text[day.start : day.end],
        values=[value.isoformat() for value in values],
    )


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
