"""Chooses the model: Ollama if it answers, else an own GGUF file, else the embedded default; or what settings name."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Protocol

from assistant.adapters.models.embedded import EmbeddedModel, GetWeights, Loaded, Report
from assistant.adapters.models.off import OffModel
from assistant.adapters.models.ollama import DEFAULT_URL, OllamaModel, installed
from assistant.adapters.models.openai import OpenAIModel
from assistant.adapters.models.weights import DEFAULT, Source, Stage, WeightsError, ensure
from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest, ModelState
from assistant.settings import Settings


class RunningModel(Protocol):
    """A `LanguageModel` with a life of its own."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def state(self) -> ModelState: ...

    def stream(self, request: ModelRequest) -> AsyncIterator[str]: ...


def weights_folder(settings: Settings) -> Path:
    return settings.cache_path / "weights"


def weights_here(settings: Settings) -> bool:
    """True where the embedded engine needs no download to start."""
    return (settings.model_path or DEFAULT.path(weights_folder(settings))).is_file()


def source_weights(source: Source, folder: Path) -> GetWeights:
    """Weights that are fetched if they aren't there."""

    async def get(report: Report) -> Loaded:
        def progress(stage: Stage, share: float) -> None:
            report(ModelState(stage, source.title, progress=share))

        report(ModelState("absent", source.title))
        return Loaded(await ensure(source, folder, progress), source.title, source.sha256)

    return get


def file_weights(path: Path) -> GetWeights:
    """Weights that the user has."""

    async def get(report: Report) -> Loaded:
        report(ModelState("loading", path.name))
        if not await asyncio.to_thread(path.is_file):
            message = f"There is no GGUF file at {path}: correct ASCOLTO_MODEL_PATH."
            raise WeightsError(message, where="ASCOLTO_MODEL_PATH", code="weights_absent")
        return Loaded(path, path.name)

    return get


def _embedded(settings: Settings, warm: Sequence[ModelRequest]) -> EmbeddedModel:
    path = settings.model_path
    weights = file_weights(path) if path is not None else source_weights(DEFAULT, weights_folder(settings))
    return EmbeddedModel(weights, settings.model_threads, warm)


async def choose(settings: Settings, warm: Sequence[ModelRequest] = ()) -> RunningModel:
    """The model that the settings ask for; `auto` asks Ollama first, and takes a second at most to find out."""
    match settings.model:
        case "off":
            return OffModel()
        case "openai":
            return OpenAIModel(settings.model_url, settings.model_name, settings.model_key.get_secret_value())
        case "ollama":
            return OllamaModel(settings.model_url, settings.model_name)
        case "embedded":
            return _embedded(settings, warm)
        case "auto":
            try:
                if await installed(settings.model_url or DEFAULT_URL):
                    return OllamaModel(settings.model_url, settings.model_name)
            except ModelUnavailable:
                pass  # nobody there: that is what `auto` wants to know
            return _embedded(settings, warm)


class ModelRuntime:
    """The one model of this process. Starting returns at once; the rest happens in the background."""

    def __init__(self, settings: Settings, warm: Sequence[ModelRequest] = ()) -> None:
        self._settings, self._warm = settings, warm
        self._model: RunningModel = OffModel(ModelState("loading", message="Looking for a language model."))
        self._task: asyncio.Task[None] | None = None

    def state(self) -> ModelState:
        return self._model.state()

    def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        """Pieces of text as they come. Leaving cancels. Raises `ModelUnavailable`."""
        return self._model.stream(request)

    async def start(self) -> None:
        """Choose and start a model in the background."""
        self._task = asyncio.create_task(self._choose(), name="model-runtime")

    async def stop(self) -> None:
        """Stop whatever runs."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._model.stop()

    async def _choose(self) -> None:
        self._model = await choose(self._settings, self._warm)
        await self._model.start()


def build_model(settings: Settings, warm: Sequence[ModelRequest] = ()) -> ModelRuntime:
    """Build, without starting, the model that `settings` ask for; `warm` are the prompts to have ready."""
    return ModelRuntime(settings, warm)
