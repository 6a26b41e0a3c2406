"""Faults of a plan table that no tier shows by itself: out of reach, without a plan, or narrower than without it.

They are found when the library is loaded, so that a slip of the pen in a policy never reaches a customer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from assistant.domain.amounts import Terms, allowed, parts_of
from assistant.domain.money import amount_text
from assistant.domain.plans import Authority, Limits
from assistant.domain.policy import ClvBand, Frequency, InterestTreatment, Tier

_BANDS = get_args(ClvBand)
_FREQUENCIES = get_args(Frequency)
_INTEREST: tuple[InterestTreatment, ...] = ("waived", "waived_if_kept", "charged")
_AUTHORITY: tuple[Authority, ...] = ("operator", "supervisor")


@dataclass(frozen=True)
class TierFault:
    """What is wrong with the field of the tier at `index` of the table (`when.total_max` is a field too)."""

    index: int
    field: tuple[str, ...]
    message: str


def tier_faults(tiers: Sequence[Tier]) -> Iterator[TierFault]:
    """All faults of a plan table, from the top."""
    for index, tier in enumerate(tiers):
        hider = next((earlier for earlier in tiers[:index] if _hides(earlier, tier)), None)
        if hider is not None:
            message = (
                f"Tier {tier.id!r} can never be reached: tier {hider.id!r} above it covers all its debts. "
                "Move it up, widen its `when`, or remove it."
            )
            yield TierFault(index, ("when",), message)
            continue
        yield from _without_plans(index, tier)
        yield from _narrowing(index, tiers)


def _plain(tier: Tier) -> bool:
    """Whether the tier asks nothing of the customer's behaviour."""
    return tier.when.promise_kept_min is None and tier.when.clv_band is None


def _covers(tier: Tier, total: Decimal, days: int) -> bool:
    return total <= tier.when.total_max and days <= tier.when.days_past_due_max


def _hides(earlier: Tier, later: Tier) -> bool:
    """Whether each debt and each behaviour of the later tier is one of the earlier tier's too."""
    asked, kept = earlier.when, later.when
    if not _covers(earlier, kept.total_max, kept.days_past_due_max):
        return False
    if asked.promise_kept_min is not None and (
        kept.promise_kept_min is None or kept.promise_kept_min < asked.promise_kept_min
    ):
        return False
    return asked.clv_band is None or (
        kept.clv_band is not None and _BANDS.index(kept.clv_band) >= _BANDS.index(asked.clv_band)
    )


def _without_plans(index: int, tier: Tier) -> Iterator[TierFault]:
    """Where not even the largest debt of the tier could be paid as the tier says."""
    most, least = tier.when.total_max, tier.min_amount
    if least > most:
        message = (
            f"Tier {tier.id!r}: `min_amount` {amount_text(least)} is more than `total_max` {amount_text(most)}, "
            "so no debt of the tier has an instalment of that size; lower the one or raise the other."
        )
        yield TierFault(index, ("min_amount",), message)
    elif tier.max_instalments == 1 and tier.deposit_percent > 0:
        message = (
            f"Tier {tier.id!r}: a single payment has no deposit; remove `deposit_percent` or raise `max_instalments`."
        )
        yield TierFault(index, ("deposit_percent",), message)
    elif tier.max_instalments > 1:
        terms = Terms(tier, Limits())
        if not allowed(terms, parts_of(terms, most, 2)):
            cause = f"`deposit_percent` {tier.deposit_percent.normalize():f} and " if tier.deposit_percent > 0 else ""
            message = (
                f"Tier {tier.id!r}: {cause}`min_amount` {amount_text(least)} leave no second instalment even of "
                f"{amount_text(most)}, the largest debt; lower them, or set `max_instalments` to 1."
            )
            yield TierFault(index, ("deposit_percent" if cause else "min_amount",), message)


def _narrowing(index: int, tiers: Sequence[Tier]) -> Iterator[TierFault]:
    """Fields in which a tier for good behaviour offers less than the tier that would apply without it."""
    tier = tiers[index]
    if _plain(tier):
        return
    told: set[str] = set()
    plain = [other for other in tiers if _plain(other)]
    for other in (other for other in tiers[index + 1 :] if _plain(other)):
        # The largest debt that both cover: if a plain tier before takes it, it takes all that both cover.
        total = min(tier.when.total_max, other.when.total_max)
        days = min(tier.when.days_past_due_max, other.when.days_past_due_max)
        if next(each for each in plain if _covers(each, total, days)) is not other:
            continue
        for field in _stricter(tier, other):
            if field not in told:
                told.add(field)
                message = (
                    f"Tier {tier.id!r} narrows what tier {other.id!r} offers anyone for {amount_text(total)} at {days} "
                    f"days past due (`{field}`: {getattr(tier, field)}, there {getattr(other, field)}); "
                    "good behaviour may only widen. Make it at least as generous."
                )
                yield TierFault(index, (field,), message)


def _stricter(tier: Tier, other: Tier) -> Iterator[str]:
    """Fields in which `tier` gives less than `other`."""
    if tier.max_instalments < other.max_instalments:
        yield "max_instalments"
    if tier.min_amount > other.min_amount:
        yield "min_amount"
    if tier.first_due_within_days < other.first_due_within_days:
        yield "first_due_within_days"
    if _FREQUENCIES.index(tier.frequency) < _FREQUENCIES.index(other.frequency):
        yield "frequency"
    if tier.deposit_percent > other.deposit_percent:
        yield "deposit_percent"
    if _INTEREST.index(tier.interest) > _INTEREST.index(other.interest):
        yield "interest"
    if _AUTHORITY.index(tier.authority) > _AUTHORITY.index(other.authority):
        yield "authority"
