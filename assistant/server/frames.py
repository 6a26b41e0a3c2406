"""Frames of the live sockets: reading them within limits, and answering what isn't an event."""

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from assistant.domain.errors import AscoltoError
from assistant.domain.events import MAX_EVENT_BYTES, ErrorRaised, InEvent
from assistant.services.ports import Clock

log = logging.getLogger(__name__)

MAX_FRAME_BYTES = 1_048_576
"""What the socket itself takes; above this it closes without a word."""
MAX_BAD_FRAMES = 20
GONE = (WebSocketDisconnect, WebSocketDisconnected)
"""What sending raises when the other side has left."""
TOO_LARGE = 1009
POLICY = 1008

EventT = TypeVar("EventT", bound=InEvent)


@dataclass(frozen=True)
class FrameLimits:
    """`per_second` frames on average, `burst` at once; 0: as fast as they are handled."""

    per_second: float = 0
    burst: int = 0
    close_when_too_large: bool = False


class _Closed(Exception):
    """We closed the socket; there is nothing more to read."""


class Frames(Generic[EventT]):
    """The events of a socket, one after the other, until it closes. What isn't an event is answered here."""

    def __init__(self, socket: WebSocket, events: TypeAdapter[EventT], clock: Clock, limits: FrameLimits) -> None:
        self._socket = socket
        self._events = events
        self._clock = clock
        self._limits = limits
        self._bad = 0
        self._tokens = float(limits.burst)
        self._refilled: datetime = clock.now()

    async def __aiter__(self) -> AsyncIterator[EventT]:
        try:
            while True:
                event = await self._next()
                if event is not None:
                    self._bad = 0
                    yield event
        except (*GONE, _Closed):
            return

    async def _next(self) -> EventT | None:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1006))
        data = message.get("text") or message.get("bytes") or b""
        raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        if len(raw) > MAX_EVENT_BYTES:
            await self._too_large(raw)
            return None
        if not self._within_rate():
            await self._refuse(raw, "rate_limited", "Events come too fast; this one was left out. Send it again.")
            return None
        try:
            return self._events.validate_json(raw)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            await self._refuse(raw, "invalid_event", f"This isn't an event: {first['msg']}", place)
            return None

    async def _too_large(self, raw: bytes) -> None:
        message = f"An event has at most {MAX_EVENT_BYTES:,} bytes; this one has {len(raw):,}."
        await self._refuse(raw, "too_large", message)
        if self._limits.close_when_too_large:
            await self._close(TOO_LARGE)

    async def _refuse(self, raw: bytes, code: str, message: str, where: str = "") -> None:
        self._bad += 1
        error = AscoltoError(message, where=where, code=code)
        await self._socket.send_json(error_frame(self._clock, error, _call_id(raw)))
        if self._bad >= MAX_BAD_FRAMES:
            await self._close(POLICY)

    async def _close(self, code: int) -> None:
        await self._socket.close(code)
        raise _Closed

    def _within_rate(self) -> bool:
        if not self._limits.per_second:
            return True
        now = self._clock.now()
        gained = (now - self._refilled).total_seconds() * self._limits.per_second
        self._refilled = now
        self._tokens = min(self._limits.burst, self._tokens + gained)
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


def error_frame(clock: Clock, error: AscoltoError, call_id: str = "") -> dict[str, Any]:
    """What tells one socket of an error: an event with `seq` 0, which no log keeps, and the place it concerns."""
    event = ErrorRaised(seq=0, call_id=call_id, at=clock.now(), code=error.code, message=error.message)
    return event.model_dump(mode="json") | {"where": error.where}


def unexpected(error: Exception, call_id: str) -> AscoltoError:
    """A fault of ours while an event was handled: logged, and told without its inside. The socket goes on."""
    log.error("An event of call %s failed.", call_id, exc_info=error)
    return AscoltoError("The server failed on this event; its log says why.", where=call_id, code="internal")


def _call_id(raw: bytes) -> str:
    """The call that a frame names, so that a feed knows what an error is about; empty where it names none."""
    try:
        frame = json.loads(raw)
    except (ValueError, RecursionError):
        return ""
    call_id = frame.get("call_id") if isinstance(frame, dict) else None
    return call_id[:128] if isinstance(call_id, str) else ""
