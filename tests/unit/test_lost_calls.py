"""Calls that nobody ends are over after a long silence."""

from datetime import timedelta

import pytest

from assistant.domain.errors import NotFound
from assistant.domain.events import CallClosed
from assistant.services.lost_calls import SILENCE, LostCalls, LostPorts
from tests.fakes import NOON, FakeCalls, FakeClock
from tests.unit.test_call_page import heard
from tests.unit.test_live import World
from tests.unit.test_live_board import opened


class Ended:
    def __init__(self, calls: FakeCalls, unknown: str = "") -> None:
        self.calls, self.unknown = calls, unknown
        self.asked: list[tuple[str, bool]] = []

    async def end(self, call_id: str, lost: bool = False) -> None:
        self.asked.append((call_id, lost))
        if call_id == self.unknown:
            raise NotFound("The customer is gone.", where=call_id)
        await self.calls.close(call_id, NOON)


@pytest.fixture
async def calls() -> FakeCalls:
    calls = FakeCalls()
    await opened(calls, ("c1", "c2", "c3"))
    await calls.append(heard(1, "Pronto", call_id="c1"))
    await calls.append(heard(1, "Pronto", call_id="c2", at=NOON + timedelta(minutes=30)))
    return calls


async def test_only_calls_without_a_word_for_long_are_ended(calls: FakeCalls) -> None:
    clock, live = FakeClock(), Ended(calls)
    lost = LostCalls(LostPorts(live, calls, clock))
    clock.advance(SILENCE - timedelta(seconds=1))
    assert await lost.end_all() == 0
    clock.advance(timedelta(seconds=1))
    assert await lost.end_all() == 2
    assert live.asked == [("c1", True), ("c3", True)]
    assert await lost.end_all() == 0


async def test_one_that_can_t_be_ended_keeps_no_other_open(calls: FakeCalls) -> None:
    clock, live = FakeClock(NOON + 2 * SILENCE), Ended(calls, unknown="c1")
    lost = LostCalls(LostPorts(live, calls, clock))
    assert await lost.end_all() == 2
    assert await lost.end_all() == 0
    assert [call_id for call_id, _ in live.asked] == ["c1", "c2", "c3"]


async def test_a_lost_call_says_so_in_its_events() -> None:
    world = World()
    await world.open()
    await world.live.end("k", lost=True)
    closed = await world.last(CallClosed)
    assert isinstance(closed, CallClosed)
    assert closed.lost
