"""Live fan-out inside one process: who listens to a call is told of its new events. The log is the truth."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator

from assistant.domain.events import AnyOutEvent

_BACKLOG = 1_000
"""Events that may wait for one slow listener. Beyond it the subscription ends."""


class MemorySubscription:
    """Implements the port `Subscription`: iterate until `close`, or until the listener falls too far behind."""

    def __init__(self, listeners: set["MemorySubscription"]) -> None:
        self._listeners = listeners
        self._queue: asyncio.Queue[AnyOutEvent | None] = asyncio.Queue()
        self._closed = False
        listeners.add(self)

    def offer(self, event: AnyOutEvent) -> None:
        """Called by the bus: queue the event, or end a subscription whose listener doesn't keep up."""
        if self._queue.qsize() >= _BACKLOG:
            self._end()
        elif not self._closed:
            self._queue.put_nowait(event)

    async def __aiter__(self) -> AsyncIterator[AnyOutEvent]:
        while (event := await self._queue.get()) is not None:
            yield event

    async def close(self) -> None:
        """End the iteration after what was published so far. Closing twice is harmless."""
        self._end()

    def _end(self) -> None:
        if not self._closed:
            self._closed = True
            self._listeners.discard(self)
            self._queue.put_nowait(None)


class MemoryBus:
    """Implements the port `Bus`."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[MemorySubscription]] = defaultdict(set)

    async def publish(self, event: AnyOutEvent) -> None:
        """Tell everybody who listens to the event's call."""
        for subscription in tuple(self._listeners.get(event.call_id, ())):
            subscription.offer(event)

    def subscribe(self, call_id: str) -> MemorySubscription:
        """Listen to a call from now on."""
        for idle in [key for key, listeners in self._listeners.items() if not listeners]:
            del self._listeners[idle]
        return MemorySubscription(self._listeners[call_id])
