"""Ollama through `langchain-ollama`. It takes no grammar: the guard alone decides what may be shown."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx

from assistant.adapters.models.off import OffModel
from assistant.adapters.models.qualification import Qualify, never_checked
from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest, ModelState

DEFAULT_URL = "http://127.0.0.1:11434"
_CONTEXT = 4096
_KEEP_ALIVE = "30m"
_READ_SECONDS = 60.0


async def installed(url: str, wait: float = 1.0) -> list[dict[str, Any]]:
    """The generative models that the server at `url` holds; raises `ModelUnavailable` if nobody answers."""
    try:
        async with httpx.AsyncClient(timeout=wait, trust_env=False) as http:
            answer = await http.get(f"{url.rstrip('/')}/api/tags")
            answer.raise_for_status()
            models = list(answer.json()["models"])
    except (httpx.HTTPError, ValueError, KeyError) as error:
        raise ModelUnavailable(f"No Ollama server answers at {url}.", where="ASCOLTO_MODEL_URL") from error
    return [model for model in models if "embed" not in str(model.get("name", ""))]


class OllamaModel:
    """A model of an Ollama server; the first one it holds where no name is set."""

    RETRY_SECONDS = 30.0

    def __init__(self, url: str, name: str, qualify: Qualify = never_checked) -> None:
        self._url, self._name, self._qualify = url or DEFAULT_URL, name, qualify
        self._chat: Any = None
        self._state = ModelState("loading", name)
        self._task: asyncio.Task[None] | None = None

    def state(self) -> ModelState:
        return self._state

    async def start(self) -> None:
        """Connect in the background."""
        self._task = asyncio.create_task(self._connect(), name="ollama-model")

    async def stop(self) -> None:
        """Stop trying; the model leaves Ollama's memory when its keep-alive ends."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._chat = None

    async def _connect(self) -> None:
        while True:
            try:
                model = self._pick(await installed(self._url, wait=5.0))
                break
            except ModelUnavailable as error:
                self._state = ModelState("failed", self._name, error.message)
                await asyncio.sleep(self.RETRY_SECONDS)
        name = str(model["name"])
        self._chat = await asyncio.to_thread(self._build, name)
        qualification = self._qualify(str(model.get("digest", "")))
        self._state = ModelState("ready", name, earned=qualification.earned, standing=qualification.standing)

    def _pick(self, models: list[dict[str, Any]]) -> dict[str, Any]:
        for model in models:
            if not self._name or str(model["name"]) in (self._name, f"{self._name}:latest"):
                return model
        wanted = self._name or "a model"
        raise ModelUnavailable(
            f"Ollama at {self._url} doesn't hold {wanted}: run `ollama pull` for it.", where="ASCOLTO_MODEL_NAME"
        )

    def _build(self, name: str) -> Any:
        from langchain_ollama import ChatOllama

        from assistant.adapters.models.chat import switch_tracing_off

        switch_tracing_off()
        return ChatOllama(
            model=name,
            base_url=self._url,
            keep_alive=_KEEP_ALIVE,
            num_ctx=_CONTEXT,
            client_kwargs={"trust_env": False, "timeout": _READ_SECONDS},
        )

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        """Pieces of text as they come; leaving cancels. Raises `ModelUnavailable`."""
        if self._chat is None:
            async for piece in OffModel(self._state).stream(request):
                yield piece
            return
        from ollama import ResponseError

        from assistant.adapters.models.chat import stream_chat

        options = {"temperature": request.temperature, "num_predict": request.max_tokens, "num_ctx": _CONTEXT}
        async for piece in stream_chat(self._chat, request, ResponseError, options=options):
            yield piece
