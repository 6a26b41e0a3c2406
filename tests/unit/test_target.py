import os
from pathlib import Path

import pytest

from assistant.adapters.models import target
from assistant.adapters.models.embedded import EmbeddedModel
from assistant.adapters.models.ollama import OllamaModel
from assistant.adapters.models.ollama_server import HeldModel
from assistant.adapters.models.target import Target, find_target, started
from assistant.adapters.models.weights import DEFAULT, SMALL, sha256_of
from assistant.adapters.models.weights_errors import WeightsError
from assistant.domain.errors import ModelUnavailable, NotFound
from assistant.services.ports import ModelState
from assistant.settings import Settings
from tests.fakes import FakeModel
from tests.unit.weight_files import tiny_gguf


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, model="embedded", model_threads=3)


@pytest.fixture
def ollama(monkeypatch: pytest.MonkeyPatch) -> None:
    async def installed(url: str, wait: float = 1.0, key: str = "") -> list[HeldModel]:
        return [HeldModel(name="llama:1b", digest="d1"), HeldModel(name="qwen:latest", digest="sha256:d2")]

    monkeypatch.setattr(target, "installed", installed)


async def test_an_own_file_is_known_by_its_hash(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "own.gguf"
    path.write_bytes(tiny_gguf())
    found = await find_target(settings, str(path))
    assert (found.weights, found.name, found.threads) == (sha256_of(path), "own", 3)
    assert isinstance(found.model, EmbeddedModel)
    assert found.endpoint() is None


async def test_fetched_weights_are_found_by_the_beginning_of_their_id(settings: Settings) -> None:
    path = SMALL.path(settings.cache_path / "weights")
    path.parent.mkdir(parents=True)
    path.touch()
    os.truncate(path, SMALL.size)
    for wanted in (SMALL.id, SMALL.id[:20]):
        assert (await find_target(settings, wanted)).weights == SMALL.sha256
    with pytest.raises(NotFound, match="give more of the name"):
        await find_target(settings, "qwen2.5-coder")


@pytest.mark.parametrize(("wanted", "remedy"), [(None, "models pull`"), (SMALL.id, "models pull --small`")])
async def test_weights_that_are_not_here_name_the_remedy(settings: Settings, wanted: str | None, remedy: str) -> None:
    with pytest.raises(WeightsError, match=remedy):
        await find_target(settings, wanted)


async def test_fetched_weights_of_another_length_count_as_absent(settings: Settings) -> None:
    path = SMALL.path(settings.cache_path / "weights")
    path.parent.mkdir(parents=True)
    path.write_bytes(tiny_gguf())
    with pytest.raises(WeightsError, match="models pull --small`"):
        await find_target(settings, SMALL.id)


async def test_a_missing_file_is_named(settings: Settings) -> None:
    with pytest.raises(WeightsError, match=r"none\.gguf.*correct MODEL"):
        await find_target(settings, "none.gguf")


async def test_a_file_that_is_no_model_names_the_setting_that_led_to_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(b"<html>")
    with pytest.raises(WeightsError, match="correct ASCOLTO_MODEL_PATH") as caught:
        await find_target(Settings(home=tmp_path, model="embedded", model_path=path), None)
    assert caught.value.code == "weights_not_gguf"


async def test_a_server_s_model_goes_by_its_name(tmp_path: Path, ollama: None) -> None:
    settings = Settings(home=tmp_path, model="ollama")
    found = await find_target(settings, "qwen")
    assert (found.weights, found.name, found.threads) == ("d2", "qwen:latest", 0)
    assert isinstance(found.model, OllamaModel)
    endpoint = found.endpoint()
    assert endpoint is not None
    assert endpoint.url.endswith(":11434/v1")
    with pytest.raises(NotFound, match="llama:1b, qwen:latest"):
        await find_target(settings, "mistral")


async def test_auto_takes_ollama_where_it_answers(tmp_path: Path, ollama: None) -> None:
    assert (await find_target(Settings(home=tmp_path), None)).weights == "d1"


async def test_an_openai_compatible_server_goes_by_its_served_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def served(url: str, key: str) -> list[dict[str, str]]:
        assert (url, key) == ("http://one/v1", "secret")
        return [{"id": "big-model"}]

    monkeypatch.setattr(target, "served_models", served)
    settings = Settings(home=tmp_path, model="openai", model_url="http://one/v1, http://two/v1", model_key="secret")
    assert (await find_target(settings, None)).weights == "big-model"
    with pytest.raises(NotFound, match="big-model"):
        await find_target(settings, "other")


async def test_switched_off_there_is_nothing_to_check(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="switched off"):
        await find_target(Settings(home=tmp_path, model="off"), None)


async def test_the_default_is_the_configured_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(tiny_gguf())
    found = await find_target(Settings(home=tmp_path, model="embedded", model_path=path), None)
    assert (found.name, found.weights != DEFAULT.sha256) == ("mine", True)


class Starting(FakeModel):
    async def start(self) -> None:
        """Nothing to start."""

    async def stop(self) -> None:
        """Nothing to stop."""


async def test_a_model_that_cannot_start_says_why() -> None:
    broken = Starting(state=ModelState("failed", message="It is no GGUF file."))
    with pytest.raises(ModelUnavailable, match="no GGUF"):
        await started(Target(broken, "w", "broken", "engine"))
    assert await started(Target(Starting(), "w", "good", "engine")) < 60
