"""The log of calls in memory: what `replay` uses, where nothing is to be kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from assistant.domain.calls import Call, CallInfo
from assistant.domain.errors import Conflict, NotFound
from assistant.domain.events import AnyOutEvent

_LISTED = 200


@dataclass
class _Log:
    call: Call
    events: list[AnyOutEvent] = field(default_factory=list)


class MemoryCalls:
    """Implements the port `Calls` for one process."""

    def __init__(self) -> None:
        self._logs: dict[str, _Log] = {}

    async def open(self, info: CallInfo, customer_name: str) -> None:
        """Raises `Conflict` if the id exists."""
        if info.id in self._logs:
            raise Conflict(f"A call {info.id!r} exists already; give this one another id.", where=info.id)
        self._logs[info.id] = _Log(Call(info=info, customer_name=customer_name))

    async def append(self, event: AnyOutEvent) -> int:
        """Keep the event under the next `seq` of its call and return that; raises `NotFound`."""
        log = self._log(event.call_id)
        seq = len(log.events) + 1
        log.events.append(event.model_copy(update={"seq": seq}))
        log.call = log.call.model_copy(update={"last_seq": seq})
        return seq

    async def events(self, call_id: str, after: int = 0) -> list[AnyOutEvent]:
        """Events with `seq` greater than `after`, in order; raises `NotFound`."""
        return self._log(call_id).events[max(after, 0) :]

    async def get(self, call_id: str) -> Call:
        """Raises `NotFound`."""
        return self._log(call_id).call

    async def list(self, principals: Sequence[str] | None = None, open_only: bool = False) -> list[Call]:
        """The newest first, at most 200."""
        found = [
            log.call
            for log in self._logs.values()
            if (principals is None or log.call.info.principal in principals)
            and not (open_only and log.call.ended_at is not None)
        ]
        found.sort(key=lambda call: call.info.started_at, reverse=True)
        return found[:_LISTED]

    async def close(self, call_id: str, at: datetime) -> None:
        """Mark the call as over; a call that is over already keeps its end. Raises `NotFound`."""
        log = self._log(call_id)
        if log.call.ended_at is None:
            log.call = log.call.model_copy(update={"ended_at": at})

    def _log(self, call_id: str) -> _Log:
        if call_id not in self._logs:
            raise NotFound(f"There is no call {call_id!r}.", where=call_id)
        return self._logs[call_id]
