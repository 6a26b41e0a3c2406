"""Live fan-out: nothing published after subscribing is missed, and a slow listener can't fill the memory."""

from datetime import UTC, datetime

from assistant.adapters.bus import MemoryBus, MemorySubscription
from assistant.domain.events import UtteranceHeard

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def heard(n: int, call_id: str = "c1") -> UtteranceHeard:
    return UtteranceHeard(call_id=call_id, at=NOW, seq=n, utterance_id=f"u{n}", t=n, speaker="customer", text="ok")


async def read(subscription: MemorySubscription) -> list[int]:
    return [event.seq async for event in subscription]


async def test_every_listener_of_the_call_is_told() -> None:
    bus = MemoryBus()
    await bus.publish(heard(1))
    first, second, other = bus.subscribe("c1"), bus.subscribe("c1"), bus.subscribe("c2")
    await bus.publish(heard(2))
    await first.close()
    await first.close()
    await bus.publish(heard(3))
    await second.close()
    await other.close()
    assert await read(first) == [2]
    assert await read(second) == [2, 3]
    assert await read(other) == []


async def test_a_listener_that_falls_behind_is_ended() -> None:
    bus = MemoryBus()
    slow = bus.subscribe("c1")
    for n in range(5_000):
        await bus.publish(heard(n))
    received = await read(slow)
    assert received == list(range(len(received)))
    assert 0 < len(received) < 5_000


async def test_calls_nobody_listens_to_are_forgotten() -> None:
    bus = MemoryBus()
    for n in range(100):
        await bus.subscribe(f"c{n}").close()
    last = bus.subscribe("c100")
    await bus.publish(heard(1, "c100"))
    await last.close()
    assert await read(last) == [1]
