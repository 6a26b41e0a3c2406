"""The forms in which dates are spoken. Each function gives the dates of one form as they stand in a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.adapters.extraction import days
from assistant.adapters.extraction.bounds import Bound
from assistant.adapters.extraction.date_words import MONTH, MONTHS
from assistant.adapters.extraction.line import Line, compiled, rule
from assistant.adapters.extraction.tense import looks_back


@dataclass(frozen=True)
class Spoken:
    """A date at [start, end) of the line, with its readings; `day` of an unnamed month, `month` where it was named."""

    start: int
    end: int
    values: tuple[date, ...]
    day: int | None = None
    month: int | None = None
    weekday: int | None = None
    last: bool = False
    """True for the last day of a month or year: "before the end of the month" includes it."""
    bound: Bound | None = None
    """Set where the words themselves have one, "at the latest": "entro dieci giorni", "nel giro di una settimana"."""


_NUMERIC = re.compile(r"(?<![\w/.])(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?![/.,-]?\w)", re.ASCII)
_ISO = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])", re.ASCII)


def numeric(line: Line, on: date) -> Iterator[Spoken]:
    """ "15/12", "15.12.2026", "2026-12-15": day first, as in Europe."""
    for match in _ISO.finditer(line.text):
        found = days.exact(int(match[1]), int(match[2]), int(match[3]))
        if found:
            yield Spoken(line.place(match.start()), _end(line, match), (found,))
    for match in _NUMERIC.finditer(line.text):
        day, month = int(match[1]), int(match[3])
        if (match[2] != "/" and not match[4]) or match.group() == "24/7":
            continue  # 12.5 is a number
        start, end = line.place(match.start()), _end(line, match)
        if match[4]:
            found = days.exact(int(match[4]) + (2000 if len(match[4]) == 2 else 0), month, day)
        else:
            found = days.in_month(on, month, day, looks_back(line, start, end)) if 1 <= month <= 12 and day else None
        if found:
            yield Spoken(start, end, (found,), month=found.month)


def _end(line: Line, match: re.Match[str]) -> int:
    return line.end_of(line.place(match.end() - 1))


_PERIOD = {
    "it": r"(?:(?:il |del |di |quest[o'] ?|corrente )?(?:mese|anno)(?: (?:prossimo|scorso|corrente|in corso))?"
    r"|(?:del |il )?(?:prossimo|scorso|corrente) (?:mese|anno)|(?:di )?{months})",
    "en": r"(?:(?:the|this|next|last|the current|our)? ?(?:month|year)|{months})",
}
_PARTS = {
    "it": (
        (r"(?:la |alla )?fine (?:di |del |dell')?(?: ?)(?P<period>{period})", None),
        (r"l' ultimo(?: giorno)?(?: (?:di|del))? (?P<period>{period})", None),
        (r"entro (?P<period>il mese|l' anno)", None),
        (r"(?:la |alla )?meta (?:di |del )?(?P<period>{period})", 15),
    ),
    "en": (
        (r"(?:the )?(?:very )?(?:end|close) of (?P<period>{period})", None),
        (r"(?:the )?last day (?:of|in) (?P<period>{period})", None),
        (r"(?:the )?(?P<period>month|year)(?: -)? end", None),
        (r"within (?P<period>the month|the year|this month|this year)", None),
        (r"(?:the )?(?:middle of|mid(?: -)?|halfway through) (?:of )?(?P<period>{period})", 15),
    ),
}


def parts_of_periods(line: Line, on: date) -> Iterator[Spoken]:
    """ "fine mese", "fine dicembre", "metà gennaio", "end of the month", "mid January"."""
    period = _PERIOD[line.language].replace("{months}", rf"(?:{MONTH[line.language]})(?: <y>)?")
    for pattern, day in _PARTS[line.language]:
        for match in rule(pattern.replace("{period}", period)).finditer(line.plain):
            found = _part(line, match, on, day)
            if found:
                bound: Bound | None = "max" if match.group().startswith(("entro", "within")) else None
                yield Spoken(match.start(), match.end(), (found,), last=day is None, bound=bound)


def _part(line: Line, match: re.Match[str], on: date, day: int | None) -> date | None:
    name = match["period"]
    named = next((word for word in name.split() if word in MONTHS[line.language]), None)
    if named:
        year = line.number(match, "y").whole if match.groupdict().get("y") else None
        if year is not None:
            return days.exact(year, MONTHS[line.language][named], day) if 2000 <= year <= 2100 else None
        return days.in_month(on, MONTHS[line.language][named], day, looks_back(line, match.start(), match.end()))
    ahead = 1 if compiled(r"prossimo|next").search(name) else -1 if compiled(r"scorso|last").search(name) else 0
    if compiled(r"anno|year").search(name):
        return days.exact(on.year + ahead, 12, 31) if day is None else None
    month = days.shifted(on.replace(day=1), months=ahead)
    found = days.exact(month.year, month.month, day) if month else None
    if found and found < on and ahead == 0:
        following = days.shifted(on.replace(day=1), months=1)
        return days.exact(following.year, following.month, day) if following else None
    return found


def ends_of_weeks(line: Line, on: date) -> Iterator[Spoken]:
    """ "entro fine settimana": Friday to some, Sunday to others. A weekend ("nel fine settimana") is no date."""
    pattern = {
        "it": r"(?<!nel )(?<!il )(?<!questo )(?:la |alla )?fine (?:della |"
        r"di )?(?:questa )?settimana(?P<next> prossima)?"
        r"|entro la (?P<following>prossima) settimana|entro la settimana (?P<coming>prossima)"
        r"|entro (?:la |questa )settimana",
        "en": r"(?:the )?end of (?:the|this|(?P<next>next)) week|within the week",
    }[line.language]
    for match in rule(pattern).finditer(line.plain):
        groups = match.groupdict()
        weeks = 1 if groups.get("next") or groups.get("following") or groups.get("coming") else 0
        values = [days.weekday_of_week(on, index, weeks) for index in (4, 6)]
        kept = tuple(value for value in values if value and value >= on)
        if kept:
            bound: Bound | None = "max" if match.group().startswith(("entro", "within")) else None
            yield Spoken(match.start(), match.end(), kept, bound=bound)


_YEAR = {
    "it": r"(?: (?:del(?:l' anno)? )?<y>)?",
    "en": r"(?: ?,? ?(?:of |in )?(?:<y>|<century> <rest>))?",
}


def days_of_months(line: Line, on: date) -> Iterator[Spoken]:
    """ "il venti dicembre", "December 20th", "the fifteenth of January twenty twenty seven"."""
    months, year = MONTH[line.language], _YEAR[line.language]
    if line.language == "it":
        patterns = [rf"<*n>(?: di| del mese di|/|-)? (?P<month>{months}){year}"]
    else:
        patterns = [
            rf"(?:the )?<*n>(?: day)?(?: of)? (?P<month>{months}){year}",
            rf"(?P<month>{months})(?: the)? <*n>{year}",
        ]
    for pattern in patterns:
        for match in rule(pattern).finditer(line.plain):
            number = line.number(match)
            if number.whole is None or not 1 <= number.whole <= 31:
                continue
            month = MONTHS[line.language][match["month"]]
            named, end = _year(line, match)
            if named:
                found = days.exact(named, month, number.whole)
            else:
                found = days.in_month(on, month, number.whole, looks_back(line, match.start(), end))
            if found:
                yield Spoken(match.start(), end, (found,), month=month)


def _year(line: Line, match: re.Match[str]) -> tuple[int | None, int]:
    """The year behind a month, where the number there is one; and where the date ends."""
    groups = match.groupdict()
    if groups.get("y"):
        number = line.number(match, "y")
        if number.whole and 2000 <= number.whole <= 2100:
            return number.whole, match.end()
    elif groups.get("century"):
        century, rest = line.number(match, "century"), line.number(match, "rest")
        if century.value == 20 and not century.written and rest.whole and 10 <= rest.whole <= 99:
            return 2000 + rest.whole, match.end()
    else:
        return None, match.end()
    first = groups.get("y") or groups.get("century")
    return None, match.start() + match.group().rindex(f"#{first}") - 1


_OF_MONTH = {
    "it": r"(?P<which>del mese prossimo|del prossimo mese|del mese scorso|dello scorso mese|di questo mese|"
    r"del corrente mese|del mese corrente|del mese in corso|corrente mese|corrente|del mese|prossimo venturo|"
    r"del prossimo|p ?\. ?v)",
    "en": r"(?P<which>of next month|of the following month|of last month|of this month|this month|next month|"
    r"last month|"
    r"of the month|of the current month)",
}


def days_of_this_or_next_month(line: Line, on: date) -> Iterator[Spoken]:
    """ "il dieci del mese prossimo", "the fifth of next month", "il primo del mese"."""
    for match in rule(rf"(?:the )?<*n> {_OF_MONTH[line.language]}").finditer(line.plain):
        number, which = line.number(match), match["which"]
        if number.whole is None or not 1 <= number.whole <= 31:
            continue
        if compiled(r"prossimo mese|mese prossimo|del prossimo|next|following").search(which):
            ahead: int | None = 1
        elif compiled(r"scorso|last").search(which):
            ahead = -1
        else:
            ahead = 0 if compiled(r"corrente|questo|this|current|in corso").search(which) else None
        if ahead is None:
            found = days.day_of_month(on, number.whole, looks_back(line, match.start(), match.end()))
        else:
            month = days.shifted(on.replace(day=1), months=ahead)
            found = days.exact(month.year, month.month, number.whole) if month else None
        if found:
            yield Spoken(match.start(), match.end(), (found,), month=found.month)
