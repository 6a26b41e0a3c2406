"""Any OpenAI-compatible server (vLLM, llama-server, the embedded engine) through `langchain-openai`."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Literal

import httpx

from assistant.adapters.models.off import OffModel
from assistant.adapters.models.qualification import Qualify, never_checked
from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest, ModelState

_TIMEOUT = httpx.Timeout(120.0, connect=3.0)
"""Reading a long prompt takes a small machine a minute; requests of a call have deadlines of their own."""


class OpenAIClient:
    """Streams from one server. `llama_cpp` adds that engine's grammar and prompt-cache fields to the request.

    No slot is asked for: the engine itself picks the one that shares the longest beginning with the prompt, and our
    prompts share their fixed part between calls, so binding a call to a slot would only make calls queue.
    """

    def __init__(self, url: str, name: str, key: str, *, llama_cpp: bool) -> None:
        self._url, self.name, self._key, self._llama_cpp = url.rstrip("/"), name, key, llama_cpp
        self._http: httpx.AsyncClient | None = None
        self._blocking = httpx.Client(trust_env=False)  # never used; the library would make one that reads the proxies
        self._chat: Any = None

    async def open(self) -> None:
        """Import and build the client off the event loop: the library takes a second or two to import."""
        # llama.cpp's server closes a kept connection while the next request is on its way: a fresh one for each.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._http = httpx.AsyncClient(timeout=_TIMEOUT, limits=limits, trust_env=False)
        self._chat = await asyncio.to_thread(self._build, self._http)

    def _build(self, http: httpx.AsyncClient) -> Any:
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        from assistant.adapters.models.chat import switch_tracing_off

        switch_tracing_off()
        return ChatOpenAI(
            model=self.name,
            base_url=self._url,
            api_key=SecretStr(self._key or "none"),
            organization="",
            http_async_client=http,
            http_client=self._blocking,
            max_retries=0,
            timeout=_TIMEOUT.read,
            stream_usage=True,
            use_responses_api=False,
        )

    async def close(self) -> None:
        """Drop the connections."""
        self._blocking.close()
        if self._http is not None:
            await self._http.aclose()
        self._http = self._chat = None

    async def slot(self, number: int, action: Literal["save", "restore"], name: str) -> bool:
        """llama.cpp: keep what a slot has read in a file of the server's folder, or take it back. False if it can't.

        Raises `ModelUnavailable` where the server doesn't answer.
        """
        if self._http is None:
            raise ModelUnavailable("The model server is not connected.", where="model")
        address = f"{self._url.removesuffix('/v1')}/slots/{number}"
        headers = {"Authorization": f"Bearer {self._key}"}
        try:
            answer = await self._http.post(address, params={"action": action}, json={"filename": name}, headers=headers)
        except httpx.HTTPError as error:
            raise ModelUnavailable("The model server gave no answer.", where="model") from error
        return answer.is_success

    async def stream(self, request: ModelRequest, slot: int | None = None) -> AsyncIterator[str]:
        """Pieces of text as they come; leaving cancels. `slot` (llama.cpp) names the one to use, else the server
        chooses. Raises `ModelUnavailable`."""
        if self._chat is None:
            raise ModelUnavailable("The model server is not connected.", where="model")
        from openai import OpenAIError

        from assistant.adapters.models.chat import stream_chat

        options: dict[str, Any] = {"temperature": request.temperature, "max_tokens": request.max_tokens}
        if self._llama_cpp:
            extra: dict[str, Any] = {"cache_prompt": True}
            if slot is not None:
                extra["id_slot"] = slot
            if request.grammar:
                extra["grammar"] = request.grammar
            options["extra_body"] = extra
        async for piece in stream_chat(self._chat, request, OpenAIError, **options):
            yield piece


async def served_models(url: str, key: str) -> list[dict[str, Any]]:
    """What `GET /models` lists; raises `ModelUnavailable` if nobody answers."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT, trust_env=False) as http:
            answer = await http.get(f"{url.rstrip('/')}/models", headers=headers)
            answer.raise_for_status()
            return list(answer.json()["data"])
    except (httpx.HTTPError, ValueError, KeyError) as error:
        raise ModelUnavailable(
            f"No OpenAI-compatible server answers at {url}: check ASCOLTO_MODEL_URL and ASCOLTO_MODEL_KEY.",
            where="ASCOLTO_MODEL_URL",
        ) from error


class OpenAIModel:
    """A configured server. It is asked now and then whether it is there and what it serves, more often once it was."""

    RETRY_SECONDS = 30.0
    CHECK_SECONDS = 10.0

    def __init__(self, url: str, name: str, key: str, qualify: Qualify = never_checked) -> None:
        self._url, self._name, self._key, self._qualify = url, name, key, qualify
        self._client: OpenAIClient | None = None
        self._state = ModelState("loading", name)
        self._task: asyncio.Task[None] | None = None

    def state(self) -> ModelState:
        return self._state

    async def start(self) -> None:
        """Connect in the background."""
        self._task = asyncio.create_task(self._watch(), name="openai-model")

    async def stop(self) -> None:
        """Stop trying and drop the connections."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._client is not None:
            await self._client.close()

    async def _watch(self) -> None:
        while True:
            try:
                await self._connect(await served_models(self._url, self._key))
                await asyncio.sleep(self.CHECK_SECONDS)
            except ModelUnavailable as error:
                self._state = ModelState("failed", self._state.name, error.message)
                await asyncio.sleep(self.RETRY_SECONDS if self._client is None else self.CHECK_SECONDS)

    async def _connect(self, served: list[dict[str, Any]]) -> None:
        """Take the server as ready; a new connection only where it serves something else than before."""
        name = self._name or (str(served[0]["id"]) if served else "")
        if self._client is None or name != self._client.name:
            llama_cpp = any(model.get("owned_by") == "llamacpp" for model in served)
            client = OpenAIClient(self._url, name, self._key, llama_cpp=llama_cpp)
            await client.open()
            old, self._client = self._client, client
            if old is not None:
                await old.close()
        qualification = self._qualify(name)
        self._state = ModelState("ready", name, earned=qualification.earned, standing=qualification.standing)

    def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        """Pieces of text as they come. Raises `ModelUnavailable`."""
        if self._client is None:
            return OffModel(self._state).stream(request)
        return self._client.stream(request)
