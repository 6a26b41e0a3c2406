"""Two people on the line: what each says becomes the events that the live pipeline would have written."""

import datetime as dt
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.domain.calls import Situation
from assistant.domain.said import SAID_KINDS
from evals.history.words import alerts, fields_of, filled, ticks
from evals.history.world import Story

_CHARS_A_SECOND = 15.0
_CARD_SHARE = 0.8
_FATES = {"used": 44, "edited": 14, "dismissed": 10, "expired": 18, "replaced": 14}
"""What becomes of cards, in per cent."""


@dataclass(frozen=True)
class Line:
    """`part` is the key of the stock that it was taken from."""

    id: str
    speaker: str
    text: str
    part: str
    t: float
    situation: Situation | None = None


@dataclass
class Told:
    """A call in words and events (JSON); `shown` counts its cards."""

    story: Story
    lines: list[Line] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    shown: int = 0
    alerts: list[str] = field(default_factory=list)
    """Severities."""

    def add(self, kind: str, t: float, /, **payload: Any) -> None:
        at = self.story.at.astimezone(dt.UTC) + dt.timedelta(seconds=round(t, 1))
        head = {"seq": len(self.events) + 1, "call_id": self.story.id, "at": at.isoformat(), "type": kind}
        self.events.append(json.dumps(head | payload, ensure_ascii=False, separators=(",", ":")))

    @property
    def end(self) -> float:
        return self.lines[-1].t if self.lines else 0.0

    def said(self, *parts: str) -> list[Line]:
        return [line for line in self.lines if line.part in parts]


class Talk:
    """A call as it goes on; `operator` and `customer` let one of them speak from the stock."""

    def __init__(self, told: Told, chance: random.Random) -> None:
        self.told, self.story, self.chance = told, told.story, chance
        self.stock = self.story.house.stock[self.story.language]
        self.fields = fields_of(self.story)
        self.t = 0.0
        self.holds: list[dict[str, Any]] = []
        self.ticks: set[str] = set()
        self.card: str | None = None
        self.spoken: set[str] = set()

    # --- who says what

    def _text(self, lines: Sequence[str]) -> str:
        fresh = [line for line in lines if line not in self.spoken] or lines
        template = self.chance.choice(fresh)
        self.spoken.add(template)
        return template

    def _say(self, speaker: str, part: str, text: str, situation: Situation | None = None) -> Line:
        self.t += self.chance.uniform(1.0, 6.0) + len(text) / _CHARS_A_SECOND
        place = len(self.told.lines) + 1
        line = Line(f"u{place}", speaker, text, part, round(self.t, 1), situation)
        self.told.lines.append(line)
        self.told.add(
            "utterance.heard",
            self.t,
            utterance_id=line.id,
            t=line.t,
            speaker=speaker,
            text=text,
            partial=False,
        )
        return line

    def operator(self, part: str) -> None:
        template = self._text(self.stock.operator[part])
        self.operator_says(part, template, filled(template, self.story, self.fields))

    def operator_says(self, part: str, template: str, text: str) -> None:
        line = self._say("operator", part, text)
        story = self.story
        for item in ticks(story.house, story.purpose, story.language, template):
            if item not in self.ticks:
                self.ticks.add(item)
                self.told.add("checklist.ticked", self.t, item=item, utterance_id=line.id)
        for alert in alerts(story.house, story.purpose, story.language, template):
            self.told.alerts.append(alert["severity"])
            self.told.add("alert.raised", self.t, **alert, utterance_id=line.id)

    def customer(self, part: str, situation: Situation = Situation.NONE, lines: Sequence[str] = ()) -> None:
        text = filled(self._text(lines or self.stock.customer[part]), self.story, self.fields)
        line = self._say("customer", part, text, situation)
        confidence = round(self.chance.uniform(0.71, 0.999), 4)
        self._hold(line)
        self.told.add(
            "situation.detected",
            self.t,
            utterance_id=line.id,
            situations=[{"id": situation.value, "confidence": confidence}],
            findings=[],
            said=self.holds,
        )
        if situation != Situation.NONE and self.chance.random() < _CARD_SHARE:
            self._show(line)

    def _hold(self, line: Line) -> None:
        kind = SAID_KINDS.get(line.situation or Situation.NONE)
        if kind is None or any(one["kind"] == kind for one in self.holds):
            return
        one: dict[str, Any] = {"kind": kind, "situation": str(line.situation), "utterances": [line.id]}
        one["text"] = line.text
        if kind == "promise" and self.story.promise:
            day, amount = self.story.promise
            one |= {"amount": f"{amount:.2f}", "amount_from": line.id, "currency": self.story.currency}
            one |= {"date": day.isoformat(), "date_from": line.id}
        if kind == "agreement":
            if self.story.plan is None:
                return
            one["plan"] = self.story.plan.id
        self.holds = [*self.holds, one]

    # --- cards

    def _show(self, line: Line) -> None:
        story = self.story
        phrases = story.house.phrases.get((story.language, str(line.situation)))
        if not phrases:
            return
        phrase = self.chance.choice(phrases)
        replaces = self.card
        if replaces is not None:
            self.shut_card(replaces, "replaced")
        self.told.shown += 1
        self.card = f"{story.id}-card-{self.told.shown}"
        card = {
            "id": self.card,
            "replaces": replaces,
            "utterance_id": line.id,
            "situation": str(line.situation),
            "language": story.language,
            "text": phrase.text,
            "phrase_id": phrase.id,
            "question": phrase.question or None,
            "citations": [{"kind": "article", "id": phrase.article, "title": phrase.article, "quote": ""}],
        }
        self.told.add("suggestion.ready", self.t, card=card)
        self._decide(phrase.text)

    def _decide(self, text: str) -> None:
        fate = self.chance.choices([*_FATES], [*_FATES.values()])[0]
        if fate == "replaced" or self.card is None:
            return
        card = self.card
        if fate == "used":
            self.operator_says("card", text, text)
            self.shut_card(card, "used")
        elif fate == "edited":
            part = "ack_warm" if self.warm() else "ack_plain"
            own = self._text(self.stock.operator[part])
            self.operator_says(part, own, own)
            self.shut_card(card, "edited", own)
        else:
            self.shut_card(card, fate)

    def shut_card(self, card: str, state: str, text: str | None = None) -> None:
        self.told.add("suggestion.closed", self.t, card_id=card, state=state, text=text)
        self.card = None

    def warm(self, bias: float = 0.0) -> bool:
        return self.chance.random() < self.story.warmth + bias
