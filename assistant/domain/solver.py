"""The plan solver: which instalment plans the policy allows and the customer can manage, or why there is none.

It decides counts, dates, amounts and authority. What is open comes from the ledger, interest from `interest.py`. The
policy is the outer bound, the customer's limits narrow it. Nothing here reads a clock: same input, same plans.

Instalments pay the oldest due date first. Where interest is charged it runs, on each part, to the day of its payment.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from assistant.domain.amounts import Terms, allowed, deposit_of, parts_of, within_ceiling
from assistant.domain.eligibility import PlanContext, after_missed_plan, matching_tier, select_items
from assistant.domain.interest import RatePack, compensation, interest_on
from assistant.domain.ledger import OpenItem, Settled
from assistant.domain.money import format_date, format_money, to_cents
from assistant.domain.plans import Authority, Instalment, Label, Limits, Plan, PlanResult
from assistant.domain.policy import Policy, Tier
from assistant.domain.reasons import PROCEDURE_ANNOUNCED, ReasonCode, reason
from assistant.domain.schedule import Calendar, due_dates, first_dates, step

LEAD_DAYS = 7
"""Days that a customer gets to arrange the first payment of the quickest plan, where no date was named."""
_ZERO = Decimal(0)


@dataclass(frozen=True)
class _Case:
    """Items of one currency under one tier."""

    items: tuple[OpenItem, ...]
    policy: Policy
    tier: Tier
    authority: Authority
    limits: Limits
    context: PlanContext

    @cached_property
    def terms(self) -> Terms:
        return Terms(self.tier, self.limits)

    @cached_property
    def principal(self) -> Decimal:
        return sum((item.amount for item in self.items), _ZERO)

    @cached_property
    def late(self) -> tuple[OpenItem, ...]:
        return tuple(item for item in self.items if item.days_past_due(self.context.on) > 0 and not item.disputed)

    @cached_property
    def pack(self) -> RatePack | None:
        """The law by which interest is charged; None where it isn't."""
        charged = self.tier.interest == "charged" and self.late and self.context.excluded is None
        return self.context.rates.pack(self.context.principal_country) if charged else None

    @cached_property
    def compensation(self) -> Decimal:
        if self.pack is None or self.pack.currency != self.items[0].currency:
            return _ZERO
        return compensation(self.late, self.context.on, self.pack)

    @cached_property
    def first_by(self) -> date:
        """The last day for the first instalment under the policy."""
        return self.context.on + timedelta(days=self.tier.first_due_within_days)

    @cached_property
    def most(self) -> int:
        return min(self.tier.max_instalments, self.limits.max_count or self.tier.max_instalments)

    @cached_property
    def starts(self) -> tuple[tuple[date, ...], ...]:
        """Due dates of the longest plan for each first date, early to late."""
        on, limits = self.context.on, self.limits
        calendar = Calendar(
            is_working_day=self.context.working_days,
            frequency=self.tier.frequency,
            first_from=max(on, limits.first_not_before or on),
            first_by=min(self.first_by, limits.end_by or self.first_by),
            last_nominal=step(self.first_by, self.tier.max_instalments - 1, self.tier.frequency),
            end_by=limits.end_by,
            day_of_month=limits.day_of_month,
        )
        early = self.policy.early_payment
        within = on + timedelta(days=early.within_days) if early else on
        lead = min(LEAD_DAYS, early.within_days if early else LEAD_DAYS)
        found = []
        for first in first_dates(calendar, 0 if limits.first_not_before else lead):
            cap = min(within, calendar.first_by) if first <= within else calendar.first_by
            found.append(tuple(due_dates(calendar, first, cap, self.most)))
        return tuple(dict.fromkeys(dates for dates in found if dates))


def solve(items: Sequence[OpenItem], policy: Policy, limits: Limits, context: PlanContext) -> PlanResult:
    """Two or three distinct plans (one where the limits leave just one), or a reason and the nearest plan."""
    if context.procedure:
        return _none(context, PROCEDURE_ANNOUNCED, {}, None)
    unnamed = limits.model_copy(update={"invoices": ()})
    chosen, refused = select_items(items, limits, context)
    if refused is not None:
        code, names = refused
        others, _ = select_items(items, unnamed, context)
        nearest = _best(solve(others, policy, unnamed, context)) if others else None
        return _none(context, code, {"invoices": names}, nearest)
    currencies = list(dict.fromkeys(item.currency for item in chosen))
    if len(currencies) > 1:
        alone = tuple(item for item in chosen if item.currency == currencies[0])
        nearest = _best(solve(alone, policy, unnamed, context))
        return _none(context, "mixed_currencies", {"currencies": ", ".join(currencies)}, nearest)
    return _solve_one_currency(chosen, policy, limits, context)


def _solve_one_currency(
    items: tuple[OpenItem, ...], policy: Policy, limits: Limits, context: PlanContext
) -> PlanResult:
    found = matching_tier(items, policy, context)
    if found is None:
        widest = max(policy.tiers, key=lambda t: (t.when.total_max, t.when.days_past_due_max, t.max_instalments))
        case = _Case(items, policy, *after_missed_plan(widest, "supervisor", policy, context), limits, context)
        options = _options(case) or _options(replace(case, limits=Limits()))
        return _none(context, "no_tier", _figures(case), options[len(options) // 2] if options else None)
    case = _Case(items, policy, *after_missed_plan(*found, policy, context), limits, context)
    options = _options(case)
    if options:
        return PlanResult(customer=context.customer, on=context.on, options=options)
    code, nearest = _what_prevents(case)
    possible = {"max_instalments": str(len(nearest.instalments))} if nearest else {}
    return _none(context, code, _figures(case) | possible, nearest)


def _none(context: PlanContext, code: ReasonCode, figures: dict[str, str], nearest: Plan | None) -> PlanResult:
    why = reason(code, context.language, figures)
    return PlanResult(customer=context.customer, on=context.on, options=[], reason=why, nearest=nearest)


def _best(result: PlanResult) -> Plan | None:
    return result.options[len(result.options) // 2] if result.options else result.nearest


def _options(case: _Case) -> list[Plan]:
    """Quickest: fewest instalments, early; lightest: most, late; balanced between. Distinct, at most three."""
    early_first, late_first = case.starts, case.starts[::-1]
    counts = range(1, case.most + 1)
    quickest = _first(_plan(case, n, dates, "quickest") for n in counts for dates in early_first)
    if quickest is None:
        return []
    lightest = _first(_plan(case, n, dates, "lightest") for n in reversed(counts) for dates in late_first)
    options = [quickest] + ([lightest] if lightest is not None and lightest.id != quickest.id else [])
    fewest, most = len(quickest.instalments), len(options[-1].instalments)
    middle = (fewest + most + 1) // 2
    between = sorted(range(fewest, most + 1), key=lambda n: (abs(n - middle), n))
    by_middle = sorted(early_first, key=lambda dates: abs(early_first.index(dates) * 2 - len(early_first) + 1))
    taken = {plan.id for plan in options}
    plans = (_plan(case, n, dates, "balanced") for n in between for dates in by_middle)
    balanced = _first(plan for plan in plans if plan is None or plan.id not in taken)
    if balanced is not None:
        options.insert(1, balanced)
    if len(options) < 3:
        # Sentences speak of the balanced plan, so there always is one.
        options[-1] = options[-1].model_copy(update={"label": "balanced"})
    return options


def _first(plans: Iterable[Plan | None]) -> Plan | None:
    return next((plan for plan in plans if plan is not None), None)


def _plan(case: _Case, count: int, dates: tuple[date, ...], label: Label) -> Plan | None:
    """The plan of `count` instalments on the first of these dates, or None where policy or limits forbid it."""
    if len(dates) < count:
        return None
    dates = dates[:count]
    discount, article = _discount(case, dates)
    shares = parts_of(case.terms, case.principal, count)
    if min(shares) < 0 or (discount == 0 and not within_ceiling(case.terms, shares)):
        return None
    interest, estimate = _interest(case, dates, shares)
    total = case.principal - discount + interest + case.compensation
    amounts = parts_of(case.terms, total, count)
    if not allowed(case.terms, amounts):
        return None
    deposit = count > 1 and deposit_of(case.terms, total) > 0
    plan = Plan(
        id="",
        label=label,
        invoices=list(dict.fromkeys(item.invoice_number for item in case.items)),
        currency=case.items[0].currency,
        outstanding=case.principal,
        discount=discount,
        interest=interest,
        compensation=case.compensation,
        total=total,
        estimate=estimate,
        instalments=[
            Instalment(n=n, due=due, amount=amount, deposit=deposit and n == 1)
            for n, (due, amount) in enumerate(zip(dates, amounts, strict=True), start=1)
        ],
        authority=case.authority,
        tier=case.tier.id,
        article=article,
    )
    return plan.model_copy(update={"id": _plan_id(case.context, plan)})


def _plan_id(context: PlanContext, plan: Plan) -> str:
    """The same for the same content, whatever its label, so that a chosen plan stays the same plan."""
    content = plan.model_dump_json(exclude={"id", "label"})
    digest = hashlib.sha256(f"{context.customer}|{context.on}|{content}".encode()).hexdigest()
    return f"plan-{digest[:12]}"


def _discount(case: _Case, dates: tuple[date, ...]) -> tuple[Decimal, str]:
    """The early-payment discount of a single payment, and the article that allows the plan."""
    early = case.policy.early_payment
    if early is None or len(dates) > 1 or (dates[0] - case.context.on).days > early.within_days:
        return _ZERO, case.tier.article
    return to_cents(case.principal * early.percent / 100), early.article


def _interest(case: _Case, dates: tuple[date, ...], shares: list[Decimal]) -> tuple[Decimal, bool]:
    """Interest to the day each part is paid, and whether it is an estimate."""
    if case.pack is None:
        return _ZERO, False
    total, estimate = _ZERO, case.pack.currency != case.items[0].currency
    for item, parts in zip(case.items, _allocate(case.items, dates, shares), strict=True):
        if item.days_past_due(case.context.on) > 0 and not item.disputed:
            interest = interest_on(item.due_on, (*item.settled, *parts), case.pack)
            total += interest.amount
            estimate = estimate or interest.estimate
    return total, estimate


def _allocate(
    items: tuple[OpenItem, ...], dates: tuple[date, ...], shares: list[Decimal]
) -> Iterator[tuple[Settled, ...]]:
    """For each item, oldest first, the parts of the instalments that pay it."""
    left = [(due, share) for due, share in zip(dates, shares, strict=True) if share > 0]
    for item in items:
        parts, missing = [], item.amount
        while missing > 0 and left:
            due, share = left[0]
            used = min(share, missing)
            parts.append(Settled(due, used))
            missing -= used
            left[0] = (due, share - used)
            if share == used:
                left.pop(0)
        yield tuple(parts)


def _last_due(plan: Plan) -> date:
    return plan.instalments[-1].due


_RELAX: tuple[tuple[str, ReasonCode, Callable[[Plan], object]], ...] = (
    ("first_not_before", "limits_first_date", lambda plan: -plan.instalments[0].due.toordinal()),
    ("end_by", "limits_end_by", _last_due),
    ("day_of_month", "limits_day_of_month", lambda plan: plan.label != "balanced"),
    ("deposit", "limits_deposit", lambda plan: (plan.instalments[0].amount, -len(plan.instalments))),
    ("max_count", "limits_max_count", lambda plan: len(plan.instalments)),
    ("max_instalment", "limits_max_instalment", lambda plan: max(part.amount for part in plan.instalments)),
)
"""Limits in the order they are questioned, the reason each gives, and what the nearest plan without it keeps small."""


def _what_prevents(case: _Case) -> tuple[ReasonCode, Plan | None]:
    """The one limit without which there would be plans, and the nearest of those."""
    for field, code, distance in _RELAX:
        if getattr(case.limits, field) is not None:
            options = _options(replace(case, limits=case.limits.model_copy(update={field: None})))
            if options:
                return code, min(options, key=distance)  # type: ignore[arg-type]
    options = _options(replace(case, limits=Limits()))
    if not options:
        return "no_working_day", None
    return "limits_combined", options[len(options) // 2]


def _figures(case: _Case) -> dict[str, str]:
    """Everything that a reason may name, as it is shown."""
    language, currency, limits = case.context.language, case.items[0].currency, case.limits
    dates = {"first_by": case.first_by, "first_not_before": limits.first_not_before, "end_by": limits.end_by}
    sums = {"total": case.principal, "deposit": limits.deposit, "max_instalment": limits.max_instalment}
    counts = {
        "days": max(0, *(item.days_past_due(case.context.on) for item in case.items)),
        "day_of_month": limits.day_of_month,
        "max_count": limits.max_count,
    }
    figures = {name: format_date(day, language) for name, day in dates.items() if day}
    figures |= {name: format_money(amount, currency, language) for name, amount in sums.items() if amount is not None}
    return figures | {name: str(count) for name, count in counts.items() if count is not None}
