"""Notes, deliveries and tasks: the same tests on SQLite and on PostgreSQL."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from assistant.adapters.store import (
    Database,
    StoredCustomers,
    StoredNotes,
    StoredOutbox,
    StoredRecords,
    StoredTasks,
)
from assistant.adapters.store.engine import alembic_config
from assistant.domain.deliveries import Delivery
from assistant.domain.errors import Conflict, NotFound
from assistant.domain.notes import Evidence, Note, NoteItem
from assistant.domain.records import Customer, Promise
from assistant.domain.tasks import Task
from assistant.services.ports_notes import Confirmation

pytestmark = pytest.mark.integration
NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
SOON = NOW + timedelta(seconds=30)
RECEIVER = ("montelupo", "crm")
SAID = (Evidence(utterance_id="u4", quote="Pago duecentocinquanta il venti, più il resto dopo"),)


def note(call_id: str = "c1", reason: str = "Scaduto: promessa di pagamento", principal: str = "montelupo") -> Note:
    item = NoteItem(
        kind="promise",
        text="Pagherà",
        amount=Decimal("250.00"),
        currency="EUR",
        date=date(2026, 12, 20),
        evidence=SAID,
    )
    return Note(
        call_id=call_id,
        customer=f"{principal}/C1",
        language="it",
        disposition="promise_to_pay",
        reason=reason,
        items=(item,),
    )


def delivery(key: str = "k1", at: datetime = NOW, **changes: Any) -> Delivery:
    fields: dict[str, Any] = {"principal": "montelupo", "connector": "crm", "subject": "c1"}
    fields |= {"payload": {"note": "perché \u0000 no"}, "created_at": at, "next_at": at}
    return Delivery(key=key, **fields | changes)


def task(task_id: str = "c1/1", due: date = date(2026, 12, 3), **changes: Any) -> Task:
    fields: dict[str, Any] = {"principal": "montelupo", "customer": "montelupo/C1", "call_id": "c1"}
    fields |= {"owner": "technician", "text": "Rivedere la porta", "due": due, "evidence": SAID}
    return Task(id=task_id, **fields | changes)


def promise() -> Promise:
    return Promise(
        id="promise:c1-1",
        made_on=NOW.date(),
        due_on=date(2026, 12, 20),
        amount=Decimal("250.00"),
        currency="EUR",
        invoices=("2026/118",),
    )


def confirmation(version: int = 1, by: str = "anna", **changes: Any) -> Confirmation:
    fields: dict[str, Any] = {"deliveries": [delivery()], "tasks": [task()]}
    fields |= {"records": {"promises": [("C1", promise())]}}
    return Confirmation(call_id="c1", version=version, by=by, at=NOW, **fields | changes)


async def add_customer(database: Database) -> None:
    customer = Customer(principal="montelupo", ref="C1", name="Condominio Libertà")
    await StoredRecords(database).write("montelupo", {"customers": [("C1", customer)]})


async def put(database: Database, *deliveries: Delivery) -> None:
    """Deliveries get into the outbox by the confirmation of a note only."""
    notes = StoredNotes(database)
    call_id = "put-" + deliveries[0].key
    await notes.draft(note(call_id))
    await notes.confirm(Confirmation(call_id=call_id, version=1, by="anna", at=NOW, deliveries=deliveries))


async def test_a_call_keeps_its_first_draft(database: Database) -> None:
    notes = StoredNotes(database)
    for missing in ("c1", "a\0b"):
        with pytest.raises(NotFound):
            await notes.get(missing)
    assert (await notes.draft(note())).note == note()
    stored = await notes.draft(note(reason="Another"))
    assert (stored.note, stored.drafted, stored.version, stored.confirmed) == (note(), note(), 1, False)
    assert await notes.get("c1") == stored


async def test_whoever_edits_an_older_version_is_told(database: Database) -> None:
    notes = StoredNotes(database)
    with pytest.raises(NotFound):
        await notes.edit(note(), 1, "anna")
    await notes.draft(note())
    edited = await notes.edit(note(reason="Corretta"), 1, "anna")
    assert (edited.note.reason, edited.drafted, edited.version, edited.edited_by) == ("Corretta", note(), 2, "anna")
    with pytest.raises(Conflict, match=r"changed by anna.*version 2"):
        await notes.edit(note(reason="Altra"), 1, "bea")
    with pytest.raises(Conflict, match="changed by anna"):
        await notes.confirm(confirmation(1, "bea"))
    assert (await notes.get("c1")).note.reason == "Corretta"
    assert await StoredOutbox(database).list() == []


async def test_better_words_replace_the_draft_unless_a_person_was_quicker(database: Database) -> None:
    notes = StoredNotes(database)
    with pytest.raises(NotFound):
        await notes.redraft(note(), 1)
    await notes.draft(note())
    better = note(reason="Meglio")
    stored = await notes.redraft(better, 1)
    assert (stored.note, stored.drafted, stored.version, stored.edited_by) == (better, better, 2, "")
    with pytest.raises(Conflict, match="version 2"):
        await notes.redraft(note(reason="Tardi"), 1)
    edited = await notes.edit(note(reason="Mia"), 2, "anna")
    with pytest.raises(Conflict, match="by anna"):
        await notes.redraft(note(reason="Tardi"), 3)
    assert await notes.get("c1") == edited
    await notes.draft(note("c2"))
    await notes.confirm(Confirmation(call_id="c2", version=1, by="anna", at=NOW))
    with pytest.raises(Conflict, match="has confirmed"):
        await notes.redraft(note("c2", reason="Tardi"), 1)


async def test_of_many_editors_at_once_one_wins_each_version(database: Database) -> None:
    notes = StoredNotes(database)
    await notes.draft(note())
    edits = [notes.edit(note(reason=f"r{n}"), 1, f"p{n}") for n in range(8)]
    results = await asyncio.gather(*edits, return_exceptions=True)
    assert Counter(type(result).__name__ for result in results) == {"StoredNote": 1, "Conflict": 7}
    assert (await notes.get("c1")).version == 2


async def test_confirming_writes_all_that_follows_once(database: Database) -> None:
    notes, outbox, tasks = StoredNotes(database), StoredOutbox(database), StoredTasks(database)
    await add_customer(database)
    with pytest.raises(NotFound):
        await notes.confirm(confirmation())
    await notes.draft(note())
    results = await asyncio.gather(*(notes.confirm(confirmation(by=by)) for by in ("anna", "bea", "anna", "anna")))
    stored = await notes.get("c1")
    assert stored.confirmed
    assert stored.confirmed_at == NOW
    assert {result.confirmed_by for result in results} == {stored.confirmed_by}
    assert await outbox.list() == [delivery()]
    assert await tasks.list() == [task()]
    assert (await StoredCustomers(database).file("montelupo/C1")).promises == (promise(),)
    with pytest.raises(Conflict, match="has confirmed"):
        await notes.edit(note(reason="Tardi"), 1, "anna")
    with pytest.raises(Conflict, match="has confirmed"):
        await notes.confirm(confirmation(2))


async def test_a_confirmation_that_fails_leaves_nothing(database: Database) -> None:
    """Neither note, delivery nor task where a record can't be written (its customer is unknown)."""
    notes = StoredNotes(database)
    await notes.draft(note())
    with pytest.raises(IntegrityError):
        await notes.confirm(confirmation())
    assert not (await notes.get("c1")).confirmed
    assert await StoredOutbox(database).list() == []
    assert await StoredTasks(database).list() == []
    await add_customer(database)
    assert (await notes.confirm(confirmation())).confirmed


async def test_confirmed_notes_are_listed(database: Database) -> None:
    notes = StoredNotes(database)
    for n, principal in enumerate(("montelupo", "brackwater", "montelupo", "montelupo")):
        await notes.draft(note(f"c{n}", principal=principal))
        if n < 3:
            at = NOW + timedelta(hours=n)
            await notes.confirm(Confirmation(call_id=f"c{n}", version=1, by="anna", at=at))

    async def listed(*arguments: Any) -> list[str]:
        return [stored.note.call_id for stored in await notes.confirmed(*arguments)]

    assert await listed() == ["c0", "c1", "c2"]
    assert await listed(["montelupo"]) == ["c0", "c2"]
    assert await listed(["montelupo"], NOW + timedelta(hours=1)) == ["c2"]
    assert await listed([]) == []


async def test_a_receiver_gets_one_delivery_at_a_time_the_oldest_first(database: Database) -> None:
    outbox = StoredOutbox(database)
    other = delivery("other", connector="erp")
    later = delivery("later", next_at=NOW + timedelta(hours=1))
    await put(database, delivery("k2", NOW - timedelta(minutes=1)), delivery("k1"), other, later)
    assert await outbox.receivers(NOW) == [RECEIVER, ("montelupo", "erp")]
    first = await outbox.claim(RECEIVER, NOW, SOON)
    assert first
    assert (first.key, first.claims, first.attempts) == ("k2", 1, 0)
    assert await outbox.claim(RECEIVER, NOW, SOON) is None
    assert await outbox.claim(("montelupo", "erp"), NOW, SOON) == other.model_copy(update={"claims": 1})
    assert await outbox.record(first.model_copy(update={"state": "delivered", "delivered_at": NOW, "receipt": "7"}))
    second = await outbox.claim(RECEIVER, NOW, SOON)
    assert second
    assert second.key == "k1"
    refused = second.model_copy(update={"state": "refused", "attempts": 1, "last_error": "no\0 \ud800 such party"})
    assert await outbox.record(refused)
    assert await outbox.claim(RECEIVER, NOW, SOON) is None
    assert [item.key for item in await outbox.list(state="delivered")] == ["k2"]
    assert (await outbox.list(["montelupo"], "refused"))[0].last_error == "no ? such party"
    assert await outbox.list(["brackwater"]) == []


async def test_workers_at_once_take_up_each_delivery_once(database: Database) -> None:
    outbox = StoredOutbox(database)
    await put(database, *(delivery(f"k{n}") for n in range(3)))
    claims = await asyncio.gather(*(outbox.claim(RECEIVER, NOW, SOON) for _ in range(8)))
    assert [claim.key for claim in claims if claim] == ["k0"]


async def test_what_a_dead_worker_had_is_free_again_and_its_late_word_is_not_heard(database: Database) -> None:
    outbox = StoredOutbox(database)
    await put(database, delivery())
    lost = await outbox.claim(RECEIVER, NOW, SOON)
    taken = await outbox.claim(RECEIVER, SOON, SOON + timedelta(seconds=30))
    assert lost
    assert taken
    assert (taken.key, taken.claims, taken.attempts) == ("k1", 2, 0)
    assert not await outbox.record(lost.model_copy(update={"attempts": 1, "next_at": SOON + timedelta(days=1)}))
    assert await outbox.record(lost.model_copy(update={"state": "delivered", "delivered_at": SOON}))
    assert [item.state for item in await outbox.list()] == ["delivered"]
    assert await outbox.receivers(SOON + timedelta(days=2)) == []


async def test_a_person_may_have_refused_deliveries_tried_again(database: Database) -> None:
    outbox = StoredOutbox(database)
    gone = {"state": "delivered", "delivered_at": NOW}
    await put(
        database,
        delivery("k1", state="refused", attempts=9),
        delivery("k2", attempts=3, next_at=NOW + timedelta(hours=2)),
        delivery("k3", **gone),
    )
    assert await outbox.retry(["k1", "k2", "k3", "k4"], NOW) == 2
    assert await outbox.retry([], NOW) == 0
    found = [(item.key, item.state, item.attempts, item.next_at) for item in await outbox.list(state="pending")]
    assert found == [("k1", "pending", 0, NOW), ("k2", "pending", 0, NOW)]


async def test_tasks_are_listed_and_change_from_the_state_that_was_seen(database: Database) -> None:
    notes, tasks = StoredNotes(database), StoredTasks(database)
    await notes.draft(note())
    late, later = task("c1/2", date(2026, 11, 20)), task("c1/3", date(2026, 12, 9), principal="brackwater")
    await notes.confirm(confirmation(records={}, tasks=[task(), late, later]))
    assert [item.id for item in await tasks.list()] == ["c1/2", "c1/1", "c1/3"]
    assert [item.id for item in await tasks.list(["montelupo"])] == ["c1/2", "c1/1"]
    done = late.model_copy(update={"state": "done", "done_by": "bea", "done_at": NOW, "outcome": "Riparata"})
    await tasks.save(done, "open")
    assert await tasks.get("c1/2") == done
    with pytest.raises(Conflict, match="it is now done"):
        await tasks.save(done, "open")
    for missing in ("c1/9", "a\0"):
        with pytest.raises(NotFound):
            await tasks.get(missing)
    with pytest.raises(NotFound):
        await tasks.save(task("c1/9"), "open")
    await tasks.save(done.model_copy(update={"state": "closed", "told_by": "anna", "told_at": NOW}), "done")
    assert [item.id for item in await tasks.list(states=["closed"])] == ["c1/2"]
    assert len(await tasks.list()) == 2


async def test_a_database_from_before_the_notes_is_brought_up_to_date(url: str) -> None:
    def before_notes(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")

    database = Database(url)
    async with database.writing() as connection:
        await connection.run_sync(before_notes)
    await database.migrate()
    assert await StoredTasks(database).list() == []
    await database.close()
