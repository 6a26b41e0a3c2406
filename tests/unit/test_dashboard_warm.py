"""The default period is ready before somebody asks, and again when records have changed."""

import asyncio
import logging

import pytest

from assistant.services.dashboard import period_of
from assistant.services.dashboard_warm import warm, warming
from tests.fake_dashboard import FakeDashboardStore, dashboard_ports
from tests.fakes import FakeAudit
from tests.unit.test_book import FILES, customer


async def test_what_is_warm_is_not_read_again_until_it_changes() -> None:
    store = FakeDashboardStore(*FILES)
    ports = dashboard_ports(store, FakeAudit())
    await warm(ports)
    assert store.read == [3]
    book = await ports.books.of("montelupo", period_of(None, None, ports.clock.now().date()))
    assert (len(book.customers), store.read) == (3, [3])
    store.customers[0] = customer("A")
    await warm(ports)
    assert store.read == [3, 1]


async def test_a_principal_that_cannot_be_read_does_not_end_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ports, asked = dashboard_ports(FakeDashboardStore(*FILES), FakeAudit()), []

    async def broken(principal: str) -> bytes:
        asked.append(principal)
        raise OSError("the disk is gone")

    monkeypatch.setattr(ports.store, "mark", broken)
    with caplog.at_level(logging.ERROR):
        await warm(ports)
    assert len(asked) == len(ports.library.principals()) > 1
    assert "can't be made ready" in caplog.text


class ToldStore(FakeDashboardStore):
    def __init__(self) -> None:
        super().__init__(*FILES)
        self.asked = asyncio.Event()

    async def mark(self, principal: str) -> bytes:
        self.asked.set()
        return await super().mark(principal)


async def test_it_begins_at_once_and_ends_with_the_block() -> None:
    store = ToldStore()
    async with warming(dashboard_ports(store, FakeAudit())):
        await asyncio.wait_for(store.asked.wait(), 5)
    assert len(asyncio.all_tasks()) == 1
