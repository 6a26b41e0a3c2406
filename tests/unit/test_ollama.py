import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from assistant.adapters.models.ollama import OllamaModel, installed
from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest

HELD = [{"name": "nomic-embed-text:latest", "digest": "e"}, {"name": "little:latest", "digest": "d"}]
REQUEST = ModelRequest(prefix=(("system", "Name it."),), text="the lift", max_tokens=7)


class FakeOllama:
    """Answers `/api/tags` and streams two pieces for `/api/chat`."""

    def __init__(self) -> None:
        self.asked: list[dict[str, object]] = []

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next((int(line.split(":")[1]) for line in head.lower().split("\r\n") if "content-length" in line), 0)
        body = await reader.readexactly(length)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n")
        if head.startswith("GET /api/tags"):
            writer.write(json.dumps({"models": HELD}).encode())
        else:
            self.asked.append(json.loads(body))
            self._piece(writer, "the ", done=False)
            self._piece(writer, "lift", done=True)
        await writer.drain()
        writer.close()

    def _piece(self, writer: asyncio.StreamWriter, text: str, done: bool) -> None:
        message = {"role": "assistant", "content": text}
        line = {"model": "little", "created_at": "2026-11-20T12:00:00Z", "message": message, "done": done}
        writer.write(json.dumps(line | ({"done_reason": "stop"} if done else {})).encode() + b"\n")


@asynccontextmanager
async def serving(fake: FakeOllama) -> AsyncIterator[str]:
    server = await asyncio.start_server(fake.answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def up(model: OllamaModel) -> None:
    async with asyncio.timeout(30):
        while model.state().state not in ("ready", "failed"):  # noqa: ASYNC110  # the port tells its state when asked
            await asyncio.sleep(0.01)


async def test_embedding_models_are_not_offered() -> None:
    async with serving(FakeOllama()) as url:
        assert [model["name"] for model in await installed(url)] == ["little:latest"]


async def test_it_streams_and_may_only_select() -> None:
    fake = FakeOllama()
    async with serving(fake) as url:
        model = OllamaModel(url, "")
        await model.start()
        await up(model)
        assert "".join([piece async for piece in model.stream(REQUEST)]) == "the lift"
        assert model.state().earned == {"it": ("select",), "en": ("select",)}
        await model.stop()
    options = fake.asked[0]["options"]
    assert isinstance(options, dict)
    assert options["num_predict"] == 7


async def test_a_model_that_is_not_there_is_named() -> None:
    async with serving(FakeOllama()) as url:
        model = OllamaModel(url, "large")
        await model.start()
        await up(model)
        assert model.state().state == "failed"
        assert "large" in model.state().message
        await model.stop()


async def test_nobody_there_is_model_unavailable() -> None:
    with pytest.raises(ModelUnavailable):
        await installed("http://127.0.0.1:9")
    model = OllamaModel("http://127.0.0.1:9", "")
    await model.start()
    await up(model)
    with pytest.raises(ModelUnavailable):
        await anext(model.stream(REQUEST))
    await model.stop()
