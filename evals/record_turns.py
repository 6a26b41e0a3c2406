"""The turns of a recorded call with what was found in each, and what its note holds, in the shape of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain.call_page import CallPage, ShownCard, SpokenLine
from assistant.domain.calls import Speaker
from assistant.domain.events import AnyOutEvent, PlansUpdated, UtteranceHeard
from assistant.domain.notes import NoteItem, StoredNote
from assistant.domain.plans import Limits, Plan
from evals.case import ExpectedPlan
from evals.record_customer import MaskedCustomer
from evals.record_mask import Mask

_LETTERS: Mapping[Speaker, str] = {"operator": "o", "customer": "c", "third_party": "t"}


_NO_LIMITS = Limits()


@dataclass(frozen=True)
class _Planned:
    """What the customer could manage and what could be offered, at one moment of the call."""

    limits: Limits = _NO_LIMITS
    options: tuple[Plan, ...] = ()


def lines_of(page: CallPage) -> list[SpokenLine]:
    """What was said; a turn of a case is one of these."""
    return [line for line in page.transcript if line.text.strip()]


def used_cards(page: CallPage) -> dict[str, ShownCard]:
    """The first card that the operator used, as it was or in other words, by the utterance that it answers."""
    used: dict[str, ShownCard] = {}
    for shown in page.cards:
        if shown.state in ("used", "edited"):
            used.setdefault(shown.card.utterance_id, shown)
    return used


def turns(page: CallPage, events: Sequence[AnyOutEvent], customer: MaskedCustomer, mask: Mask) -> list[dict[str, Any]]:
    """The turns as a case holds them; limits and plans stand where they have changed."""
    planned, used = _planned(events), used_cards(page)
    known = planned.get("", _Planned())
    made = []
    for n, line in enumerate(lines_of(page), start=1):
        turn: dict[str, Any] = {_LETTERS[line.speaker]: mask.text(" ".join(line.text.split()), f"turn {n}")}
        if line.speaker != "operator":
            now = planned.get(line.id, known)
            turn["expect"] = {
                "situations": [one.id for one in line.situations],
                "cites": _article(used.get(line.id)),
                **_changes(known, now, customer),
            }
            known = now
        made.append(turn)
    return made


def _planned(events: Sequence[AnyOutEvent]) -> dict[str, _Planned]:
    """What held after each utterance, by its id; "" is before the first word."""
    found, now, heard = dict[str, _Planned](), _Planned(), ""
    for event in events:
        if isinstance(event, UtteranceHeard) and not event.partial:
            heard = event.utterance_id
        elif isinstance(event, PlansUpdated):
            now = _Planned(event.limits, tuple(event.options))
        found[heard] = now
    return found


def _changes(before: _Planned, now: _Planned, customer: MaskedCustomer) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if now.limits != before.limits:
        changes["limits"] = now.limits.model_copy(update={"invoices": customer.invoices(now.limits.invoices)})
    if now.options != before.options:
        changes["options"] = [_option(plan) for plan in now.options]
    return changes


def _option(plan: Plan) -> ExpectedPlan:
    return ExpectedPlan(
        count=len(plan.instalments),
        first=plan.instalments[0].due,
        total=plan.total,
        instalment=max(part.amount for part in plan.instalments),
    )


def _article(shown: ShownCard | None) -> str:
    cited = [one.id for one in shown.card.citations if one.kind == "article"] if shown else []
    return cited[0].rpartition("/")[2] if cited else ""


def note(stored: StoredNote | None, customer: MaskedCustomer) -> dict[str, Any]:
    """What the note holds as it stands; a call without one had no outcome."""
    if stored is None:
        return {"disposition": "no_outcome"}
    return {"disposition": stored.note.disposition, "items": [_item(item, customer) for item in stored.note.items]}


def _item(item: NoteItem, customer: MaskedCustomer) -> dict[str, Any]:
    """The fields that a case compares; what the item doesn't say is left out."""
    return {
        "kind": item.kind,
        "amount": item.amount,
        "date": item.date,
        "invoices": frozenset(customer.invoices(item.invoices)) or None,
        "who": item.who,
        "by": item.by,
        "count": len(item.plan.instalments) if item.plan else None,
    }
