"""What the manager's dashboard shows of a principal in a period, beside the period before. Shapes only.

Amounts of different currencies are never added. Nothing here ranks or names an operator: conduct is shown by team.
"""

from datetime import date, timedelta
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from assistant.domain.facts import PromiseKept
from assistant.domain.ledger import Bucket
from assistant.domain.money import Money
from assistant.domain.policy import ClvBand
from assistant.domain.punctuality import FactModel
from assistant.domain.receivables import Cei, Dso

RATE_DAYS = 90
"""DSO and CEI are measured over so many days up to their day, as `ascolto portfolio` does."""
MONTHS = 12
"""Month ends in a series, the last one being the period's last day."""
COLLECTED_WITHIN = 30
"""Days after a call in which money counts as collected."""
LONGEST_DAYS = 731


class Period(FactModel):
    """Days from `first` to `last`, both counted."""

    first: date
    last: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first > self.last:
            raise ValueError("the period ends before it begins; give `from` the earlier day")
        if self.days > LONGEST_DAYS:
            raise ValueError(f"the period is longer than {LONGEST_DAYS} days; choose a shorter one")
        return self

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @cached_property
    def before(self) -> "Period":
        """As many days, ending the day before this one begins."""
        return Period(first=self.first - timedelta(days=self.days), last=self.first - timedelta(days=1))

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


class Amounts(FactModel):
    """A sum of money on the last day of the period, and of the period before."""

    now: Money
    before: Money


class Counts(FactModel):
    now: int
    before: int


class BucketSum(FactModel):
    """What is open in one ageing bucket, of how many customers and due dates (now)."""

    bucket: Bucket
    amount: Amounts
    customers: int
    due_dates: int


class MonthPoint(FactModel):
    """The receivables at the end of day `on`."""

    on: date
    outstanding: Money
    dso: Dso
    cei: Cei


class CurrencyReceivables(FactModel):
    """Everything open in one currency; `months` are the oldest first and end on the period's last day."""

    currency: str
    outstanding: Amounts
    overdue: Amounts
    overdue_customers: Counts
    ageing: tuple[BucketSum, ...]
    dso: Dso
    dso_before: Dso
    cei: Cei
    cei_before: Cei
    months: tuple[MonthPoint, ...]


class PromiseMonth(FactModel):
    """Promises due in a calendar month whose outcome is known."""

    month: date
    """Its first day."""
    kept: int
    broken: int


class CurrencyPromises(FactModel):
    """Promises due in the period; `waiting` are those whose day or grace isn't over and that no payment has kept."""

    currency: str
    now: PromiseKept | None
    before: PromiseKept | None
    waiting: int
    months: tuple[PromiseMonth, ...]


class PlanCounts(FactModel):
    """Plans agreed in the 365 days up to the last day, as they stand on it."""

    running: Counts
    kept: Counts
    missed: Counts


class TeamResult(FactModel):
    """One team, or several too small to be shown (`team` empty). Shares are 0 to 1, of `overdue`.

    `low` and `high` bound the share with 95 % confidence; `courtesy` and `empathy` are mean levels, 0 to 4.
    """

    team: str
    merged: int = 0
    """How many teams this line stands for, where it is more than one."""
    calls: int
    customers: int
    courtesy: float | None
    empathy: float | None
    overdue: Money
    collected: Money
    share: float
    low: float
    high: float


class Teams(FactModel):
    """`too_recent`, `other_currency` and `left_out` count calls that the lines don't hold."""

    currency: str
    lines: tuple[TeamResult, ...]
    too_recent: int = 0
    other_currency: int = 0
    left_out: int = 0
    least_calls: int
    least_operators: int


class CallSums(FactModel):
    """Sums over calls that began in a period. Cards that expired or were replaced are in `cards_shown` alone."""

    calls: int = 0
    incomplete: int = 0
    cards_shown: int = 0
    cards_used: int = 0
    cards_edited: int = 0
    cards_dismissed: int = 0

    @property
    def cards_left(self) -> int:
        """Shown, and neither used, edited nor dismissed."""
        return self.cards_shown - self.cards_used - self.cards_edited - self.cards_dismissed


class AfterCall(FactModel):
    """Over confirmed notes: minutes from hang-up to confirmation, and the share of the draft that was changed."""

    notes: int
    median_minutes: float | None
    p90_minutes: float | None
    edit_rate: float | None
    untouched: float | None
    """Share of notes confirmed as drafted."""


class ThemeLine(FactModel):
    """A theme of what customers said, and how many calls, interviews and complaints speak of it."""

    id: str
    name: str
    heard: Counts


class RiskLine(FactModel):
    """A customer whose payments leave their own pattern, and what the relationship is worth."""

    customer: str
    name: str
    clv: Money | None
    band: ClvBand | None
    currency: str
    overdue: Money
    warning: str


class CurrencyRisk(FactModel):
    """Customers with an early warning: how many, and their lifetime values added up."""

    currency: str
    customers: Counts
    clv: Amounts
    lines: tuple[RiskLine, ...]
    """The most valuable first."""


class Dashboard(FactModel):
    principal: str
    name: str
    period: Period
    before: Period
    today: date
    """The day on which it was asked for: payments known by then count as collected."""
    receivables: tuple[CurrencyReceivables, ...] = Field(default=())
    promises: tuple[CurrencyPromises, ...] = ()
    plans: PlanCounts
    teams: Teams
    calls: CallSums
    calls_before: CallSums
    after_call: AfterCall
    after_call_before: AfterCall
    themes: tuple[ThemeLine, ...] = ()
    risk: tuple[CurrencyRisk, ...] = ()
