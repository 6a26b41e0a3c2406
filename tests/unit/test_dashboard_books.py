"""Books are kept as long as nothing they rest on has changed."""

import asyncio
from datetime import date
from typing import Any

from assistant.domain.dashboard import Period
from assistant.domain.policy import Policy
from assistant.services.dashboard_books import Books
from tests.fake_dashboard import LIBRARY, FakeDashboardStore
from tests.unit.test_book import FILES, customer

PERIOD = Period(first=date(2026, 8, 23), last=date(2026, 11, 20))


class Rules:
    """A library whose policy may change."""

    def __init__(self) -> None:
        self.grace = 3

    def policy(self, principal: str) -> Policy:
        return LIBRARY.policy(principal).model_copy(update={"promise_grace_days": self.grace})


def books(store: FakeDashboardStore, rules: Any = LIBRARY) -> Books:
    return Books(store, rules)


async def test_only_what_changed_is_read_again() -> None:
    store = FakeDashboardStore(*FILES)
    kept = books(store)
    first = await kept.of("montelupo", PERIOD)
    assert await kept.of("montelupo", PERIOD) is first
    store.customers[1] = customer("B")
    changed = await kept.of("montelupo", PERIOD)
    assert changed.receivables[0].outstanding.now == first.receivables[0].outstanding.now - 1_050
    store.customers.pop()
    assert len((await kept.of("montelupo", PERIOD)).customers) == 2
    store.customers.append(customer("Z"))
    assert [one.customer for one in (await kept.of("montelupo", PERIOD)).customers][-1] == "montelupo/Z"
    assert store.read == [3, 1, 1]


async def test_another_policy_makes_another_book() -> None:
    store, rules = FakeDashboardStore(*FILES), Rules()
    kept = books(store, rules)
    first = await kept.of("montelupo", PERIOD)
    rules.grace = 10
    assert await kept.of("montelupo", PERIOD) is not first
    assert store.read == [3]


async def test_who_comes_while_a_book_is_made_waits_for_it() -> None:
    store = FakeDashboardStore(*FILES)
    kept = books(store)
    found = await asyncio.gather(*(kept.of("montelupo", PERIOD) for _ in range(5)))
    assert all(one is found[0] for one in found)
    assert store.read == [3]


async def test_books_of_principals_and_periods_stand_apart_and_old_ones_go() -> None:
    store = FakeDashboardStore(*FILES)
    kept = books(store)
    assert (await kept.of("brackwater", PERIOD)).customers == ()
    periods = [Period(first=date(2026, 8, 1), last=date(2026, 11, day)) for day in range(1, 10)]
    made = [await kept.of("montelupo", period) for period in periods]
    assert await kept.of("montelupo", periods[-1]) is made[-1]
    again = await kept.of("montelupo", periods[0])
    assert again is not made[0] and again == made[0]
    assert store.read == [3]
