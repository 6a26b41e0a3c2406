"""What a confirmed note sets going: tasks for people, and promises, plans and disputes for the receivables. Pure."""

import datetime as dt
from collections.abc import Sequence

from assistant.domain.notes import Note, NoteItem
from assistant.domain.records import Dispute, Due, PlanRecord, Promise
from assistant.domain.tasks import Task

_INTERNAL = frozenset({"supervisor"})
"""Owners whose work the customer isn't told of."""


def tasks_of(note: Note, on: dt.date, sales_rep: str, next_working_day: dt.date) -> list[Task]:
    """A task for each next action; one without a day is due on the next working day. Same note, same ids."""
    actions = [item for item in note.items if item.kind == "next_action"]
    return [
        Task(
            id=f"{note.call_id}:{number}",
            principal=note.customer.partition("/")[0],
            customer=note.customer,
            call_id=note.call_id,
            owner=item.who or "operator",
            assignee=sales_rep if item.who == "sales_representative" else "",
            text=item.text,
            due=max(item.by or next_working_day, on),
            tell_customer=item.who not in _INTERNAL,
            evidence=item.evidence,
        )
        for number, item in enumerate(actions, start=1)
    ]


def promises_of(note: Note, on: dt.date) -> list[Promise]:
    """Promises with amount and day; one that lacks either can't be kept or broken, and stays in the note alone."""
    complete = [
        (n, item) for n, item in _numbered(note, "promise") if item.amount is not None and item.date is not None
    ]
    return [
        Promise(
            id=f"promise:{note.call_id}:{number}",
            made_on=on,
            due_on=item.date,
            amount=item.amount,
            currency=item.currency or "",
            invoices=item.invoices,
        )
        for number, item in complete
        if item.date is not None and item.amount is not None and item.currency
    ]


def plans_of(note: Note, on: dt.date) -> list[PlanRecord]:
    return [
        PlanRecord(
            id=f"plan:{note.call_id}:{number}",
            agreed_on=on,
            total=item.plan.total,
            currency=item.plan.currency,
            instalments=len(item.plan.instalments),
            schedule=tuple(Due(due_on=one.due, amount=one.amount) for one in item.plan.instalments),
            invoices=tuple(item.plan.invoices),
        )
        for number, item in _numbered(note, "plan")
        if item.plan is not None
    ]


def disputes_of(note: Note, on: dt.date) -> list[Dispute]:
    """One for each contested invoice, its reason in the customer's words; without an invoice, one."""
    return [
        Dispute(
            id=f"dispute:{note.call_id}:{number}:{place}",
            opened_on=on,
            invoice_number=invoice,
            reason=_reason(item),
        )
        for number, item in _numbered(note, "dispute")
        for place, invoice in enumerate(item.invoices or ("",), start=1)
    ]


def _reason(item: NoteItem) -> str:
    return " … ".join(evidence.quote for evidence in item.evidence) or item.text


def _numbered(note: Note, kind: str) -> Sequence[tuple[int, NoteItem]]:
    return list(enumerate((item for item in note.items if item.kind == kind), start=1))
