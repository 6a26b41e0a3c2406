"""Which calls the receivables ask for: promises and plans that weren't kept, disputes that wait for an answer. Pure.

One proposal a customer and purpose. What was promised or agreed anew since, or has been paid, asks for no call.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.calls import Purpose
from assistant.domain.followup import Followed, FollowUp
from assistant.domain.ledger import open_items
from assistant.domain.money import Language, format_date, format_money
from assistant.domain.policy import Texts
from assistant.domain.records import CustomerFile
from assistant.domain.tasks import Task

Kind = Literal["promise_due", "promise_broken", "plan_missed", "dispute_late", "dispute_answered"]
_PURPOSES: dict[Kind, Purpose] = {
    "promise_due": "promise_follow_up",
    "promise_broken": "promise_follow_up",
    "plan_missed": "promise_follow_up",
    "dispute_late": "dispute_follow_up",
    "dispute_answered": "dispute_follow_up",
}
_TEXTS: dict[Kind, Texts] = {
    "promise_due": {
        "it": "La promessa di {amount} entro il {day} è scaduta; finora risultano {received}.",
        "en": "The promise of {amount} by {day} is past its date; {received} so far.",
    },
    "promise_broken": {
        "it": "La promessa di {amount} entro il {day} non è stata mantenuta; risultano {received}.",
        "en": "The promise of {amount} by {day} wasn't kept; {received} came in.",
    },
    "plan_missed": {
        "it": "La rata di {amount} del {day} non è stata pagata per intero; risultano {received}.",
        "en": "The instalment of {amount} due on {day} wasn't paid in full; {received} came in.",
    },
    "dispute_late": {
        "it": "La contestazione del {opened} aspetta una risposta, dovuta entro il {day}: {subject}",
        "en": "The dispute of {opened} waits for an answer that was due by {day}: {subject}",
    },
    "dispute_answered": {
        "it": "C'è una risposta alla contestazione del {opened}, che il cliente non conosce ancora: {subject}",
        "en": "There is an answer to the dispute of {opened} that the customer doesn't know yet: {subject}",
    },
}
_MAX_SUBJECT = 200


class Proposal(BaseModel):
    """A call that should be made, why, and `since` when it is waited for."""

    model_config = ConfigDict(frozen=True)

    customer: str
    customer_name: str
    purpose: Purpose
    kinds: tuple[Kind, ...]
    reason: str
    since: date
    language: Language


@dataclass(frozen=True)
class Situated:
    """A customer on a day. `answer_due` is the day by which a dispute opened on a day has to be answered."""

    file: CustomerFile
    followed: FollowUp
    tasks: Sequence[Task]
    """The customer's tasks that are done and not yet told."""
    answer_due: Callable[[date], date]
    on: date
    language: Language


@dataclass(frozen=True)
class _Found:
    kind: Kind
    since: date
    text: str


def proposals(situated: Situated) -> list[Proposal]:
    """The calls that this customer should get, the longest waiting first."""
    grouped: dict[Purpose, list[_Found]] = defaultdict(list)
    for found in (*_promises(situated), *_plans(situated), *_disputes(situated)):
        grouped[_PURPOSES[found.kind]].append(found)
    customer = situated.file.customer
    made = []
    for purpose, reasons in grouped.items():
        reasons.sort(key=lambda found: (found.since, found.kind, found.text))
        made.append(
            Proposal(
                customer=customer.id,
                customer_name=customer.name,
                purpose=purpose,
                kinds=tuple(dict.fromkeys(found.kind for found in reasons)),
                reason=" ".join(found.text for found in reasons),
                since=reasons[0].since,
                language=situated.language,
            )
        )
    return sorted(made, key=lambda proposal: (proposal.since, proposal.purpose))


def _promises(situated: Situated) -> Iterator[_Found]:
    for promise in situated.followed.promises:
        if promise.outcome != "kept" and _asks_for_a_call(promise, situated):
            yield _unpaid("promise_broken" if promise.outcome == "broken" else "promise_due", promise, situated)


def _plans(situated: Situated) -> Iterator[_Found]:
    """The first instalment of each plan that lacks something: the call is about the plan as a whole."""
    for plan in situated.followed.plans:
        if plan.state == "completed":
            continue
        missed = [part for part in plan.instalments if part.outcome != "kept" and part.completed_on is None]
        if missed and _asks_for_a_call(missed[0], situated):
            yield _unpaid("plan_missed", missed[0], situated)


def _asks_for_a_call(due: Followed, situated: Situated) -> bool:
    """Whether the day has passed, something is still open for it, and nothing was agreed anew since."""
    file = situated.file
    if due.due_on >= situated.on or file.customer.insolvency_since:
        return False
    later = [promise.made_on for promise in file.promises] + [plan.agreed_on for plan in file.plans]
    if any(due.due_on < day <= situated.on for day in later):
        return False
    open_now = open_items(file, situated.on)
    return any(not due.invoices or item.invoice_number in due.invoices for item in open_now)


def _unpaid(kind: Kind, due: Followed, situated: Situated) -> _Found:
    language = situated.language
    text = _TEXTS[kind][language].format(
        amount=format_money(due.amount, due.currency, language),
        day=format_date(due.due_on, language),
        received=format_money(due.received, due.currency, language),
    )
    return _Found(kind, due.due_on, text)


def _disputes(situated: Situated) -> Iterator[_Found]:
    """Disputes whose answer is ready but not told (their call's task is done), and those that are answered too late."""
    for dispute in situated.file.disputes:
        answers = [task for task in situated.tasks if dispute.id.startswith(f"dispute:{task.call_id}:")]
        due = situated.answer_due(dispute.opened_on)
        if answers:
            told = min(task.done_at.date() if task.done_at else task.due for task in answers)
            kind: Kind = "dispute_answered"
            since, subject = told, " · ".join(task.outcome or task.text for task in answers)
        elif dispute.state == "open" and due < situated.on:
            kind, since, subject = "dispute_late", due, dispute.invoice_number or dispute.reason
        else:
            continue
        text = _TEXTS[kind][situated.language].format(
            opened=format_date(dispute.opened_on, situated.language),
            day=format_date(due, situated.language),
            subject=subject[:_MAX_SUBJECT],
        )
        yield _Found(kind, since, text)
