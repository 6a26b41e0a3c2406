"""How soon a guarded tailored sentence is there, turn by turn of one call, beside the naive chain's answer.

Same weights, same call, same server with its prompt cache on. Our path is played twice: with the final words only, and
with partial ones before them, as a transcription that streams sends them. Each path plays the whole call by itself, so
neither pushes the other's prompts out of the cache. Our clock runs from the customer's words to a sentence that passed
the guard, understanding them included; the naive chain's from the same moment, its passages found already, to its whole
answer.
"""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from statistics import median
from typing import Any

from assistant.app import App
from assistant.domain.calls import Situation, Utterance
from assistant.domain.cards import Card
from assistant.domain.errors import InvalidInput, ModelUnavailable
from assistant.domain.events import UtterancePartial
from assistant.domain.money import Language
from assistant.domain.slots import slots_in
from assistant.services.model_work import ModelUsage
from assistant.services.ports import LanguageModel, ModelRequest, ModelState
from assistant.services.read_ahead import ReadAhead
from assistant.services.tailor import ChosenCard, Tailor, Tailored
from evals.baselines import PASSAGES, naive_answer, naive_request
from evals.bench.machine import processor
from evals.situations import SETS
from knowledge.types import Passage, Phrase, SearchQuery

AIM_TIMES_SOONER = 10.0
FLAT_FROM, FLAT_TO = 5, 40
PRINCIPAL = "montelupo"
_WINDOW = 5
"""Turns whose median stands for a stretch of the call: one turn's words are longer than another's."""
_PATIENCE = 120.0
_SITUATIONS = ("temporary_difficulty", "service_complaint", "invoice_dispute", "already_paid", "refusal")


@dataclass(frozen=True)
class Turn:
    """What the customer says, the phrase that answers, and what the operator then says."""

    customer: Utterance
    phrase: Phrase
    operator: Utterance


@dataclass(frozen=True)
class Measured:
    """One turn: seconds to the end and to the first piece of text; prompt tokens worked on and found in the cache."""

    turn: int
    seconds: float
    first: float | None
    processed: int
    cached: int
    outcome: str


class Counted:
    """The model, keeping what the server counted of the last request and when its first piece came."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._usage: ModelUsage | None = None
        self._first: float | None = None

    def state(self) -> ModelState:
        return self._model.state()

    def begin(self) -> None:
        """A turn begins: nothing of the one before counts for it, whether the model is asked or not."""
        self._usage = self._first = None

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        self.begin()
        async for piece in self._model.stream(replace(request, on_usage=self._keep)):
            if self._first is None:
                self._first = time.perf_counter()
            yield piece

    def _keep(self, usage: ModelUsage) -> None:
        self._usage = usage

    def measured(self, turn: int, started: float, outcome: str) -> Measured:
        """The turn that began at `started`: its last request, or zeros where the model wasn't asked."""
        usage = self._usage or ModelUsage(0, 0, 0)
        return Measured(
            turn=turn,
            seconds=round(time.perf_counter() - started, 3),
            first=None if self._first is None else round(self._first - started, 3),
            processed=usage.prompt - usage.cached,
            cached=usage.cached,
            outcome=outcome,
        )


def long_call(phrases: Sequence[Phrase], language: Language, turns: int) -> list[Turn]:
    """A call made of labelled utterances of several situations in turn. Raises `InvalidInput` for too many turns."""
    rows = [json.loads(line) for line in (SETS / "situations.jsonl").read_text(encoding="utf-8").splitlines()]
    said = {
        situation: [row["text"] for row in rows if (row["language"], row["situation"]) == (language, situation)]
        for situation in _SITUATIONS
    }
    most = len(_SITUATIONS) * min(len(texts) for texts in said.values())
    if turns > most:
        raise InvalidInput(f"There are words for {most} turns.", where="--turns")
    return [_turn(number, said, phrases) for number in range(turns)]


def _turn(number: int, said: dict[str, list[str]], phrases: Sequence[Phrase]) -> Turn:
    situation = _SITUATIONS[number % len(_SITUATIONS)]
    text = said[situation][number // len(_SITUATIONS)]
    phrase = next(
        p for p in phrases if p.situation == situation and p.tailored and set(slots_in(p.tailored)) == {"mention"}
    )
    return Turn(
        customer=Utterance(id=f"u{2 * number + 1}", t=20.0 * number, speaker="customer", text=text),
        phrase=phrase,
        operator=Utterance(id=f"u{2 * number + 2}", t=20.0 * number + 10, speaker="operator", text=phrase.text),
    )


@dataclass(frozen=True)
class ModelBench:
    """`progress` is told of each turn as it ends."""

    app: App
    language: Language
    progress: Callable[[str], None]

    async def run(self, turns: int, naive: Sequence[int]) -> dict[str, Any]:
        """Play a call of `turns` turns on our path, and these of its turns on the naive one; the report's figures.

        Raises `InvalidInput` where the model isn't ready or hasn't earned mentions.
        """
        state = self.app.model.state()
        if not state.may("mention", self.language):
            message = f"The model {state.name!r} ({state.state}) has not earned mentions in {self.language!r}."
            raise InvalidInput(message, where="ASCOLTO_MODEL")
        phrases = self.app.library.phrases(PRINCIPAL, self.language)
        call = long_call(phrases, self.language, max(turns, *naive))
        model = Counted(self.app.model)
        ours = [await self._ours(model, call[:number]) for number in range(1, turns + 1)]
        ahead = [await self._ahead(model, call[:number]) for number in range(1, turns + 1)]
        theirs = [await self._naive(model, call[:number]) for number in naive]
        return {
            "bench": "model",
            "processor": processor(),
            "cores": os.cpu_count(),
            "model": state.name,
            "language": self.language,
            "ours": [asdict(row) for row in ours],
            "ours_reading_ahead": [asdict(row) for row in ahead],
            "naive": [asdict(row) for row in theirs],
            **figures(ours, ahead, theirs),
        }

    def _tailor(self, model: LanguageModel) -> Tailor:
        """The application's, but with a model that is counted, and patience. It names; it doesn't rewrite."""
        return Tailor(replace(self.app.tailor.mentioner, model=model, deadline=_PATIENCE))

    async def _ahead(self, model: Counted, call: Sequence[Turn]) -> Measured:
        """Our path with the words heard one by one before the last of them."""
        spoken, reader = call[-1].customer, ReadAhead()
        tailor = self._tailor(model)
        words = spoken.text.split()
        for end in range(1, len(words)):
            partial = UtterancePartial(
                call_id="bench", t=spoken.t, speaker="customer", text=" ".join(words[:end]), id=spoken.id
            )
            reader.follow(tailor, partial, spoken.id, self.language)
            if reader.task:
                await asyncio.wait([reader.task])
        return await self._ours(model, call, "ours, reading ahead")

    async def _ours(self, model: Counted, call: Sequence[Turn], path: str = "ours") -> Measured:
        turn, previous = call[-1], [earlier.customer for earlier in call[-3:-1]]
        tailor = self._tailor(model)
        model.begin()
        started = time.perf_counter()
        await self.app.knowledge.classify(turn.customer.text, self.language, previous)
        card = Card(
            id=f"card-{len(call)}",
            utterance_id=turn.customer.id,
            situation=Situation(turn.phrase.situation),
            language=self.language,
            text=turn.phrase.text,
            phrase_id=turn.phrase.id,
        )
        result = await tailor.tailor(ChosenCard(card, turn.phrase, {}), turn.customer, "bench")
        outcome = "tailored" if isinstance(result, Tailored) else result.reason if result else "not tried"
        return self._told(path, model.measured(len(call), started, outcome))

    async def _naive(self, model: Counted, call: Sequence[Turn]) -> Measured:
        before = [said for turn in call[:-1] for said in (turn.customer, turn.operator)]
        heard = [*before, call[-1].customer]
        passages = await self._passages(call[-1].customer.text)
        # What its last answer would have left in the cache: the transcript up to then.
        earlier = naive_request(before, (), self.language, "naive")
        with suppress(ModelUnavailable):  # a colder cache, then: the tokens read say so
            await naive_answer(model, replace(earlier, max_tokens=1))
        started = time.perf_counter()
        outcome = "answered"
        try:
            await naive_answer(model, naive_request(heard, passages, self.language, "naive"))
        except ModelUnavailable as problem:  # too slow for the client's patience: the time until then still counts
            outcome = f"failed: {problem.message}"
        return self._told("naive", model.measured(len(call), started, outcome))

    async def _passages(self, text: str) -> list[Passage]:
        on = self.app.clock.now().date()
        query = SearchQuery(text, on, (PRINCIPAL,), self.language, top=PASSAGES, everything=True)
        return await self.app.knowledge.search(query)

    def _told(self, path: str, row: Measured) -> Measured:
        read = f"{row.processed} prompt tokens read, {row.cached} from the cache"
        self.progress(f"{path}, turn {row.turn}: {row.seconds:.2f} s, {read}, {row.outcome}")
        return row


def figures(ours: Sequence[Measured], ahead: Sequence[Measured], naive: Sequence[Measured]) -> dict[str, Any]:
    """How much sooner ours is at the last turn of the naive chain, and how much slower late in the call than early.

    Turns at which the guard left the model unasked count for neither.
    """
    asked = [row for row in ours if row.processed]
    there = naive[-1]
    here = _around(asked, there.turn)
    early, late = _around(asked, FLAT_FROM + _WINDOW - 1), _around(asked, min(FLAT_TO, len(ours)))
    return {
        "turn": there.turn,
        "ours_seconds": here,
        "ours_reading_ahead_seconds": _around([row for row in ahead if row.processed], there.turn),
        "naive_seconds": there.seconds,
        "naive_first_seconds": there.first,
        "times_sooner": round(there.seconds / here, 1) if here else None,
        "aim_times_sooner": AIM_TIMES_SOONER,
        "late_to_early": round(late / early, 2) if late and early and len(ours) > FLAT_FROM + _WINDOW else None,
        "tailored": sum(row.outcome == "tailored" for row in ours),
    }


def _around(rows: Sequence[Measured], turn: int) -> float | None:
    """Median seconds of the turns that end at this one."""
    seconds = [row.seconds for row in rows if turn - _WINDOW < row.turn <= turn]
    return round(median(seconds), 3) if seconds else None
