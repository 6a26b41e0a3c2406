"""The voice of the customer: what a customer said of goods, service, billing or communication, in their own words.

Code decides what counts: the situations that were heard in a call, the note's complaints and disputes, the answers of
an interview, and the complaints of the customer's record. What an operator says or feels is no part of it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.calls import Situation
from assistant.domain.events import AnyOutEvent, NoteDrafted, SituationDetected, UtteranceHeard
from assistant.domain.heard import spoken
from assistant.domain.money import Language
from assistant.domain.records import Ticket
from assistant.domain.theme_names import WORD
from assistant.domain.tone import Tone

Source = Literal["call", "interview", "ticket"]
SOURCES: tuple[Source, ...] = ("call", "interview", "ticket")
MIN_WORDS = 4
"""Fewer words ("non va bene") say nothing that could be told apart from other things."""
MIN_ANGER_WORDS = 6
"""Anger counts where it says something beside: an insult is short."""
MIN_CONFIDENCE = 0.5
_SAID_OF_SERVICE = {Situation.SERVICE_COMPLAINT, Situation.INVOICE_DISPUTE}


@dataclass(frozen=True)
class Origin:
    """A call or a record that may hold voices.

    `mark` changes whenever its content does; `call_id` is empty for a record.
    """

    id: str
    principal: str
    customer: str
    source: Source
    language: Language
    at: dt.datetime
    day: dt.date
    mark: int
    call_id: str = ""


class Voice(BaseModel):
    """`id` is `CALL:UTTERANCE`, or the record's id; `day` is where the call was made. Links are empty for a record."""

    model_config = ConfigDict(frozen=True)

    id: str
    principal: str
    customer: str
    source: Source
    origin: str
    call_id: str
    utterance_id: str
    at: dt.datetime
    day: dt.date
    language: Language
    text: str
    tone: Tone = 0
    tone_words: tuple[str, ...] = ()
    """The words on which the tone rests, as they were said."""


def ticket_origin_id(customer: str, ticket: Ticket) -> str:
    """The record's id in the whole house: ids of tickets are a customer's own."""
    return f"{customer}#{ticket.id}"


def ticket_text(ticket: Ticket) -> str:
    """What the complaint says: its subject, and its text where it has one."""
    return f"{ticket.subject.strip().rstrip('.')}. {ticket.text}".strip(". ") if ticket.text else ticket.subject


def voices_of_ticket(origin: Origin, text: str) -> list[Voice]:
    """The voice of a complaint in the customer's record; none where it hardly says anything."""
    return [_voice(origin, "", origin.at, text)] if enough(text) else []


def voices_of_call(origin: Origin, events: Sequence[AnyOutEvent]) -> list[Voice]:
    """What the customer said of the service, in the order in which it was said; each utterance once."""
    said = {event.utterance_id: event for event in spoken(events) if event.speaker == "customer"}
    named = _by_situation(events, said) | _by_note(events)
    return [
        _voice(origin, utterance_id, origin.at + dt.timedelta(seconds=event.t), event.text)
        for utterance_id, event in said.items()
        if utterance_id in named and enough(event.text)
    ]


def enough(text: str) -> bool:
    """Whether a text says enough to be a voice."""
    return len(WORD.findall(text)) >= MIN_WORDS


def _by_situation(events: Sequence[AnyOutEvent], said: dict[str, UtteranceHeard]) -> set[str]:
    named: set[str] = set()
    for event in events:
        if isinstance(event, SituationDetected) and event.utterance_id in said:
            sure = {scored.id for scored in event.situations if scored.confidence >= MIN_CONFIDENCE}
            words = len(WORD.findall(said[event.utterance_id].text))
            if sure & _SAID_OF_SERVICE or (Situation.ANGER in sure and words >= MIN_ANGER_WORDS):
                named.add(event.utterance_id)
    return named


def _by_note(events: Sequence[AnyOutEvent]) -> set[str]:
    """What the latest note gives as evidence of complaints, disputes and answers."""
    note = next((event for event in reversed(events) if isinstance(event, NoteDrafted) and event.final), None)
    if note is None:
        return set()
    items = [item.evidence for item in note.items if item.kind in ("complaint", "dispute")]
    answers = [answer.evidence for answer in note.answers]
    return {quote.utterance_id for evidence in (*items, *answers) for quote in evidence}


def _voice(origin: Origin, utterance_id: str, at: dt.datetime, text: str) -> Voice:
    return Voice(
        id=f"{origin.id}:{utterance_id}" if utterance_id else origin.id,
        principal=origin.principal,
        customer=origin.customer,
        source=origin.source,
        origin=origin.id,
        call_id=origin.call_id,
        utterance_id=utterance_id,
        at=at,
        day=origin.day,
        language=origin.language,
        text=text,
    )
