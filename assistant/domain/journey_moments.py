"""The moments of truth of a journey, each found by a rule that is written here and explained in one sentence.

A moment is where a relation turns: the first payment that is missed, a promise that is broken, a complaint while money
is owed. The rules are one reading of the records, written in `docs/journey.md`; none of them judges a person.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.domain.calls import Situation
from assistant.domain.followup import FollowedPlan, follow_up
from assistant.domain.journey import JourneyBasis, Moment, MomentRule, Step, Tone
from assistant.domain.journey_steps import answer_task
from assistant.domain.journey_words import Words
from assistant.domain.ledger import OpenItem, settle

LATE_BEFORE_RETURN = 2
"""Late due dates in a row after which one in time is a return."""
UNANSWERED_CALLS = 3
"""Calls about overdue money without a payment, after which the payment that comes is a moment again."""
AFTER_CALL_DAYS = 14
"""A payment so many days after a call at most is taken as what came after it."""
_ASKING = frozenset({"overdue", "promise_follow_up"})
_ZERO = Decimal(0)
_TONES: dict[MomentRule, Tone] = {
    "first_missed_payment": "turn",
    "back_in_time": "good",
    "promise_broken": "bad",
    "promise_kept": "good",
    "dispute_opened": "turn",
    "dispute_answered_late": "bad",
    "dispute_unanswered": "bad",
    "complaint_while_overdue": "turn",
    "plan_kept": "good",
    "plan_broken": "bad",
    "payment_after_call": "good",
    "critical_alert": "bad",
}


def moments_of(basis: JourneyBasis, steps: Sequence[Step]) -> list[Moment]:
    """Every moment that a rule finds, oldest first; their records are ids of these steps."""
    finding = _Finding(basis, steps)
    known = {step.id for step in steps}
    found = [moment for moment in finding.all() if moment.records and moment.records[0] in known]
    return sorted(found, key=lambda moment: (moment.day, moment.rule, moment.records))


class _Finding:
    def __init__(self, basis: JourneyBasis, steps: Sequence[Step]) -> None:
        self.basis, self.steps, self.words = basis, steps, Words(basis.language)
        self.items = settle(basis.file, basis.on).items
        self.followed = follow_up(basis.file, basis.policy.promise_grace_days, basis.on)

    def all(self) -> Iterator[Moment]:
        yield from self._dues()
        yield from self._promises()
        yield from self._plans()
        yield from self._disputes()
        yield from self._complaints()
        yield from self._after_calls()
        yield from self._alerts()

    def _moment(self, rule: MomentRule, day: dt.date, records: tuple[str, ...], /, **values: str) -> Moment:
        text = self.words.moment(rule, **values)
        return Moment(rule=rule, tone=_TONES[rule], day=day, text=text, records=records)

    # --- due dates: the first that was missed, and the return to paying in time

    def _dues(self) -> Iterator[Moment]:
        late = 0
        missed = False
        for place, item in enumerate(self.items):
            paid = _paid_on(item)
            if paid is None or paid > item.due_on:
                if item.due_on >= self.basis.on:
                    continue
                if not missed:
                    missed = True
                    yield self._first_missed(place, item)
                late += 1
                continue
            if late >= LATE_BEFORE_RETURN:
                yield self._moment(
                    "back_in_time",
                    paid,
                    (f"invoice:{item.invoice_number}",),
                    count=str(late),
                    number=item.invoice_number,
                )
            late = 0

    def _first_missed(self, place: int, item: OpenItem) -> Moment:
        records = (f"due:{item.invoice_number}/{place}", f"invoice:{item.invoice_number}")
        amount, due = self.words.money(item.original, item.currency), self.words.date(item.due_on)
        values = {"number": item.invoice_number, "amount": amount, "due": due}
        return self._moment("first_missed_payment", item.due_on + dt.timedelta(days=1), records, **values)

    # --- promises and plans

    def _promises(self) -> Iterator[Moment]:
        broken = False
        for promise in sorted(self.followed.promises, key=lambda one: (one.due_on, one.id)):
            values = {
                "amount": self.words.money(promise.amount, promise.currency),
                "due": self.words.date(promise.due_on),
            }
            records = (promise.id, *(f"invoice:{number}" for number in promise.invoices))
            if promise.outcome == "broken":
                broken = True
                yield self._moment("promise_broken", promise.due_on, records, **values)
            elif promise.outcome == "kept" and broken:
                broken = False
                yield self._moment("promise_kept", promise.completed_on or promise.due_on, records, **values)

    def _plans(self) -> Iterator[Moment]:
        agreed = {plan.id: plan for plan in self.basis.file.plans}
        for plan in self.followed.plans:
            values = {"count": str(agreed[plan.id].instalments), "day": self.words.date(plan.agreed_on)}
            if plan.state == "completed":
                yield self._moment("plan_kept", _completed(plan), (plan.id,), **values)
            missing = next((one for one in plan.instalments if one.outcome == "broken"), None)
            if plan.state == "broken" and missing is not None:
                yield self._moment(
                    "plan_broken", missing.due_on, (plan.id,), due=self.words.date(missing.due_on), **values
                )

    # --- disputes and complaints

    def _disputes(self) -> Iterator[Moment]:
        for dispute in self.basis.file.disputes:
            number = self.words.invoice(dispute.invoice_number)
            yield self._moment("dispute_opened", dispute.opened_on, (dispute.id,), number=number)
            task = answer_task(dispute, self.basis.tasks)
            if task is None:
                continue
            answered = task.told_at or task.done_at
            told = answered.date() if answered else None
            values = {"day": self.words.date(dispute.opened_on), "due": self.words.date(task.due)}
            records = (dispute.id, f"task:{task.id}")
            if told is None and task.overdue(self.basis.on):
                yield self._moment("dispute_unanswered", task.due + dt.timedelta(days=1), records, **values)
            elif told is not None and told > task.due:
                late = self.words.days((told - task.due).days)
                yield self._moment(
                    "dispute_answered_late", told, records, told=self.words.date(told), days=late, **values
                )

    def _complaints(self) -> Iterator[Moment]:
        """Complaints on record, and calls in which the customer complained of the service, while money was overdue."""
        for step in self.steps:
            if step.kind == "complaint" or Situation.SERVICE_COMPLAINT in step.situations:
                overdue = self._overdue(step.day)
                for currency, amount in overdue.items():
                    text = self.words.money(amount, currency)
                    yield self._moment("complaint_while_overdue", step.day, (step.id,), amount=text)

    def _overdue(self, day: dt.date) -> dict[str, Decimal]:
        """What was overdue on a day, by currency."""
        found: dict[str, Decimal] = {}
        for item in self.items:
            if item.due_on < day:
                left = item.original - sum((part.amount for part in item.settled if part.on <= day), _ZERO)
                if left > 0:
                    found[item.currency] = found.get(item.currency, _ZERO) + left
        return found

    # --- calls

    def _after_calls(self) -> Iterator[Moment]:
        """The customer's first payment soon after a call about overdue money, and those after many calls."""
        asking = {f"call:{call.call_id}" for call in self.basis.calls if call.purpose in _ASKING and call.overdue > 0}
        waiting: list[Step] = []
        first = True
        for step in self.steps:
            if step.id in asking:
                waiting.append(step)
            elif step.kind == "payment" and waiting:
                soon = (step.day - waiting[-1].day).days <= AFTER_CALL_DAYS
                if soon and (first or len(waiting) >= UNANSWERED_CALLS):
                    first = False
                    yield self._paid_after(step, waiting[-1])
                waiting = []

    def _paid_after(self, payment: Step, call: Step) -> Moment:
        amount = self.words.money(payment.amount or _ZERO, payment.currency)
        days = self.words.days((payment.day - call.day).days)
        values = {"amount": amount, "days": days, "day": self.words.date(call.day)}
        return self._moment("payment_after_call", payment.day, (payment.id, call.id), **values)

    def _alerts(self) -> Iterator[Moment]:
        for call in self.basis.calls:
            if call.critical_alerts:
                yield self._moment("critical_alert", call.day, (f"call:{call.call_id}",))


def _paid_on(item: OpenItem) -> dt.date | None:
    return max((part.on for part in item.settled), default=None) if item.amount <= 0 else None


def _completed(plan: FollowedPlan) -> dt.date:
    return max((one.completed_on or one.due_on for one in plan.instalments), default=plan.agreed_on)
