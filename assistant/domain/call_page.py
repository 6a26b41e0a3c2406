"""What a call's page shows of it: a fold over its events into what was said, shown, raised, planned and told."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, Field

from assistant.domain.calls import ScoredSituation, Speaker
from assistant.domain.cards import Card, Citation, Figure
from assistant.domain.events import (
    AlertRaised,
    AnswerReady,
    AnyOutEvent,
    CallClosed,
    CallOpened,
    ChecklistEntry,
    ChecklistTicked,
    MessageSent,
    PlansUpdated,
    SituationDetected,
    SuggestionClosed,
    SuggestionReady,
    SuggestionTailored,
    SuggestionWithheld,
    UtteranceHeard,
)
from assistant.domain.heard import taken_in
from assistant.domain.plans import Approval, Plan
from assistant.domain.policy import Severity

CardState = Literal["open", "used", "edited", "dismissed", "expired", "replaced"]


class SpokenLine(BaseModel):
    """`t` is seconds from the start; `situations` is what the words mean, the primary one first."""

    id: str
    t: float
    speaker: Speaker
    text: str
    situations: list[ScoredSituation] = []


class Tailored(BaseModel):
    """The guarded variant that was shown, and what wrote it."""

    text: str
    figures: list[Figure] = []
    mention: str = ""
    model: str = ""
    prompt: str = ""


class Withheld(BaseModel):
    """Why a card kept its approved words alone."""

    reason: str
    model: str = ""
    prompt: str = ""


class ShownCard(BaseModel):
    """A card, what became of it, and the words that the operator had before them or said instead (`said`)."""

    card: Card
    at: dt.datetime
    state: CardState = "open"
    tailored: Tailored | None = None
    withheld: Withheld | None = None
    said: str | None = None


class Ticked(ChecklistEntry):
    utterance_id: str | None = None


class RaisedAlert(BaseModel):
    rule: str
    severity: Severity
    text: str
    kinder: str | None = None
    citation: str | None = None
    utterance_id: str | None = None
    at: dt.datetime


class Told(BaseModel):
    """A supervisor's message to the operator during the call."""

    text: str
    by: str
    at: dt.datetime


class Asked(BaseModel):
    """A question of the operator to the articles and records, and what was found."""

    question: str
    citations: list[Citation]


class PlansShown(BaseModel):
    """The plans as they were shown last."""

    options: list[Plan] = []
    nearest: Plan | None = None
    offered: str | None = None
    chosen: str | None = None
    approvals: list[Approval] = []


class CallPage(BaseModel):
    """Mutable; only `apply` changes it. `ended` is false where nobody has ended the call."""

    contact_name: str = ""
    principal_name: str = ""
    transcript: list[SpokenLine] = []
    cards: list[ShownCard] = []
    alerts: list[RaisedAlert] = []
    checklist: list[Ticked] = []
    plans: PlansShown = Field(default_factory=PlansShown)
    questions: list[Asked] = []
    messages: list[Told] = []
    ended: bool = False

    @classmethod
    def fold(cls, events: Iterable[AnyOutEvent]) -> "CallPage":
        page = cls()
        for event in events:
            page.apply(event)
        return page

    def apply(self, event: AnyOutEvent) -> None:
        match event:
            case CallOpened():
                self.contact_name, self.principal_name = event.contact_name, event.principal_name
                self.checklist = [Ticked.model_validate(dict(entry)) for entry in event.checklist]
            case UtteranceHeard(partial=False):
                line = SpokenLine(id=event.utterance_id, t=event.t, speaker=event.speaker, text=event.text)
                self.transcript = taken_in(self.transcript, line)
            case SituationDetected():
                for line in self.transcript:
                    if line.id == event.utterance_id:
                        line.situations = event.situations
            case SuggestionReady():
                self.cards.append(ShownCard(card=event.card, at=event.at))
            case SuggestionTailored() | SuggestionWithheld() | SuggestionClosed():
                self._change_card(event)
            case ChecklistTicked():
                for entry in self.checklist:
                    if entry.item == event.item:
                        entry.done, entry.utterance_id = True, event.utterance_id
            case AlertRaised():
                self.alerts.append(RaisedAlert.model_validate(event, from_attributes=True))
            case PlansUpdated():
                self.plans = PlansShown.model_validate(event, from_attributes=True)
            case AnswerReady():
                self.questions.append(Asked(question=event.question, citations=event.citations))
            case MessageSent():
                self.messages.append(Told(text=event.text, by=event.by, at=event.at))
            case CallClosed():
                self.ended = not event.lost
            case _:
                pass

    def _change_card(self, event: SuggestionTailored | SuggestionWithheld | SuggestionClosed) -> None:
        shown = next((card for card in reversed(self.cards) if card.card.id == event.card_id), None)
        if shown is None:
            return
        match event:
            case SuggestionTailored():
                shown.tailored = Tailored.model_validate(event, from_attributes=True)
            case SuggestionWithheld():
                shown.withheld = Withheld.model_validate(event, from_attributes=True)
            case SuggestionClosed():
                shown.state, shown.said = event.state, event.text
