"""Days resolved against the day of the call. Nothing is returned for a day that doesn't exist or lies out of range."""

from calendar import monthrange
from datetime import date, timedelta

from assistant.domain.schedule import step

_MONTHS_AHEAD = 13
"""How far a day of the month is sought: the 31st, and the 29th of February in a common year, aren't in every month."""


def shifted(on: date, days: int = 0, months: int = 0) -> date | None:
    """`on` and so many days or months; months keep the day of the month where they have it."""
    try:
        return step(on + timedelta(days=days), months, "monthly")
    except (OverflowError, ValueError):
        return None


def day_of_month(on: date, day: int, back: bool) -> date | None:
    """The next such day after `on`, or with `back` the last one up to `on`."""
    for ahead in range(_MONTHS_AHEAD):
        month = shifted(on.replace(day=1), months=-ahead if back else ahead)
        if month and day <= monthrange(month.year, month.month)[1]:
            found = month.replace(day=day)
            if (found <= on) if back else (found > on):
                return found
    return None


def in_month(on: date, month: int, day: int | None, back: bool) -> date | None:
    """The next such day of that month from `on`, with `back` the last one up to `on`; without a day the last day."""
    for year in (on.year, on.year - 1) if back else (on.year, on.year + 1):
        found = exact(year, month, day)
        if found and (found <= on if back else found >= on):
            return found
    return None


def exact(year: int, month: int, day: int | None) -> date | None:
    """That day; without a day the last of the month."""
    try:
        return date(year, month, monthrange(year, month)[1] if day is None else day)
    except ValueError:
        return None


def weekday(on: date, index: int, back: bool = False) -> date | None:
    """The next such weekday after `on` (Monday is 0), with `back` the last one before."""
    return shifted(on, -((on.weekday() - index) % 7 or 7) if back else ((index - on.weekday()) % 7 or 7))


def weekday_of_week(on: date, index: int, weeks: int) -> date | None:
    """That weekday in the week of `on`, or so many weeks later."""
    return shifted(on, index - on.weekday() + 7 * weeks)


def nth_weekday(first: date, index: int, nth: int) -> date | None:
    """The `nth` such weekday of the month that begins with `first`; -1 is the last."""
    length = monthrange(first.year, first.month)[1]
    found = [first.replace(day=day) for day in range(1, length + 1) if first.replace(day=day).weekday() == index]
    return found[nth if nth < 0 else nth - 1] if nth and nth <= len(found) else None


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (J. Meeus, Astronomical Algorithms, 2nd ed. 1998, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)
