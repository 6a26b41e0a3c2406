"""The model of an evaluation starts once, however often it is asked before it is ready."""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.app import App
from assistant.cli import recorded
from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest, ModelState
from tests.fakes import FakeModel


@dataclass(frozen=True)
class Small:
    """What of the application is read."""

    settings: Any
    model: Any = None
    meter: Any = None
    prompts: Any = None


class Loading(FakeModel):
    """Gets ready only when it is told."""

    def __init__(self) -> None:
        super().__init__("yes", state=ModelState("loading"))
        self.starts = self.stops = 0

    async def start(self) -> None:
        self.starts += 1

    async def stop(self) -> None:
        self.stops += 1


async def test_a_model_that_takes_its_time_is_started_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = tmp_path / "w.gguf"
    weights.write_bytes(b"weights")
    model = Loading()
    monkeypatch.setattr(recorded, "build_model", lambda *parts: model)
    monkeypatch.setattr(recorded, "warm_requests", lambda prompts: [])
    monkeypatch.setattr(recorded, "START_SECONDS", 0.0)
    app = cast(App, Small(SimpleNamespace(model="embedded", model_path=weights, cache_path=tmp_path)))
    request = ModelRequest(prefix=(), text="Is it?")
    async with recorded.recorded_model(app, "some") as asked:
        for _ in range(2):
            with pytest.raises(ModelUnavailable, match="loading"):
                [piece async for piece in asked.stream(request)]
        model.current = ModelState("ready")
        assert [piece async for piece in asked.stream(request)] == ["yes"]
    assert (model.starts, model.stops) == (1, 1)
