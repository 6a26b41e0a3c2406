"""Follows promises and payment plans to their end: which payment kept which of them, in time, in part or not at all.

Every cent of a payment counts once. It counts for what names its invoice before what names none, then for what is due
first. A promise takes payments from the day it was made until its due date and the days of grace are over (what comes
later may keep a newer promise); the instalments of a plan take payments whenever they come, the oldest first.
An outcome that a person recorded stands; the payments are shown beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from assistant.domain.money import Money
from assistant.domain.records import CustomerFile, Payment, PlanRecord, Promise, Record

FollowedState = Literal["open", "early", "kept", "kept_late", "over", "partial", "broken"]
"""What the payments say: `open` nothing yet, `early` before the due date, `kept` on it, `kept_late` within the grace,
`over` more than was promised and in time, `partial` less (in time or not: `outcome` says), `broken` nothing in time."""
Outcome = Literal["open", "kept", "broken"]
_ZERO = Decimal(0)


class Followed(Record):
    """A promise or an instalment, and what came of it.

    `received` is what was paid for it, `excess` the part of that beyond `amount`; `completed_on` is the day on which it
    was paid in full. `outcome` is `kept` once that is so by the due date and the grace, `broken` when they are over.
    `recorded` says that a person set the outcome.
    """

    id: str
    due_on: date
    currency: str
    amount: Money
    received: Money
    excess: Money
    completed_on: date | None
    state: FollowedState
    outcome: Outcome
    recorded: bool = False
    invoices: tuple[str, ...] = ()


class FollowedPlan(Record):
    """A plan with its instalments; none where the record has no schedule, and then the state is the recorded one.

    `completed` is a plan whose instalments are all kept, `broken` one that lacked a part of one after the grace.
    """

    id: str
    agreed_on: date
    currency: str
    total: Money
    received: Money
    state: Literal["running", "completed", "broken"]
    recorded: bool
    instalments: tuple[Followed, ...] = ()


class FollowUp(Record):
    """All promises and plans of a customer, as made, the oldest first."""

    promises: tuple[Followed, ...] = ()
    plans: tuple[FollowedPlan, ...] = ()


@dataclass
class _Claim:
    """What is waited for, and what has come. `until` is the last day on which a payment counts (None: any)."""

    id: str
    since: date
    due_on: date
    until: date | None
    currency: str
    amount: Decimal
    invoices: tuple[str, ...]
    recorded: Outcome = "open"
    paid: Decimal = _ZERO
    excess: Decimal = _ZERO
    in_time: Decimal = _ZERO
    completed_on: date | None = None


def follow_up(file: CustomerFile, grace_days: int, on: date) -> FollowUp:
    """What the payments up to the day `on` say of every promise and plan made by then."""
    grace = timedelta(days=grace_days)
    promises = [promise for promise in file.promises if promise.made_on <= on]
    plans = [plan for plan in file.plans if plan.agreed_on <= on]
    promised = [_of_promise(promise, grace) for promise in promises]
    planned = {plan.id: _of_plan(plan) for plan in plans}
    claims = [*promised, *(claim for parts in planned.values() for claim in parts)]
    _distribute([payment for payment in file.payments if payment.paid_on <= on], claims, grace)
    return FollowUp(
        promises=tuple(_followed(claim, grace, on) for claim in promised),
        plans=tuple(_plan(plan, [_followed(claim, grace, on) for claim in planned[plan.id]]) for plan in plans),
    )


def _of_promise(promise: Promise, grace: timedelta) -> _Claim:
    return _Claim(
        id=promise.id,
        since=promise.made_on,
        due_on=promise.due_on,
        until=promise.due_on + grace,
        currency=promise.currency,
        amount=promise.amount,
        invoices=promise.invoices,
        recorded=promise.outcome,
    )


def _of_plan(plan: PlanRecord) -> list[_Claim]:
    return [
        _Claim(
            id=f"{plan.id}/{n}",
            since=plan.agreed_on,
            due_on=due.due_on,
            until=None,
            currency=plan.currency,
            amount=due.amount,
            invoices=plan.invoices,
        )
        for n, due in enumerate(sorted(plan.schedule, key=lambda due: due.due_on), start=1)
    ]


def _distribute(payments: Iterable[Payment], claims: Sequence[_Claim], grace: timedelta) -> None:
    for payment in sorted(payments, key=lambda item: (item.paid_on, item.id)):
        rest, last = payment.amount, None
        fitting = [claim for claim in claims if _counts(payment, claim)]
        for claim in sorted(fitting, key=lambda claim: (not claim.invoices, claim.due_on, claim.since, claim.id)):
            used = min(rest, claim.amount - claim.paid)
            if used <= 0:
                continue
            rest -= used
            last = claim
            claim.paid += used
            if payment.paid_on <= claim.due_on + grace:
                claim.in_time += used
            if claim.paid == claim.amount:
                claim.completed_on = payment.paid_on
        if last is not None and rest > 0:
            last.excess += rest


def _counts(payment: Payment, claim: _Claim) -> bool:
    """Whether a payment can be for this: in its time and currency, and not for an invoice that it doesn't name."""
    in_time = claim.since <= payment.paid_on and (claim.until is None or payment.paid_on <= claim.until)
    named = payment.invoice_number
    return (
        in_time and payment.currency == claim.currency and (not named or not claim.invoices or named in claim.invoices)
    )


def _followed(claim: _Claim, grace: timedelta, on: date) -> Followed:
    outcome = claim.recorded if claim.recorded != "open" else _outcome(claim, grace, on)
    return Followed(
        id=claim.id,
        due_on=claim.due_on,
        currency=claim.currency,
        amount=claim.amount,
        received=claim.paid + claim.excess,
        excess=claim.excess,
        completed_on=claim.completed_on,
        state=_state(claim, outcome),
        outcome=outcome,
        recorded=claim.recorded != "open",
        invoices=claim.invoices,
    )


def _outcome(claim: _Claim, grace: timedelta, on: date) -> Outcome:
    if claim.in_time >= claim.amount:
        return "kept"
    return "broken" if on > claim.due_on + grace else "open"


def _state(claim: _Claim, outcome: Outcome) -> FollowedState:
    if outcome == "kept":
        if claim.completed_on is None:
            return "kept"  # a person knows of a payment that the records don't show
        if claim.excess:
            return "over"
        if claim.completed_on < claim.due_on:
            return "early"
        return "kept" if claim.completed_on == claim.due_on else "kept_late"
    if _ZERO < claim.in_time < claim.amount:
        return "partial"
    return outcome


def _plan(plan: PlanRecord, instalments: Sequence[Followed]) -> FollowedPlan:
    state = plan.state
    if state == "running" and instalments:
        if any(part.outcome == "broken" for part in instalments):
            state = "broken"
        elif all(part.outcome == "kept" for part in instalments):
            state = "completed"
    return FollowedPlan(
        id=plan.id,
        agreed_on=plan.agreed_on,
        currency=plan.currency,
        total=plan.total,
        received=sum((part.received for part in instalments), _ZERO),
        state=state,
        recorded=plan.state != "running" or not instalments,
        instalments=tuple(instalments),
    )
