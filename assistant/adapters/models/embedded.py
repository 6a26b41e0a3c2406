"""The embedded engine: a child process that serves a GGUF file on loopback, started again when it dies.

This module decides when the child lives; `child.py` what it runs, `openai.py` how it is spoken to.
"""

import asyncio
import json
import logging
import os
import secrets
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import assistant
from assistant.adapters.models.off import OffModel
from assistant.adapters.models.openai import OpenAIClient
from assistant.adapters.models.qualification import Qualify, never_checked
from assistant.adapters.models.restarts import Restarts
from assistant.adapters.models.warmup import WarmUp
from assistant.adapters.models.weights_errors import WeightsError
from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest, ModelState

log = logging.getLogger(__name__)

SLOTS = 2
CONTEXT = 4096
BATCH = 32
"""Prompt tokens worked on at a time: a cancelled request is dropped between batches, within half a second."""
_LOAD_SECONDS = 180.0
_RETRY_WEIGHTS = 300.0
_WORTH_A_WORD = 60.0
"""Seconds of pause from which the panel is told that the engine rests."""


@dataclass(frozen=True)
class Loaded:
    """Weights on the disk."""

    path: Path
    name: str
    sha256: str


Report = Callable[[ModelState], None]
GetWeights = Callable[[Report], Awaitable[Loaded]]


class EngineProcess:
    """One child process and the address it listens at."""

    def __init__(self, process: asyncio.subprocess.Process, url: str, key: str) -> None:
        self._process, self.url, self.key = process, url, key

    @classmethod
    async def spawn(cls, path: Path, threads: int, kept: Path | None = None) -> "EngineProcess":
        """Start the child and wait until the model is loaded; raises `ModelUnavailable`.

        `kept` is the folder in which it may keep what it has read of prompts.
        """
        if find_spec("xllamacpp") is None:
            message = "The embedded engine isn't installed: install `ascolto[local]`, or set ASCOLTO_MODEL to a server."
            raise ModelUnavailable(message, where="xllamacpp")
        with TemporaryFile() as errors:
            return await cls._spawn(path, _options(path, threads, kept), errors)

    @classmethod
    async def _spawn(cls, path: Path, options: dict[str, object], errors: IO[bytes]) -> "EngineProcess":
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "assistant.adapters.models.child",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            cwd=Path(assistant.__file__).parent.parent,
            env={key: value for key, value in os.environ.items() if not key.startswith("ASCOLTO_")},
        )
        key = secrets.token_urlsafe(24)
        try:
            async with asyncio.timeout(_LOAD_SECONDS):
                return cls(process, await _address(process, options | {"key": key}), key)
        except (TimeoutError, OSError, ValueError) as error:
            await _end(process)
            message = f"The embedded engine could not load {path.name}: is it a whole GGUF file, and is memory left?"
            raise ModelUnavailable(f"{message} {_last_line(errors)}".strip(), where=str(path)) from error
        except asyncio.CancelledError:
            await _end(process)
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    async def wait(self) -> int:
        """Return when the child has ended, with its exit status."""
        return await self._process.wait()

    async def stop(self) -> None:
        """End the child: first by closing its standard input, then by force."""
        await _end(self._process)


def _last_line(errors: IO[bytes]) -> str:
    errors.seek(0)
    lines = [line for line in errors.read().decode(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip()[:300] if lines else ""


def _options(path: Path, threads: int, kept: Path | None) -> dict[str, object]:
    return {
        "model_path": str(path.resolve()),
        "kept": f"{kept.resolve()}{os.sep}" if kept else "",
        "slots": SLOTS,
        "context": CONTEXT,
        "batch": BATCH,
        "threads": threads,
        "nice": 10,
        "cache_mib": 512,
    }


async def _address(process: asyncio.subprocess.Process, options: dict[str, object]) -> str:
    if process.stdin is None or process.stdout is None:
        raise OSError("the child process has no pipes")
    process.stdin.write(json.dumps(options).encode() + b"\n")
    await process.stdin.drain()
    return str(json.loads(await process.stdout.readline())["url"])


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    with suppress(TimeoutError):
        async with asyncio.timeout(2.0):
            await process.wait()
            return
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


class EmbeddedModel:
    """Gets the weights, keeps the engine alive, warms the fixed prompts, and streams from it."""

    def __init__(self, weights: GetWeights, threads: int, warm: WarmUp, qualify: Qualify = never_checked) -> None:
        self._weights, self._threads, self._warm, self._qualify = weights, threads, warm, qualify
        self._state = ModelState("absent")
        self._client: OpenAIClient | None = None
        self._task: asyncio.Task[None] | None = None
        self.engine: EngineProcess | None = None

    def state(self) -> ModelState:
        return self._state

    async def start(self) -> None:
        """Begin in the background; `state()` tells how far it is."""
        self._task = asyncio.create_task(self._run(), name="embedded-model")

    async def stop(self) -> None:
        """End the child and whatever is going on."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._task = None

    def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        """Pieces of text as they come. Raises `ModelUnavailable`."""
        if self._client is None or self._state.state != "ready":
            return OffModel(self._state).stream(request)
        return self._client.stream(request)

    def _report(self, state: ModelState) -> None:
        self._state = state

    async def _run(self) -> None:
        loaded = await self._obtain()
        qualification = self._qualify(loaded.sha256)
        ready = ModelState("ready", loaded.name, earned=qualification.earned, standing=qualification.standing)
        restarts, loop = Restarts(), asyncio.get_running_loop()
        while True:
            was_ready = await self._serve_once(loaded, ready)
            await self._pause(restarts.failures, restarts.ended(was_ready, loop.time()))

    async def _obtain(self) -> Loaded:
        while True:
            try:
                return await self._weights(self._report)
            except WeightsError as error:
                log.warning("The weights can't be had (%s, %s): %s", error.code, error.where, error.message)
                retry = f"Approved words only until then; next try in {_RETRY_WEIGHTS / 60:.0f} minutes."
                self._report(ModelState("failed", self._state.name, f"{error.message} {retry}"))
                await asyncio.sleep(_RETRY_WEIGHTS)

    async def _pause(self, failures: int, seconds: float) -> None:
        if seconds >= _WORTH_A_WORD:
            often = f"{failures + 1} times in a row" if failures else "many times in a short while"
            message = f"The embedded engine stopped {often}; next try in {seconds / 60:.0f} minutes."
            self._report(replace(self._state, state="failed", message=message))
        await asyncio.sleep(seconds)

    async def _serve_once(self, loaded: Loaded, ready: ModelState) -> bool:
        """Run one child until it ends; whether it got ready."""
        loop = asyncio.get_running_loop()
        since = loop.time()
        self._report(replace(ready, state="loading"))
        try:
            self.engine = await EngineProcess.spawn(loaded.path, self._threads, await self._warm.kept())
        except ModelUnavailable as error:
            self._report(ModelState("failed", loaded.name, error.message))
            return False
        client = OpenAIClient(f"{self.engine.url}/v1", loaded.name, self.engine.key, llama_cpp=True)
        try:
            await client.open()
            await self._warm.run(client, loaded.sha256)
            if not self.engine.running:
                return False
            self._client = client
            self._report(ready)
            log.info("The embedded engine is ready after %.1f s", loop.time() - since)
            status = await self.engine.wait()
            log.warning("The embedded engine ended with status %s; it is started again", status)
            return True
        finally:
            self._client = None
            self._report(ModelState("loading", loaded.name, "The embedded engine is being started again."))
            await client.close()
            await self.engine.stop()
