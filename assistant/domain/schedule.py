"""On which days instalments fall due: frequency, day of the month, working days, and the bounds on first and last.

It knows dates only; amounts are the solver's affair.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.domain.policy import Frequency

_DAY = timedelta(days=1)
_WEEKS = {"weekly": 1, "biweekly": 2}
_LONGEST_CLOSURE = 31
"""Days to look ahead for a working day; no calendar closes for longer."""

IsWorkingDay = Callable[[date], bool]


@dataclass(frozen=True)
class Calendar:
    """The bounds of a schedule, all inclusive. `last_nominal` is where the policy's longest plan would end."""

    is_working_day: IsWorkingDay
    frequency: Frequency
    first_from: date
    first_by: date
    last_nominal: date
    end_by: date | None = None
    day_of_month: int | None = None


def step(first: date, count: int, frequency: Frequency, day: int | None = None) -> date:
    """The date `count` periods after `first`; months keep the day of the month (`day`, or that of `first`)."""
    if frequency != "monthly":
        return first + timedelta(weeks=_WEEKS[frequency] * count)
    months = first.year * 12 + first.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day or first.day, monthrange(year, month + 1)[1]))


def working_day_from(day: date, is_working_day: IsWorkingDay) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += _DAY
    return day


def snap(day: date, earliest: date, latest: date, is_working_day: IsWorkingDay) -> date | None:
    """The next working day up to `latest`, else the last one before `day` from `earliest` on, else None."""
    ahead = day
    while ahead <= min(latest, day + timedelta(days=_LONGEST_CLOSURE)):
        if is_working_day(ahead):
            return ahead
        ahead += _DAY
    back = min(day, latest)
    while back >= max(earliest, day - timedelta(days=_LONGEST_CLOSURE)):
        if is_working_day(back):
            return back
        back -= _DAY
    return None


def due_dates(calendar: Calendar, first: date, first_cap: date, most: int) -> list[date]:
    """Up to `most` due dates from the nominal date `first`; the first is at most `first_cap`. Empty if none fits."""
    start = snap(first, calendar.first_from, first_cap, calendar.is_working_day)
    if start is None:
        return []
    dates = [start]
    frequency = "monthly" if calendar.day_of_month else calendar.frequency
    for count in range(1, most):
        nominal = step(first, count, frequency, calendar.day_of_month)
        last = calendar.end_by or date.max - timedelta(days=1)
        if nominal > min(last, calendar.last_nominal):
            break
        due = snap(nominal, dates[-1] + _DAY, last, calendar.is_working_day)
        if due is None:
            break
        dates.append(due)
    return dates


def first_dates(calendar: Calendar, lead_days: int) -> tuple[date, ...]:
    """Nominal first dates, early to late, at most three; empty if the bounds leave none.

    Without a day of the month: `lead_days` after the earliest (less where time is short), halfway, and the latest.
    """
    earliest, latest = calendar.first_from, calendar.first_by
    if earliest > latest:
        return ()
    if calendar.day_of_month is not None:
        days = list(_days_of_month(earliest, latest, calendar.day_of_month))
        chosen = [days[0], days[len(days) // 2], days[-1]] if days else []
    else:
        early = earliest + min(timedelta(days=lead_days), (latest - earliest) // 3)
        chosen = [early, early + (latest - early) // 2, latest]
    return tuple(dict.fromkeys(chosen))


def _days_of_month(earliest: date, latest: date, day: int) -> Iterator[date]:
    month = earliest.replace(day=1)
    while month <= latest:
        found = step(month, 0, "monthly", day)
        if earliest <= found <= latest:
            yield found
        month = step(month, 1, "monthly")
