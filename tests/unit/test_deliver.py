"""The worker's use case over a scripted receiver: what becomes of each delivery, and who is told."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from assistant.adapters.bus import MemoryBus
from assistant.adapters.memory import MemoryCalls
from assistant.domain.backoff import Backoff
from assistant.domain.calls import CallInfo
from assistant.domain.deliveries import Delivery, DeliveryState
from assistant.domain.errors import DeliveryFailed, DeliveryRefused
from assistant.domain.events import NotePosted
from assistant.services.deliver import DeliverPorts, deliver_due, working
from assistant.services.ports_notes import Receiver
from assistant.services.reconcile import reconcile
from tests.fakes import NOON, FakeClock, FakeConnectors

RECEIVER = ("montelupo", "crm")


class FakeOutbox:
    """Deliveries in a dictionary; `broken` makes reading fail so many times."""

    def __init__(self, *deliveries: Delivery) -> None:
        self.rows = {delivery.key: delivery for delivery in deliveries}
        self.leases: dict[str, datetime] = {}
        self.broken = 0

    async def receivers(self, now: datetime) -> list[Receiver]:
        if self.broken:
            self.broken -= 1
            raise OSError("no database")
        return sorted({(row.principal, row.connector) for row in self._due(now)})

    async def claim(self, receiver: Receiver, now: datetime, until: datetime) -> Delivery | None:
        mine = [row for row in self._due(now) if (row.principal, row.connector) == receiver]
        if not mine or any(self.leases.get(row.key, now) > now for row in mine):
            return None
        taken = mine[0].model_copy(update={"claims": mine[0].claims + 1})
        self.rows[taken.key], self.leases[taken.key] = taken, until
        return taken

    async def record(self, delivery: Delivery) -> bool:
        if self.rows[delivery.key].claims != delivery.claims:
            return False
        self.rows[delivery.key] = delivery
        self.leases.pop(delivery.key, None)
        return True

    async def list(self, principals: Sequence[str] | None = None, state: DeliveryState | None = None) -> list[Delivery]:
        return [row for row in self.rows.values() if state in (None, row.state)]

    async def retry(self, keys: Sequence[str], now: datetime) -> int:
        raise NotImplementedError

    def _due(self, now: datetime) -> Sequence[Delivery]:
        return [row for row in self.rows.values() if row.state == "pending" and row.next_at <= now]


class FakeConnector:
    """Answers with the scripted outcomes, then with receipts. `at_once` is the most deliveries it had at a time."""

    def __init__(self, *script: Exception | float) -> None:
        self.timeout, self.retry, self.can_tell = 0.05, Backoff(first_seconds=8, attempts=3), True
        self.script = list(script)
        self.taken: list[str] = []
        self.at_once = self._now = 0

    async def deliver(self, delivery: Delivery) -> str:
        self._now += 1
        self.at_once = max(self.at_once, self._now)
        try:
            await asyncio.sleep(0)
            match self.script.pop(0) if self.script else 0.0:
                case Exception() as problem:
                    raise problem
                case seconds:
                    await asyncio.sleep(float(seconds))
            self.taken.append(delivery.key)
            return f"receipt-{delivery.key}"
        finally:
            self._now -= 1

    async def find(self, delivery: Delivery) -> str | None:
        if self.script:
            raise DeliveryFailed("Down.")
        return f"receipt-{delivery.key}" if delivery.key in self.taken else None


def delivery(key: str = "k1", **changes: Any) -> Delivery:
    fields: dict[str, Any] = {"principal": "montelupo", "connector": "crm", "subject": "c1"}
    fields |= {"payload": {"version": 2, "confirmed_by": "anna"}, "created_at": NOON, "next_at": NOON}
    return Delivery(key=key, **fields | changes)


class World:
    def __init__(self, connector: FakeConnector | None, *deliveries: Delivery) -> None:
        self.clock, self.calls, self.outbox = FakeClock(), MemoryCalls(), FakeOutbox(*deliveries)
        self.ports = DeliverPorts(
            self.outbox, FakeConnectors(connector), self.calls, MemoryBus(), self.clock, lambda: 0.0
        )

    async def posted(self) -> list[tuple[str, str]]:
        events = await self.calls.events("c1")
        return [(event.state, event.text) for event in events if isinstance(event, NotePosted)]

    async def with_call(self) -> "World":
        info = CallInfo(id="c1", customer="montelupo/C1", principal="montelupo", started_at=NOON, language="it")
        await self.calls.open(info, "Ditta")
        return self


async def test_what_is_due_is_delivered_and_told() -> None:
    connector = FakeConnector()
    later = delivery("k3", next_at=NOON + timedelta(hours=1))
    world = await World(connector, delivery("k1"), delivery("k2"), later).with_call()
    subscription = world.ports.bus.subscribe("c1")
    assert await deliver_due(world.ports) == 2
    assert connector.taken == ["k1", "k2"]
    row = world.outbox.rows["k1"]
    assert (row.state, row.receipt, row.delivered_at, row.attempts) == ("delivered", "receipt-k1", NOON, 0)
    assert await world.posted() == [("delivered", "receipt-k1"), ("delivered", "receipt-k2")]
    await subscription.close()
    heard = [event async for event in subscription]
    assert [(event.type, event.seq) for event in heard] == [("note.posted", 1), ("note.posted", 2)]
    assert isinstance(heard[0], NotePosted)
    assert (heard[0].version, heard[0].by, heard[0].connector) == (2, "anna", "crm")
    assert await deliver_due(world.ports) == 0


async def test_a_failure_waits_longer_each_time_and_is_given_up_with_its_reason() -> None:
    failing = [DeliveryFailed("Down.", where="http://crm", retry_after=ask) for ask in (0, 100, 0)]
    world = await World(FakeConnector(*failing), delivery()).with_call()
    waits = []
    for _ in range(2):
        assert await deliver_due(world.ports) == 1
        waits.append((world.outbox.rows["k1"].next_at - world.clock.now()).total_seconds())
        assert await deliver_due(world.ports) == 0
        world.clock.advance(timedelta(seconds=waits[-1]))
    assert waits == [8, 100]
    assert await world.posted() == []
    assert await deliver_due(world.ports) == 1
    row = world.outbox.rows["k1"]
    assert (row.state, row.attempts) == ("refused", 3)
    assert row.last_error == "Given up after 3 attempts. Down. [http://crm]"
    assert await world.posted() == [("refused", row.last_error)]


async def test_a_refusal_is_final_until_somebody_has_looked() -> None:
    world = await World(FakeConnector(DeliveryRefused("No such party.", where="montelupo/C1")), delivery()).with_call()
    assert await deliver_due(world.ports) == 1
    assert world.outbox.rows["k1"].state == "refused"
    assert await world.posted() == [("refused", "No such party. [montelupo/C1]")]


@pytest.mark.parametrize(("fault", "said"), [(30.0, "longer than 0.05 seconds"), (ValueError("x"), "at fault: Value")])
async def test_a_connector_that_hangs_or_is_at_fault_fails_only_this_attempt(fault: Any, said: str) -> None:
    connector = FakeConnector(fault)
    world = World(connector, delivery("k1"), delivery("k2"))
    assert await deliver_due(world.ports) == 2
    assert said in world.outbox.rows["k1"].last_error
    assert connector.taken == ["k2"]


async def test_without_its_configuration_a_delivery_waits() -> None:
    world = World(None, delivery())
    assert await deliver_due(world.ports) == 1
    row = world.outbox.rows["k1"]
    assert (row.state, row.last_error) == ("pending", "Set CRM_SECRET. [CRM_SECRET]")


async def test_a_call_that_was_erased_doesnt_stop_its_delivery() -> None:
    world = World(FakeConnector(), delivery())
    assert await deliver_due(world.ports) == 1
    assert world.outbox.rows["k1"].state == "delivered"


async def test_the_worker_goes_on_after_a_failing_database_with_one_delivery_a_receiver(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.services.deliver._POLL", 0.01)
    connector = FakeConnector(*[0.001] * 5)
    world = World(connector, *(delivery(f"k{n}") for n in range(5)))
    world.outbox.broken = 2
    async with asyncio.timeout(20), working(world.ports):
        while len(connector.taken) < 5:  # noqa: ASYNC110  (the receiver's side of it)
            await asyncio.sleep(0.01)
    assert "outbox can't be read" in caplog.text
    assert connector.at_once == 1


async def test_reconciling_puts_right_what_differs() -> None:
    connector = FakeConnector()
    connector.taken = ["held", "known"]
    gone: dict[str, Any] = {"state": "delivered", "delivered_at": NOON}
    world = World(
        connector,
        delivery("held", state="refused", attempts=3, last_error="?"),
        delivery("known", **gone),
        delivery("lost", **gone),
        delivery("no", state="refused"),
        delivery("waits"),
    )
    report = {line.key: (line.finding, line.state) for line in await reconcile(world.ports)}
    assert report == {
        "held": ("delivered", "delivered"),
        "known": ("agrees", "delivered"),
        "lost": ("pending", "pending"),
        "no": ("agrees", "refused"),
        "waits": ("agrees", "pending"),
    }
    assert world.outbox.rows["held"].receipt == "receipt-held"
    assert world.outbox.rows["lost"].next_at == NOON
    assert {line.finding for line in await reconcile(world.ports)} == {"agrees"}


async def test_a_receiver_that_cant_tell_changes_nothing() -> None:
    silent, down = FakeConnector(), FakeConnector(DeliveryFailed("x"))
    silent.can_tell = False
    for connector, reason in ((silent, "can't be asked"), (down, "Down."), (None, "Set CRM_SECRET")):
        world = World(connector, delivery(state="delivered", delivered_at=NOON))
        (line,) = await reconcile(world.ports)
        assert (line.finding, line.state) == ("unknown", "delivered")
        if connector:
            assert reason in line.text
