"""The sockets over a real server, where frame sizes, handshakes and the stop are the network's."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from assistant.server.app import create_app
from assistant.server.serving import listen, serve
from tests.serverworld import FEED_KEY, ServerWorld

pytestmark = pytest.mark.integration
KEY = {"Authorization": f"Bearer {FEED_KEY}"}


@asynccontextmanager
async def running(world: ServerWorld) -> AsyncIterator[str]:
    """A real server; yields its address and stops it as a signal would, by ending its task."""
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve(create_app(world.services), listen("127.0.0.1", 0), ready.set_result))
    try:
        yield (await ready).replace("http://", "ws://")
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def ask(socket: ClientConnection, event: dict[str, object]) -> dict[str, object]:
    await socket.send(json.dumps(event))
    answer: dict[str, object] = json.loads(await socket.recv())
    return answer


async def test_large_utterances_are_told_and_huge_frames_close_the_socket(tmp_path: Path) -> None:
    async with running(ServerWorld(tmp_path)) as address:
        async with connect(f"{address}/v1/feeds/generic", additional_headers=KEY) as feed:
            started = {"type": "call.started", "call_id": "a", "customer": "montelupo/C1"}
            assert (await ask(feed, started))["type"] == "ack"
            said = {"type": "utterance.final", "call_id": "a", "t": 1, "speaker": "customer"}
            assert (await ask(feed, said | {"text": "x" * 100_000}))["code"] == "too_large"
            assert (await ask(feed, said | {"text": "Pronto"}))["type"] == "ack"
            with pytest.raises(ConnectionClosed) as closed:
                await ask(feed, said | {"text": "x" * 2_000_000})
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009


async def test_a_refused_handshake_has_a_status_and_our_shape(tmp_path: Path) -> None:
    async with running(ServerWorld(tmp_path)) as address:
        with pytest.raises(InvalidStatus) as refused:
            async with connect(f"{address}/v1/feeds/generic"):
                pass
    assert refused.value.response.status_code == 401
    assert json.loads(refused.value.response.body or b"")["error"]["code"] == "not_signed_in"
    assert "content-security-policy" in refused.value.response.headers


async def test_a_panel_that_vanishes_is_forgotten(tmp_path: Path) -> None:
    world = ServerWorld(tmp_path)
    async with running(world) as address:
        async with httpx.AsyncClient(base_url=address.replace("ws://", "http://")) as http:
            await http.post("/v1/session", json={"username": "anna", "password": "anna-password"})
            cookie = {"Cookie": f"ascolto_session={http.cookies['ascolto_session']}"}
        async with connect(f"{address}/v1/calls/mine/live", additional_headers=cookie) as panel:
            await ask(panel, {"type": "suggestion.used", "call_id": "mine", "card_id": "c"})
            assert world.live.following == 1
            panel.transport.abort()
        async with asyncio.timeout(10):
            while world.live.following:  # noqa: ASYNC110 - the server tells nobody when it has noticed
                await asyncio.sleep(0.01)
