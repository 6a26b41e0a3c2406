"""Interest on late commercial payments, computed exactly from a dated table of reference rates.

It decides how many days count at which rate, and the flat compensation. Whether interest is charged at all is the
policy's affair; which amounts are late is the ledger's.

Interest runs from the day after the due date up to and including the day of payment, on actual days over 365, and is
rounded half up to the cent once, at the end. Worked examples (Italian rates, with the 8 points):

* Two half-years. 1,000.00 due 30 Nov 2025, paid 31 Jan 2026: 31 days at 10.15 % (December) and 31 at 10.15 %
  (January): 1,000 x (31 x 10.15 + 31 x 10.15) / 36,500 = 629,300 / 36,500 = 17.2411, so 17.24.
  1,000.00 due 31 May 2025, paid 31 Jul 2025: 30 days at 11.15 % and 31 at 10.15 %:
  1,000 x (334.50 + 314.65) / 36,500 = 17.7849, so 17.78.
* Leap year. 1,000.00 due 31 Jan 2024, paid 1 Mar 2024: 29 + 1 = 30 days at 12.50 % over 365 (not 366):
  1,000 x 375 / 36,500 = 10.2740, so 10.27.
* Partial payment in between. 1,000.00 due 31 Dec 2024, 400.00 paid 10 Jan 2025, the rest 30 Jan 2025, at 11.15 %:
  (400 x 10 + 600 x 30) x 11.15 / 36,500 = 245,300 / 36,500 = 6.7205, so 6.72.
* United Kingdom: the rate of the half-year in which interest starts to run holds until the debt is paid.
  1,000.00 due 31 May 2024, paid 31 Jul 2024: 61 days at 13.25 %: 1,000 x 808.25 / 36,500 = 22.1438, so 22.14.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.domain.errors import LibraryError
from assistant.domain.ledger import OpenItem, Settled
from assistant.domain.money import Money, to_cents

HalfYear = tuple[int, int]
"""Year and half: (2026, 1)."""
_PERCENT_YEAR = Decimal(36_500)
_DAY = timedelta(days=1)


class RateModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReferenceRate(RateModel):
    """The reference rate of a half-year in per cent, without the margin. `verify`: the source is to be checked."""

    half_year: str = Field(pattern=r"^[0-9]{4}-H[12]$")
    percent: Decimal = Field(ge=0, lt=100)
    source: str = Field(min_length=1)
    verify: bool = False

    @property
    def key(self) -> HalfYear:
        return int(self.half_year[:4]), int(self.half_year[-1])


class CompensationBand(RateModel):
    """The flat sum for a debt `below` this amount; the last band has no bound."""

    below: Money | None = None
    amount: Money


class RatePack(RateModel):
    """One country's law: margin, rates, flat sums. `changes` says which half-year's rate counts."""

    law: str
    currency: str
    margin: Decimal
    changes: Literal["half_yearly", "at_start"]
    compensation: tuple[CompensationBand, ...] = ()
    rates: tuple[ReferenceRate, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        keys = [rate.key for rate in self.rates]
        if keys != sorted(set(keys)):
            raise ValueError("the half-years of `rates` must be in order, each once")
        if any(band.below is None for band in self.compensation[:-1]) or any(
            band.below is not None for band in self.compensation[-1:]
        ):
            raise ValueError("each band of `compensation` needs `below`, but for the last, which must have none")
        return self

    @cached_property
    def _keys(self) -> list[HalfYear]:
        return [rate.key for rate in self.rates]

    def rate(self, half_year: HalfYear) -> tuple[Decimal, bool]:
        """Per cent a year with the margin, and whether it is an estimate.

        A half-year that isn't in the table takes the last known rate before it (the first, if there is none).
        """
        place = self._place(half_year)
        found = self.rates[place]
        return found.percent + self.margin, found.verify or self._keys[place] != half_year

    def reference(self, half_year: HalfYear) -> ReferenceRate:
        """The rate of the half-year, or the one that stands in for it."""
        return self.rates[self._place(half_year)]

    def _place(self, half_year: HalfYear) -> int:
        return max(0, bisect_right(self._keys, half_year) - 1)

    def flat_sum(self, debt: Decimal) -> Decimal:
        """The compensation for one late invoice of this size."""
        for band in self.compensation:
            if band.below is None or debt < band.below:
                return band.amount
        return Decimal(0)


class RateTable(RateModel):
    """`common/rates.yaml`: a pack for each country whose law the principals' claims follow."""

    packs: dict[str, RatePack]

    def pack(self, country: str) -> RatePack:
        """Raises `LibraryError` for a country without rates."""
        try:
            return self.packs[country]
        except KeyError:
            known = ", ".join(sorted(self.packs))
            raise LibraryError(
                f"There are no default-interest rates for country {country!r} (there are: {known}). "
                "Add a pack, or let the policy's tiers waive interest.",
                where="common/rates.yaml",
            ) from None


@dataclass(frozen=True)
class Segment:
    """`days` days, of which `until` is the last, on `principal` at `percent` a year."""

    principal: Decimal
    days: int
    until: date
    percent: Decimal
    estimate: bool


@dataclass(frozen=True)
class Interest:
    """`amount` is rounded to the cent; `segments` are how it came about."""

    amount: Decimal
    estimate: bool
    segments: tuple[Segment, ...] = ()


def half_year_of(day: date) -> HalfYear:
    return day.year, 1 if day.month <= 6 else 2


def interest_on(due_on: date, paid: Iterable[Settled], pack: RatePack) -> Interest:
    """Interest on one due date, paid in one or more parts; parts paid in time bear none."""
    late = sorted((part for part in paid if part.on > due_on), key=lambda part: part.on)
    segments: list[Segment] = []
    start = due_on
    remaining = sum((part.amount for part in late), Decimal(0))
    for part in late:
        segments.extend(_segments(remaining, (start, part.on), due_on, pack))
        start = part.on
        remaining -= part.amount
    exact = sum((s.principal * s.percent * s.days for s in segments), Decimal(0)) / _PERCENT_YEAR
    return Interest(to_cents(exact), any(segment.estimate for segment in segments), tuple(segments))


def _segments(principal: Decimal, span: tuple[date, date], due_on: date, pack: RatePack) -> Iterable[Segment]:
    """The days after `span[0]` up to `span[1]`, split where the rate changes."""
    after, until = span
    while after < until:
        first = after + _DAY
        half_year = half_year_of(first)
        last = until
        if pack.changes == "half_yearly":
            year, half = half_year
            last = min(until, date(year, 6, 30) if half == 1 else date(year, 12, 31))
        else:
            half_year = half_year_of(due_on + _DAY)
        percent, estimate = pack.rate(half_year)
        yield Segment(principal, (last - after).days, last, percent, estimate)
        after = last


def compensation(items: Sequence[OpenItem], on: date, pack: RatePack) -> Decimal:
    """The flat sums for the invoices that are late on `on`: one an invoice, however many due dates it has.

    The size of a debt is what was unpaid when it became late.
    """
    debts: dict[str, Decimal] = {}
    for item in items:
        if item.days_past_due(on) > 0 and not item.disputed:
            in_time = sum((part.amount for part in item.settled if part.on <= item.due_on), Decimal(0))
            debts[item.invoice_number] = debts.get(item.invoice_number, Decimal(0)) + item.original - in_time
    return sum((pack.flat_sum(debt) for debt in debts.values()), Decimal(0))
