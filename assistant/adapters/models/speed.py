"""Measures a model server over the HTTP interface that llama.cpp, vLLM and Ollama share: tokens a second, memory."""

import json
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from assistant.domain.errors import ModelUnavailable

_WORDS = (
    "The customer says that the last delivery came late and that two boxes were damaged, so the office asks for the "
    "papers, looks at the order, and calls back when the warehouse has answered. "
)
_PROMPT_SENTENCES = 8
_GENERATED = 64
_TIMEOUT = httpx.Timeout(120.0, connect=3.0)


@dataclass(frozen=True)
class Endpoint:
    """An OpenAI-compatible address ending in `/v1`; `pid` is the process behind it where it is ours."""

    url: str
    key: str
    name: str
    pid: int | None = None


@dataclass(frozen=True)
class Pace:
    """Tokens a second of reading a prompt that isn't in the cache, and of writing."""

    prompt: float
    generated: float


async def measure(endpoint: Endpoint) -> Pace | None:
    """Ask once for a text; None where the server doesn't count tokens. Raises `ModelUnavailable`."""
    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT, trust_env=False, headers=headers) as http:
            return await _ask(http, endpoint)
    except (httpx.HTTPError, ValueError, KeyError) as error:
        raise ModelUnavailable(
            f"The speed can't be measured ({type(error).__name__}): {error}", where=endpoint.url
        ) from error


async def _ask(http: httpx.AsyncClient, endpoint: Endpoint) -> Pace | None:
    text = f"{secrets.token_hex(8)} {_WORDS * _PROMPT_SENTENCES} Tell at length what happens next."
    body = {
        "model": endpoint.name,
        "messages": [{"role": "user", "content": text}],
        "max_tokens": _GENERATED,
        "temperature": 0.0,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    sent, first, last, usage = time.perf_counter(), 0.0, 0.0, None
    async with http.stream("POST", f"{endpoint.url.rstrip('/')}/chat/completions", json=body) as answer:
        answer.raise_for_status()
        async for line in answer.aiter_lines():
            if not line.startswith("data: {"):
                continue
            event = json.loads(line.removeprefix("data: "))
            if any(choice.get("delta", {}).get("content") for choice in event.get("choices", ())):
                last = time.perf_counter()
                first = first or last
            usage = event.get("usage") or usage
    if usage is None or last <= first:
        return None
    read, wrote = int(usage["prompt_tokens"]), int(usage["completion_tokens"])
    return Pace(prompt=read / (first - sent), generated=(wrote - 1) / (last - first))


def memory_mb(pid: int) -> int | None:
    """The most memory that a process has held, the mapped weights among it; None where the system doesn't tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    for line in status.read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return None
