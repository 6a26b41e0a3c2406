"""Due dates: steps, working days, bounds."""

from datetime import date

import pytest

from assistant.domain.policy import Frequency
from assistant.domain.schedule import Calendar, due_dates, first_dates, snap, step


def weekdays(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("first", "count", "frequency", "day", "expected"),
    [
        (date(2026, 11, 23), 1, "weekly", None, date(2026, 11, 30)),
        (date(2026, 11, 23), 2, "biweekly", None, date(2026, 12, 21)),
        (date(2026, 11, 23), 2, "monthly", None, date(2027, 1, 23)),
        (date(2027, 1, 31), 1, "monthly", None, date(2027, 2, 28)),
        (date(2027, 2, 28), 1, "monthly", 31, date(2027, 3, 31)),
        (date(2028, 1, 31), 1, "monthly", None, date(2028, 2, 29)),
    ],
)
def test_step(first: date, count: int, frequency: Frequency, day: int | None, expected: date) -> None:
    assert step(first, count, frequency, day) == expected


def test_snap_goes_forward_then_back_within_the_bounds() -> None:
    saturday = date(2026, 11, 28)
    assert snap(saturday, date(2026, 11, 1), date(2026, 12, 31), weekdays) == date(2026, 11, 30)
    assert snap(saturday, date(2026, 11, 1), date(2026, 11, 29), weekdays) == date(2026, 11, 27)
    assert snap(saturday, saturday, date(2026, 11, 29), weekdays) is None


def calendar(**changes: object) -> Calendar:
    fields = {
        "is_working_day": weekdays,
        "frequency": "monthly",
        "first_from": date(2026, 11, 23),
        "first_by": date(2026, 12, 23),
        "last_nominal": date(2027, 12, 31),
    }
    return Calendar(**(fields | changes))  # type: ignore[arg-type]


def test_the_last_date_turns_back_before_the_end() -> None:
    ends = calendar(end_by=date(2027, 1, 31))
    assert due_dates(ends, date(2026, 11, 30), date(2026, 12, 23), 6)[-1] == date(2027, 1, 29)


def test_a_day_of_the_month_makes_weeks_months_within_the_policys_span() -> None:
    weekly = calendar(frequency="weekly", day_of_month=30, last_nominal=date(2027, 1, 31))
    assert due_dates(weekly, date(2026, 11, 30), date(2026, 12, 23), 8) == [
        date(2026, 11, 30),
        date(2026, 12, 30),
        date(2027, 2, 1),
    ]


def test_first_dates() -> None:
    assert first_dates(calendar(), 7) == (date(2026, 11, 30), date(2026, 12, 11), date(2026, 12, 23))
    assert first_dates(calendar(day_of_month=15), 7) == (date(2026, 12, 15),)
    assert first_dates(calendar(first_from=date(2026, 12, 24)), 7) == ()
    assert first_dates(calendar(day_of_month=1, first_by=date(2026, 11, 30)), 7) == ()
