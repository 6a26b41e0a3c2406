"""Plays all demo calls through the real live pipeline, in this process, on any day and with a scripted model."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

import knowledge
from assistant.adapters.transcripts import read_transcript
from assistant.app import App, Use, running
from assistant.domain.events import CallStarted
from assistant.services.demo import Demo, demo_calls, load_demo
from assistant.services.ports import ModelRequest, ModelState
from assistant.services.replay import play, start_replay
from assistant.settings import Settings
from tests.fakes import FakeClock
from tests.integration.figurewalk import Json


class ScriptedModel:
    """Answers with the mention whose words stand in the request; a dash, which the guard withholds, to all others."""

    def __init__(self, mentions: Mapping[str, str]) -> None:
        self.mentions = mentions

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass

    def state(self) -> ModelState:
        return ModelState("ready", name="scripted", earned={"it": ("mention",), "en": ("mention",)})

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        yield next((mention for words, mention in self.mentions.items() if words in request.text), "-")


async def play_demo(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime | None = None,
    mentions: Mapping[str, str] | None = None,
) -> dict[str, list[Json]]:
    """The events of every demo call by its id. With `now`, the demo is loaded anew for that day first."""
    monkeypatch.setenv("ASCOLTO_HOME", str(home))
    monkeypatch.setenv("ASCOLTO_MODEL", "off")
    monkeypatch.delenv("ASCOLTO_DATABASE_URL", raising=False)
    monkeypatch.delenv("ASCOLTO_CHROMA_URL", raising=False)
    if now:
        monkeypatch.setattr("assistant.app.SystemClock", lambda: FakeClock(now))
    if mentions is not None:
        monkeypatch.setattr("assistant.app.build_model", lambda *_: ScriptedModel(mentions))
    async with running(Settings(), Use(model=mentions is not None, fetch_weights=True)) as app:
        if now:
            source = Path(knowledge.__file__).parent / "demo"
            parts = Demo(source, home / "demo", app.reader, app.records, app.users, app.library.principal)
            await load_demo(parts, now)
        return {call.id: await _play(app, call.path, call.customer) for call in await demo_calls(home / "demo")}


async def _play(app: App, path: Path, customer: str) -> list[Json]:
    transcript = read_transcript(path)
    opening = CallStarted(call_id=path.stem, customer=customer, started_at=app.clock.now())
    info = await start_replay(app.live, transcript, opening)

    async def settled(_: float) -> None:
        await app.live.settled(info.id)

    await play(app.live, info.id, transcript, settled, partials=False)
    return [event.model_dump(mode="json") for event in await app.calls.events(info.id)]
