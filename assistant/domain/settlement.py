"""The largest reduction that the policy lets somebody agree to, to close old debts.

It is for the eyes of operator and supervisor: whether anything is offered to the customer is the supervisor's decision.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal

from pydantic import BaseModel

from assistant.domain.ledger import OpenItem
from assistant.domain.money import CENT, Money
from assistant.domain.plans import Authority
from assistant.domain.policy import Policy


class SettlementOffer(BaseModel):
    """`total` = `outstanding` - `reduction`; no smaller total may be agreed to."""

    invoices: list[str]
    currency: str
    outstanding: Money
    percent: Decimal
    reduction: Money
    total: Money
    authority: Authority
    article: str


def settlement_offer(items: Sequence[OpenItem], policy: Policy, on: date) -> SettlementOffer | None:
    """The limit for the open items that are old enough and not disputed, in the currency of the oldest.

    None where the policy has no settlement, or no item is old enough. The reduction is rounded down to the cent: it
    never exceeds the policy's percentage.
    """
    rule = policy.settlement
    if rule is None or rule.max_percent == 0:
        return None
    old = [
        item
        for item in items
        if item.amount > 0 and not item.disputed and item.days_past_due(on) >= max(1, rule.min_days_past_due)
    ]
    if not old:
        return None
    old.sort(key=lambda item: (item.due_on, item.issued_on, item.invoice_number, item.currency))
    together = [item for item in old if item.currency == old[0].currency]
    outstanding = sum((item.amount for item in together), Decimal(0))
    reduction = (outstanding * rule.max_percent / 100).quantize(CENT, rounding=ROUND_DOWN)
    return SettlementOffer(
        invoices=list(dict.fromkeys(item.invoice_number for item in together)),
        currency=old[0].currency,
        outstanding=outstanding,
        percent=rule.max_percent,
        reduction=reduction,
        total=outstanding - reduction,
        authority=rule.authority,
        article=rule.article,
    )
