"""Public holidays of the `holidays` library, as the port `WorkingDays`."""

from collections.abc import Iterable
from datetime import date
from functools import cache

import holidays

from assistant.domain.errors import InvalidInput

_SATURDAY = 5
_REGIONS = {"GB": "ENG"}
"""Where a country has no holidays of its own, the region that commerce follows."""


class HolidayCalendar:
    """Working days by country; Saturdays and Sundays are none anywhere.

    The `countries` are loaded at once: the library takes a fifth of a second for its first, too long within a call.
    """

    def __init__(self, countries: Iterable[str] = ("IT", "GB")) -> None:
        for country in countries:
            _holidays(country)

    def is_working_day(self, day: date, country: str) -> bool:
        """Raises `InvalidInput` for a country that the calendar doesn't know."""
        return day.weekday() < _SATURDAY and not self.is_public_holiday(day, country)

    def is_public_holiday(self, day: date, country: str) -> bool:
        """Raises `InvalidInput` for a country that the calendar doesn't know."""
        return day in _holidays(country.upper())


@cache
def _holidays(country: str) -> holidays.HolidayBase:
    try:
        return holidays.country_holidays(country, subdiv=_REGIONS.get(country))
    except NotImplementedError:
        raise InvalidInput(
            f"No public holidays are known for country {country!r}; use an ISO 3166 code such as IT or GB.",
            where="country",
        ) from None
