"""Several model servers behind one port: a call stays with one server, and moves on when that one fails.

Each server has a queue and a circuit breaker of its own. A call's server is the one with the highest hash of server and
call (rendezvous hashing): when a server comes or goes, only its own calls move.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.adapters.models.queue import Capacity, ModelQueue
from assistant.domain.errors import ModelBusy, ModelTimeout, ModelUnavailable
from assistant.services.model_work import ModelMeter, Priority
from assistant.services.ports import ModelRequest, ModelState


class RunningModel(Protocol):
    """A `LanguageModel` with a life of its own."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def state(self) -> ModelState: ...

    def stream(self, request: ModelRequest) -> AsyncIterator[str]: ...


@dataclass(frozen=True)
class Server:
    """A model server, by a name that tells it from the others, and what it can take."""

    name: str
    model: RunningModel
    capacity: Capacity


class ModelPool:
    """One `RunningModel` made of several. Raises `ValueError` without any."""

    def __init__(self, servers: Sequence[Server], meter: ModelMeter) -> None:
        if not servers:
            raise ValueError("a pool needs a server")
        self._servers = tuple(servers)
        self._queues = {s.name: ModelQueue(s.model, s.capacity, meter, s.name) for s in servers}

    async def start(self) -> None:
        """Start all of them, in the background where they take long."""
        for server in self._servers:
            await server.model.start()

    async def stop(self) -> None:
        await asyncio.gather(*(queue.stop() for queue in self._queues.values()))
        await asyncio.gather(*(server.model.stop() for server in self._servers))

    def state(self) -> ModelState:
        """Ready when one server is; what was earned is what all ready ones have earned."""
        states = [queue.state() for queue in self._queues.values()]
        ready = [state for state in states if state.state == "ready"]
        best = ready[0] if ready else states[0]
        servers = tuple(server for state in states for server in state.servers)
        return replace(best, servers=servers, earned=_common([state.earned for state in ready or states]))

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        """Pieces of text. A server that fails before the first piece is replaced by the call's next one."""
        loop = asyncio.get_running_loop()
        asked, failure = loop.time(), ModelUnavailable("No model server is ready.", where="model")
        for queue in self._in_turn(request):
            spent, said = loop.time() - asked, False
            left = None if request.deadline is None else request.deadline - spent
            if left is not None and left <= 0:
                break
            try:
                async with aclosing(queue.stream(replace(request, deadline=left))) as pieces:  # type: ignore[type-var]
                    async for piece in pieces:
                        said = True
                        yield piece
                return
            except ModelUnavailable as problem:
                failure = problem
                if said or not _another_may_do(problem, request):
                    raise
        raise failure

    def _in_turn(self, request: ModelRequest) -> list[ModelQueue]:
        """The servers in the order in which this request tries them; those that aren't ready come last."""
        queues = list(self._queues.items())
        if request.affinity:
            queues.sort(key=lambda item: _weight(item[0], request.affinity), reverse=True)
        else:
            queues.sort(key=lambda item: item[1].load)
        ordered = [queue for _, queue in queues]
        return sorted(ordered, key=lambda queue: not _healthy(queue.state()))


def _healthy(state: ModelState) -> bool:
    return state.state == "ready" and all(server.breaker != "open" for server in state.servers)


def _weight(server: str, affinity: str) -> bytes:
    return hashlib.blake2b(f"{server}\0{affinity}".encode(), digest_size=8).digest()


def _another_may_do(problem: ModelUnavailable, request: ModelRequest) -> bool:
    if request.priority == Priority.SPECULATIVE or isinstance(problem, ModelTimeout):
        return False
    return not (isinstance(problem, ModelBusy) and problem.code == "model_superseded")


def _common(earned: Sequence[Mapping[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Per language, the kinds of work that stand in every one of them."""
    first, *others = earned
    return {
        language: tuple(kind for kind in kinds if all(kind in other.get(language, ()) for other in others))
        for language, kinds in first.items()
    }
