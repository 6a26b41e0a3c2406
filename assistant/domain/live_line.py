"""What a supervisor sees of a call that is going on: a fold over its events that goes on where it stopped."""

import datetime as dt
from collections.abc import Iterable

from pydantic import BaseModel, PrivateAttr

from assistant.domain.calls import Situation, Speaker
from assistant.domain.events import (
    AlertRaised,
    AnyOutEvent,
    MessageSent,
    PlansUpdated,
    SituationDetected,
    UtteranceHeard,
)
from assistant.domain.heard import corrected
from assistant.domain.plans import Label
from assistant.domain.policy import Severity

WORDS_SHOWN = 3


class LastWords(BaseModel):
    id: str
    t: float
    speaker: Speaker
    text: str


class LiveAlert(BaseModel):
    severity: Severity
    text: str
    at: dt.datetime


class LiveLine(BaseModel):
    """Mutable; `last_seq` is the event up to which it is folded, `last_at` when the last words were heard."""

    last_seq: int = 0
    last_at: dt.datetime | None = None
    situation: Situation | None = None
    """What the customer's last words meant; None where they meant nothing in particular."""
    alerts: list[LiveAlert] = []
    waiting: list[Label] = []
    """Plans that wait for a supervisor's word."""
    words: list[LastWords] = []
    messages: int = 0
    _heard: set[str] = PrivateAttr(default_factory=set)
    """Ids of all utterances: one that is corrected after it has left the view doesn't come back."""

    def take_in(self, events: Iterable[AnyOutEvent]) -> None:
        for event in events:
            if event.seq > self.last_seq:
                self.last_seq = event.seq
                self._apply(event)

    def _apply(self, event: AnyOutEvent) -> None:
        match event:
            case UtteranceHeard(partial=False):
                self.last_at = event.at
                words = LastWords(id=event.utterance_id, t=event.t, speaker=event.speaker, text=event.text)
                known = words.id in self._heard
                self._heard.add(words.id)
                self.words = corrected(self.words, words) if known else [*self.words, words][-WORDS_SHOWN:]
            case SituationDetected():
                first = event.situations[0].id if event.situations else Situation.NONE
                self.situation = None if first == Situation.NONE else first
            case AlertRaised():
                self.alerts.append(LiveAlert(severity=event.severity, text=event.text, at=event.at))
            case PlansUpdated():
                asked = {approval.plan_id for approval in event.approvals if approval.state == "pending"}
                shown = [*event.options, *([event.nearest] if event.nearest else [])]
                self.waiting = [plan.label for plan in shown if plan.id in asked]
            case MessageSent():
                self.messages += 1
            case _:
                pass
