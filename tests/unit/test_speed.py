"""The pace of a server that speaks the shared interface, over real HTTP."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from assistant.adapters.models.speed import Endpoint, measure, memory_mb
from assistant.domain.errors import ModelUnavailable

USAGE = {"usage": {"prompt_tokens": 200, "completion_tokens": 4}, "choices": []}


def piece(text: str) -> dict[str, Any]:
    return {"choices": [{"delta": {"content": text}}]}


@asynccontextmanager
async def serving(*events: dict[str, Any], status: str = "200 OK") -> AsyncIterator[Endpoint]:
    """A server that streams the events, one each hundredth of a second, and closes."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
        )
        await reader.readexactly(length)
        writer.write(f"HTTP/1.1 {status}\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n".encode())
        for event in events:
            await asyncio.sleep(0.01)
            writer.write(b"data: " + json.dumps(event).encode() + b"\n\n")
            await writer.drain()
        writer.write(b"data: [DONE]\n\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield Endpoint(f"http://127.0.0.1:{port}/v1", "key", "m")


async def test_tokens_a_second_of_reading_and_of_writing() -> None:
    async with serving(*(piece("word ") for _ in range(4)), USAGE) as endpoint:
        pace = await measure(endpoint)
    assert pace is not None
    assert pace.prompt > pace.generated > 0


@pytest.mark.parametrize("events", [(piece("a"), piece("b")), (piece("a"), USAGE), (USAGE,)])
async def test_a_server_that_does_not_count_is_told_apart(events: tuple[dict[str, Any], ...]) -> None:
    async with serving(*events) as endpoint:
        assert await measure(endpoint) is None


async def test_a_server_that_refuses_is_unavailable() -> None:
    async with serving(status="401 Unauthorized") as endpoint:
        with pytest.raises(ModelUnavailable, match="can't be measured"):
            await measure(endpoint)


def test_memory_of_a_process() -> None:
    mine = memory_mb(os.getpid())
    assert mine is None or mine > 10
    assert memory_mb(2**22 + 1) is None
