"""The feed socket: transcripts come in, many calls on one connection, each event acknowledged."""

from contextlib import suppress
from typing import Any

from fastapi import APIRouter, WebSocket

from assistant.domain.errors import AscoltoError, Forbidden
from assistant.domain.events import FEED_EVENTS, CallEnded, CallStarted, FeedEvent
from assistant.domain.users import ApiKey
from assistant.server.auth import ServicesOf, address_of
from assistant.server.frames import GONE, FrameLimits, Frames, error_frame, unexpected
from assistant.server.services import Services
from assistant.services.access import principals_of

router = APIRouter(prefix="/v1/feeds")


@router.websocket("/generic")
async def generic(socket: WebSocket, services: ServicesOf) -> None:
    """Take the events of a telephone system. The key's principals are all that it may speak of."""
    kind, _, secret = socket.headers.get("authorization", "").partition(" ")
    secret = secret.strip() if kind.lower() == "bearer" else ""
    key = await services.signin.with_key(secret, "feed", address_of(socket))
    await socket.accept()
    feed = _Feed(services, key)
    # No limit on the rate: the next frame is read when this one was handled, which slows a feed that is too fast.
    with suppress(*GONE):
        async for event in Frames(socket, FEED_EVENTS, services.clock, FrameLimits()):
            await socket.send_json(await _answer(services, feed, event))


async def _answer(services: Services, feed: "_Feed", event: FeedEvent) -> dict[str, Any]:
    """The acknowledgement, or what went wrong; other calls of the feed go on."""
    try:
        return await feed.handle(event)
    except AscoltoError as error:
        return error_frame(services.clock, error, event.call_id)
    except Exception as error:
        return error_frame(services.clock, unexpected(error, event.call_id), event.call_id)


class _Feed:
    """One connection: which calls its key may speak of is looked up once a call."""

    def __init__(self, services: Services, key: ApiKey) -> None:
        self._services = services
        self._key = key
        self._allowed: set[str] = set()

    async def handle(self, event: FeedEvent) -> dict[str, Any]:
        """Do what the event says; returns the acknowledgement."""
        ack = {"type": "ack", "call_id": event.call_id, "event": event.type}
        live = self._services.live
        if isinstance(event, CallStarted):
            await live.open(event, principals_of(self._key.principals))
            self._allowed.add(event.call_id)
            return ack
        await self._require(event.call_id)
        if isinstance(event, CallEnded):
            await live.end(event.call_id)
            self._allowed.discard(event.call_id)
            return ack
        return ack | {"utterance_id": await live.hear(event)}

    async def _require(self, call_id: str) -> None:
        if call_id in self._allowed:
            return
        call = await self._services.calls.get(call_id)
        if "*" not in self._key.principals and call.info.principal not in self._key.principals:
            raise Forbidden("This key may not speak of calls of that principal.", where=call_id)
        self._allowed.add(call_id)
