import asyncio
from pathlib import Path

import pytest

from assistant.adapters.models import select
from assistant.adapters.models.embedded import EmbeddedModel
from assistant.adapters.models.off import OffModel
from assistant.adapters.models.ollama import OllamaModel
from assistant.adapters.models.openai import OpenAIModel
from assistant.adapters.models.select import build_model, choose, file_weights, weights_here
from assistant.adapters.models.weights import sha256_of
from assistant.adapters.models.weights_errors import WeightsError
from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest
from assistant.settings import Settings
from tests.fakes import FakeMeter
from tests.unit.weight_files import tiny_gguf


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [("off", OffModel), ("ollama", OllamaModel), ("openai", OpenAIModel), ("embedded", EmbeddedModel)],
)
async def test_settings_name_the_model(home: Path, wanted: str, kind: type) -> None:
    (server,) = await choose(Settings(home=home, model=wanted))
    assert isinstance(server.model, kind)


@pytest.mark.parametrize(
    ("held", "kind"), [([{"name": "llama:1b"}], OllamaModel), ([], EmbeddedModel), (None, EmbeddedModel)]
)
async def test_auto_takes_ollama_only_if_it_answers_with_a_model(
    home: Path, monkeypatch: pytest.MonkeyPatch, held: list[dict[str, str]] | None, kind: type
) -> None:
    async def installed(url: str, key: str) -> list[dict[str, str]]:
        if held is None:
            raise ModelUnavailable("nobody there")
        return held

    monkeypatch.setattr(select, "installed", installed)
    (server,) = await choose(Settings(home=home))
    assert isinstance(server.model, kind)


@pytest.mark.parametrize("wanted", ["auto", "embedded"])
async def test_weights_that_may_not_be_fetched_are_said_to_be_absent(
    home: Path, monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    async def installed(url: str, key: str) -> list[dict[str, str]]:
        raise ModelUnavailable("nobody there")

    monkeypatch.setattr(select, "installed", installed)
    (server,) = await choose(Settings(home=home, model=wanted), fetch=False)
    state = server.model.state()
    assert (state.state, "ascolto models pull" in state.message) == ("absent", True)


async def test_a_runtime_that_was_not_started_answers_plainly(home: Path) -> None:
    runtime = build_model(Settings(home=home, model="off"), FakeMeter())
    assert runtime.state().state == "loading"
    with pytest.raises(ModelUnavailable):
        await anext(runtime.stream(ModelRequest(prefix=(), text="hello")))
    await runtime.stop()


async def test_an_own_file_is_known_by_its_hash(home: Path) -> None:
    path = home / "own.gguf"
    path.write_bytes(tiny_gguf())
    loaded = await file_weights(path)(lambda state: None)
    assert (loaded.path, loaded.name, loaded.sha256) == (path, "own.gguf", sha256_of(path))


async def test_an_own_file_needs_no_download_and_its_faults_are_told_by_the_model(home: Path) -> None:
    assert not weights_here(Settings(home=home))
    settings = Settings(home=home, model="embedded", model_path=home)
    assert weights_here(settings)
    (server,) = await choose(settings)
    await server.model.start()
    async with asyncio.timeout(10):
        while server.model.state().state != "failed":  # noqa: ASYNC110  (a state, nobody signals it)
            await asyncio.sleep(0)
    state = server.model.state()
    await server.model.stop()
    assert f"{home} is a folder: name the GGUF file in it in ASCOLTO_MODEL_PATH." in state.message
    assert "Approved words only until then; next try in 5 minutes." in state.message


async def test_an_own_file_that_is_missing_is_named(home: Path) -> None:
    with pytest.raises(WeightsError, match="ASCOLTO_MODEL_PATH"):
        await file_weights(home / "none.gguf")(lambda state: None)
