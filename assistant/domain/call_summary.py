"""The facts of a call folded from its events, its note and its score. Pure; `CallFacts` says what they are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.call_facts import CallFacts
from assistant.domain.calls import Call, Situation
from assistant.domain.edit_rate import words_changed
from assistant.domain.events import (
    AlertRaised,
    AnyOutEvent,
    SituationDetected,
    SuggestionClosed,
    SuggestionReady,
)
from assistant.domain.heard import spoken
from assistant.domain.ledger import open_items
from assistant.domain.notes import StoredNote
from assistant.domain.records import CustomerFile
from assistant.domain.rubric import Score

SURE = 0.8
"""Confidence from which a situation is a fact of the call: the one from which a card shows it."""


@dataclass(frozen=True)
class Context:
    """What the events don't hold: the operator's team, the customer's records, the note, the score, the ending.

    `file` is None where the customer's records are gone.
    """

    team: str
    file: CustomerFile | None
    note: StoredNote | None
    score: Score | None
    complete: bool


def facts_of(call: Call, events: Sequence[AnyOutEvent], context: Context) -> CallFacts:
    """One row for `call`, whose log holds `events`."""
    info, note = call.info, context.note
    currency, overdue = _overdue(call, context.file)
    closed = Counter(event.state for event in events if isinstance(event, SuggestionClosed))
    alerts = [event for event in events if isinstance(event, AlertRaised)]
    confirmed = note.confirmed_at if note else None
    return CallFacts(
        call_id=info.id,
        principal=info.principal,
        customer=info.customer,
        customer_name=call.customer_name,
        operator=info.operator,
        team=context.team,
        language=info.language,
        purpose=info.purpose,
        started_at=info.started_at,
        day=info.started_at.date(),
        ended_at=call.ended_at,
        seconds=_seconds(events),
        complete=context.complete,
        last_seq=call.last_seq,
        disposition=note.note.disposition if note else None,
        situations=_situations(events),
        alerts=len(alerts),
        critical_alerts=sum(alert.severity == "critical" for alert in alerts),
        cards_shown=len({event.card.id for event in events if isinstance(event, SuggestionReady)}),
        cards_used=closed["used"],
        cards_edited=closed["edited"],
        cards_dismissed=closed["dismissed"],
        after_call_seconds=max(0, round((confirmed - call.ended_at).total_seconds()))
        if confirmed and call.ended_at
        else None,
        edit_rate=round(words_changed(note.drafted, note.note), 4) if note and confirmed else None,
        currency=currency,
        overdue=overdue,
        promised=_promised(note, currency),
        levels={one.id: one.level for one in context.score.criteria} if context.score else {},
    )


def _seconds(events: Iterable[AnyOutEvent]) -> int:
    """From the first to the last words."""
    times = [event.t for event in spoken(events)]
    return round(max(times) - min(times)) if times else 0


def _situations(events: Iterable[AnyOutEvent]) -> tuple[Situation, ...]:
    found = {
        situation.id
        for event in events
        if isinstance(event, SituationDetected)
        for situation in event.situations
        if situation.confidence >= SURE and situation.id != Situation.NONE
    }
    return tuple(one for one in Situation if one in found)


def _overdue(call: Call, file: CustomerFile | None) -> tuple[str, Decimal]:
    """What was overdue on the day of the call, in the currency of most of the customer's open money."""
    day = call.info.started_at.date()
    items = open_items(file, day) if file else ()
    sums: Counter[str] = Counter()
    for item in items:
        sums[item.currency] += int(item.amount * 100)
    currency = sums.most_common(1)[0][0] if sums else _usual_currency(file)
    late = (item.amount for item in items if item.currency == currency and item.due_on < day)
    return currency, sum(late, Decimal("0.00"))


def _usual_currency(file: CustomerFile | None) -> str:
    return file.invoices[-1].currency if file and file.invoices else "EUR"


def _promised(note: StoredNote | None, currency: str) -> Decimal:
    kinds = ("promise", "plan")
    items = note.note.items if note else ()
    mine = (item for item in items if item.kind in kinds and (item.currency or currency) == currency)
    return sum((item.amount or Decimal(0) for item in mine), Decimal("0.00"))
