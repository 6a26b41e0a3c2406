"""The cards of a real call beside a practice call: its lines go through the live pipeline, with its own records."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from assistant.domain import practice_log
from assistant.domain.calls import Speaker
from assistant.domain.callstate import CallState
from assistant.domain.cards import Card
from assistant.domain.errors import NotFound
from assistant.domain.events import (
    AlertRaised,
    AnyOutEvent,
    CallOpened,
    CallStarted,
    ChecklistEntry,
    PlansUpdated,
    UtteranceFinal,
)
from assistant.domain.exercises import Exercise
from assistant.domain.heard import utterances
from assistant.domain.plans import Plan
from assistant.domain.records import CustomerFile
from assistant.services.live import LiveCalls
from assistant.services.ports import Calls
from assistant.services.ports_notes import Notes
from assistant.services.tailor import Tailor

_KEPT = 64
_TEN_O_CLOCK = time(10, 0, tzinfo=UTC)
"""Practice has no hours: the call is thought of as made in the morning, so that no rule about hours speaks up."""
_SECONDS_A_WORD = 0.4


class Coaching(BaseModel):
    """What the panel would show now: the card, the plans that may be offered, what was raised at the last line."""

    model_config = ConfigDict(frozen=True)

    opening: str = ""
    card: Card | None = None
    options: tuple[Plan, ...] = ()
    alerts: tuple[AlertRaised, ...] = ()
    checklist: tuple[ChecklistEntry, ...] = ()


class ScenarioCustomers:
    """The port `Customers` of a call whose only customer is the scenario's."""

    def __init__(self, file: CustomerFile) -> None:
        self._file = file

    async def file(self, customer_id: str) -> CustomerFile:
        """Raises `NotFound` for another."""
        if customer_id != self._file.customer.id:
            raise NotFound(f"There is no customer {customer_id!r} in this scenario.", where=customer_id)
        return self._file

    async def resolve(self, reference: str, principals: Sequence[str] | None = None) -> str:
        return (await self.file(reference)).customer.id

    async def list(self, principals: Sequence[str] | None = None) -> list[CustomerFile]:
        return [self._file]


@dataclass
class Line:
    speaker: Speaker
    text: str


@dataclass
class Booth:
    """A live pipeline of one practice call, and what it has heard."""

    live: LiveCalls
    calls: Calls
    notes: Notes
    heard: list[Line] = field(default_factory=list)
    seconds: float = 0.0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class OpenBooth(Protocol):
    """Makes the pipeline of a call about a customer; without a `tailor` its cards have approved words alone."""

    def __call__(self, file: CustomerFile, tailor: Tailor | None = None) -> Booth: ...


@dataclass(frozen=True)
class Coach:
    """Follows practice calls. What it has heard is kept for the latest calls and made anew for the others."""

    booth: OpenBooth
    seen: Callable[[Exercise], CustomerFile]
    """The records as the trainee has them on the screen."""
    _booths: OrderedDict[str, Booth] = field(default_factory=OrderedDict)

    async def look(self, exercise: Exercise) -> Coaching:
        """What the panel would show after the exercise's last line."""
        lines = _lines(exercise)
        booth = self._booths.get(exercise.id)
        if booth is None or booth.heard != lines[: len(booth.heard)]:
            booth = await self._open(exercise)
        self._booths[exercise.id] = booth
        self._booths.move_to_end(exercise.id)
        while len(self._booths) > _KEPT:
            self._booths.popitem(last=False)
        async with booth.turn:
            for line in lines[len(booth.heard) :]:
                await _hear(booth, exercise.id, line)
        return _coaching(await booth.calls.events(exercise.id))

    async def _open(self, exercise: Exercise) -> Booth:
        file, scenario = self.seen(exercise), exercise.practice.scenario
        booth = self.booth(file)
        opening = CallStarted(
            call_id=exercise.id,
            customer=file.customer.id,
            started_at=datetime.combine(exercise.practice.figures.on, _TEN_O_CLOCK),
            language=scenario.language,
            purpose=scenario.purpose,
            operator=exercise.trainee,
        )
        await booth.live.open(opening)
        return booth


async def _hear(booth: Booth, call_id: str, line: Line) -> None:
    booth.seconds += _SECONDS_A_WORD * len(line.text.split())
    said = UtteranceFinal(call_id=call_id, t=booth.seconds, speaker=line.speaker, text=line.text)
    await booth.live.hear(said)
    booth.heard.append(line)


def _lines(exercise: Exercise) -> list[Line]:
    return [Line(said.speaker, said.text) for said in practice_log.utterances(exercise.practice) if said.text]


def _coaching(events: Sequence[AnyOutEvent]) -> Coaching:
    state = CallState.fold(events)
    opened = next(event for event in events if isinstance(event, CallOpened))
    said = [utterance.id for utterance in utterances(events) if utterance.speaker == "operator"]
    raised = [e for e in events if isinstance(e, AlertRaised) and said and e.utterance_id == said[-1]]
    plans = next((event.options for event in reversed(events) if isinstance(event, PlansUpdated)), [])
    return Coaching(
        opening=opened.opening.text if opened.opening and not state.operator_turns else "",
        card=state.card,
        options=tuple(plans),
        alerts=tuple(raised),
        checklist=tuple(
            entry.model_copy(update={"done": entry.item not in state.unticked}) for entry in opened.checklist
        ),
    )
