"""A principal's receivables on a day: totals and ageing, DSO and CEI, promises, expected cash, who needs a look.

Each currency stands by itself; nothing is ever added across currencies. What is open is the ledger's affair, how a
customer pays is `punctuality.py`'s. Advisory: a portfolio shows where to look and decides nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from heapq import nsmallest
from statistics import fmean, median

from assistant.domain.early_warning import departure, early_warning
from assistant.domain.facts import Balance, PromiseKept, balances, kept_rate, promises_due
from assistant.domain.followup import Followed, follow_up
from assistant.domain.ledger import BUCKETS, Bucket, Ledger, settle
from assistant.domain.money import Language, Money
from assistant.domain.policy import Policy
from assistant.domain.punctuality import (
    DaysToPay,
    FactModel,
    SettledItem,
    expected_payment,
    payment_history,
)
from assistant.domain.receivables import Cei, Dso, collection_effectiveness, days_sales_outstanding
from assistant.domain.records import CustomerFile

_ZERO = Decimal(0)


@dataclass(frozen=True)
class PortfolioQuery:
    """What is asked: the day, the language of sentences, and over which periods."""

    principal: str
    on: date
    language: Language
    period_days: int = 90
    """Length of the period of sales, collections and days to pay, which ends on `on`."""
    horizon_days: int = 30
    """So far ahead cash is expected."""
    largest: int = 10
    """How many overdue customers of each currency are listed."""

    @property
    def opening_day(self) -> date:
        """The day at whose end the period begins."""
        return self.on - timedelta(days=self.period_days)


class ExpectedCash(FactModel):
    """What is likely to come in by `by`, by the customers' own patterns: `expected` has its expected day until then.

    `low` counts only what has even its late quartile until then, `high` also what has only its early one. Disputed
    amounts, and customers without a pattern or already later than ever, are no guess: they are `unpredicted`.
    """

    by: date
    low: Money
    expected: Money
    high: Money
    unpredicted: Money


class OverdueCustomer(FactModel):
    customer: str
    name: str
    overdue: Money
    disputed: Money
    days_past_due: int
    """Of the oldest open due date in this currency."""


class WarnedCustomer(FactModel):
    """A customer whose payments leave their own pattern, and why, in a sentence."""

    customer: str
    name: str
    warning: str


class CurrencyPortfolio(FactModel):
    """Everything in one currency. `credit` is money received beyond what was owed; it isn't netted."""

    currency: str
    customers: int
    """How many have something open."""
    outstanding: Money
    overdue: Money
    overdue_customers: int
    disputed: Money
    credit: Money
    ageing: dict[Bucket, Money]
    dso: Dso
    cei: Cei
    days_to_pay: DaysToPay | None
    """Over the due dates whose last payment came in the period."""
    promises: PromiseKept | None
    """Over all promises due so far."""
    expected_cash: ExpectedCash
    largest_overdue: tuple[OverdueCustomer, ...]


class Portfolio(FactModel):
    principal: str
    on: date
    period_days: int
    customers: int
    currencies: tuple[CurrencyPortfolio, ...]
    """The currency with most customers first."""
    warnings: tuple[WarnedCustomer, ...]


@dataclass
class _Sums:
    """What the customers add up to in one currency."""

    balances: list[Balance] = field(default_factory=list)
    overdue: list[OverdueCustomer] = field(default_factory=list)
    opening: Decimal = _ZERO
    sales: Decimal = _ZERO
    paid: list[SettledItem] = field(default_factory=list)
    promises: list[Followed] = field(default_factory=list)
    low: Decimal = _ZERO
    expected: Decimal = _ZERO
    high: Decimal = _ZERO
    unpredicted: Decimal = _ZERO


def portfolio(files: Iterable[CustomerFile], policy: Policy, query: PortfolioQuery) -> Portfolio:
    """The portfolio of these customers on the day of the query; files are read once, one after the other."""
    gathered = _Gathered(policy, query)
    for file in files:
        gathered.add(file)
    order = sorted(gathered.sums.items(), key=lambda pair: (-len(pair[1].balances), pair[0]))
    return Portfolio(
        principal=query.principal,
        on=query.on,
        period_days=query.period_days,
        customers=gathered.customers,
        currencies=tuple(_of_currency(currency, sums, query) for currency, sums in order),
        warnings=tuple(gathered.warnings),
    )


class _Gathered:
    def __init__(self, policy: Policy, query: PortfolioQuery) -> None:
        self._policy, self._query = policy, query
        self.customers = 0
        self.sums: dict[str, _Sums] = {}
        self.warnings: list[WarnedCustomer] = []

    def add(self, file: CustomerFile) -> None:
        self.customers += 1
        on = self._query.on
        ledger = settle(file, on)
        history = payment_history(ledger)
        self._positions(file, ledger)
        self._period(file, history)
        self._cash(ledger, history)
        grace = self._policy.promise_grace_days
        for promise in promises_due(follow_up(file, grace, on), grace, on):
            self._of(promise.currency).promises.append(promise)
        budget = self._policy.early_warning.false_alarms_per_100_customers_a_year
        warning = early_warning(departure(history, ledger.open, on), budget, self._query.language)
        if warning:
            customer = file.customer
            self.warnings.append(WarnedCustomer(customer=customer.id, name=customer.name, warning=warning))

    def _of(self, currency: str) -> _Sums:
        return self.sums.setdefault(currency, _Sums())

    def _positions(self, file: CustomerFile, ledger: Ledger) -> None:
        for balance in balances(ledger, self._query.on):
            sums = self._of(balance.currency)
            sums.balances.append(balance)
            if balance.overdue:
                oldest = next(item for item in ledger.open if item.currency == balance.currency)
                sums.overdue.append(
                    OverdueCustomer(
                        customer=file.customer.id,
                        name=file.customer.name,
                        overdue=balance.overdue,
                        disputed=balance.disputed,
                        days_past_due=oldest.days_past_due(self._query.on),
                    )
                )

    def _period(self, file: CustomerFile, history: Sequence[SettledItem]) -> None:
        first, last = self._query.opening_day, self._query.on
        for item in settle(file, first).open:
            self._of(item.currency).opening += item.amount
        for invoice in file.invoices:
            if first < invoice.issued_on <= last:
                sign = 1 if invoice.kind == "invoice" else -1
                self._of(invoice.currency).sales += sign * invoice.total
        for entry in history:
            if first < entry.paid_on <= last:
                self._of(entry.currency).paid.append(entry)

    def _cash(self, ledger: Ledger, history: Sequence[SettledItem]) -> None:
        by = self._query.on + timedelta(days=self._query.horizon_days)
        for item in ledger.open:
            sums = self._of(item.currency)
            when = expected_payment(history, item, self._query.on)
            if when is None:
                sums.unpredicted += item.amount
                continue
            sums.low += item.amount if when.latest <= by else _ZERO
            sums.expected += item.amount if when.on <= by else _ZERO
            sums.high += item.amount if when.earliest <= by else _ZERO


def _of_currency(currency: str, sums: _Sums, query: PortfolioQuery) -> CurrencyPortfolio:
    outstanding = sum((balance.outstanding for balance in sums.balances), _ZERO)
    ageing = {bucket: sum((balance.ageing[bucket] for balance in sums.balances), _ZERO) for bucket in BUCKETS}
    return CurrencyPortfolio(
        currency=currency,
        customers=sum(1 for balance in sums.balances if balance.outstanding),
        outstanding=outstanding,
        overdue=sum((balance.overdue for balance in sums.balances), _ZERO),
        overdue_customers=len(sums.overdue),
        disputed=sum((balance.disputed for balance in sums.balances), _ZERO),
        credit=sum((balance.credit for balance in sums.balances), _ZERO),
        ageing=ageing,
        dso=days_sales_outstanding(outstanding, sums.sales, query.period_days),
        cei=collection_effectiveness(sums.opening, sums.sales, outstanding, ageing["current"], query.period_days),
        days_to_pay=_days_to_pay(sums.paid),
        promises=kept_rate(sums.promises, currency) if sums.promises else None,
        expected_cash=ExpectedCash(
            by=query.on + timedelta(days=query.horizon_days),
            low=sums.low,
            expected=sums.expected,
            high=sums.high,
            unpredicted=sums.unpredicted,
        ),
        largest_overdue=tuple(
            nsmallest(query.largest, sums.overdue, key=lambda entry: (-entry.overdue, entry.customer))
        ),
    )


def _days_to_pay(paid: Sequence[SettledItem]) -> DaysToPay | None:
    """A trend is a customer's, so there is none here."""
    if not paid:
        return None
    return DaysToPay(
        count=len(paid),
        average=round(fmean(entry.days for entry in paid), 1),
        median_delay=float(median(entry.delay for entry in paid)),
    )
