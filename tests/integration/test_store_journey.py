"""What customers' pages read, on SQLite and PostgreSQL; and a seeded history as either of them keeps it."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from assistant.adapters.library import SHIPPED
from assistant.adapters.store import Database, StoredCustomers, StoredJourneys, tables, tables_reviews
from evals.history import CustomerHistory, HistorySpec, builder, seed_history

pytestmark = pytest.mark.integration
SPEC = HistorySpec(calls=60, until=dt.date(2026, 11, 25))


@pytest.fixture(scope="module")
def histories() -> list[CustomerHistory]:
    return list(builder(SHIPPED, SPEC).histories())


async def test_a_history_is_written_and_read_alike(database: Database, histories: list[CustomerHistory]) -> None:
    seeded = await seed_history(database, SHIPPED, SPEC)
    assert (seeded.customers, seeded.calls) == (len(histories), SPEC.calls)
    events = sum(len(call.told.events) for history in histories for call in history.calls)
    reviews = sum(call.review is not None for history in histories for call in history.calls)
    async with database.reading() as connection:
        counted = [
            (await connection.execute(select(func.count()).select_from(table))).scalar()
            for table in (tables.call_events, tables_reviews.reviews)
        ]
    assert counted == [events, reviews]
    customers, journeys = StoredCustomers(database), StoredJourneys(database)
    for history in histories:
        file = await customers.file(history.file.customer.id)
        assert file.promises == tuple(sorted(history.file.promises, key=lambda one: (one.made_on, one.id)))
        assert {task.id for task in await journeys.tasks(file.customer.id)} == {task.id for task in history.tasks}
        written = {call.facts.call_id: call.note.note for call in history.calls if call.note}
        assert await journeys.notes([call.facts.call_id for call in history.calls]) == written


async def test_customers_are_found_by_name_and_reference(database: Database, histories: list[CustomerHistory]) -> None:
    await seed_history(database, SHIPPED, SPEC)
    journeys = StoredJourneys(database)
    everyone = await journeys.find("", None, 500)
    assert {found.file.customer.id for found in everyone} == {history.file.customer.id for history in histories}
    calls = [found.last_call for found in everyone]
    assert calls == sorted(calls, key=lambda day: day or dt.date.min, reverse=True)
    one = next(history for history in histories if history.calls)
    customer = one.file.customer
    assert max(call.facts.day for call in one.calls) in calls
    for text in (customer.ref, customer.id, customer.name[:8].upper(), f"  {customer.name} "):
        assert customer.id in {found.file.customer.id for found in await journeys.find(text, None, 500)}, text
    other = "brackwater" if customer.principal == "montelupo" else "montelupo"
    assert customer.id not in {found.file.customer.id for found in await journeys.find("", [other], 500)}
    assert await journeys.find("100%_", None, 500) == []
    assert await journeys.find("\0", None, 500) == []
    assert len(await journeys.find("", None, 3)) == 3
