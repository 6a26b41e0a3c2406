"""The server's state and handlers."""

import asyncio
import hashlib
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from tests.ollama.engines import Engine, EngineFailed, Finished
from tests.ollama.models import Json, Library, Model, seconds, tagged


@dataclass
class Loaded:
    """The model in memory."""

    model: Model
    engine: Engine
    context: int
    expires: float = 0.0


def failed(status: int, text: str) -> Response:
    return JSONResponse({"error": text}, status_code=status)


@dataclass
class OllamaStandIn:
    """The server's state, its handlers, and what tests look at: the requests it got and how far it answered them."""

    engine_for: Callable[[Path], Engine]
    library: Library
    version: str = "0.12.6"
    key: str = ""
    memory: int | None = None
    """Bytes that a model may take."""
    failing: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By path: what is answered instead."""
    models: dict[str, Model] = field(default_factory=dict)
    asked: list[tuple[str, Json]] = field(default_factory=list)
    pieces: int = 0
    running: int = 0
    loaded: Loaded | None = None
    _slot: asyncio.Lock = field(default_factory=asyncio.Lock)
    _loading: asyncio.Lock = field(default_factory=asyncio.Lock)
    _unloading: asyncio.Task[None] | None = None
    _stopping: asyncio.Future[None] | None = None

    def hold(self, name: str, weights: Path, **facts: Any) -> Model:
        """Have a model, as if it had been pulled."""
        digest = hashlib.sha256(name.encode()).hexdigest()
        size = weights.stat().st_size if weights.exists() else 0
        model = Model(name, weights, **({"digest": digest, "size": size} | facts))
        self.models[name] = model
        return model

    def bodies(self, path: str) -> list[Json]:
        """The requests to this path."""
        return [body for asked, body in self.asked if asked == path]

    def app(self) -> Starlette:
        routes = {
            ("GET", "/"): self._hello,
            ("GET", "/api/version"): self._version,
            ("GET", "/api/tags"): self._tags,
            ("GET", "/api/ps"): self._ps,
            ("POST", "/api/show"): self._show,
            ("POST", "/api/pull"): self._pull,
            ("POST", "/api/chat"): self._chat,
        }
        return Starlette(
            routes=[Route(path, self._guarded(answer), methods=[method]) for (method, path), answer in routes.items()]
        )

    def _guarded(self, answer: Callable[[Request], Any]) -> Callable[[Request], Any]:
        async def guarded(request: Request) -> Response:
            if request.method == "POST":
                self.asked.append((request.url.path, await request.json()))
            if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
                return failed(401, "unauthorized")
            if instead := self.failing.get(request.url.path):
                return failed(*instead)
            answered: Response = await answer(request)
            return answered

        return guarded

    async def _hello(self, request: Request) -> Response:
        return PlainTextResponse("Ollama is running")

    async def _version(self, request: Request) -> Response:
        return JSONResponse({"version": self.version})

    async def _tags(self, request: Request) -> Response:
        return JSONResponse({"models": [model.row() for model in self.models.values()]})

    async def _ps(self, request: Request) -> Response:
        if self.loaded is None:
            return JSONResponse({"models": []})
        expires = datetime.now(UTC) + timedelta(seconds=min(self.loaded.expires - time.monotonic(), 10**8))
        more = {"expires_at": expires.isoformat(), "size_vram": 0, "context_length": self.loaded.context}
        return JSONResponse({"models": [self.loaded.model.row() | more]})

    def _found(self, name: str) -> Model | None:
        wanted = tagged(name).casefold()
        return next((model for model in self.models.values() if model.name.casefold() == wanted), None)

    async def _show(self, request: Request) -> Response:
        name = (await request.json()).get("model", "")
        model = self._found(name)
        if model is None:
            return failed(404, f"model '{name}' not found")
        blob = hashlib.sha256(model.weights.read_bytes()).hexdigest() if model.weights.exists() else "0" * 64
        modelfile = f'# Modelfile generated by "ollama show"\n\nFROM /models/blobs/sha256-{blob}\nTEMPLATE x\n'
        return JSONResponse(
            {"modelfile": modelfile, "details": model.row()["details"], "capabilities": list(model.capabilities)}
        )

    # Pulling

    async def _pull(self, request: Request) -> Response:
        body = await request.json()
        return StreamingResponse(self._lines(self._steps(body["model"])), media_type="application/x-ndjson")

    async def _lines(self, steps: AsyncIterator[Json]) -> AsyncIterator[bytes]:
        async for step in steps:
            yield json.dumps(step).encode() + b"\n"

    async def _steps(self, name: str) -> AsyncIterator[Json]:
        for step in self.library.steps(tagged(name)):
            yield step
            if "error" in step:
                return
            await asyncio.sleep(0)
        self.hold(tagged(name), self.library.blob(tagged(name)))
        yield {"status": "success"}

    # Chatting

    async def _chat(self, request: Request) -> Response:
        body = await request.json()
        model = self._found(body.get("model", ""))
        if model is None:
            return failed(404, f"model '{body.get('model', '')}' not found")
        if "completion" not in model.capabilities:
            return failed(400, f'"{body["model"]}" does not support chat')
        wanted = body.get("format")
        if wanted is not None and not isinstance(wanted, dict):
            return failed(400, f'invalid format: "{wanted}"; expected "json" or a valid JSON Schema object')
        if not body.get("messages") and seconds(body.get("keep_alive")) == 0.0:
            await self.unload()
            return JSONResponse(self._part(model, "") | {"done": True, "done_reason": "unload"})
        started = time.perf_counter_ns()
        async with self._slot:
            try:
                await self._load(model, int((body.get("options") or {}).get("num_ctx", 4096)))
            except EngineFailed as problem:
                return failed(500, str(problem))
        self._keep(seconds(body.get("keep_alive")))
        if not body.get("messages"):
            return JSONResponse(self._part(model, "") | {"done": True, "done_reason": "load"})
        answer = self._answer(model, body, started, time.perf_counter_ns())
        return StreamingResponse(self._lines(answer), media_type="application/x-ndjson")

    async def _load(self, model: Model, context: int) -> None:
        async with self._loading:  # two requests at once load it once
            if self.loaded and self.loaded.model is model and self.loaded.context == context:
                return
            await self.unload()
            if self.memory is not None and model.size > self.memory:
                need, free = f"{model.size / 2**30:.1f} GiB", f"{self.memory / 2**30:.1f} GiB"
                raise EngineFailed(f"model requires more system memory ({need}) than is available ({free})")
            engine = self.engine_for(model.weights)
            await engine.start(context)
            self.loaded = Loaded(model, engine, context)

    async def unload(self) -> None:
        """Take the model out of memory."""
        loaded, self.loaded = self.loaded, None
        if loaded:
            # Whoever is cancelled while an engine ends leaves it ending, not half-ended.
            self._stopping = asyncio.ensure_future(loaded.engine.stop())
            await asyncio.shield(self._stopping)

    def _keep(self, wait: float) -> None:
        """Unload so many seconds after the last request."""
        if self._unloading:
            self._unloading.cancel()
        if self.loaded:
            self.loaded.expires = time.monotonic() + wait
        self._unloading = asyncio.create_task(self._unload_after(wait))

    async def _unload_after(self, wait: float) -> None:
        await asyncio.sleep(wait)
        async with self._slot:  # never under a request
            await self.unload()

    def _part(self, model: Model, text: str) -> Json:
        message = {"role": "assistant", "content": text}
        return {"model": model.name, "created_at": datetime.now(UTC).isoformat(), "message": message, "done": False}

    async def _answer(self, model: Model, body: Json, started: int, ready: int) -> AsyncIterator[Json]:
        async with self._slot:
            self.running += 1
            try:
                async for part in self._generate(model, body):
                    if part.get("done"):
                        now = time.perf_counter_ns()
                        part |= {"total_duration": now - started, "load_duration": ready - started}
                    yield part
            except EngineFailed as problem:
                yield {"error": str(problem)}
            finally:
                self.running -= 1
        self._keep(seconds(body.get("keep_alive")))

    async def _generate(self, model: Model, body: Json) -> AsyncIterator[Json]:
        assert self.loaded
        chat = self.loaded.engine.chat(body["messages"], body.get("options") or {}, body.get("format"))
        async with aclosing(chat) as pieces:  # type: ignore[type-var]
            async for piece in pieces:
                if isinstance(piece, Finished):
                    counts = {"prompt_eval_count": piece.prompt_tokens, "prompt_eval_duration": piece.prompt_ns}
                    counts |= {"eval_count": piece.tokens, "eval_duration": piece.tokens_ns}
                    yield self._part(model, "") | {"done": True, "done_reason": piece.reason} | counts
                else:
                    self.pieces += 1
                    yield self._part(model, piece)

    async def close(self) -> None:
        if self._unloading:
            self._unloading.cancel()
            await asyncio.gather(self._unloading, return_exceptions=True)
        await self.unload()
        if self._stopping:
            await self._stopping


@asynccontextmanager
async def listening(server: OllamaStandIn, port: int = 0) -> AsyncIterator[str]:
    """Serve on loopback in this event loop, and yield the address."""
    config = uvicorn.Config(server.app(), log_level="error", lifespan="off", http="h11")
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    # uvicorn's own loop looks ten times a second whether it should end: too slow for tests by the dozen.
    web = await loop.create_server(lambda: H11Protocol(config, state, {}), "127.0.0.1", port)
    try:
        yield f"http://127.0.0.1:{web.sockets[0].getsockname()[1]}"
    finally:
        web.close()
        for connection in list(state.connections):
            connection.shutdown()
        for task in list(state.tasks):
            task.cancel()
        await asyncio.gather(*state.tasks, return_exceptions=True)
        for connection in list(state.connections):
            if transport := getattr(connection, "transport", None):
                transport.abort()
        await server.close()


@contextmanager
def in_thread(server: OllamaStandIn) -> Iterator[str]:
    """Serve in a thread of its own, for tests that run commands and wait for them."""
    started: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        ended = asyncio.Event()
        async with listening(server) as url:
            started.set_result((url, asyncio.get_running_loop(), ended))
            await ended.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    address, loop, ended = started.result(30)
    try:
        yield address
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
