"""The embedded engine is killed in mid-sentence, again and again, while calls go on.

Runs with the smallest weights there are; `ASCOLTO_TEST_GGUF` names others. The times it prints are for people.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from assistant.adapters.models import embedded
from assistant.adapters.models.embedded import EmbeddedModel
from assistant.adapters.models.pool import ModelPool, Server
from assistant.adapters.models.select import EMBEDDED_CAPACITY, file_weights
from assistant.adapters.models.warmup import WarmUp
from assistant.adapters.transcripts import read_transcript
from assistant.app import App, Use, running
from assistant.domain.calls import Transcript
from assistant.domain.errors import ModelUnavailable
from assistant.domain.events import (
    AnyOutEvent,
    CallClosed,
    CallStarted,
    ErrorRaised,
    NoteDrafted,
    SuggestionReady,
    SuggestionTailored,
    SuggestionWithheld,
    UtteranceHeard,
)
from assistant.domain.money import LANGUAGES
from assistant.domain.qualification import Qualification
from assistant.services.demo import demo_calls
from assistant.services.ports import ModelRequest, ModelState
from assistant.services.replay import play, start_replay
from assistant.settings import Settings
from tests.fakes import FakeMeter
from tests.integration.test_embedded_model import process_file, tiny_weights

pytestmark = pytest.mark.integration
KILLS = 20
_PATIENCE = 120.0


class KilledModel:
    """The embedded model; its engine is killed after the first piece of answers, until so many of them broke off.

    An answer of which all has been on its way when the engine died is whole, and another one is taken for it. `states`
    are the states that it went through, `back` the seconds after each kill until it was ready again.
    """

    def __init__(self, model: EmbeddedModel, answers: int) -> None:
        self.model, self.left, self.kills = model, answers, 0
        self.states: list[str] = []
        self.back: list[float] = []
        self._killed = 0.0
        self._report, model._report = model._report, self._keep  # type: ignore[method-assign]
        self.start, self.stop, self.state = model.start, model.stop, model.state

    def _keep(self, state: ModelState) -> None:
        self._report(state)
        if not self.states or self.states[-1] != state.state:
            self.states.append(state.state)
        if state.state == "ready" and self._killed:
            self.back.append(time.monotonic() - self._killed)

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        killed = False
        try:
            async for piece in self.model.stream(request):
                yield piece
                if self.left and self.model.engine and not killed:
                    killed = True
                    self.kills += 1
                    self._killed = time.monotonic()
                    os.kill(self.model.engine.pid, signal.SIGKILL)
        except ModelUnavailable:
            self.left -= killed
            raise

    async def up(self) -> None:
        async with asyncio.timeout(_PATIENCE):
            while len(self.back) < self.kills or self.state().state != "ready":  # noqa: ASYNC110
                await asyncio.sleep(0.02)


def weights() -> Path:
    return Path(os.environ["ASCOLTO_TEST_GGUF"]) if "ASCOLTO_TEST_GGUF" in os.environ else tiny_weights()


async def play_call(app: App, model: KilledModel, transcript: Transcript, call_id: str) -> list[AnyOutEvent]:
    opening = CallStarted(call_id=call_id, customer=transcript.customer or "", started_at=app.clock.now())
    await start_replay(app.live, transcript, opening)

    async def pause(_: float) -> None:
        await app.live.settled(call_id)
        await model.up()

    await play(app.live, call_id, transcript, pause, partials=False)
    return await app.calls.events(call_id)


def judge(events: list[AnyOutEvent], transcript: Transcript) -> int:
    """A call that went on whatever happened; returns how many of its cards the engine died under."""
    assert sum(isinstance(event, UtteranceHeard) for event in events) == len(transcript.utterances)
    assert [type(event) for event in events[-2:]] == [CallClosed, NoteDrafted]
    assert not [event for event in events if isinstance(event, ErrorRaised)]
    cards = {event.card.id: event.card for event in events if isinstance(event, SuggestionReady)}
    assert all(card.text and card.figures is not None for card in cards.values())
    died = [
        event.card_id for event in events if isinstance(event, SuggestionWithheld) and event.reason == "unavailable"
    ]
    tailored = {event.card_id for event in events if isinstance(event, SuggestionTailored)}
    assert set(died) <= set(cards)
    assert len(died) == len(set(died))
    assert not tailored & set(died)
    return len(died)


async def test_calls_go_on_and_the_engine_comes_back_warm(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, meter, made = tmp_path / "home", FakeMeter(), []
    path = weights()
    shutil.copytree(demo_home, home)
    # Nobody reads the smallest weights' answers: they are asked for mentions so that there is something to interrupt.
    earned = Qualification(dict.fromkeys(LANGUAGES, ("select", "mention")))

    def build(settings: Settings, _: object, warm: list[ModelRequest], *__: object) -> ModelPool:
        kept = WarmUp(warm, settings.cache_path / "prompts", embedded.SLOTS)
        made.append(KilledModel(EmbeddedModel(file_weights(path), 2, kept, lambda sha: earned), KILLS))
        return ModelPool([Server("embedded", made[0], EMBEDDED_CAPACITY)], meter)

    monkeypatch.setattr("assistant.app.build_model", build)
    async with running(Settings(home=home, tailor_deadline=60), Use(model=True, fetch_weights=True)) as app:
        (model,) = made
        await model.up()
        await app.knowledge.warm()
        transcripts = [read_transcript(call.path) for call in await demo_calls(home / "demo")]
        died, played = 0, 0
        while model.left or played < len(transcripts):
            assert model.kills <= 3 * KILLS, "the engine dies and hardly an answer breaks off"
            transcript = transcripts[played % len(transcripts)]
            died += judge(await play_call(app, model, transcript, f"call-{played}"), transcript)
            played += 1
        await model.up()
        assert died == KILLS
        # Up, down and up again, never in a cool-down: and what it hears next finds the fixed part in the cache.
        assert model.states[model.states.index("ready") :] == ["ready", *["loading", "ready"] * model.kills]
        meter.runs.clear()
        play_on = play_call(app, model, transcripts[0], "afterwards")
        judge(await play_on, transcripts[0])
    usage = next(run.usage for run in meter.runs if run.usage)
    assert usage.cached > 0.8 * usage.prompt
    slowest, mean = max(model.back), sum(model.back) / len(model.back)
    print(f"\n{path.name}: ready again {mean:.2f} s after a kill, {slowest:.2f} s at most, of {len(model.back)}")  # noqa: T201


def test_it_ends_when_its_parent_is_killed() -> None:
    path = tiny_weights()
    code = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from assistant.adapters.models.embedded import EngineProcess\n"
        "async def main():\n"
        "    engine = await EngineProcess.spawn(Path(sys.argv[1]), 1)\n"
        "    print(engine.pid, flush=True)\n"
        "    await asyncio.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert b"assistant.adapters.models.child" in process_file(pid, "cmdline")
        parent.kill()
    ends = time.monotonic() + 30
    with suppress(FileNotFoundError, ProcessLookupError):
        while process_file(pid, "cmdline") and time.monotonic() < ends:
            time.sleep(0.05)
        assert not process_file(pid, "cmdline")
