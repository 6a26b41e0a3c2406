"""A scenario's figures on the day of practice, and the plans that the policy allows its customer."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from assistant.domain.ledger import open_items
from assistant.domain.money import to_cents
from assistant.domain.plans import Limits, Plan, PlanResult
from assistant.domain.practice_state import Figures
from assistant.domain.scenario import Limit, Scenario
from assistant.domain.scenario_check import Fault
from assistant.domain.scenario_records import customer_file, day_of
from assistant.domain.schedule import working_day_from
from assistant.services.plans import PlanBasis, plan_for_file

_ZERO = Decimal(0)


def figures_of(scenario: Scenario, basis: PlanBasis) -> Figures:
    """The best plan is the quickest that policy and hidden limit allow; without `bargain` nothing is collectable."""
    on, principal = basis.on, basis.principal
    seen, true = (customer_file(scenario, principal, on, side) for side in ("seen", "true"))
    figures = Figures(
        on=on,
        currency=principal.currency,
        outstanding=sum((item.amount for item in open_items(seen, on)), _ZERO),
        collectable=_ZERO,
    )
    bargain = scenario.bargain
    if bargain is None:
        return figures
    limit, promise = bargain.limit, bargain.promise
    collectable = sum((item.amount for item in open_items(true, on) if not item.disputed), _ZERO)
    found = {
        "collectable": collectable,
        "per_month": limit.per_month,
        "at_once": limit.at_once,
        "first_day": _working_day(limit.first_day, basis) if limit.first_day else None,
        "promise_amount": to_cents(promise.amount) if promise else None,
        "promise_day": _working_day(promise.day, basis) if promise else None,
        "best": best_plan(scenario, limit, collectable, basis),
    }
    return figures.model_copy(update=found)


def best_plan(scenario: Scenario, limit: Limit, collectable: Decimal, basis: PlanBasis) -> Plan | None:
    """The quickest plan within the limit; None where the policy has none, and the scenario can't come out well."""
    first = day_of(basis.on, limit.first_day) if limit.first_day else None
    at_once = max(limit.at_once, limit.per_month) >= collectable
    amount = {"max_count": 1} if at_once else {"max_instalment": limit.per_month}
    options = plans_of(scenario, Limits(first_not_before=first, **amount), basis).options
    return options[0] if options else None


def limit_faults(scenario: Scenario, basis: PlanBasis) -> Iterator[Fault]:
    """A hidden limit that leaves the best operator nothing to agree on: the records or the policy forbid it."""
    if scenario.bargain is None:
        return
    where = ("bargain", "limit")
    figures = figures_of(scenario, basis)
    if figures.collectable <= 0:
        yield Fault(
            where,
            "There is nothing to collect by the records and facts; take `bargain` out, or correct them.",
            "nothing_to_collect",
        )
    elif figures.best is None:
        limit = scenario.bargain.limit
        first = day_of(basis.on, limit.first_day) if limit.first_day else None
        result = plans_of(scenario, Limits(first_not_before=first, max_instalment=limit.per_month), basis)
        why = result.reason.text if result.reason else ""
        yield Fault(where, f"The policy has no plan within this limit. {why} Change the limit or the invoices.")


def plans_of(scenario: Scenario, limits: Limits, basis: PlanBasis) -> PlanResult:
    """The plans that the policy allows by what the scenario's facts say."""
    return plan_for_file(customer_file(scenario, basis.principal, basis.on, "true"), limits, basis)


def _working_day(after: int, basis: PlanBasis) -> date:
    working = partial(basis.working_days.is_working_day, country=basis.principal.country)
    return working_day_from(day_of(basis.on, after), working)
