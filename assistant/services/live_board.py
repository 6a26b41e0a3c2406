"""What supervisors see of the calls that are going on: a line a call, brought up to date by the new events only."""

import asyncio
import datetime as dt

from pydantic import BaseModel

from assistant.domain.calls import Call
from assistant.domain.live_line import LiveLine
from assistant.domain.users import User
from assistant.services.access import principals_of
from assistant.services.ports import Calls
from assistant.services.queue import QueuePorts, require_reviewer

LOOKING_AGAIN = dt.timedelta(minutes=5)
"""A look at the board is logged once, until the person has looked away this long."""


class LiveCall(BaseModel):
    """An open call and what goes on in it."""

    call: Call
    line: LiveLine


class LiveBoard:
    """One a process. It may be asked every second or two: events that were folded once aren't read again."""

    def __init__(self, calls: Calls, ports: QueuePorts) -> None:
        self._calls = calls
        self._ports = ports
        self._lines: dict[str, tuple[str, LiveLine]] = {}
        self._lock = asyncio.Lock()
        self._looked: dict[str, dt.datetime] = {}

    async def calls(self, user: User) -> list[LiveCall]:
        """Open calls of the person's principals, the newest first. Raises `Forbidden` for others than supervisors."""
        await require_reviewer(user, "", self._ports)
        await self._log(user)
        found = await self._calls.list(principals_of(user.principals), open_only=True)
        async with self._lock:
            lines = [LiveCall(call=call, line=await self._line(call)) for call in found]
            self._forget(user, {call.info.id for call in found})
        return lines

    async def _line(self, call: Call) -> LiveLine:
        _, line = self._lines.setdefault(call.info.id, (call.info.principal, LiveLine()))
        if line.last_seq < call.last_seq:
            line.take_in(await self._calls.events(call.info.id, line.last_seq))
        return line.model_copy(deep=True)

    def _forget(self, user: User, still_open: set[str]) -> None:
        over = [
            call_id
            for call_id, (principal, _) in self._lines.items()
            if user.may_see(principal) and call_id not in still_open
        ]
        for call_id in over:
            del self._lines[call_id]

    async def _log(self, user: User) -> None:
        now = self._ports.clock.now()
        before = self._looked.get(user.username)
        self._looked[user.username] = now
        if before is None or now - before >= LOOKING_AGAIN:
            principals = " ".join(user.principals)
            await self._ports.audit.record(user.username, "live.read", principals, now)
