"""What computes behind the server: llama.cpp with real weights, or a script where words don't matter."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import httpx

ROOT = Path(__file__).parent.parent.parent


class EngineFailed(Exception):
    """The engine refused or died; the text is what Ollama passes on."""


@dataclass(frozen=True)
class Finished:
    """How an answer ended: `stop` or `length`; tokens and nanoseconds of prompt and answer."""

    reason: str = "stop"
    prompt_tokens: int = 0
    prompt_ns: int = 0
    tokens: int = 0
    tokens_ns: int = 0


class Engine(Protocol):
    async def start(self, context: int) -> None: ...

    async def stop(self) -> None: ...

    def chat(
        self, messages: Sequence[Mapping[str, str]], options: Mapping[str, Any], schema: Mapping[str, Any] | None
    ) -> AsyncIterator[str | Finished]:
        """Pieces of text, then how it ended; leaving stops the generation."""
        ...


class ScriptedEngine:
    """Says the same pieces every time, with a breath between them."""

    def __init__(self, pieces: Sequence[str] = ("the ", "lift"), breath: float = 0.0) -> None:
        self.pieces, self.breath = pieces, breath
        self.failure = ""

    async def start(self, context: int) -> None: ...

    async def stop(self) -> None: ...

    async def chat(
        self, messages: Sequence[Mapping[str, str]], options: Mapping[str, Any], schema: Mapping[str, Any] | None
    ) -> AsyncIterator[str | Finished]:
        for piece in self.pieces:
            yield piece
            await asyncio.sleep(self.breath)
        if self.failure:
            raise EngineFailed(self.failure)
        yield Finished("stop", sum(len(message["content"]) for message in messages), 1, len(self.pieces), 1)


class LlamaEngine:
    """llama.cpp in a process of its own, with one slot."""

    def __init__(self, path: Path, threads: int = 1) -> None:
        self._path, self._threads = path, threads
        self._process: asyncio.subprocess.Process | None = None
        self._url = ""

    async def start(self, context: int) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.ollama.runner"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=ROOT,
        )
        assert self._process.stdin
        assert self._process.stdout
        options = {"path": str(self._path), "context": context, "threads": self._threads}
        self._process.stdin.write(json.dumps(options).encode() + b"\n")
        try:
            line = await self._process.stdout.readline()
        except asyncio.CancelledError:
            await self.stop()
            raise
        if not line:
            raise EngineFailed(f"llama runner process has terminated: unable to load model: {self._path}")
        self._url = json.loads(line)["url"]

    async def stop(self) -> None:
        process, self._process = self._process, None
        if process:
            await process.communicate(b"")  # closes its standard input, which ends it

    async def tokens_generated(self) -> int:
        """What the engine itself has counted since it was started."""
        async with httpx.AsyncClient(base_url=self._url, trust_env=False) as http:
            text = (await http.get("/metrics")).text
        line = next(line for line in text.splitlines() if line.startswith("llamacpp:tokens_predicted_total"))
        return int(float(line.split()[-1]))

    async def chat(
        self, messages: Sequence[Mapping[str, str]], options: Mapping[str, Any], schema: Mapping[str, Any] | None
    ) -> AsyncIterator[str | Finished]:
        async with aclosing(self._events(_request(messages, options, schema))) as events:
            tokens, reason = 0, "stop"
            started = read = time.perf_counter_ns()
            async for event in events:
                for choice in event.get("choices", ()):
                    reason = choice.get("finish_reason") or reason
                    if text := choice["delta"].get("content"):
                        read = read if tokens else time.perf_counter_ns()
                        tokens += 1
                        yield text
                if usage := event.get("usage"):
                    now = time.perf_counter_ns()
                    yield Finished(
                        reason, usage["prompt_tokens"], read - started, usage["completion_tokens"], now - read
                    )

    async def _events(self, body: Mapping[str, Any]) -> AsyncIterator[dict[str, Any]]:
        timeout = httpx.Timeout(120.0)
        async with (
            httpx.AsyncClient(base_url=self._url, timeout=timeout, trust_env=False) as http,
            http.stream("POST", "/v1/chat/completions", json=body) as answer,
        ):
            if not answer.is_success:
                await answer.aread()
                # Ollama makes the grammar itself, and has these words for a schema that it can't use.
                raise EngineFailed("invalid JSON schema in format" if "json_schema" in body else answer.text)
            async for line in answer.aiter_lines():
                if line.startswith("data: {"):
                    yield json.loads(line.removeprefix("data: "))


def _request(
    messages: Sequence[Mapping[str, str]], options: Mapping[str, Any], schema: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The engine's own request. Like Ollama, it leaves the schema to llama.cpp, which makes a grammar of it."""
    body: dict[str, Any] = {
        "messages": [{"role": message["role"], "content": message["content"]} for message in messages],
        "max_tokens": options.get("num_predict", -1),
        "temperature": options.get("temperature", 0.8),
        "stop": options.get("stop", []),
        "stream": True,
        "stream_options": {"include_usage": True},
        "cache_prompt": True,
    }
    if schema is not None:
        body["json_schema"] = dict(schema)
    return body
