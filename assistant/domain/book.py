"""What a dashboard needs of each customer in a period, and how the customers add up.

A customer's figures depend on that customer's records and the policy alone, so they stay true until one of those
changes; whoever keeps them adds them up anew and computes only the changed ones again.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
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
from assistant.domain.early_warning import THRESHOLDS, Departure, departure
from assistant.domain.facts import LifetimeValue, kept_rate, lifetime_value, promises_due
from assistant.domain.followup import Followed, FollowedPlan, FollowUp, follow_up
from assistant.domain.ledger import BUCKETS, Bucket, OpenItem, bucket_of, settle
from assistant.domain.policy import Policy
from assistant.domain.positions import Trail, trails
from assistant.domain.punctuality import payment_history
from assistant.domain.receivables import Cei, Dso, collection_effectiveness, days_sales_outstanding
from assistant.domain.records import CustomerFile

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
    trails: dict[str, Trail]


def month_ends(last: date, count: int = MONTHS) -> list[date]:
    """The last days of the months before that of `last`, then `last` itself: `count` days, the oldest first."""
    ends = [last]
    while len(ends) < count:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return ends[::-1]


def days_of(period: Period) -> list[date]:
    """Every day whose sums the figures of the period are made of, in order."""
    closings = {*month_ends(period.last), period.before.last}
    return sorted(closings | {day - timedelta(days=RATE_DAYS) for day in closings})


def customer_figures(file: CustomerFile, policy: Policy, period: Period, days: Sequence[date]) -> CustomerFigures:
    """All that the dashboard of the period needs of the customer; `days` are those of `days_of(period)`."""
    grace, last, before = policy.promise_grace_days, period.last, period.before.last
    agreed = bool(file.promises or file.plans)
    followed, earlier = [follow_up(file, grace, on) if agreed else FollowUp() for on in (last, before)]
    return CustomerFigures(
        customer=file.customer.id,
        name=file.customer.name,
        now=_standing(file, policy, last, followed.plans),
        before=_standing(file, policy, before, earlier.plans),
        promises=followed.promises,
        due=tuple(promises_due(followed, grace, last)),
        trails=trails(file, days, RATE_DAYS),
    )


def _standing(file: CustomerFile, policy: Policy, on: date, plans: tuple[FollowedPlan, ...]) -> Standing:
    ledger = settle(file, on)
    items = ledger.open
    found = departure(payment_history(ledger), items, on)
    threshold = THRESHOLDS[policy.early_warning.false_alarms_per_100_customers_a_year]
    if found is None or found.score < threshold:
        return Standing(items, None, None, plans)
    return Standing(items, found, lifetime_value(file, policy.clv_bands, on), plans)


@dataclass
class _Sums:
    """What the customers add up to in one currency."""

    trail: Trail
    ageing: dict[Bucket, list[Decimal]] = field(default_factory=lambda: {b: [_ZERO, _ZERO] for b in BUCKETS})
    customers: dict[Bucket, int] = field(default_factory=lambda: dict.fromkeys(BUCKETS, 0))
    due_dates: dict[Bucket, int] = field(default_factory=lambda: dict.fromkeys(BUCKETS, 0))
    overdue_customers: list[int] = field(default_factory=lambda: [0, 0])


def receivables(book: Iterable[CustomerFigures], period: Period) -> tuple[CurrencyReceivables, ...]:
    """Of each currency, the one with most open first."""
    days = days_of(period)
    sums: dict[str, _Sums] = defaultdict(lambda: _Sums(Trail.empty(len(days))))
    for figures in book:
        for currency, trail in figures.trails.items():
            sums[currency].trail.add(trail)
        for side, (standing, on) in enumerate(((figures.now, period.last), (figures.before, period.before.last))):
            _add_items(sums, standing.items, on, side)
    found = [_of_currency(currency, mine, days, period) for currency, mine in sums.items()]
    return tuple(sorted(found, key=lambda one: (-one.outstanding.now, one.currency)))


def _add_items(sums: dict[str, _Sums], items: Sequence[OpenItem], on: date, side: int) -> None:
    seen: set[tuple[str, Bucket]] = set()
    for item in items:
        bucket, mine = bucket_of(item.days_past_due(on)), sums[item.currency]
        mine.ageing[bucket][side] += item.amount
        seen.add((item.currency, bucket))
        if side == 0:
            mine.due_dates[bucket] += 1
    for currency, bucket in seen:
        if side == 0:
            sums[currency].customers[bucket] += 1
    for currency in {currency for currency, bucket in seen if bucket != "current"}:
        sums[currency].overdue_customers[side] += 1


def _of_currency(currency: str, sums: _Sums, days: Sequence[date], period: Period) -> CurrencyReceivables:
    def rates(day: date) -> tuple[Dso, Cei]:
        closing, opening = bisect_left(days, day), bisect_left(days, day - timedelta(days=RATE_DAYS))
        trail = sums.trail
        owed, sales = trail.outstanding[closing], trail.sales[closing]
        return days_sales_outstanding(owed, sales, RATE_DAYS), collection_effectiveness(
            trail.outstanding[opening], sales, owed, trail.current[closing], RATE_DAYS
        )

    ageing = {bucket: Amounts(now=now, before=before) for bucket, (now, before) in sums.ageing.items()}
    late = [amounts for bucket, amounts in ageing.items() if bucket != "current"]
    (dso, cei), (dso_before, cei_before) = rates(period.last), rates(period.before.last)
    return CurrencyReceivables(
        currency=currency,
        outstanding=_total(ageing.values()),
        overdue=_total(late),
        overdue_customers=Counts(now=sums.overdue_customers[0], before=sums.overdue_customers[1]),
        ageing=tuple(
            BucketSum(bucket=bucket, amount=amount, customers=sums.customers[bucket], due_dates=sums.due_dates[bucket])
            for bucket, amount in ageing.items()
        ),
        dso=dso,
        dso_before=dso_before,
        cei=cei,
        cei_before=cei_before,
        months=tuple(
            MonthPoint(on=day, outstanding=dso.receivables, dso=dso, cei=cei)
            for day in month_ends(period.last)
            for dso, cei in [rates(day)]
        ),
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
    for figures in book:
        for side, (standing, last) in enumerate(((figures.now, period.last), (figures.before, period.before.last))):
            for plan in standing.plans:
                if plan.agreed_on > last - timedelta(days=PLAN_DAYS):
                    counts[plan.state][side] += 1
    running, kept, missed = (Counts(now=now, before=before) for now, before in counts.values())
    return PlanCounts(running=running, kept=kept, missed=missed)
