"""How a total divides into instalments (deposit, equal parts, rounding), and whether tier and limits allow it."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from assistant.domain.money import CENT
from assistant.domain.plans import Limits
from assistant.domain.policy import Tier

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Terms:
    """What the policy demands and the customer asks for."""

    tier: Tier
    limits: Limits


def deposit_of(terms: Terms, total: Decimal) -> Decimal:
    """The deposit: what the customer offers, else what the tier asks for."""
    offered = terms.limits.deposit
    if offered is None:
        return required_deposit(terms, total)
    return min(offered, total).quantize(CENT, rounding=ROUND_DOWN)


def required_deposit(terms: Terms, total: Decimal) -> Decimal:
    """What the tier asks for: its share of the total, and no less than an instalment may be."""
    if terms.tier.deposit_percent == 0:
        return _ZERO
    share = (total * terms.tier.deposit_percent / 100).quantize(CENT, rounding=ROUND_UP)
    return min(max(share, terms.tier.min_amount), total)


def parts_of(terms: Terms, total: Decimal, count: int) -> list[Decimal]:
    """`count` amounts that add up to `total`: the deposit if any, equal ones, and the last, smaller by the rounding."""
    if count == 1:
        return [total]
    deposit = deposit_of(terms, total)
    parts = [deposit] if deposit > 0 else []
    equal = count - len(parts)
    rest = total - deposit
    each = (rest / equal).quantize(CENT, rounding=ROUND_UP)
    return [*parts, *[each] * (equal - 1), rest - each * (equal - 1)]


def within_ceiling(terms: Terms, amounts: list[Decimal]) -> bool:
    """Whether the customer can manage each amount; a deposit that the customer offered is no matter of this."""
    ceiling = terms.limits.max_instalment
    offered = terms.limits.deposit
    counted = amounts[1:] if offered and (len(amounts) > 1 or offered >= amounts[0]) else amounts
    return ceiling is None or max(counted, default=_ZERO) <= ceiling


def allowed(terms: Terms, amounts: list[Decimal]) -> bool:
    """Whether these amounts keep the tier's deposit and least instalment, and the customer's limits."""
    total = sum(amounts, _ZERO)
    offered = terms.limits.deposit
    required = required_deposit(terms, total)
    if offered is not None and min(offered, total) < required:
        return False
    if len(amounts) == 1:
        alone = not offered or offered >= total
        return alone and within_ceiling(terms, amounts)
    return min(amounts) >= terms.tier.min_amount and within_ceiling(terms, amounts)
