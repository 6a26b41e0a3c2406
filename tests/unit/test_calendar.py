"""Working days: weekends, fixed and movable holidays, countries that differ."""

from datetime import date

import pytest

from assistant.adapters.calendar import HolidayCalendar
from assistant.domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("day", "country", "working"),
    [
        (date(2026, 11, 23), "IT", True),
        (date(2026, 11, 21), "IT", False),
        (date(2026, 11, 22), "IT", False),
        (date(2026, 12, 8), "IT", False),
        (date(2026, 12, 8), "GB", True),
        (date(2026, 4, 6), "IT", False),
        (date(2026, 4, 6), "GB", False),
        (date(2026, 12, 28), "GB", False),
        (date(2026, 12, 28), "IT", True),
        (date(2026, 12, 28), "it", True),
    ],
)
def test_working_days(day: date, country: str, working: bool) -> None:
    assert HolidayCalendar().is_working_day(day, country) is working


def test_an_unknown_country_is_named() -> None:
    with pytest.raises(InvalidInput, match="'XX'"):
        HolidayCalendar().is_working_day(date(2026, 11, 23), "XX")


@pytest.mark.parametrize(
    ("day", "country", "holiday"),
    [
        (date(2026, 12, 25), "IT", True),
        (date(2026, 12, 26), "it", True),  # a Saturday may be one
        (date(2026, 11, 22), "IT", False),  # a Sunday is none for that alone
        (date(2026, 4, 6), "IT", True),
        (date(2026, 4, 3), "IT", False),
        (date(2026, 4, 3), "GB", True),
        (date(2026, 8, 31), "GB", True),  # the summer bank holiday of England
        (date(2026, 8, 3), "GB", False),  # that of Scotland
    ],
)
def test_public_holidays(day: date, country: str, holiday: bool) -> None:
    assert HolidayCalendar().is_public_holiday(day, country) is holiday


def test_no_country_has_unknown_holidays() -> None:
    with pytest.raises(InvalidInput, match="'XX'"):
        HolidayCalendar().is_public_holiday(date(2026, 12, 25), "XX")
