"""Ollama through `langchain-ollama`. It takes no grammar, only JSON schemas: the guard decides what may be shown."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import httpx

from assistant.adapters.models import ollama_errors as errors
from assistant.adapters.models.off import OffModel
from assistant.adapters.models.ollama_errors import Asked, explained
from assistant.adapters.models.ollama_server import HeldModel, OllamaServer, certificates
from assistant.adapters.models.qualification import Qualify, never_checked
from assistant.domain.errors import ModelUnavailable
from assistant.domain.qualification import Qualification
from assistant.services.ports import ModelRequest, ModelState

_log = logging.getLogger(__name__)
_TIMEOUT = httpx.Timeout(60.0, connect=3.0)
_PASSING = frozenset({"ollama_busy", "ollama_slow", "ollama_error"})
"""Errors after which the next request may well succeed: the server and the model are there."""


@dataclass(frozen=True)
class Tuning:
    """What a server is told with every request: tokens of context, and how long the model stays in memory.

    `keep_alive` is a number of seconds or a duration such as `30m`; a negative one means for ever. `key` is sent as a
    bearer token, for a server behind a proxy that asks for one.
    """

    context: int = 4096
    keep_alive: int | str = "30m"
    key: str = ""


async def installed(url: str, wait: float = 1.0, key: str = "") -> list[HeldModel]:
    """The models at `url` that can write and run there; raises `ModelUnavailable` if no Ollama answers."""
    server = OllamaServer(url, key)
    await server.check_version(wait)
    return _usable(await server.models(wait))


def _usable(models: Iterable[HeldModel]) -> list[HeldModel]:
    return [model for model in models if model.can_write and not model.is_elsewhere]


def _writes(found: Qualification) -> int:
    """How many kinds of work beyond selecting were earned, in all languages."""
    return sum(len(set(kinds) - {"select"}) for kinds in found.earned.values())


class OllamaModel:
    """A model of an Ollama server: the one that is named, else one that has earned something, else the newest."""

    RETRY_SECONDS = 30.0

    def __init__(
        self,
        url: str,
        name: str,
        qualify: Qualify = never_checked,
        *,
        warm: Sequence[ModelRequest] = (),
        tuning: Tuning = Tuning(),
    ) -> None:
        self._server, self._name, self._warm, self._tuning = OllamaServer(url, tuning.key), name, tuple(warm), tuning
        self._qualify = qualify
        self._chat: Any = None
        self._state = ModelState("loading", name)
        self._task: asyncio.Task[None] | None = None
        self._lost = asyncio.Event()

    def state(self) -> ModelState:
        return self._state

    async def start(self) -> None:
        """Connect in the background."""
        self._task = asyncio.create_task(self._keep_connected(), name="ollama-model")

    async def stop(self) -> None:
        """Stop trying; the model leaves Ollama's memory when its keep-alive ends."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._chat = None

    async def _keep_connected(self) -> None:
        while True:
            try:
                await self._connect()
            except ModelUnavailable as error:
                self._fail(error)
                await asyncio.sleep(self.RETRY_SECONDS)
                continue
            await self._lost.wait()
            self._lost.clear()

    async def _connect(self) -> None:
        """Find the model, have it loaded, and warm the fixed prompts: ready means that the next request is quick."""
        await self._server.check_version()
        model, found = await self._choose()
        name = model.name
        self._state = ModelState("loading", name, earned=found.earned)
        await self._server.load(name, self._tuning.context, self._tuning.keep_alive)
        self._chat = await asyncio.to_thread(self._build, name)
        for request in self._warm:
            async for _ in self._stream(replace(request, max_tokens=1)):
                pass
        self._lost.clear()
        self._state = ModelState("ready", name, earned=found.earned, standing=found.standing)

    async def _choose(self) -> tuple[HeldModel, Qualification]:
        held = await self._server.models()
        if self._name:
            model = self._named(held)
            return model, await self._earned(model)
        candidates = _usable(held)
        if not candidates:
            raise errors.nothing_held(Asked(self._server.shown))
        rated: list[tuple[HeldModel, Qualification]] = []
        for model in sorted(candidates, key=lambda candidate: candidate.modified_at, reverse=True):
            with suppress(ModelUnavailable):  # this one can't write after all, or has just been removed
                rated.append((model, await self._earned(model)))
        if not rated:
            raise errors.nothing_held(Asked(self._server.shown))
        return max(rated, key=lambda found: _writes(found[1]))  # of equals the first, which is the newest

    def _named(self, held: Iterable[HeldModel]) -> HeldModel:
        asked = Asked(self._server.shown, self._name)
        model = next((model for model in held if model.is_called(self._name)), None)
        if model is None:
            raise explained("", asked, 404)
        if model.is_elsewhere:
            raise errors.elsewhere(asked)
        return model

    async def _earned(self, model: HeldModel) -> Qualification:
        """What was measured of this model or, failing that, of the file that it is made of."""
        described = await self._server.describe(model.name)
        if not described.can_write:
            raise explained("does not support chat", Asked(self._server.shown, model.name))
        by_digest = self._qualify(model.digest.removeprefix("sha256:"))
        return by_digest if _writes(by_digest) or not described.weights else self._qualify(described.weights)

    def _build(self, name: str) -> Any:
        from langchain_ollama import ChatOllama

        from assistant.adapters.models.chat import switch_tracing_off

        switch_tracing_off()
        return ChatOllama(
            model=name,
            base_url=self._server.url,
            keep_alive=self._tuning.keep_alive,
            reasoning=False,  # asked for nothing, Ollama has a model that can think aloud do so
            client_kwargs={
                "trust_env": False,
                "follow_redirects": False,
                "timeout": _TIMEOUT,
                "verify": certificates(),
                "headers": dict(self._server.headers),
            },
        )

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        """Pieces of text as they come; leaving cancels. Raises `ModelUnavailable`."""
        if self._chat is None or self._state.state != "ready":
            async for piece in OffModel(self._state).stream(request):
                yield piece
            return
        try:
            async for piece in self._stream(request):
                yield piece
        except ModelUnavailable as error:
            if error.code not in _PASSING and self._state.state == "ready":
                self._fail(error)
                self._lost.set()
            raise

    async def _stream(self, request: ModelRequest) -> AsyncIterator[str]:
        from ollama import ResponseError

        from assistant.adapters.models.chat import stream_chat

        # These replace all options of the client, and the stop words that LangChain would pass beside them.
        options: dict[str, Any] = {
            "temperature": request.temperature,
            "num_predict": request.max_tokens,
            "num_ctx": self._tuning.context,
            "stop": list(request.stop),
        }
        wanted: dict[str, Any] = {"format": dict(request.schema)} if request.schema else {}
        try:
            async for piece in stream_chat(self._chat, request, ResponseError, options=options, **wanted):
                yield piece
        except ModelUnavailable as error:
            raise self._told(error.__cause__) from error
        except ValueError as error:  # a line that is no JSON: a proxy's page, or half a line
            raise errors.cut_off(self._asked()) from error

    def _asked(self) -> Asked:
        return Asked(self._server.shown, self._state.name or self._name)

    def _told(self, cause: BaseException | None) -> ModelUnavailable:
        from ollama import ResponseError

        if isinstance(cause, ResponseError):
            return explained(cause.error, self._asked(), cause.status_code)
        if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | ConnectionError):
            return errors.no_server(self._asked())
        if isinstance(cause, httpx.TimeoutException):
            return errors.too_slow(self._asked())
        return errors.cut_off(self._asked())

    def _fail(self, error: ModelUnavailable) -> None:
        message = f"{error.message} Approved words only until then."
        if message != self._state.message:  # else it is the next try that failed like the last one
            _log.warning("No model from Ollama (%s, %s): %s", error.code, error.where, error.message)
        self._state = ModelState("failed", self._state.name or self._name, message)
