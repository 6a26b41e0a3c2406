"""Plays the demo calls through the live pipeline at the pace that a person chooses, several at once if need be."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.domain.calls import Transcript
from assistant.domain.errors import NotFound
from assistant.domain.events import CallStarted
from assistant.domain.users import User
from assistant.services.access import principals_of
from assistant.services.demo import DemoCall
from assistant.services.live import LiveCalls
from assistant.services.ports import Clock
from assistant.services.replay import play, start_replay

log = logging.getLogger(__name__)


class DemoPlayer:
    """Holds the calls that are being played; `close` ends them all."""

    def __init__(
        self, live: LiveCalls, clock: Clock, calls: Sequence[DemoCall], read: Callable[[Path], Transcript]
    ) -> None:
        self._live, self._clock, self._read = live, clock, read
        self._calls = {call.id: call for call in calls}
        self._playing: dict[str, asyncio.Task[None]] = {}

    def calls(self) -> Sequence[DemoCall]:
        return list(self._calls.values())

    async def replay(self, demo_id: str, user: User, speed: float) -> str:
        """Start to play a call at `speed` times its pace; returns the new call's id. Raises `NotFound`, `Forbidden`."""
        demo = self._calls.get(demo_id)
        if demo is None:
            raise NotFound("There is no such demo call.", where=demo_id)
        user.require(demo.customer.partition("/")[0])
        transcript = await asyncio.to_thread(self._read, demo.path)
        opening = CallStarted(
            call_id=f"{demo_id}-{secrets.token_hex(4)}",
            customer=demo.customer,
            started_at=self._clock.now(),
            operator=user.username if user.role == "operator" else "",
        )
        info = await start_replay(self._live, transcript, opening, principals_of(user.principals))

        async def pause(seconds: float) -> None:
            await asyncio.sleep(max(0.0, seconds) / speed)

        task = asyncio.create_task(play(self._live, info.id, transcript, pause, partials=True))
        self._playing[info.id] = task
        task.add_done_callback(lambda done: self._finished(info.id, done))
        return info.id

    def _finished(self, call_id: str, task: asyncio.Task[None]) -> None:
        self._playing.pop(call_id, None)
        if not task.cancelled() and task.exception():
            log.error("The demo call %s broke off", call_id, exc_info=task.exception())

    async def stop(self, call_id: str) -> None:
        """Stop playing and end the call. Raises `NotFound` for a call that isn't being played."""
        task = self._playing.get(call_id)
        if task is None:
            raise NotFound("That call isn't being played.", where=call_id)
        await _cancelled(task)
        await self._live.end(call_id)

    async def close(self) -> None:
        """Stop playing and end every call, so that none stays open in the list."""
        for call_id, task in list(self._playing.items()):
            await _cancelled(task)
            await self._live.end(call_id)


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
