"""What a dashboard needs of each customer in a period, and how the customers add up.

A customer's figures depend on that customer's records and the policy alone, so they stay true until one of those
changes; whoever keeps them adds them up anew and computes only the changed ones again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from assistant.domain.dashboard import (
    MONTHS,
    RATE_DAYS,
    Amounts,
    BucketSum,
    Counts,
    CurrencyPromises,
    CurrencyReceivables,
    MonthPoint,
    Period,
    PlanCounts,
    PromiseMonth,
)
from assistant.domain.early_warning import Departure, departure, warned_of
from assistant.domain.facts import LifetimeValue, kept_rate, lifetime_value
from assistant.domain.followup import Followed, FollowedPlan
from assistant.domain.ledger import BUCKETS, OpenItem
from assistant.domain.past import CustomerPast
from assistant.domain.policy import Policy
from assistant.domain.positions import Measure, Totals
from assistant.domain.receivables import Cei, Dso, collection_effectiveness, days_sales_outstanding

_ZERO = Decimal(0)
PLAN_DAYS = 365


@dataclass(frozen=True)
class Standing:
    """A customer on a day. `departure` is there where the policy's budget of false alarms lets it be shown.

    `clv` is known of these customers only: nobody else is weighed by it.
    """

    items: tuple[OpenItem, ...]
    departure: Departure | None
    clv: LifetimeValue | None
    plans: tuple[FollowedPlan, ...]


@dataclass(frozen=True)
class CustomerFigures:
    """A customer on the last day of the period and of the one before; `due` are promises whose outcome is known."""

    customer: str
    name: str
    now: Standing
    before: Standing
    promises: tuple[Followed, ...]
    due: tuple[Followed, ...]


def month_ends(last: date, count: int = MONTHS) -> list[date]:
    """The last days of the months before that of `last`, then `last` itself: `count` days, the oldest first."""
    ends = [last]
    while len(ends) < count:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return ends[::-1]


def customer_figures(past: CustomerPast, policy: Policy, period: Period) -> CustomerFigures:
    """All that the dashboard of the period needs of the customer, beside the sums."""
    last, before, customer = period.last, period.before.last, past.file.customer
    agreed, earlier = past.agreed(last), past.agreed(before)
    return CustomerFigures(
        customer=customer.id,
        name=customer.name,
        now=_standing(past, policy, last, agreed.all.plans),
        before=_standing(past, policy, before, earlier.all.plans),
        promises=agreed.all.promises,
        due=agreed.due,
    )


def _standing(past: CustomerPast, policy: Policy, on: date, plans: tuple[FollowedPlan, ...]) -> Standing:
    items, history = past.known(on)
    budget = policy.early_warning.false_alarms_per_100_customers_a_year
    found = warned_of(departure(history, items, on), budget)
    if found is None:
        return Standing(items, None, None, plans)
    return Standing(items, found, lifetime_value(past.file, policy.clv_bands, on), plans)


def receivables(totals: Totals, period: Period) -> tuple[CurrencyReceivables, ...]:
    """Of each currency, the one with most open first."""
    found = [_of_currency(currency, totals, period) for currency in totals.currencies]
    return tuple(sorted(found, key=lambda one: (-one.outstanding.now, one.currency)))


def _of_currency(currency: str, totals: Totals, period: Period) -> CurrencyReceivables:
    now, before = period.last, period.before.last
    buckets = tuple(_bucket(Measure(currency, "open", bucket), totals, period) for bucket in BUCKETS)
    (dso, cei), (dso_before, cei_before) = (_rates(currency, totals, day) for day in (now, before))
    overdue_customers = Measure(currency, "customers")
    return CurrencyReceivables(
        currency=currency,
        outstanding=_total(one.amount for one in buckets),
        overdue=_total(one.amount for one in buckets if one.bucket != "current"),
        overdue_customers=Counts(
            now=int(totals.on(now, overdue_customers)), before=int(totals.on(before, overdue_customers))
        ),
        ageing=buckets,
        dso=dso,
        dso_before=dso_before,
        cei=cei,
        cei_before=cei_before,
        months=tuple(
            MonthPoint(on=day, outstanding=dso.receivables, dso=dso, cei=cei)
            for day in month_ends(period.last)
            for dso, cei in [_rates(currency, totals, day)]
        ),
    )


def _bucket(amount: Measure, totals: Totals, period: Period) -> BucketSum:
    now, before = (totals.on(day, amount) for day in (period.last, period.before.last))
    return BucketSum(
        bucket=amount.bucket or "current",
        amount=Amounts(now=now, before=before),
        customers=int(totals.on(period.last, amount._replace(what="customers"))),
        due_dates=int(totals.on(period.last, amount._replace(what="due_dates"))),
    )


def _rates(currency: str, totals: Totals, day: date) -> tuple[Dso, Cei]:
    owed, sales = totals.outstanding(day, currency), totals.sales(day, currency, RATE_DAYS)
    opening = totals.outstanding(day - timedelta(days=RATE_DAYS), currency)
    current = totals.on(day, Measure(currency, "open", "current"))
    return (
        days_sales_outstanding(owed, sales, RATE_DAYS),
        collection_effectiveness(opening, sales, owed, current, RATE_DAYS),
    )


def _total(parts: Iterable[Amounts]) -> Amounts:
    now = before = _ZERO
    for part in parts:
        now, before = now + part.now, before + part.before
    return Amounts(now=now, before=before)


def promises(book: Iterable[CustomerFigures], period: Period) -> tuple[CurrencyPromises, ...]:
    """Promises due in the period and the one before, as they stand on the last day; most promises first."""
    due: dict[str, list[Followed]] = defaultdict(list)
    waiting: dict[str, int] = defaultdict(int)
    for figures in book:
        if not figures.promises:
            continue
        known = {promise.id for promise in figures.due}
        for promise in figures.due:
            due[promise.currency].append(promise)
        for promise in figures.promises:
            if promise.id not in known and period.holds(promise.due_on):
                waiting[promise.currency] += 1
    found = []
    for currency in dict.fromkeys((*due, *waiting)):
        now, before = ([one for one in due[currency] if span.holds(one.due_on)] for span in (period, period.before))
        found.append(
            CurrencyPromises(
                currency=currency,
                now=kept_rate(now, currency) if now else None,
                before=kept_rate(before, currency) if before else None,
                waiting=waiting[currency],
                months=tuple(_months(due[currency], period.last)),
            )
        )
    return tuple(sorted(found, key=lambda one: (-(one.now.due if one.now else 0), one.currency)))


def _months(due: Sequence[Followed], last: date) -> Iterator[PromiseMonth]:
    for end in month_ends(last):
        first = end.replace(day=1)
        mine = [one.outcome == "kept" for one in due if first <= one.due_on <= end]
        yield PromiseMonth(month=first, kept=sum(mine), broken=len(mine) - sum(mine))


def plan_counts(book: Iterable[CustomerFigures], period: Period) -> PlanCounts:
    """Plans agreed in the year up to the last day, by what became of them."""
    counts = {"running": [0, 0], "completed": [0, 0], "broken": [0, 0]}
    since, since_before = (day - timedelta(days=PLAN_DAYS) for day in (period.last, period.before.last))
    for figures in book:
        for plan in figures.now.plans:
            counts[plan.state][0] += plan.agreed_on > since
        for plan in figures.before.plans:
            counts[plan.state][1] += plan.agreed_on > since_before
    running, kept, missed = (Counts(now=now, before=before) for now, before in counts.values())
    return PlanCounts(running=running, kept=kept, missed=missed)
