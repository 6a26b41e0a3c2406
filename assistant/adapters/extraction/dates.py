"""Dates in speech, resolved against the day of the call: "non prima del venti", "venerdì prossimo", "end of the month".

Conventions: the next such day after the call unless tense or words point back; "fine mese" is the last calendar day,
"metà gennaio" the 15th; "venerdì prossimo" said Monday to Thursday is ambiguous; a bare month, "subito", payment terms
and times of day are no dates. Bounds are inclusive: "dopo il diciotto" is the 19th or later.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.adapters.extraction import date_days, date_distances, date_forms, days
from assistant.adapters.extraction.bounds import Bound, date_bound
from assistant.adapters.extraction.date_forms import Spoken
from assistant.adapters.extraction.line import Line
from assistant.adapters.extraction.tense import looks_back
from assistant.domain.findings import Finding

# The more specific forms come first and win over what they overlap.
_FORMS: Sequence[Callable[[Line, date], Iterator[Spoken]]] = (
    date_forms.numeric,
    date_forms.parts_of_periods,
    date_forms.ends_of_weeks,
    date_forms.days_of_months,
    date_forms.days_of_this_or_next_month,
    date_days.weekdays_of_months,
    date_days.weekdays_with_day,
    date_distances.distances,
    date_distances.near_days,
    date_distances.feasts,
    date_days.weekdays,
    date_days.days_alone,
)
_JOINT = re.compile(r"(?: (?:,|il|the|l'))* ?")
_SAME_MONTH = re.compile(
    r"(?: (?:,|o|oppure|e|ed|al|il|l'|the|or|and|to|either|dell'|del|fino|anzi|no|scusi|aspetti|mi correggo|sorry|wait|"
    r"i mean|make it|actually|rather|non|not|ma|but|on|entro|by|between|facciamo))* ?"
)


def dates_in(line: Line, on: date) -> list[Finding]:
    """Dates in the order they stand, none overlapping another."""
    found: list[Spoken] = []
    for form in _FORMS:
        for spoken in form(line, on):
            if not any(spoken.start < other.end and other.start < spoken.end for other in found):
                found.append(spoken)
    found = _in_one_month(line, _with_weekdays(line, sorted(found, key=lambda spoken: spoken.start)), on)
    return [finding for spoken in found if (finding := _finding(line, spoken))]


def _with_weekdays(line: Line, found: list[Spoken]) -> list[Spoken]:
    """A weekday and the date behind it are one: "giovedì ventisei novembre"; where they disagree both remain."""
    kept: list[Spoken] = []
    for spoken in found:
        before = kept[-1] if kept else None
        joint = line.plain[before.end : spoken.start] if before else ""
        if before is None or before.weekday is None or spoken.month is None or not _JOINT.fullmatch(joint):
            kept.append(spoken)
            continue
        values = spoken.values
        if values[0].weekday() != before.weekday:
            values = (*values, before.values[0])
        kept[-1] = replace(spoken, start=before.start, values=values)
    return kept


def _in_one_month(line: Line, found: list[Spoken], on: date) -> list[Spoken]:
    """A day without a month beside one that has it is of the same month: "il dieci o il venti gennaio"."""
    for place in range(len(found) - 1):
        first, second = found[place], found[place + 1]
        if not _SAME_MONTH.fullmatch(line.plain[first.end : second.start]):
            continue
        if first.day and second.month:
            found[place] = _moved(line, first, second.month, on)
        elif second.day and first.month:
            found[place + 1] = _moved(line, second, first.month, on)
        elif first.day and second.day and first.day < second.day and second.values < first.values:
            found[place + 1] = _moved(line, second, first.values[0].month, on)
    return found


def _moved(line: Line, spoken: Spoken, month: int, on: date) -> Spoken:
    day = days.in_month(on, month, spoken.day, looks_back(line, spoken.start, spoken.end))
    return replace(spoken, values=(day,), month=month) if day else spoken


def _finding(line: Line, spoken: Spoken) -> Finding | None:
    bound, shift = _bound(line, spoken)
    try:
        values = sorted({value + timedelta(days=shift) for value in spoken.values})
    except OverflowError:
        return None
    span = line.span(spoken.start, spoken.end)
    return Finding(
        kind="date",
        bound=bound,
        span=span,
        text=line.text[slice(*span)],
        values=[value.isoformat() for value in values],
    )


def _bound(line: Line, spoken: Spoken) -> tuple[Bound, int]:
    if spoken.bound:
        return spoken.bound, 0
    bound, shift = date_bound(line, spoken.start, spoken.end)
    return bound, 0 if spoken.last and bound == "max" else shift
