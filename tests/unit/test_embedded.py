import asyncio
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.models import embedded
from assistant.adapters.models.embedded import EmbeddedModel, EngineProcess, Loaded, Report
from assistant.adapters.models.warmup import WarmUp
from assistant.adapters.models.weights_errors import WeightsError
from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest, ModelState

REQUEST = ModelRequest(prefix=(), text="hello")


class States(list[str]):
    """The states a model went through; `reached` waits for one."""

    def __init__(self, model: EmbeddedModel, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self._changed = asyncio.Condition()
        self._model = model
        report = model._report

        def keep(state: ModelState) -> None:
            report(state)
            self.append(state.state)

        monkeypatch.setattr(model, "_report", keep)

    async def reached(self, state: str, times: int = 1) -> None:
        async with asyncio.timeout(10):
            while self.count(state) < times:  # noqa: ASYNC110  # the model has no signal of its own to wait for
                await asyncio.sleep(0)


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    real = asyncio.sleep
    monkeypatch.setattr("assistant.adapters.models.embedded.asyncio.sleep", lambda seconds: real(0))


async def found(report: Report) -> Loaded:
    return Loaded(Path("tiny.gguf"), "tiny", "0" * 64)


async def test_weights_that_cannot_be_had_are_said_plainly(monkeypatch: pytest.MonkeyPatch, no_pause: None) -> None:
    async def absent(report: Report) -> Loaded:
        raise WeightsError("The package index can't be reached.", code="weights_no_network")

    model = EmbeddedModel(absent, threads=1, warm=WarmUp())
    states = States(model, monkeypatch)
    await model.start()
    await states.reached("failed", times=2)
    assert "can't be reached" in model.state().message
    assert "approved words only" in model.state().message.lower()
    with pytest.raises(ModelUnavailable):
        await anext(model.stream(REQUEST))
    await model.stop()


async def test_an_engine_that_never_loads_is_tried_again_and_given_up(
    monkeypatch: pytest.MonkeyPatch, no_pause: None
) -> None:
    async def spawn(path: Path, threads: int, kept: Path | None) -> Any:
        raise ModelUnavailable("It could not load.")

    monkeypatch.setattr(EngineProcess, "spawn", spawn)
    model = EmbeddedModel(found, threads=1, warm=WarmUp())
    states = States(model, monkeypatch)
    await model.start()
    await states.reached("failed", times=7)
    assert "times in a row" in model.state().message or "could not load" in model.state().message
    assert "ready" not in states
    await model.stop()


async def test_a_missing_engine_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "find_spec", lambda name: None)
    with pytest.raises(ModelUnavailable, match=r"ascolto\[local\]"):
        await EngineProcess.spawn(Path("tiny.gguf"), 1)
