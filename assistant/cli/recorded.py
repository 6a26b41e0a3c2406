"""The model that evaluations ask: its answers are kept in the data folder, so that repeating asks only what is new."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from assistant.adapters.models.select import build_model, weights_folder
from assistant.adapters.models.weights import DEFAULT, sha256_of
from assistant.app import App
from assistant.cli.common import model_settled
from assistant.domain.errors import ModelUnavailable
from assistant.services.mention import warm_requests
from assistant.services.ports import LanguageModel

if TYPE_CHECKING:
    from evals.recorded import RecordedModel

START_SECONDS = 300.0
"""Nobody waits with a customer on the line, and a busy machine takes minutes to verify and load the weights."""

_hashed = cache(sha256_of)
"""A run asks several times which weights these are, and a gigabyte takes seconds."""


@asynccontextmanager
async def recorded_model(app: App, name: str, take: int = 1) -> AsyncIterator["RecordedModel"]:
    """Answers from `cache/NAME.jsonl`, else of the model, which starts at the first question that isn't answered there.

    Another `take` asks what an earlier one has asked already. Raises `ModelUnavailable` where there are no weights, and
    later where no model gets ready.
    """
    from evals.recorded import RecordedModel

    runtime = build_model(app.settings, app.meter, warm_requests(app.prompts))
    started = False

    async def start() -> LanguageModel:
        nonlocal started
        if not started:  # asked again where it wasn't ready in time: a second start would be a second engine
            started = True
            await runtime.start()
        await model_settled(replace(app, model=runtime), START_SECONDS)
        if (state := runtime.state()).state != "ready":
            raise ModelUnavailable(f"No model is ready: {state.message or state.state}.", where="ASCOLTO_MODEL")
        return runtime

    try:
        weights = weights_of(app) if take == 1 else f"{weights_of(app)} take {take}"
        yield RecordedModel(app.settings.cache_path / f"{name}.jsonl", weights, start)
    finally:
        await runtime.stop()


def weights_of(app: App) -> str:
    """What tells these weights from others: the hash of the file, or a server's name and the model's."""
    settings = app.settings
    if settings.model in ("ollama", "openai"):
        return f"{settings.model_url} {settings.model_name}"
    path = settings.model_path or DEFAULT.path(weights_folder(settings))
    if not path.is_file():
        raise ModelUnavailable("There are no weights here: run `ascolto models pull`.", where=str(path))
    return _hashed(path)
