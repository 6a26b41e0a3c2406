"""Dates at a distance from the day of the call, and feasts: "tra quindici giorni", "dopodomani", "dopo Natale"."""

import re
from collections.abc import Iterator
from datetime import date

from assistant.adapters.extraction import days
from assistant.adapters.extraction.bounds import Bound
from assistant.adapters.extraction.date_forms import Spoken
from assistant.adapters.extraction.date_words import EASTER, FEASTS, NEAR_DAYS, NO_DAY, UNIT, UNITS
from assistant.adapters.extraction.line import Line, rule
from assistant.adapters.extraction.tense import looks_back

_COUNTED = {
    "it": rf"(?:(?:altr[ie] |i prossimi |le prossime |circa |massimo |max |al massimo )*(?:<a> (?:o |- )?)?<n>|"
    rf"(?P<one>un'?|"
    rf"una)(?: altr[ao])?)"
    rf"(?: altr[ie])? (?P<unit>{UNIT})",
    "en": rf"(?:(?:about |around |the next |another |roughly |maybe |less than |under |like |say )*(?:<a> (?:or |"
    rf"to |- )?)?<n>|"
    rf"(?:about )?(?P<one>an?|one)"
    rf"|(?:about )?(?:another|the next))(?: more)? (?P<unit>{UNIT})",
}
_AHEAD_OF = {
    "it": r"(?P<lead>tra|fra|di qui a|da qui a|di qua a|da oggi a|entro(?: e non oltre)?|nel giro di|in massimo|"
    r"non prima di) ",
    "en": r"(?P<lead>(?:with)?in|within|inside|not for(?: another)?|not before) ",
}


def distances(line: Line, on: date) -> Iterator[Spoken]:
    """ "tra quindici giorni", "due settimane fa", "in ten days", "a fortnight from now", "entro trenta giorni"."""
    counted = _COUNTED[line.language]
    after = {
        "it": r" (?P<tail>fa|or sono|addietro)",
        "en": r" (?P<tail>ago|from now|from today|hence|back|earlier)(?! to)",
    }[line.language]
    time = r"(?: time)?" if line.language == "en" else ""
    for pattern in (rf"{_AHEAD_OF[line.language]}{counted}{time}", rf"{counted}{after}"):
        for match in rule(pattern).finditer(line.plain):
            found = _distances(line, match, on)
            if found:
                lead = match.groupdict().get("lead") or ""
                within = (
                    lead.startswith(("entro", "nel giro", "within", "inside", "in massimo")) or "max" in match.group()
                )
                start = match.start() if not lead.startswith("no") else match.start() + len(lead) + 1
                bound: Bound | None = (
                    "max" if within else "min" if lead.startswith("n") and lead != "nel giro di" else None
                )
                yield Spoken(start, match.end(), found, bound=bound)


def _distances(line: Line, match: re.Match[str], on: date) -> tuple[date, ...]:
    """One day, or two where two numbers were named: "tra dieci o quindici giorni"."""
    groups = match.groupdict()
    numbers = [line.number(match, group).whole for group in ("a", "n") if groups.get(group)] or [1]
    sign = -1 if groups.get("tail") in ("fa", "or sono", "addietro", "ago", "back", "earlier") else 1
    unit = UNITS[match["unit"]]
    found = []
    for number in numbers:
        if number is None or not 0 < number < 400:
            return ()
        days_ahead, months_ahead = (sign * number * unit, 0) if unit else (0, sign * number)
        day = days.shifted(on, days_ahead, months_ahead)
        if day is None:
            return ()
        found.append(day)
    return tuple(sorted(found))


def near_days(line: Line, on: date) -> Iterator[Spoken]:
    """ "domani", "the day before yesterday"."""
    names = sorted(NEAR_DAYS[line.language], key=len, reverse=True)
    for match in rule("|".join(names)).finditer(line.plain):
        if match.group() in NO_DAY:
            continue
        found = days.shifted(on, days=NEAR_DAYS[line.language][match.group()])
        if found:
            yield Spoken(match.start(), match.end(), (found,))


def feasts(line: Line, on: date) -> Iterator[Spoken]:
    """ "dopo Natale", "before Easter"."""
    fixed, moving = FEASTS[line.language], EASTER[line.language]
    for match in rule("|".join(sorted({*fixed, *moving}, key=len, reverse=True))).finditer(line.plain):
        back = looks_back(line, match.start(), match.end())
        name = match.group()
        if name in fixed:
            found = days.in_month(on, *fixed[name], back)
        else:
            sundays = (
                days.shifted(days.easter(year), days=moving[name])
                for year in range(max(1, on.year - 1), min(9999, on.year + 1) + 1)
            )
            fitting = [day for day in sundays if day and (day <= on if back else day >= on)]
            found = (max if back else min)(fitting, default=None)
        if found:
            yield Spoken(match.start(), match.end(), (found,))
