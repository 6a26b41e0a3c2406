"""How punctually a customer pays: pattern, trend, expected payment date. Robust statistics throughout.

Advisory only: a pattern may warn the operator and never decides anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median, quantiles
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.ledger import Ledger, OpenItem
from assistant.domain.money import Money

RECENT = 4
"""How many of the latest settled due dates make the trend."""
FEWEST_FOR_PATTERN = 6
"""Settled due dates below which no pattern, interval or warning is given."""
FEWEST_POSSIBLE = 3
"""Past delays, at least as long as the present one, below which no payment date is expected."""
_MAD_TO_SIGMA = 1.4826
_LEAST_SPREAD_DAYS = 3.0
Trend = Literal["faster", "steady", "slower"]


class FactModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Oldest(FactModel):
    """The oldest open due date."""

    invoice_number: str
    due_on: date
    amount: Money
    currency: str
    days_past_due: int


class DaysToPay(FactModel):
    """Punctuality over `count` settled due dates: days from issue to payment, and days past the due date (`delay`).

    `trend_days` is the median delay of the latest ones less that of those before; positive is slower.
    """

    count: int
    average: float
    median_delay: float
    trend_days: float | None = None
    trend: Trend | None = None


class ExpectedPayment(FactModel):
    """When an open amount is likely to be paid, by the customer's pattern: the median, and the quartiles around it."""

    invoice_number: str
    on: date
    earliest: date
    latest: date


@dataclass(frozen=True)
class SettledItem:
    """A due date that is paid in full: by when, how many days after issue, and how late (before the due date: < 0)."""

    due_on: date
    paid_on: date
    days: int
    delay: int
    currency: str


def oldest_open(items: Sequence[OpenItem], on: date) -> Oldest | None:
    if not items:
        return None
    first = items[0]
    return Oldest(
        invoice_number=first.invoice_number,
        due_on=first.due_on,
        amount=first.amount,
        currency=first.currency,
        days_past_due=max(0, first.days_past_due(on)),
    )


def payment_history(ledger: Ledger) -> list[SettledItem]:
    """Due dates that are settled, in the order of their last payment; what credit notes alone settled says nothing."""
    paid = [
        SettledItem(item.due_on, last, (last - item.issued_on).days, (last - item.due_on).days, item.currency)
        for item in ledger.items
        if item.amount <= 0
        for last in [max((part.on for part in item.settled if not part.credit_note), default=None)]
        if last is not None
    ]
    return sorted(paid, key=lambda entry: entry.paid_on)


def days_to_pay(history: Sequence[SettledItem]) -> DaysToPay | None:
    if not history:
        return None
    delays = [entry.delay for entry in history]
    change, trend = None, None
    if len(delays) >= FEWEST_FOR_PATTERN:
        change = float(median(delays[-RECENT:]) - median(delays[:-RECENT]))
        trend = _trend(change, spread(delays))
    return DaysToPay(
        count=len(history),
        average=round(fmean(entry.days for entry in history), 1),
        median_delay=float(median(delays)),
        trend_days=change,
        trend=trend,
    )


def _trend(change: float, spread: float) -> Trend:
    if abs(change) <= spread:
        return "steady"
    return "slower" if change > 0 else "faster"


def spread(delays: Sequence[int]) -> float:
    """A robust standard deviation: one wild value doesn't move it."""
    middle = median(delays)
    return max(_LEAST_SPREAD_DAYS, _MAD_TO_SIGMA * median(abs(delay - middle) for delay in delays))


def expected_payment(history: Sequence[SettledItem], item: OpenItem | None, on: date) -> ExpectedPayment | None:
    """Median and quartiles of the past delays that are still possible; None where too few are, or it is disputed."""
    if item is None or item.disputed or len(history) < FEWEST_FOR_PATTERN:
        return None
    passed = (on - item.due_on).days
    possible = [entry.delay for entry in history if entry.delay >= passed]
    if len(possible) < FEWEST_POSSIBLE:
        return None
    low, middle, high = (item.due_on + timedelta(days=round(d)) for d in quantiles(possible, n=4, method="inclusive"))
    return ExpectedPayment(invoice_number=item.invoice_number, on=middle, earliest=low, latest=high)
