"""How soon a card is ready: the live pipeline on the demo calls, while the language model writes without a pause.

The clock starts when a final utterance of the customer enters `LiveCalls.hear` and stops when its card is published.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from assistant.app import App
from assistant.domain.calls import Transcript
from assistant.domain.card_use import CardUse, card_use
from assistant.domain.errors import ModelUnavailable
from assistant.domain.events import CallStarted, SuggestionReady, UtteranceFinal
from assistant.services.ports import ModelRequest
from assistant.services.replay import start_replay
from evals.bench.machine import clocked, percentiles, processor

BUDGET_MS = 100.0
"""p95 of `suggestion.ready` after the final utterance, on two cores."""

UNDERSTAND_BUDGET_MS = 30.0
"""Processor time of classification and extraction together for an utterance, as one core would take."""

PAUSE_SECONDS = 0.25
"""Between two utterances, far less than in a call; the model writes meanwhile, so that it is busy when one comes."""


@dataclass
class Samples:
    """Milliseconds to the card, where there was one; and to the end of every customer utterance."""

    ready: list[float] = field(default_factory=list)
    handled: list[float] = field(default_factory=list)
    use: list[CardUse] = field(default_factory=list)

    @property
    def cards_per_minute(self) -> float:
        minutes = sum(use.minutes for use in self.use)
        return round(sum(use.shown for use in self.use) / minutes, 2) if minutes else 0.0


async def bench_live(app: App, transcripts: list[Transcript], rounds: int) -> dict[str, Any]:
    """Replay the calls `rounds` times under a generating model; returns the figures of the report."""
    if not transcripts:
        raise ValueError("no transcripts to replay")
    await _play(app, transcripts[0], "bench-warm-up", Samples())
    samples = Samples()
    async with _generating(app) as tokens:
        for number in range(rounds):
            for index, transcript in enumerate(transcripts):
                await _play(app, transcript, f"bench-{number}-{index}", samples)
    understood = await _understand(app, transcripts)
    return {
        "bench": "live",
        "processor": processor(),
        "cores": os.cpu_count(),
        "model": app.model.state().name or "off",
        "model_state": app.model.state().state,
        "generated_pieces": tokens[0],
        "cards": len(samples.ready),
        "utterances": len(samples.handled),
        "card_ready_ms": percentiles(samples.ready),
        "utterance_ms": percentiles(samples.handled),
        "cards_per_minute": samples.cards_per_minute,
        "budget_ms_p95": BUDGET_MS,
        "understand_cpu_ms": percentiles(understood),
        "understand_budget_ms": UNDERSTAND_BUDGET_MS,
    }


async def _play(app: App, transcript: Transcript, call_id: str, samples: Samples) -> None:
    opening = CallStarted(call_id=call_id, customer=transcript.customer or "", started_at=app.clock.now())
    await start_replay(app.live, transcript, opening)
    await app.live.settled(call_id)
    for utterance in transcript.utterances:
        await asyncio.sleep(PAUSE_SECONDS)
        before = await app.calls.get(call_id)
        said = UtteranceFinal(call_id=call_id, **utterance.model_dump())
        _, elapsed, _ = await clocked(app.live.hear(said))
        if utterance.speaker == "operator":
            continue
        samples.handled.append(elapsed)
        events = await app.calls.events(call_id, before.last_seq)
        # The card is the last event of a customer's turn, so the turn's time is the card's.
        if any(isinstance(event, SuggestionReady) for event in events):
            samples.ready.append(elapsed)
    await app.live.end(call_id)
    samples.use.append(card_use(await app.calls.events(call_id)))


async def _understand(app: App, transcripts: list[Transcript]) -> list[float]:
    """Processor milliseconds, of all threads, for what each utterance of a customer means and the figures in it."""
    spent = []
    for transcript in transcripts:
        for number, utterance in enumerate(transcript.utterances):
            if utterance.speaker != "operator":
                started = time.process_time()
                found = await app.knowledge.classify(utterance.text, None, transcript.utterances[:number])
                app.extractor.extract(utterance.text, app.clock.now().date(), found.language)
                spent.append((time.process_time() - started) * 1000)
    return spent


@asynccontextmanager
async def _generating(app: App) -> AsyncIterator[list[int]]:
    """Keep one slot of the model busy with free writing; counts the pieces it wrote."""
    written = [0]

    async def write() -> None:
        request = ModelRequest(
            prefix=[("system", "You write long, plain prose about warehouses.")], text="Begin.", max_tokens=400
        )
        while True:
            async for _ in app.model.stream(request):
                written[0] += 1

    if app.model.state().state != "ready":
        yield written
        return
    task = asyncio.create_task(write())
    try:
        yield written
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, ModelUnavailable):
            await task
