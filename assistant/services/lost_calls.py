"""Calls that nobody ends, because their feed died: after a long silence they are over, can be noted and reviewed."""

import datetime as dt
import logging
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from assistant.domain.calls import Call
from assistant.services.background import repeating
from assistant.services.ports import Calls, Clock

log = logging.getLogger(__name__)
SILENCE = dt.timedelta(hours=1)
"""Nobody stays on a line this long without a word."""
_EVERY = 60.0


class Ending(Protocol):
    async def end(self, call_id: str, lost: bool = False) -> None: ...


@dataclass(frozen=True)
class LostPorts:
    live: Ending
    calls: Calls
    clock: Clock


@dataclass
class LostCalls:
    """`failed` holds calls that can't be ended, until the next start."""

    ports: LostPorts
    failed: set[str] = field(default_factory=set)

    async def end_all(self) -> int:
        """End the silent ones of the open calls that the list shows, and return how many that were."""
        ended = 0
        for call in await self.ports.calls.list(None, open_only=True):
            if call.info.id in self.failed or not await self._silent(call):
                continue
            try:
                await self.ports.live.end(call.info.id, lost=True)
                log.info("Call %s was ended after a long silence.", call.info.id)
                ended += 1
            except Exception:  # one call that can't be taken up doesn't keep the others open
                log.exception(
                    "Call %s is silent and can't be ended; it is tried again at the next start.", call.info.id
                )
                self.failed.add(call.info.id)
        return ended

    async def _silent(self, call: Call) -> bool:
        last = await self.ports.calls.events(call.info.id, max(call.last_seq - 1, 0))
        since = last[-1].at if last else call.info.started_at
        return self.ports.clock.now() - since >= SILENCE


def ending_lost(ports: LostPorts) -> AbstractAsyncContextManager[None]:
    """Look after silent calls beside what the block does."""
    trouble = "Open calls can't be looked through; it is tried again."
    return repeating(LostCalls(ports).end_all, _EVERY, log, trouble)
