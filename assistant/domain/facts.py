"""What the history of a customer says: totals, ageing, punctuality, value. Each figure with the inputs it comes from.

Advisory only: these facts may widen what is offered and never refuse anything. What is open is the ledger's affair.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain

from assistant.domain.early_warning import departure, early_warning
from assistant.domain.followup import Followed, FollowedPlan, FollowUp, follow_up
from assistant.domain.ledger import BUCKETS, Bucket, Ledger, OpenItem, ageing, settle
from assistant.domain.money import Language, Money, to_cents
from assistant.domain.policy import ClvBand, Policy
from assistant.domain.punctuality import (
    DaysToPay,
    ExpectedPayment,
    FactModel,
    Oldest,
    days_to_pay,
    expected_payment,
    oldest_open,
    payment_history,
)
from assistant.domain.records import CustomerFile, Dispute, Payment, Promise, Ticket

DISCOUNT_RATE = Decimal("0.08")
"""Yearly rate at which future orders are discounted for the lifetime value."""
LONGEST_HORIZON = 5
"""Years ahead that the lifetime value counts at most."""
_YEAR = Decimal(365)
_ZERO = Decimal(0)


class Balance(FactModel):
    """What is open in one currency. `credit` is money received beyond what was owed; it isn't netted."""

    currency: str
    outstanding: Money
    overdue: Money
    overdue_count: int
    disputed: Money
    credit: Money
    ageing: dict[Bucket, Money]


class PromiseKept(FactModel):
    """Promises due so far. Rates are 0 to 1, by number and (in `currency`) by amount."""

    due: int
    kept: int
    rate: Decimal
    currency: str
    amount_due: Money
    amount_kept: Money
    amount_rate: Decimal


class LifetimeValue(FactModel):
    """average_order x orders_per_year for `horizon_years`, each year discounted at `discount_rate`."""

    value: Money
    currency: str
    band: ClvBand
    average_order: Money
    orders_per_year: Decimal
    horizon_years: int
    discount_rate: Decimal


class CustomerFacts(FactModel):
    customer: str
    name: str
    on: date
    balances: tuple[Balance, ...]
    oldest: Oldest | None = None
    days_to_pay: DaysToPay | None = None
    promises: PromiseKept | None = None
    last_payment: Payment | None = None
    promise: Promise | None = None
    """The latest promise that is open or broken, by its record or by the payments."""
    ticket: Ticket | None = None
    """The latest open complaint or service ticket."""
    dispute: Dispute | None = None
    """The latest open dispute."""
    clv: LifetimeValue | None = None
    expected: ExpectedPayment | None = None
    warning: str | None = None
    """Early warning: a sentence, when payments leave the customer's own pattern."""
    followed_promises: tuple[Followed, ...] = ()
    followed_plans: tuple[FollowedPlan, ...] = ()


def customer_facts(file: CustomerFile, policy: Policy, on: date, language: Language) -> CustomerFacts:
    """All facts of the day `on`; sentences are in `language`."""
    ledger = settle(file, on)
    history = payment_history(ledger)
    oldest = oldest_open(ledger.open, on)
    payments = [payment for payment in file.payments if payment.paid_on <= on]
    followed = follow_up(file, policy.promise_grace_days, on)
    kept = {promise.id for promise in followed.promises if promise.outcome == "kept"}
    promises = [promise for promise in file.promises if promise.made_on <= on and promise.id not in kept]
    tickets = [ticket for ticket in file.tickets if ticket.state == "open" and ticket.opened_on <= on]
    disputes = [dispute for dispute in file.disputes if dispute.state == "open" and dispute.opened_on <= on]
    return CustomerFacts(
        customer=file.customer.id,
        name=file.customer.name,
        on=on,
        balances=balances(ledger, on),
        oldest=oldest,
        days_to_pay=days_to_pay(history),
        promises=promise_kept(followed, policy.promise_grace_days, on),
        last_payment=max(payments, key=lambda p: (p.paid_on, p.id), default=None),
        promise=max(promises, key=lambda p: (p.made_on, p.due_on, p.id), default=None),
        ticket=max(tickets, key=lambda t: (t.opened_on, t.id), default=None),
        dispute=max(disputes, key=lambda d: (d.opened_on, d.id), default=None),
        clv=lifetime_value(file, policy.clv_bands, on),
        expected=expected_payment(history, next((item for item in ledger.open if not item.disputed), None), on),
        warning=early_warning(
            departure(history, ledger.open, on), policy.early_warning.false_alarms_per_100_customers_a_year, language
        ),
        followed_promises=followed.promises,
        followed_plans=followed.plans,
    )


def balances(ledger: Ledger, on: date) -> tuple[Balance, ...]:
    """The currency of the oldest open item first."""
    buckets = ageing(ledger.open, on)
    found = []
    for currency in dict.fromkeys(chain(buckets, ledger.credit)):
        items = [item for item in ledger.open if item.currency == currency]
        late = [item for item in items if item.days_past_due(on) > 0]
        found.append(
            Balance(
                currency=currency,
                outstanding=_total(items),
                overdue=_total(late),
                overdue_count=len(late),
                disputed=_total([item for item in items if item.disputed]),
                credit=ledger.credit.get(currency, _ZERO),
                ageing=buckets.get(currency, dict.fromkeys(BUCKETS, _ZERO)),
            )
        )
    return tuple(found)


def _total(items: Sequence[OpenItem]) -> Decimal:
    return sum((item.amount for item in items), _ZERO)


def promise_kept(followed: FollowUp, grace_days: int, on: date) -> PromiseKept | None:
    """The rate of all promises due, amounts in the currency of the latest; None where there is none."""
    due = promises_due(followed, grace_days, on)
    return kept_rate(due, due[-1].currency) if due else None


def promises_due(followed: FollowUp, grace_days: int, on: date) -> list[Followed]:
    """Promises whose day (and grace) is over or whose outcome is recorded.

    A recorded outcome stands; where there is none yet, the payments say whether the promise was kept.
    """
    limit = on - timedelta(days=grace_days)
    return [promise for promise in followed.promises if promise.recorded or promise.due_on < limit]


def kept_rate(due: Sequence[Followed], currency: str) -> PromiseKept:
    """By number of all these promises, of which there must be one, and by amount of those in the currency."""
    kept = [promise for promise in due if promise.outcome == "kept"]
    amount_due = sum((p.amount for p in due if p.currency == currency), _ZERO)
    amount_kept = sum((p.amount for p in kept if p.currency == currency), _ZERO)
    return PromiseKept(
        due=len(due),
        kept=len(kept),
        rate=_rate(Decimal(len(kept)), Decimal(len(due))),
        currency=currency,
        amount_due=amount_due,
        amount_kept=amount_kept,
        amount_rate=_rate(amount_kept, amount_due),
    )


def _rate(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole).quantize(Decimal("0.0001")) if whole else _ZERO


def lifetime_value(file: CustomerFile, bands: tuple[Decimal, Decimal], on: date) -> LifetimeValue | None:
    """Value of the orders still to be expected, in the currency most invoiced; None without invoices.

    A relationship is expected to go on for as long as it has lasted, between one year and `LONGEST_HORIZON`.
    """
    invoices = [invoice for invoice in file.invoices if invoice.issued_on <= on]
    sums: dict[str, Decimal] = {}
    for invoice in invoices:
        sign = 1 if invoice.kind == "invoice" else -1
        sums[invoice.currency] = sums.get(invoice.currency, _ZERO) + sign * invoice.total
    currency = max(sums, key=lambda key: (sums[key], key), default="")
    orders = [i for i in invoices if i.currency == currency and i.kind == "invoice"]
    if not orders or sums[currency] <= 0:
        return None
    first = min(invoice.issued_on for invoice in orders)
    years_observed = max(Decimal(1), (on - first).days / _YEAR)
    years_known = (on - min(first, file.customer.client_since or first)).days // 365
    horizon = min(max(1, years_known), LONGEST_HORIZON)
    average = to_cents(sums[currency] / len(orders))
    per_year = (len(orders) / years_observed).quantize(Decimal("0.01"))
    years = range(1, horizon + 1)
    value = to_cents(sum((average * per_year / (1 + DISCOUNT_RATE) ** year for year in years), _ZERO))
    medium, high = bands
    return LifetimeValue(
        value=value,
        currency=currency,
        band="high" if value >= high else "medium" if value >= medium else "low",
        average_order=average,
        orders_per_year=per_year,
        horizon_years=horizon,
        discount_rate=DISCOUNT_RATE,
    )
