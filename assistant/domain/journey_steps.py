"""Puts a customer's records, calls and tasks into steps of a journey: what happened, when, and what came of it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.domain.call_facts import CallFacts
from assistant.domain.calls import Situation
from assistant.domain.followup import Followed, FollowedPlan, follow_up
from assistant.domain.journey import InstalmentStep, JourneyBasis, Step, StepState
from assistant.domain.journey_words import Words
from assistant.domain.ledger import Ledger, OpenItem, settle
from assistant.domain.notes import Note
from assistant.domain.records import Contact, Dispute, Invoice, Payment, Ticket
from assistant.domain.tasks import Task

_ZERO = Decimal(0)


def steps_of(basis: JourneyBasis) -> list[Step]:
    """All that happened until the day of the journey, oldest first; without moments."""
    making = _Making(basis)
    found = [step for step in making.all() if step.day <= basis.on or step.kind == "task"]
    return sorted(found, key=lambda step: (step.day, step.at.timestamp() if step.at else 0.0, step.id))


def call_of(record_id: str) -> str:
    """The call that a record came of, by the id that a confirmed note gives it; empty for other records.

    `promise:CALL:1`, `plan:CALL:1` and `dispute:CALL:1:1` come of notes.
    """
    kind, _, rest = record_id.partition(":")
    parts = rest.rsplit(":", 2 if kind == "dispute" else 1)
    written = len(parts) == (3 if kind == "dispute" else 2) and all(part.isdecimal() for part in parts[1:])
    return parts[0] if written else ""


def answer_task(dispute: Dispute, tasks: Sequence[Task]) -> Task | None:
    """The task by which a dispute is to be answered: of the same call, and resting on the same words."""
    call = call_of(dispute.id)
    mine = [task for task in tasks if call and task.call_id == call]
    return next((t for t in mine if any(quote.quote and quote.quote in dispute.reason for quote in t.evidence)), None)


class _Making:
    def __init__(self, basis: JourneyBasis) -> None:
        self.basis, self.words = basis, Words(basis.language)
        self.ledger: Ledger = settle(basis.file, basis.on)
        followed = follow_up(basis.file, basis.policy.promise_grace_days, basis.on)
        self.promises = {promise.id: promise for promise in followed.promises}
        self.plans = {plan.id: plan for plan in followed.plans}
        self.known = {call.call_id for call in basis.calls}

    def all(self) -> Iterator[Step]:
        file = self.basis.file
        for invoice in file.invoices:
            yield self._invoice(invoice)
        yield from self._missed()
        yield from map(self._payment, file.payments)
        yield from self._promises()
        yield from self._plans()
        yield from map(self._dispute, file.disputes)
        yield from map(self._ticket, file.tickets)
        yield from map(self._contact, file.contacts)
        yield from map(self._call, self.basis.calls)
        yield from map(self._task, self.basis.tasks)

    # --- invoices and payments

    def _invoice(self, invoice: Invoice) -> Step:
        words, amount = self.words, self.words.money(invoice.total, invoice.currency)
        step = Step(
            id=invoice.id,
            kind="invoice",
            day=invoice.issued_on,
            title=words.title(invoice.kind, number=invoice.number),
            text=amount,
            amount=invoice.total,
            currency=invoice.currency,
        )
        items = [item for item in self.ledger.items if item.invoice_number == invoice.number]
        if invoice.kind == "credit_note" or not items:
            return step
        return step.model_copy(update=self._outcome(amount, invoice, items))

    def _outcome(self, amount: str, invoice: Invoice, items: Sequence[OpenItem]) -> dict[str, object]:
        """What came of an invoice: text, state, last due date and days late."""
        words, due = self.words, items[-1].due_on
        left = sum((item.amount for item in items), _ZERO)
        state: StepState = "open"
        if left <= 0:
            paid = max((part.on for item in items for part in item.settled), default=due)
            late = max([(part.on - item.due_on).days for item in items for part in item.settled[-1:]], default=0)
            state = "late" if late > 0 else "paid"
            text = words.text("paid", amount=amount, due=words.date(due), day=words.date(paid), late=words.late(late))
            return {"text": text, "state": state, "due_on": due, "days_late": max(0, late)}
        late = max(item.days_past_due(self.basis.on) for item in items if item.amount > 0)
        shown = {"amount": amount, "due": words.date(due), "left": words.money(left, invoice.currency)}
        if late > 0:
            state, text = "late", words.text("overdue", late=words.late(late), **shown)
        else:
            text = words.text("open", **shown)
        return {"text": text, "state": state, "due_on": due, "days_late": max(0, late)}

    def _missed(self) -> Iterator[Step]:
        """Due dates that passed with something open."""
        for place, item in enumerate(self.ledger.items):
            if item.due_on >= self.basis.on:
                continue
            left = item.original - sum((part.amount for part in item.settled if part.on <= item.due_on), _ZERO)
            if left > 0:
                shown = {"due": self.words.date(item.due_on), "left": self.words.money(left, item.currency)}
                yield Step(
                    id=f"due:{item.invoice_number}/{place}",
                    kind="due",
                    day=item.due_on,
                    title=self.words.title("due", number=item.invoice_number),
                    text=self.words.text("missed", **shown),
                    state="late",
                    amount=left,
                    currency=item.currency,
                    due_on=item.due_on,
                    related=(f"invoice:{item.invoice_number}",),
                )

    def _payment(self, payment: Payment) -> Step:
        amount, number = self.words.money(payment.amount, payment.currency), payment.invoice_number
        text = self.words.text("for", amount=amount, number=number) if number else ""
        return Step(
            id=payment.id,
            kind="payment",
            day=payment.paid_on,
            title=self.words.title("payment"),
            text=text or self.words.text("on_account", amount=amount),
            amount=payment.amount,
            currency=payment.currency,
            related=(f"invoice:{number}",) if number else (),
        )

    # --- promises and plans

    def _promises(self) -> Iterator[Step]:
        for promise in self.basis.file.promises:
            followed = self.promises.get(promise.id)
            if followed is not None:
                numbers = ", ".join(promise.invoices)
                shown = {"amount": self.words.money(promise.amount, promise.currency)}
                shown |= {"due": self.words.date(promise.due_on)}
                yield Step(
                    id=promise.id,
                    kind="promise",
                    day=promise.made_on,
                    title=self.words.title("promise"),
                    text=self.words.text("promised_for" if numbers else "promised", number=numbers, **shown),
                    state=followed.outcome,
                    amount=promise.amount,
                    currency=promise.currency,
                    due_on=promise.due_on,
                    days_late=_days_late(followed),
                    call_id=self._call_of(promise.id),
                    related=tuple(f"invoice:{number}" for number in promise.invoices),
                )

    def _plans(self) -> Iterator[Step]:
        for plan in self.basis.file.plans:
            followed = self.plans.get(plan.id)
            if followed is not None:
                amount = self.words.money(plan.total, plan.currency)
                yield Step(
                    id=plan.id,
                    kind="plan",
                    day=plan.agreed_on,
                    title=self.words.title("plan"),
                    text=self.words.text("planned", amount=amount, count=str(plan.instalments)),
                    state=followed.state,
                    amount=plan.total,
                    currency=plan.currency,
                    call_id=self._call_of(plan.id),
                    instalments=_instalments(followed),
                    related=tuple(f"invoice:{number}" for number in plan.invoices),
                )

    # --- disputes, tickets, contacts

    def _dispute(self, dispute: Dispute) -> Step:
        text, task = dispute.reason, answer_task(dispute, self.basis.tasks)
        if dispute.resolution:
            text = self.words.text("resolved", reason=_ended(dispute.reason), resolution=dispute.resolution)
        return Step(
            id=dispute.id,
            kind="dispute",
            day=dispute.opened_on,
            title=self.words.title("dispute"),
            text=text,
            state=dispute.state,
            due_on=task.due if task else None,
            call_id=self._call_of(dispute.id),
            related=(f"invoice:{dispute.invoice_number}",) if dispute.invoice_number else (),
        )

    def _ticket(self, ticket: Ticket) -> Step:
        return Step(
            id=ticket.id,
            kind=ticket.kind,
            day=ticket.opened_on,
            title=self.words.title(ticket.kind, subject=ticket.subject),
            text=ticket.text,
            state=ticket.state,
        )

    def _contact(self, contact: Contact) -> Step:
        return Step(
            id=contact.id,
            kind="contact",
            day=contact.at.date(),
            at=contact.at,
            title=self.words.title(contact.channel),
            text=contact.note,
            channel=contact.channel,
        )

    # --- calls and tasks

    def _call(self, call: CallFacts) -> Step:
        note = self.basis.notes.get(call.call_id)
        texts = self.basis.texts
        outcome = texts.dispositions[call.disposition] if call.disposition else ""
        return Step(
            id=f"call:{call.call_id}",
            kind="call",
            day=call.day,
            at=call.started_at,
            title=texts.purposes[call.purpose],
            text=_told(note, call.customer_name) or outcome,
            amount=call.promised or None,
            currency=call.currency,
            channel="call",
            call_id=call.call_id,
            disposition=call.disposition,
            situations=tuple(one for one in call.situations if one != Situation.NONE),
        )

    def _task(self, task: Task) -> Step:
        day = task.done_at.date() if task.done_at else task.due
        late = task.overdue(self.basis.on)
        state: StepState = task.state
        return Step(
            id=f"task:{task.id}",
            kind="task",
            day=day,
            title=self.words.title("task"),
            text=self.words.text("assignee", text=task.text, due=self.words.date(task.due)),
            state="late" if late else state,
            due_on=task.due,
            days_late=(self.basis.on - task.due).days if late else None,
            call_id=task.call_id if task.call_id in self.known else "",
        )

    def _call_of(self, record_id: str) -> str:
        call = call_of(record_id)
        return call if call in self.known else ""


def _told(note: Note | None, customer_name: str) -> str:
    """The narrative without its first sentence, which names the purpose and the customer: the page shows both."""
    text = note.narrative.text if note else ""
    _, named, rest = text.partition(customer_name) if customer_name else ("", "", "")
    return rest.lstrip(". ") or text if named else text


def _days_late(followed: Followed) -> int | None:
    if followed.completed_on is None:
        return None
    return max(0, (followed.completed_on - followed.due_on).days)


def _instalments(plan: FollowedPlan) -> tuple[InstalmentStep, ...]:
    return tuple(
        InstalmentStep(due_on=one.due_on, amount=one.amount, state=one.outcome, completed_on=one.completed_on)
        for one in plan.instalments
    )


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."
