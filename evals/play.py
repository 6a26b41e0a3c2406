"""Plays a case through the live pipeline and keeps what was understood and shown, turn by turn."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from pydantic import BaseModel, ConfigDict

from assistant.app import App
from assistant.domain.calls import CallInfo, Situation, Utterance
from assistant.domain.cards import Citation
from assistant.domain.events import (
    AnyOutEvent,
    CallStarted,
    PlansUpdated,
    SituationDetected,
    SuggestionReady,
    SuggestionTailored,
    UtteranceFinal,
)
from assistant.domain.notes import Note
from assistant.domain.plans import Limits, Plan
from assistant.domain.rubric import Score
from assistant.services.coaching import Booth
from assistant.services.ports import Calls
from assistant.services.scoring import score_events
from assistant.services.tailor import Tailor
from evals.case import Case


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True)


class Suggestion(_Kept):
    """What the operator is shown to say. `policy` are figures that the policy gives, as they stand in the text."""

    text: str
    situation: Situation | None = None
    phrase_id: str = ""
    citations: tuple[Citation, ...] = ()
    policy: tuple[str, ...] = ()
    tailored: str = ""


class PlayedTurn(_Kept):
    """What came of one turn of the customer. `ms` is the time to the card; it differs from run to run."""

    utterance_id: str
    situation: Situation | None = None
    suggestion: Suggestion | None = None
    limits: Limits = Limits()
    options: tuple[Plan, ...] = ()
    ms: float = 0.0


class Played(_Kept):
    """A whole case as one system played it; a system that only suggests leaves note and score None."""

    case_id: str
    system: str
    turns: tuple[PlayedTurn, ...]
    note: Note | None = None
    score: Score | None = None


Answer = Callable[[Case, Sequence[Utterance]], Awaitable[tuple[Suggestion | None, float]]]
"""What a baseline would have said after the last of these utterances, and the milliseconds that it took."""


@dataclass
class _Log:
    """The events of a call, read as they come."""

    calls: Calls
    call_id: str
    seen: int = 0

    async def new(self) -> list[AnyOutEvent]:
        events = await self.calls.events(self.call_id, self.seen)
        self.seen += len(events)
        return events


async def play_case(app: App, case: Case, tailor: Tailor | None = None) -> Played:
    """The case through the live pipeline: what an operator would have seen, without a model where none tailors.

    With a `tailor` each card's tailored sentence is waited for, as if nobody spoke before it is there.
    """
    booth = app.room.coach.booth(case.file, tailor)
    log = _Log(booth.calls, case.id)
    await booth.live.open(_opening(case))
    state = _Shown()
    state.take(await log.new())
    turns: list[PlayedTurn] = []
    for utterance in case.utterances:
        since = time.perf_counter()
        await booth.live.hear(UtteranceFinal(call_id=case.id, **utterance.model_dump()))
        ms = (time.perf_counter() - since) * 1_000
        await booth.live.settled(case.id)
        events = await log.new()
        state.take(events)
        if utterance.speaker != "operator":
            turns.append(state.turn(utterance, events, ms))
    return await _ended(app, booth, case, "ours" if tailor else "approved", turns)


async def play_answers(case: Case, system: str, answer: Answer, most: int | None = None) -> Played:
    """The turns of which a suggestion is expected, as a baseline answers them; at most the first `most`."""
    turns: list[PlayedTurn] = []
    for n, (utterance, turn) in enumerate(zip(case.utterances, case.turns, strict=True), start=1):
        if turn.speaker == "operator" or not (turn.expect.does or turn.obeyed) or len(turns) == most:
            continue
        said, ms = await answer(case, case.utterances[:n])
        turns.append(PlayedTurn(utterance_id=utterance.id, suggestion=said, ms=ms))
    return Played(case_id=case.id, system=system, turns=tuple(turns))


@dataclass
class _Shown:
    limits: Limits = field(default_factory=Limits)
    options: tuple[Plan, ...] = ()

    def take(self, events: Sequence[AnyOutEvent]) -> None:
        for event in events:
            if isinstance(event, PlansUpdated):
                self.limits, self.options = event.limits, tuple(event.options)

    def turn(self, utterance: Utterance, events: Sequence[AnyOutEvent], ms: float) -> PlayedTurn:
        found = next((event for event in events if isinstance(event, SituationDetected)), None)
        ready = next((event for event in reversed(events) if isinstance(event, SuggestionReady)), None)
        return PlayedTurn(
            utterance_id=utterance.id,
            situation=found.situations[0].id if found and found.situations else None,
            suggestion=_suggestion(ready, events) if ready else None,
            limits=self.limits,
            options=self.options,
            ms=ms,
        )


def _suggestion(ready: SuggestionReady, events: Sequence[AnyOutEvent]) -> Suggestion:
    card = ready.card
    tailored = next((e.text for e in events if isinstance(e, SuggestionTailored) and e.card_id == card.id), "")
    return Suggestion(
        text=" ".join(filter(None, (card.text, card.question))),
        situation=card.situation,
        phrase_id=card.phrase_id,
        citations=tuple(card.citations),
        policy=tuple(figure.text for figure in card.figures if figure.source.kind == "policy"),
        tailored=tailored,
    )


async def _ended(app: App, booth: Booth, case: Case, system: str, turns: Sequence[PlayedTurn]) -> Played:
    await booth.live.end(case.id)
    await booth.live.settled(case.id)
    info: CallInfo = (await booth.calls.get(case.id)).info
    scored = await score_events(replace(app.facts.scoring, withholds=False), info, await booth.calls.events(case.id))
    note = (await booth.notes.get(case.id)).note
    return Played(case_id=case.id, system=system, turns=tuple(turns), note=note, score=scored.score)


def _opening(case: Case) -> CallStarted:
    return CallStarted(
        call_id=case.id,
        customer=case.file.customer.id,
        started_at=case.started_at,
        language=case.language,
        purpose=case.purpose,
    )
