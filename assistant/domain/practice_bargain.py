"""How the customer bargains: an offer against the hidden limit. Only what the customer can really carry is agreed."""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from assistant.domain.money import to_cents
from assistant.domain.practice_state import Agreed, Figures, Offer

Judgement = Literal["agreed", "too_much", "too_soon", "unclear"]
LOOSELY = dt.timedelta(days=7)
"""So far apart a day that is said again may lie: "from mid-December" means what was agreed for the 10th."""
LONGEST = 60
"""More instalments than any policy has are no offer."""


@dataclass(frozen=True)
class Verdict:
    """What the customer makes of an offer, and the terms that it comes to."""

    judgement: Judgement
    terms: Agreed | None = None


def judge(offer: Offer, figures: Figures) -> Verdict:
    """The offer against the hidden limit; `unclear` where its words don't come to an amount."""
    terms = terms_of(offer, figures)
    if terms is None or figures.per_month is None:
        return Verdict("unclear")
    once = max(figures.at_once or Decimal(0), figures.per_month)
    most = once if terms.count == 1 else figures.per_month
    if terms.instalment > most:
        return Verdict("too_much", terms)
    if figures.first_day is not None and terms.first < figures.first_day:
        return Verdict("too_soon", terms)
    return Verdict("agreed", terms)


def terms_of(offer: Offer, figures: Figures) -> Agreed | None:
    """The offer as payments; None where count or amount are missing or make no sense."""
    total, first = figures.collectable, offer.first or figures.first_day or figures.on + dt.timedelta(days=7)
    if total <= 0:
        return None
    covers_all = offer.count is None and not offer.each and (offer.amount or 0) >= total
    if offer.whole or offer.count == 1 or covers_all:
        amount = min(total, offer.amount) if offer.amount and not offer.whole else total
        return Agreed(kind="promise", total=amount, count=1, instalment=amount, first=first)
    if offer.count is not None:
        return _in_parts(offer, offer.count, total, first)
    if offer.amount is None:
        return None
    if offer.each:
        count = int((total / offer.amount).to_integral_value(ROUND_CEILING))
        return _plan(count, min(offer.amount, total), total, first)
    return Agreed(kind="promise", total=offer.amount, count=1, instalment=offer.amount, first=first)


def _in_parts(offer: Offer, count: int, total: Decimal, first: dt.date) -> Agreed | None:
    if not 1 <= count <= LONGEST:
        return None
    share = to_cents(total / count)
    if offer.amount is None or (not offer.each and offer.amount > 2 * share):
        return _plan(count, share, total, first)  # the amount named is the whole debt
    return _plan(count, offer.amount, min(total, offer.amount * count), first)


def _plan(count: int, instalment: Decimal, total: Decimal, first: dt.date) -> Agreed | None:
    if not 1 <= count <= LONGEST:
        return None
    kind: Literal["plan", "promise"] = "plan" if count > 1 else "promise"
    return Agreed(kind=kind, total=total, count=count, instalment=instalment, first=first)


def same_terms(offer: Offer, deal: Agreed, figures: Figures) -> bool:
    """Whether figures that are said again are those of the deal."""
    amounts = {deal.instalment, deal.total, to_cents(deal.total / deal.count)}
    fits_amount = offer.amount is None or offer.amount in amounts
    fits_count = offer.count is None or offer.count == deal.count
    whole_fits = not offer.whole or (deal.count == 1 and deal.total >= figures.collectable)
    near = offer.first is None or abs(offer.first - deal.first) <= LOOSELY
    return fits_amount and fits_count and whole_fits and near


def better(terms: Agreed, deal: Agreed | None) -> bool:
    """Whether new terms bring more than what is agreed."""
    return deal is None or terms.total > deal.total
