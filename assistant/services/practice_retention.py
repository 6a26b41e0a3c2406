"""Practice is kept for a while and then removed; what is kept of a person goes when they ask for it."""

import logging
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from assistant.domain.errors import NotFound
from assistant.domain.exercises import Kept
from assistant.services.background import repeating
from assistant.services.ports import Audit, Clock, Users
from assistant.services.ports_practice import PracticeRecords

log = logging.getLogger(__name__)
_EVERY = 3600.0
"""Seconds between two looks for what was kept long enough."""
_BY = "ascolto"
"""Who removes it, in the audit log: nobody asked for it."""


@dataclass(frozen=True)
class RetentionPorts:
    """`days`: for how long a practice call is kept after its last change; 0: until it is erased."""

    records: PracticeRecords
    users: Users
    audit: Audit
    clock: Clock
    days: int


async def expire(ports: RetentionPorts, by: str = _BY) -> Kept:
    """Remove what was kept long enough, and say how much that was."""
    if not ports.days:
        return Kept(calls=0, assignments=0)
    before = ports.clock.now() - timedelta(days=ports.days)
    gone = await ports.records.expire(before)
    if gone.calls or gone.assignments:
        detail = f"{gone}, unchanged since {before.date()}"
        await ports.audit.record(by, "practice.expired", "*", ports.clock.now(), detail)
    return gone


async def kept_of(username: str, ports: RetentionPorts) -> Kept:
    """What is kept of this trainee, whose account may be gone. Raises `NotFound` for a name that nobody has."""
    kept = await ports.records.count(username)
    if not (kept.calls or kept.assignments) and await ports.users.get(username) is None:
        message = "Nobody has this name, and nothing is kept under it; `ascolto users list` shows the accounts."
        raise NotFound(message, where=username)
    return kept


async def erase(username: str, by: str, ports: RetentionPorts) -> Kept:
    """Remove the trainee's practice calls with their debriefs, and what was assigned to them. Raises as `kept_of`.

    What they assigned to others stays: it belongs to these.
    """
    await kept_of(username, ports)
    gone = await ports.records.erase(username)
    await ports.audit.record(by, "practice.erased", username, ports.clock.now(), str(gone))
    return gone


def expiring(ports: RetentionPorts) -> AbstractAsyncContextManager[None]:
    """Remove what was kept long enough beside what the block does."""
    trouble = "Practice calls can't be looked through for what was kept long enough; it is tried again."
    return repeating(partial(expire, ports), _EVERY, log, trouble)
