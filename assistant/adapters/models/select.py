"""Chooses the model: Ollama if it answers, else an own GGUF file, else the embedded default; or what settings name."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from assistant.adapters.models.embedded import SLOTS, EmbeddedModel, GetWeights, Loaded, Report
from assistant.adapters.models.gguf import read_own_file
from assistant.adapters.models.off import OffModel
from assistant.adapters.models.ollama import OllamaModel, Tuning, installed
from assistant.adapters.models.ollama_server import normalised
from assistant.adapters.models.openai import OpenAIModel
from assistant.adapters.models.pool import ModelPool, RunningModel, Server
from assistant.adapters.models.qualification import Qualify, never_checked
from assistant.adapters.models.queue import Capacity
from assistant.adapters.models.warmup import WarmUp
from assistant.adapters.models.weights import DEFAULT, Source, Stage, ensure
from assistant.domain.errors import ModelUnavailable
from assistant.services.model_work import ModelMeter
from assistant.services.ports import ModelRequest, ModelState
from assistant.settings import Settings

_log = logging.getLogger(__name__)
EMBEDDED_CAPACITY = Capacity(slots=SLOTS)
OLLAMA_CAPACITY = Capacity(slots=2, aside=1)
"""Ollama works on one request at a time unless it was set up for more; it queues the second itself."""
OPENAI_CAPACITY = Capacity(slots=8, waiting=64, aside=4)


def weights_folder(settings: Settings) -> Path:
    return settings.cache_path / "weights"


def weights_here(settings: Settings) -> bool:
    """True where the embedded engine needs no download to start; whether an own file is sound is seen then."""
    return settings.model_path is not None or DEFAULT.is_here(weights_folder(settings))


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
        return Loaded(path, path.name, await asyncio.to_thread(read_own_file, path, "ASCOLTO_MODEL_PATH"))

    return get


def _embedded(settings: Settings, warm: Sequence[ModelRequest], qualify: Qualify) -> Server:
    path = settings.model_path
    weights = file_weights(path) if path is not None else source_weights(DEFAULT, weights_folder(settings))
    kept = WarmUp(warm, settings.cache_path / "prompts", SLOTS)
    return Server("embedded", EmbeddedModel(weights, settings.model_threads, kept, qualify), EMBEDDED_CAPACITY)


def _ollama(settings: Settings, warm: Sequence[ModelRequest], qualify: Qualify) -> list[Server]:
    keep_alive = settings.model_keep_alive
    seconds = int(keep_alive) if keep_alive.lstrip("-").isdecimal() else keep_alive
    tuning = Tuning(settings.model_context, seconds, settings.model_key.get_secret_value())
    return [
        Server(
            _name(url),
            OllamaModel(url, settings.model_name, qualify, warm=warm, tuning=tuning),
            _sized(settings, OLLAMA_CAPACITY),
        )
        for url in _ollama_urls(settings)
    ]


def _ollama_urls(settings: Settings) -> list[str]:
    return [normalised(url) for url in settings.model_urls or [""]]


def _openai(settings: Settings, qualify: Qualify) -> list[Server]:
    key = settings.model_key.get_secret_value()
    return [
        Server(_name(url), OpenAIModel(url, settings.model_name, key, qualify), _sized(settings, OPENAI_CAPACITY))
        for url in settings.model_urls or [""]
    ]


def _name(url: str) -> str:
    """The server's address without what may be secret in a URL."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'none'}:{parts.port}" if parts.port else parts.hostname or "none"


def _sized(settings: Settings, usual: Capacity) -> Capacity:
    slots = settings.model_slots or usual.slots
    return replace(usual, slots=slots, aside=slots // 2)


def _here(settings: Settings, warm: Sequence[ModelRequest], qualify: Qualify, fetch: bool) -> Server:
    """The embedded engine; nothing where its weights aren't here and may not be fetched."""
    if fetch or weights_here(settings):
        return _embedded(settings, warm, qualify)
    absent = ModelState("absent", message="The weights aren't here yet: run `ascolto models pull`.")
    return Server("embedded", OffModel(absent), Capacity())


async def choose(
    settings: Settings, warm: Sequence[ModelRequest] = (), qualify: Qualify = never_checked, fetch: bool = True
) -> list[Server]:
    """The servers that the settings ask for; `auto` asks Ollama first, and takes a second at most to find out.

    `fetch` says whether weights that aren't here may be fetched.
    """
    match settings.model:
        case "off":
            return [Server("off", OffModel(), Capacity())]
        case "openai":
            return _openai(settings, qualify)
        case "ollama":
            return _ollama(settings, warm, qualify)
        case "embedded":
            return [_here(settings, warm, qualify, fetch)]
        case "auto":
            for url in _ollama_urls(settings):
                try:
                    if await installed(url, key=settings.model_key.get_secret_value()):
                        return _ollama(settings, warm, qualify)
                except ModelUnavailable as error:
                    _log.info("No Ollama for `auto`: %s", error.message)
            return [_here(settings, warm, qualify, fetch)]


class ModelRuntime:
    """The one model of this process. Starting returns at once; the rest happens in the background."""

    def __init__(
        self,
        settings: Settings,
        meter: ModelMeter,
        warm: Sequence[ModelRequest] = (),
        qualify: Qualify = never_checked,
        fetch: bool = True,
    ) -> None:
        self._settings, self._meter, self._warm, self._qualify = settings, meter, warm, qualify
        self._fetch = fetch
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
        self._model = ModelPool(await choose(self._settings, self._warm, self._qualify, self._fetch), self._meter)
        await self._model.start()


def build_model(
    settings: Settings,
    meter: ModelMeter,
    warm: Sequence[ModelRequest] = (),
    qualify: Qualify = never_checked,
    fetch: bool = True,
) -> ModelRuntime:
    """Build, without starting, the model that `settings` ask for; `warm` are the prompts to have ready."""
    return ModelRuntime(settings, meter, warm, qualify, fetch)
