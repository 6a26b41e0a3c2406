"""Finds the model that a check is asked to measure: a GGUF file, weights that were fetched, or a server's model."""

import asyncio
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.adapters.models.embedded import EmbeddedModel, Loaded, Report
from assistant.adapters.models.gguf import read_own_file
from assistant.adapters.models.ollama import OllamaModel, installed
from assistant.adapters.models.ollama_server import DEFAULT_URL
from assistant.adapters.models.openai import OpenAIModel, served_models
from assistant.adapters.models.pool import RunningModel
from assistant.adapters.models.select import weights_folder
from assistant.adapters.models.speed import Endpoint
from assistant.adapters.models.warmup import WarmUp
from assistant.adapters.models.weights import DEFAULT, SOURCES, Source
from assistant.adapters.models.weights_errors import WeightsError
from assistant.domain.errors import ModelUnavailable, NotFound
from assistant.settings import Settings

LOAD_SECONDS = 300.0


@dataclass(frozen=True)
class Target:
    """A model that can be started. `weights` is what its record is filed under; `threads` is 0 for a server's own."""

    model: RunningModel
    weights: str
    name: str
    engine: str
    threads: int = 0
    server: Endpoint | None = None

    def endpoint(self) -> Endpoint | None:
        """Where it can be asked over HTTP, once it runs."""
        if isinstance(self.model, EmbeddedModel):
            engine = self.model.engine
            return Endpoint(f"{engine.url}/v1", engine.key, self.name, engine.pid) if engine else None
        return self.server


async def find_target(settings: Settings, wanted: str | None) -> Target:
    """The configured model, or the wanted one: a GGUF path, a source's id (or its beginning), a server's model name.

    Where the settings name a server, a name is one of its models.

    Raises `WeightsError`, `NotFound` or `ModelUnavailable`, each with its remedy.
    """
    if wanted is None:
        return await _configured(settings)
    if wanted.endswith(".gguf") or await asyncio.to_thread(Path(wanted).is_file):
        return await _own_file(settings, Path(wanted), "MODEL")
    if settings.model == "openai":
        return await _openai(settings, wanted)
    sources = [source for source in SOURCES if settings.model != "ollama" and source.id.startswith(wanted)]
    if len(sources) == 1:
        return _fetched(settings, sources[0])
    if len(sources) > 1:
        known = ", ".join(source.id for source in sources)
        raise NotFound(f"{wanted!r} may be {known}: give more of the name.", where="MODEL")
    return await _ollama(settings, wanted)


async def _configured(settings: Settings) -> Target:
    match settings.model:
        case "off":
            message = "The language model is switched off: name a model to check, or set ASCOLTO_MODEL."
            raise ModelUnavailable(message, where="ASCOLTO_MODEL")
        case "openai":
            return await _openai(settings, settings.model_name)
        case "ollama":
            return await _ollama(settings, settings.model_name)
        case "auto":
            try:
                if await installed(_url(settings) or DEFAULT_URL):
                    return await _ollama(settings, settings.model_name)
            except ModelUnavailable:
                pass  # nobody there: the embedded engine it is
    if settings.model_path is not None:
        return await _own_file(settings, settings.model_path, "ASCOLTO_MODEL_PATH")
    return _fetched(settings, DEFAULT)


async def _own_file(settings: Settings, path: Path, where: str) -> Target:
    digest = await asyncio.to_thread(read_own_file, path, where)
    title = next((source.title for source in SOURCES if source.sha256 == digest), path.stem)
    return _embedded(settings, Loaded(path, title, digest))


def _fetched(settings: Settings, source: Source) -> Target:
    path = source.path(weights_folder(settings))
    if not source.is_here(weights_folder(settings)):
        small = "" if source is DEFAULT else " --small"
        message = f"The weights of {source.title} aren't here yet: run `ascolto models pull{small}`."
        raise WeightsError(message, where=str(path), code="weights_absent")
    return _embedded(settings, Loaded(path, source.title, source.sha256))


def _embedded(settings: Settings, loaded: Loaded) -> Target:
    async def here(report: Report) -> Loaded:
        return loaded

    try:
        engine = f"xllamacpp {version('xllamacpp')}"
    except PackageNotFoundError as error:
        message = "The embedded engine isn't installed: install `ascolto[local]`, or set ASCOLTO_MODEL to a server."
        raise ModelUnavailable(message, where="xllamacpp") from error
    model = EmbeddedModel(here, settings.model_threads, WarmUp())
    return Target(model, loaded.sha256, loaded.name, engine, settings.model_threads)


async def _openai(settings: Settings, name: str) -> Target:
    key = settings.model_key.get_secret_value()
    url = _url(settings)
    served = [str(model["id"]) for model in await served_models(url, key)]
    if name and name not in served:
        known = ", ".join(served) or "nothing"
        message = f"The server at {url} doesn't serve {name!r}, but {known}."
        raise NotFound(message, where="ASCOLTO_MODEL_NAME")
    if not served:
        raise NotFound(f"The server at {url} serves no model.", where="ASCOLTO_MODEL_URL")
    name = name or served[0]
    model = OpenAIModel(url, name, key)
    return Target(model, name, name, "OpenAI-compatible server", server=Endpoint(url, key, name))


async def _ollama(settings: Settings, name: str) -> Target:
    url = (_url(settings) or DEFAULT_URL).rstrip("/")
    models = await installed(url, wait=5.0, key=settings.model_key.get_secret_value())
    held = {model.name: model.digest.removeprefix("sha256:") for model in models}
    full = next((known for known in held if not name or known in (name, f"{name}:latest")), None)
    if full is None:
        known = ", ".join(held) or "nothing"
        message = f"Ollama at {url} doesn't hold {name or 'a model'}, but {known}: run `ollama pull` for it."
        raise NotFound(message, where="MODEL")
    return Target(OllamaModel(url, full), held[full], full, "Ollama", server=Endpoint(f"{url}/v1", "", full))


def _url(settings: Settings) -> str:
    """The first server of several: they are to hold the same model."""
    return next(iter(settings.model_urls), "")


async def started(target: Target) -> float:
    """Start the model and wait until it is ready; seconds that took. Raises `ModelUnavailable`."""
    loop = asyncio.get_running_loop()
    since = loop.time()
    await target.model.start()
    while (state := target.model.state()).state != "ready":
        if state.state in ("failed", "off") or loop.time() - since > LOAD_SECONDS:
            raise ModelUnavailable(state.message or f"{target.name} didn't become ready.", where=target.name)
        await asyncio.sleep(0.05)
    return loop.time() - since
