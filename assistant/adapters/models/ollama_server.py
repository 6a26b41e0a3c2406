"""An Ollama server's own interface beside the chat: its version, the models it holds, loading and pulling them.

Protocol: the server's documentation, `docs/api.md` in Ollama's repository. Nothing here follows a redirect or a proxy.
"""

import asyncio
import json
import re
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
from pydantic import BaseModel, Field, ValidationError

from assistant.adapters.models import ollama_errors as errors
from assistant.adapters.models.ollama_errors import Asked, explained

DEFAULT_URL = "http://127.0.0.1:11434"
LEAST_VERSION = "0.5.0"
"""The first one whose `format` takes a JSON schema."""
_LOAD_SECONDS = 300.0
_PULL_SILENCE = 600.0
"""Seconds: the server says nothing while it computes the checksum of a large file."""
_EMBEDDING_FAMILIES = frozenset({"bert", "nomic-bert", "xlm-roberta", "gemma-embedding"})
_WEIGHTS = re.compile(r"^FROM\s+\S*sha256[-:]([0-9a-f]{64})\s*$", re.MULTILINE)
PullProgress = Callable[[str, int, int], None]
"""Called with what the server does, and bytes that have arrived of bytes in all (both 0 where it doesn't tell)."""


class _Details(BaseModel):
    family: str = ""
    parameter_size: str = ""
    quantization_level: str = ""


class HeldModel(BaseModel):
    """A model that the server holds. `digest` is that of its manifest."""

    name: str
    digest: str = ""
    size: int = 0
    modified_at: str = ""
    remote_host: str = ""
    details: _Details | None = None

    @property
    def is_elsewhere(self) -> bool:
        """True where the server only passes requests on to a service outside."""
        return bool(self.remote_host) or self.name.rpartition(":")[2].endswith("cloud")

    @property
    def can_write(self) -> bool:
        """False for embedding models, as far as name and family tell."""
        family = self.details.family if self.details else ""
        return "embed" not in self.name and family not in _EMBEDDING_FAMILIES

    def is_called(self, name: str) -> bool:
        """Names don't care for case; without a tag, `latest` is meant."""
        return self.name.casefold() in (name.casefold(), f"{name.casefold()}:latest")


class _Held(BaseModel):
    models: list[HeldModel] = Field(default_factory=list)


@dataclass(frozen=True)
class Described:
    """What `/api/show` tells. `weights` is the SHA-256 of the GGUF file, empty where it isn't told."""

    capabilities: frozenset[str] = field(default_factory=frozenset)
    weights: str = ""

    @property
    def can_write(self) -> bool:
        """Servers before 0.6.4 don't tell capabilities: then they are believed."""
        return not self.capabilities or "completion" in self.capabilities


def normalised(url: str) -> str:
    """An address as people write it (`host:11434`, a path to the interface) as the base address."""
    text = url.strip().rstrip("/") or DEFAULT_URL
    text = text if "://" in text else f"http://{text}"
    return re.sub(r"/(api|v1)$", "", text)


class OllamaServer:
    """One server. Every method raises `ModelUnavailable` with a code of its own for what went wrong."""

    def __init__(self, url: str = "", key: str = "") -> None:
        self.url = normalised(url)
        self.shown = re.sub(r"//[^/@]*@", "//", self.url)
        """The address without a password, for messages."""
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    async def check_version(self, wait: float = 5.0) -> str:
        """The version, if it is new enough; a build from source calls itself 0.0.0 and is believed."""
        answer = await self._json("GET", "/api/version", Asked(self.shown), wait)
        version = str(answer.get("version", ""))
        numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:3])
        least = tuple(int(part) for part in LEAST_VERSION.split("."))
        if not numbers:
            raise errors.not_ollama(Asked(self.shown))
        if (0, 0, 0) != numbers < least:
            raise errors.too_old(Asked(self.shown), version, LEAST_VERSION)
        return version

    async def models(self, wait: float = 5.0) -> list[HeldModel]:
        """All models that the server holds."""
        answer = await self._json("GET", "/api/tags", Asked(self.shown), wait)
        try:
            return _Held.model_validate(answer).models
        except ValidationError as problem:
            raise errors.not_ollama(Asked(self.shown)) from problem

    async def describe(self, name: str) -> Described:
        """What the model can do, and the file that it is made of."""
        answer = await self._json("POST", "/api/show", Asked(self.shown, name), 10.0, {"model": name})
        found = _WEIGHTS.search(str(answer.get("modelfile", "")))
        capabilities = answer.get("capabilities")
        told = frozenset(map(str, capabilities)) if isinstance(capabilities, list) else frozenset[str]()
        return Described(told, found.group(1) if found else "")

    async def load(self, name: str, context: int, keep_alive: int | str) -> None:
        """Bring the model into memory with a context of so many tokens, and return when it is there."""
        options = {"num_ctx": context}
        body: dict[str, Any] = {
            "model": name,
            "messages": [],
            "options": options,
            "keep_alive": keep_alive,
            "stream": False,
        }
        await self._json("POST", "/api/chat", Asked(self.shown, name), _LOAD_SECONDS, body)

    async def pull(self, name: str, progress: PullProgress) -> HeldModel:
        """Have the server fetch a model and return it. The server goes on from what it has of an earlier try."""
        asked = Asked(self.shown, name)
        arrived: dict[str, tuple[int, int]] = {}
        done = False
        timeout = httpx.Timeout(_PULL_SILENCE, connect=5.0)
        body = {"model": name, "stream": True}
        async with self._client(asked, timeout) as http, http.stream("POST", "/api/pull", json=body) as answer:
            if not answer.is_success:
                await answer.aread()
                raise explained(_words(answer), asked, answer.status_code)
            async for line in answer.aiter_lines():
                if line.strip():
                    done = self._pulled(json.loads(line), asked, arrived, progress) or done
        if not done:
            raise errors.cut_off(asked)
        held = [model for model in await self.models() if model.is_called(name)]
        return held[0] if held else HeldModel(name=name)

    def _pulled(
        self, step: dict[str, Any], asked: Asked, arrived: dict[str, tuple[int, int]], progress: PullProgress
    ) -> bool:
        """Take one line of the server's progress; True for the last one."""
        if problem := step.get("error"):
            raise explained(str(problem), asked)
        if digest := step.get("digest"):
            arrived[digest] = int(step.get("completed") or 0), int(step.get("total") or 0)
        status = str(step.get("status", ""))
        progress(status, sum(part for part, _ in arrived.values()), sum(whole for _, whole in arrived.values()))
        return status == "success"

    async def _json(
        self, method: str, path: str, asked: Asked, wait: float, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        async with self._client(asked, httpx.Timeout(wait)) as http:
            async with asyncio.timeout(wait):
                answer = await http.request(method, path, json=body)
            found = answer.json() if answer.is_success else None
        if isinstance(found, dict):
            return found
        if found is not None or not _words(answer):
            raise errors.not_ollama(asked)
        raise explained(_words(answer), asked, answer.status_code)

    @asynccontextmanager
    async def _client(self, asked: Asked, timeout: httpx.Timeout) -> AsyncIterator[httpx.AsyncClient]:
        """A client whose failures are told apart."""
        try:
            async with httpx.AsyncClient(
                base_url=self.url, timeout=timeout, headers=self.headers, trust_env=False, verify=certificates()
            ) as http:
                yield http
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL, httpx.UnsupportedProtocol) as problem:
            raise errors.no_server(asked) from problem
        except (httpx.TimeoutException, TimeoutError) as problem:
            raise errors.too_slow(asked) from problem
        except (httpx.RequestError, OSError) as problem:
            raise errors.cut_off(asked) from problem
        except ValueError as problem:
            raise errors.not_ollama(asked) from problem


@cache
def certificates() -> ssl.SSLContext:
    """Reading the certificates anew for each client would take longer than the request."""
    return ssl.create_default_context()


def _words(answer: httpx.Response) -> str:
    """The server's own words for what went wrong; empty where what answered isn't Ollama."""
    try:
        words = answer.json()["error"]
    except (ValueError, KeyError, TypeError):
        words = answer.reason_phrase if answer.status_code in (401, 403, 503) else ""  # a proxy's words
    return words if isinstance(words, str) else ""
