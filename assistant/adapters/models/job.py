"""One request on its way to the model: its place in the queue, and the pieces that come back."""

import asyncio
from dataclasses import dataclass, field

from assistant.services.model_work import ModelUsage, Priority
from assistant.services.ports import ModelRequest

Piece = str | Exception | None
"""Text; what went wrong; or the end."""


@dataclass(eq=False)
class Job:
    """`order` counts requests; times are the event loop's, in seconds."""

    request: ModelRequest
    order: int
    asked: float
    started: float | None = None
    first: float | None = None
    usage: ModelUsage | None = None
    task: asyncio.Task[None] | None = None
    interrupted: int = 0
    settled: bool = False
    _held: list[str] = field(default_factory=list)
    _out: asyncio.Queue[Piece] = field(default_factory=asyncio.Queue)

    @property
    def due(self) -> float | None:
        return None if self.request.deadline is None else self.asked + self.request.deadline

    @property
    def live(self) -> bool:
        return self.request.priority <= Priority.LIVE

    @property
    def rank(self) -> tuple[int, int]:
        """The lowest is next. Of live requests the newest: an older one speaks of words that are further back."""
        return self.request.priority, -self.order if self.live else self.order

    def replaces(self, other: "Job") -> bool:
        """Whether the other one is no longer wanted: the same work of the same call, or a guess at its words."""
        if not self.request.affinity or self.request.affinity != other.request.affinity:
            return False
        if other.request.priority == Priority.SPECULATIVE:
            return self.live or self.request.priority == Priority.SPECULATIVE
        return bool(self.request.work) and self.request.work == other.request.work

    def begin(self, now: float) -> None:
        """From the start, whatever an earlier try gave."""
        self.started, self.first, self.usage = now, None, None
        self._held.clear()

    def pause(self) -> None:
        """Break off what runs; it begins anew when it is its turn again."""
        if self.task:
            self.task.cancel()
        self.task, self.started = None, None
        self.interrupted += 1

    def take(self, piece: str, now: float) -> None:
        """A piece from the model. Background work holds its pieces back: it can be interrupted and begin anew."""
        if self.first is None:
            self.first = now
        if self.live:
            self._out.put_nowait(piece)
        else:
            self._held.append(piece)

    def close(self, error: Exception | None = None) -> None:
        """No more pieces will come; what was held back is delivered unless there is an error."""
        self.settled = True
        for piece in self._held if error is None else ():
            self._out.put_nowait(piece)
        self._out.put_nowait(error)

    async def next(self) -> Piece:
        """The next piece; raises `TimeoutError` when the deadline passes."""
        async with asyncio.timeout_at(self.due):
            return await self._out.get()
