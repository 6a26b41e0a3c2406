import asyncio
from datetime import timedelta

import pytest

from assistant.adapters.memory import MemoryCalls, MemoryNotes
from assistant.domain.calls import CallInfo
from assistant.domain.errors import Conflict
from assistant.domain.notes import Note
from assistant.domain.records import Customer, CustomerFile
from assistant.domain.users import User
from assistant.services.call_facts import Catching, FactsPorts, catching_up, renew, rescore
from tests.fakes import FakeClock, FakeCustomers, FakeUsers
from tests.memory_facts import MemoryFacts, MemoryScores
from tests.unit.scored_calls import AT, log_of
from tests.unit.test_scoring_service import LINES, ports

ANNA = User(username="anna", display_name="Anna", role="operator", principals=("montelupo",), team="nord")


class World:
    def __init__(self) -> None:
        self.calls, self.scores, self.notes = MemoryCalls(), MemoryScores(), MemoryNotes()
        self.facts = MemoryFacts(self.calls, self.scores)
        customer = Customer(principal="montelupo", ref="C1", name="Aurora", country="IT", language="it")
        self.customers, users = FakeCustomers(CustomerFile(customer=customer)), FakeUsers()
        users.people["anna"] = ANNA
        self.ports = FactsPorts(
            scoring=ports(self.calls),
            notes=self.notes,
            customers=self.customers,
            users=users,
            facts=self.facts,
            scores=self.scores,
            clock=FakeClock(),
        )

    async def call(self, call_id: str, *, ended: bool = True, broken: bool = False) -> None:
        at = AT + timedelta(minutes=len(call_id))
        info = CallInfo(
            id=call_id,
            customer="montelupo/C1",
            principal="montelupo",
            started_at=at,
            language="it",
            operator="anna",
        )
        await self.calls.open(info, "Aurora")
        for event in log_of(LINES, call_id=call_id)[1 if broken else 0 :]:
            await self.calls.append(event)
        if ended:
            await self.calls.close(call_id, at)


async def test_facts_are_folded_from_call_note_and_score() -> None:
    world = World()
    await world.call("c1")
    note = Note(call_id="c1", customer="montelupo/C1", language="it", disposition="promise_to_pay", reason="Promessa")
    await world.notes.draft(note)
    facts = await renew(world.ports, "c1")
    assert (facts.team, facts.disposition, facts.complete) == ("nord", "promise_to_pay", True)
    assert facts.last_seq == (await world.calls.get("c1")).last_seq
    score = await world.scores.get("c1")
    assert score is not None and facts.levels == {one.id: one.level for one in score.criteria}
    assert await world.facts.get("c1") == facts


async def test_a_customer_who_was_erased_leaves_the_call_readable() -> None:
    world = World()
    await world.call("c1")
    world.customers.files.clear()
    assert (await renew(world.ports, "c1")).overdue == 0


async def test_an_open_call_is_refused() -> None:
    world = World()
    await world.call("c1", ended=False)
    with pytest.raises(Conflict, match="still going on"):
        await renew(world.ports, "c1")
    assert await Catching(world.ports).all() == 0


async def test_catching_up_makes_what_is_old_and_nothing_twice() -> None:
    world = World()
    for call_id in ("c1", "c22", "c333"):
        await world.call(call_id)
    catching = Catching(world.ports)
    assert (await catching.step(2), await catching.step(2), await catching.step(2)) == (2, 1, 0)
    event = log_of(LINES, call_id="c22")[-1]
    await world.calls.append(event)
    assert await catching.all() == 1


async def test_a_call_that_cant_be_read_holds_up_no_other(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    await world.call("c1", broken=True)
    await world.call("c22")
    catching = Catching(world.ports)
    assert await catching.step(1) == 0
    assert await catching.all() == 1
    assert catching.failed == {"c1"} and "Call c1 can't be scored" in caplog.text


async def test_beside_other_work_new_calls_are_scored() -> None:
    world = World()
    async with catching_up(world.ports):
        await world.call("c1")
        async with asyncio.timeout(20):
            while await world.facts.get("c1") is None:  # noqa: ASYNC110  (nobody signals that it was scored)
                await asyncio.sleep(0.02)
    assert await world.scores.get("c1") is not None


async def test_rescoring_tells_how_far_it_is_and_what_failed() -> None:
    world = World()
    await world.call("c1")
    await world.call("c22", broken=True)
    told: list[tuple[int, int]] = []
    done = await rescore(world.ports, None, lambda n, of: told.append((n, of)))
    assert (done, told) == ((1, ["c22"]), [(1, 2), (2, 2)])
    assert await rescore(world.ports, ["brackwater"], lambda n, of: None) == (0, [])
