"""Which items a plan is about, and which tier of the policy covers them.

It decides what may be offered at all and by whom; counts, dates and amounts are the solver's affair.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.domain.exclusions import Exclusion
from assistant.domain.interest import RateTable
from assistant.domain.ledger import OpenItem
from assistant.domain.money import Language
from assistant.domain.plans import Authority, Limits
from assistant.domain.policy import ClvBand, Policy, Tier
from assistant.domain.reasons import ReasonCode

_BANDS: tuple[ClvBand, ...] = ("low", "medium", "high")
_ZERO = Decimal(0)


@dataclass(frozen=True)
class PlanContext:
    """What the solver needs to know beside items, policy and limits. `language` is that of reason texts."""

    customer: str
    country: str
    on: date
    working_days: Callable[[date], bool]
    rates: RateTable
    promise_kept: Decimal | None = None
    clv_band: ClvBand | None = None
    language: Language = "it"
    principal_country: str = "IT"
    excluded: Exclusion | None = None
    """Why the law gives no interest on this customer's debts."""
    missed_plan: bool = False
    """Whether an earlier plan was broken."""
    procedure: bool = False
    """Whether the customer has just told of a procedure or a lawyer: nothing may be offered then."""


def _key(number: str) -> str:
    """An invoice number as people say it: letters and digits only."""
    return re.sub(r"[\W_]", "", number.casefold())


def _order(item: OpenItem) -> tuple[object, ...]:
    """Oldest first. All that tells two items apart counts, so that the order in which they come doesn't matter."""
    settled = sorted((part.on, part.amount) for part in item.settled)
    named = (item.due_on, item.issued_on, item.invoice_number, item.currency)
    return (*named, item.amount, item.original, item.disputed, settled)


def select_items(
    items: Sequence[OpenItem], limits: Limits, context: PlanContext
) -> tuple[tuple[OpenItem, ...], tuple[ReasonCode, str] | None]:
    """The items to pay: those named, else what is overdue, else all that is open; never disputed ones."""
    open_items = sorted((item for item in items if item.amount > 0), key=_order)
    undisputed = tuple(item for item in open_items if not item.disputed)
    if limits.invoices:
        wanted = {_key(number): number for number in limits.invoices}
        unknown = set(wanted) - {_key(item.invoice_number) for item in open_items}
        if unknown:
            return (), ("invoice_not_open", ", ".join(sorted(wanted[key] for key in unknown)))
        named = tuple(item for item in open_items if _key(item.invoice_number) in wanted)
        disputed = sorted({item.invoice_number for item in named if item.disputed})
        return (named, None) if not disputed else ((), ("invoice_disputed", ", ".join(disputed)))
    if not undisputed:
        disputed = sorted({item.invoice_number for item in open_items})
        return (), ("invoice_disputed", ", ".join(disputed)) if disputed else ("nothing_open", "")
    return tuple(item for item in undisputed if item.days_past_due(context.on) > 0) or undisputed, None


def matching_tier(items: tuple[OpenItem, ...], policy: Policy, context: PlanContext) -> tuple[Tier, Authority] | None:
    """The first tier that holds, and who may offer it.

    Behaviour never refuses: where only a tier with a condition on behaviour would cover the debt, it is offered all the
    same, and a supervisor decides.
    """
    total = sum((item.amount for item in items), _ZERO)
    days = max(item.days_past_due(context.on) for item in items)
    covering = [t for t in policy.tiers if total <= t.when.total_max and days <= t.when.days_past_due_max]
    for tier in covering:
        if _behaves(tier, context):
            return tier, tier.authority
    return (covering[0], "supervisor") if covering else None


def after_missed_plan(tier: Tier, authority: Authority, policy: Policy, context: PlanContext) -> tuple[Tier, Authority]:
    """Tier and authority as they are where an earlier plan was missed: the stricter of the tier's and the policy's."""
    rule = policy.replanning
    if rule is None or not context.missed_plan:
        return tier, authority
    days = min(tier.first_due_within_days, rule.first_due_within_days)
    strict: Authority = "supervisor" if "supervisor" in (authority, rule.authority) else "operator"
    return tier.model_copy(update={"first_due_within_days": days}), strict


def _behaves(tier: Tier, context: PlanContext) -> bool:
    kept, band = tier.when.promise_kept_min, tier.when.clv_band
    if kept is not None and (context.promise_kept is None or context.promise_kept < kept):
        return False
    return band is None or (context.clv_band is not None and _BANDS.index(context.clv_band) >= _BANDS.index(band))
