"""Keeps facts and scores in step with the calls: what lists and reports read is made anew when it is old."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from assistant.domain.call_facts import CallFacts
from assistant.domain.call_summary import Context, facts_of
from assistant.domain.calls import Call
from assistant.domain.errors import Conflict, NotFound
from assistant.domain.records import CustomerFile
from assistant.services.background import beside
from assistant.services.ports import Clock, Customers, Users
from assistant.services.ports_notes import Notes, note_if_any
from assistant.services.ports_supervision import FactsOfCalls, Scores
from assistant.services.scoring import ScoringPorts, score_events

log = logging.getLogger(__name__)
BATCH = 20
_POLL = 2.0
"""Seconds between two looks for calls whose facts are old."""
_BREATH = 0.02
"""Seconds between two calls, so that whatever else runs gets its turn."""


@dataclass(frozen=True)
class FactsPorts:
    """What reading a call and keeping its facts needs."""

    scoring: ScoringPorts
    notes: Notes
    customers: Customers
    users: Users
    facts: FactsOfCalls
    scores: Scores
    clock: Clock


async def renew(ports: FactsPorts, call_id: str) -> CallFacts:
    """Score a call that is over and write its facts. Raises `NotFound`, `Conflict` while it is still going on.

    The score is written first: facts that are as new as the call say that both are.
    """
    call = await ports.scoring.calls.get(call_id)
    if call.ended_at is None:
        raise Conflict("The call is still going on; it is scored when it has ended.", where=call_id)
    events = [one for one in await ports.scoring.calls.events(call_id) if one.seq <= call.last_seq]
    scored = await score_events(ports.scoring, call.info, events)
    await ports.scores.save(scored.score, call.info.principal, call.last_seq, ports.clock.now())
    context = Context(
        team=await _team(ports, call),
        file=await _file(ports, call),
        note=await note_if_any(ports.notes, call_id),
        score=scored.score,
        complete=scored.call.ended and not scored.call.breaks_off,
    )
    facts = facts_of(call, events, context)
    await ports.facts.save(facts)
    return facts


async def _team(ports: FactsPorts, call: Call) -> str:
    user = await ports.users.get(call.info.operator) if call.info.operator else None
    return user.team if user else ""


async def _file(ports: FactsPorts, call: Call) -> CustomerFile | None:
    try:
        return await ports.customers.file(call.info.customer)
    except NotFound:
        return None  # erased since; the call's own words remain


@dataclass
class Catching:
    """Brings facts up to date, batch after batch. `failed` holds calls that can't be read, until the next start."""

    ports: FactsPorts
    failed: set[str] = field(default_factory=set)

    async def step(self, limit: int = BATCH) -> int:
        """Make a batch anew and return how many calls that were."""
        rubric = self.ports.scoring.library.rubric().version
        stale = await self.ports.facts.stale(rubric, limit + len(self.failed))
        done = 0
        for call_id in [one for one in stale if one not in self.failed][:limit]:
            try:
                await renew(self.ports, call_id)
                done += 1
            except Exception:  # one unreadable call doesn't hold up the others
                log.exception("Call %s can't be scored; it is tried again at the next start.", call_id)
                self.failed.add(call_id)
            await asyncio.sleep(_BREATH)
        return done

    async def all(self) -> int:
        """Make all anew that is old now, and return how many calls that were."""
        total = 0
        while done := await self.step():
            total += done
        return total

    async def forever(self) -> None:
        """A failing database or library is reported and waited for; cancelling ends the work at once."""
        while True:
            try:
                busy = await self.step() > 0
            except Exception:
                log.exception("Calls can't be looked through for scoring; it is tried again.")
                busy = False
            await asyncio.sleep(_BREATH if busy else _POLL)


def catching_up(ports: FactsPorts) -> AbstractAsyncContextManager[None]:
    """Keep facts up to date beside what the block does; what is under way at its end is done by the next worker."""
    return beside(Catching(ports).forever)


async def rescore(
    ports: FactsPorts, principals: Sequence[str] | None, told: Callable[[int, int], None]
) -> tuple[int, list[str]]:
    """Score every call that has ended anew, whatever it had; `told` hears after each how many of how many are done.

    Returns how many were scored, and the ids of those that can't be (the log says why).
    """
    call_ids = await ports.facts.ended(principals)
    failed: list[str] = []
    for n, call_id in enumerate(call_ids, start=1):
        try:
            await renew(ports, call_id)
        except Exception:  # one unreadable call doesn't hold up the others
            log.exception("Call %s can't be scored.", call_id)
            failed.append(call_id)
        told(n, len(call_ids))
    return len(call_ids) - len(failed), failed
