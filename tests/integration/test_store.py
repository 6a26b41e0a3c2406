"""The same tests on SQLite and on PostgreSQL: what a port promises holds on both."""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, insert, select, text
from sqlalchemy.exc import IntegrityError

from assistant.adapters.store import (
    Database,
    StoredAudit,
    StoredCalls,
    StoredCustomers,
    StoredRecords,
    StoredUsers,
    tables,
)
from assistant.adapters.store.engine import alembic_config
from assistant.adapters.store.migrations import HEAD
from assistant.adapters.store.tables_passages import WORD_TABLES
from assistant.domain.bank import Allocation, BankEntry, BankMovement
from assistant.domain.calls import CallInfo
from assistant.domain.errors import Ambiguous, ConfigurationError, Conflict, NotFound
from assistant.domain.events import CallClosed, UtteranceHeard
from assistant.domain.records import (
    Contact,
    ContactPerson,
    Customer,
    Dispute,
    Due,
    Invoice,
    Payment,
    PlanRecord,
    Promise,
    Record,
    Ticket,
)
from assistant.domain.users import ApiKey, User
from assistant.services.imports import record_key
from assistant.services.ports import RecordKind

pytestmark = pytest.mark.integration
NOW = datetime(2026, 12, 1, 0, 30, tzinfo=UTC)


def call(call_id: str = "c1", principal: str = "montelupo", at: datetime = NOW) -> CallInfo:
    return CallInfo(id=call_id, customer=f"{principal}/C1", principal=principal, started_at=at, language="it")


def heard(n: int, call_id: str = "c1") -> UtteranceHeard:
    return UtteranceHeard(
        call_id=call_id, at=NOW, utterance_id=f"u{n}", t=n, speaker="customer", text="Perché? È già più"
    )


async def add_customer(database: Database, principal: str = "montelupo", ref: str = "C1", vat: str = "") -> None:
    row = {"principal": principal, "ref": ref, "name": f"Condominio {ref}", "country": "IT", "language": "it"}
    async with database.writing() as connection:
        await connection.execute(insert(tables.customers).values(row | {"vat_number": vat, "sales_rep": ""}))


async def test_migrations_and_tables_agree(database: Database) -> None:
    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or not str(name).startswith(WORD_TABLES)

    async with database.reading() as connection:
        differences = await connection.run_sync(
            lambda sync: compare_metadata(
                MigrationContext.configure(sync, opts={"include_name": ours}), tables.metadata
            )
        )
    assert differences == []
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == HEAD


async def test_migrating_twice_and_at_once_is_harmless(url: str) -> None:
    async def migrate() -> None:
        database = Database(url)
        await database.migrate()
        await database.close()

    await asyncio.gather(*(migrate() for _ in range(4)))
    await migrate()
    database = Database(url)
    async with database.reading() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM alembic_version"))).scalar() == 1
    await database.close()


async def test_tables_of_a_newer_version_are_left_alone(url: str) -> None:
    database = Database(url)
    await database.migrate()
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="newer version"):
        await database.migrate()
    await database.close()


async def test_customers_from_before_the_kind_was_known_are_businesses(url: str) -> None:
    def first_tables(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        row = "INSERT INTO customers (principal, ref, name, country, language, vat_number, sales_rep) VALUES "
        connection.execute(text(row + "('p', 'C1', 'N', 'IT', 'it', '', '')"))

    database = Database(url)
    async with database.writing() as connection:
        await connection.run_sync(first_tables)
    await database.migrate()
    customer = (await StoredCustomers(database).file("p/C1")).customer
    assert (customer.name, customer.kind, customer.insolvency_since) == ("N", "business", None)
    await database.close()


async def test_calls_open_list_and_close(database: Database) -> None:
    calls = StoredCalls(database)
    rome = datetime.fromisoformat("2026-12-01T00:30:00+01:00")
    await calls.open(call("c1", at=rome), "Condominio Aurora")
    await calls.open(call("c2", "brackwater", at=NOW), "Hollis & Marsh Ltd")
    with pytest.raises(Conflict):
        await calls.open(call("c1"), "another")
    stored = await calls.get("c1")
    assert stored.info == call("c1", at=rome)
    assert stored.info.started_at.date() == date(2026, 12, 1)
    assert [item.info.id for item in await calls.list()] == ["c2", "c1"]
    assert [item.info.id for item in await calls.list(["montelupo"])] == ["c1"]
    await calls.close("c1", NOW)
    await calls.close("c1", datetime(2027, 1, 1, tzinfo=UTC))
    assert (await calls.get("c1")).ended_at == NOW
    assert [item.info.id for item in await calls.list(open_only=True)] == ["c2"]


async def test_unknown_calls_are_not_found(database: Database) -> None:
    calls = StoredCalls(database)
    for attempt in (calls.get("x"), calls.events("x"), calls.append(heard(1, "x")), calls.close("x", NOW)):
        with pytest.raises(NotFound):
            await attempt


async def test_events_come_back_in_order_after_a_seq(database: Database) -> None:
    calls = StoredCalls(database)
    await calls.open(call(), "Condominio Aurora")
    assert await calls.events("c1") == []
    assert [await calls.append(heard(n)) for n in (1, 2, 3)] == [1, 2, 3]
    assert await calls.append(CallClosed(call_id="c1", at=NOW)) == 4
    events = await calls.events("c1", after=2)
    assert [event.seq for event in events] == [3, 4]
    assert events[0] == heard(3).model_copy(update={"seq": 3})
    assert (await calls.get("c1")).last_seq == 4


async def test_appending_at_once_leaves_no_gap(database: Database) -> None:
    calls = StoredCalls(database)
    await calls.open(call(), "Condominio Aurora")
    await calls.open(call("c2"), "Condominio Aurora")
    await asyncio.gather(*(calls.append(heard(n, f"c{n % 2 + 1}")) for n in range(80)))
    for call_id in ("c1", "c2"):
        assert [event.seq for event in await calls.events(call_id)] == list(range(1, 41))


WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from assistant.adapters.store import Database, StoredCalls
from assistant.domain.events import UtteranceHeard

async def write(url):
    database = Database(url)
    calls = StoredCalls(database)
    for n in range(40):
        at = datetime.now(UTC)
        await calls.append(UtteranceHeard(call_id="c1", at=at, utterance_id="u", t=0, speaker="customer", text="x"))
    await database.close()

asyncio.run(write(sys.argv[1]))
"""


async def test_several_processes_append_without_gaps(database: Database, url: str) -> None:
    calls = StoredCalls(database)
    await calls.open(call(), "Condominio Aurora")
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", WRITER, url]
    writers = [
        subprocess.Popen(command, env=os.environ | {"PYTHONPATH": root}, stderr=subprocess.PIPE)  # noqa: ASYNC220
        for _ in range(3)
    ]
    for writer in writers:
        _, errors = await asyncio.to_thread(writer.communicate)
        assert writer.returncode == 0, errors.decode()
    assert [event.seq for event in await calls.events("c1")] == list(range(1, 121))


async def test_a_customer_is_resolved_by_reference_or_vat_number(database: Database) -> None:
    customers = StoredCustomers(database)
    await add_customer(database, "montelupo", "C1", vat="IT01234567890")
    await add_customer(database, "brackwater", "C1")
    await add_customer(database, "brackwater", "C2")
    assert await customers.resolve("montelupo/C1") == "montelupo/C1"
    assert await customers.resolve("C2") == "brackwater/C2"
    assert await customers.resolve("C1", ["montelupo"]) == "montelupo/C1"
    assert await customers.resolve("IT01234567890") == "montelupo/C1"
    with pytest.raises(Ambiguous, match=r"brackwater/C1, montelupo/C1"):
        await customers.resolve("C1")
    for unknown in ("C9", "", "montelupo/C2"):
        with pytest.raises(NotFound):
            await customers.resolve(unknown)
    with pytest.raises(NotFound):
        await customers.resolve("brackwater/C1", ["montelupo"])
    with pytest.raises(NotFound):
        await customers.file("montelupo/C9")


async def test_amounts_are_exact(database: Database) -> None:
    await add_customer(database)
    key = {"principal": "montelupo", "ref": "C1"}
    amounts = [Decimal("0.10"), Decimal("99999999999.99"), Decimal("70368744177664.01")]
    payment = {"paid_on": NOW.date(), "currency": "EUR", "invoice_number": "", "reference": ""}
    async with database.writing() as connection:
        for n, amount in enumerate(amounts):
            await connection.execute(insert(tables.payments).values(key | payment | {"id": str(n), "amount": amount}))
    file = await StoredCustomers(database).file("montelupo/C1")
    assert [item.amount for item in file.payments] == amounts
    assert file.payments[0].id == "payment:0"


async def test_foreign_keys_hold_and_a_failed_transaction_leaves_nothing(database: Database) -> None:
    row = {"principal": "nobody", "ref": "X", "number": "1", "kind": "invoice", "issued_on": NOW.date()}
    with pytest.raises(IntegrityError):
        async with database.writing() as connection:
            await connection.execute(
                insert(tables.customers).values(
                    principal="p", ref="r", name="n", country="IT", language="it", vat_number="", sales_rep=""
                )
            )
            await connection.execute(insert(tables.invoices).values(row | {"currency": "EUR"}))
    assert await StoredCustomers(database).list() == []


async def test_users_and_keys(database: Database) -> None:
    users = StoredUsers(database)
    anna = User(username="anna", display_name="Anna", role="operator", principals=("montelupo",), team="nord")
    await users.add(anna, "hash")
    await users.add(User(username="demo", display_name="Demo", role="trainer", principals=("*",)), "")
    with pytest.raises(Conflict):
        await users.add(anna, "other")
    assert await users.get("anna") == anna
    assert await users.get("bruno") is None
    assert await users.password_hash("anna") == "hash"
    assert await users.password_hash("demo") is None
    assert await users.password_hash("bruno") is None
    assert [user.username for user in await users.list()] == ["anna", "demo"]
    key = ApiKey(id="k1", name="pbx", scopes=("feed",), principals=("montelupo",))
    await users.add_key(key, "0" * 64)
    with pytest.raises(Conflict):
        await users.add_key(key, "1" * 64)
    assert await users.key_by_hash("0" * 64) == key
    assert await users.key_by_hash("2" * 64) is None
    assert [await users.revoke_key("k1"), await users.revoke_key("k1")] == [True, False]
    assert await users.key_by_hash("0" * 64) is None
    assert [await users.remove("demo"), await users.remove("demo")] == [True, False]
    assert [user.username for user in await users.list()] == ["anna"]


async def test_audit_lines_are_kept(database: Database) -> None:
    await StoredAudit(database).record("anna", "read", "montelupo/C1", NOW, "customer file")
    async with database.reading() as connection:
        row = (await connection.execute(select(tables.audit))).mappings().one()
    assert (row["who"], row["action"], row["subject"], row["at"]) == ("anna", "read", "montelupo/C1", NOW)


@pytest.mark.parametrize("address", ["mysql://host/db", "no url"])
def test_an_unusable_address_says_what_to_write(address: str) -> None:
    with pytest.raises(ConfigurationError, match="ASCOLTO_DATABASE_URL"):
        Database(address)


async def test_a_server_that_does_not_answer_is_a_clear_error() -> None:
    database = Database("postgresql://nobody:hidden@127.0.0.1:1/none")
    with pytest.raises(ConfigurationError, match="can't be opened") as raised:
        await database.migrate()
    assert "hidden" not in raised.value.where + raised.value.message
    await database.close()


def change(total: str = "100.00", name: str = "Ada Prova") -> dict[RecordKind, list[tuple[str, Record]]]:
    """One customer with a record of every kind."""
    day, amount = NOW.date(), Decimal(total)
    person = ContactPerson(name=name, role="amministratrice", email="a@example.org")
    customer = Customer(
        principal="montelupo",
        ref="C1",
        name="Condominio Libertà",
        contacts=(person,),
        kind="consumer",
        insolvency_since=day,
    )
    invoice = Invoice(
        number="2026/118",
        issued_on=day,
        currency="EUR",
        dues=(Due(due_on=day, amount=amount), Due(due_on=date(2027, 1, 31), amount=Decimal("0.10"))),
    )
    return {
        "contacts": [("C1", Contact(id="contact:1", at=NOW, channel="call", with_whom=name, note="Richiama"))],
        "tickets": [("C1", Ticket(id="ticket:1", kind="service", opened_on=day, subject="Porta", closed_on=day))],
        "disputes": [("C1", Dispute(id="dispute:1", opened_on=day, invoice_number="2026/118", reason="Importo"))],
        "plans": [
            (
                "C1",
                PlanRecord(
                    id="plan:1",
                    agreed_on=day,
                    total=amount,
                    currency="EUR",
                    instalments=1,
                    schedule=(Due(due_on=day, amount=amount),),
                    invoices=("2026/118",),
                ),
            )
        ],
        "bank_entries": [
            (
                "",
                BankMovement(
                    entry=BankEntry(id="ref-1", booked_on=day, currency="EUR", amount=amount, debtor_name=name),
                    state="assigned",
                    why=("name",),
                    allocations=(Allocation(customer="C1", amount=amount),),
                ),
            )
        ],
        "promises": [
            (
                "C1",
                Promise(
                    id="promise:1", made_on=day, due_on=day, amount=amount, currency="EUR", invoices=("2026/118", "7")
                ),
            )
        ],
        "payments": [("C1", Payment(id="payment:x", paid_on=day, currency="EUR", amount=amount))],
        "invoices": [("C1", invoice)],
        "customers": [("C1", customer)],
    }


async def test_records_come_back_as_they_were_written(database: Database) -> None:
    records = StoredRecords(database)
    await records.write("montelupo", change())
    for kind, written in change().items():
        stored = await records.records("montelupo", kind)
        assert list(stored.values()) == [record for _, record in written]
        assert list(stored) == [(ref, record_key(record)) for ref, record in written]
    file = await StoredCustomers(database).file("montelupo/C1")
    assert file.invoices[0].disputed
    assert file.invoices[0].total == Decimal("100.10")
    assert file.promises == (change()["promises"][0][1],)
    assert await records.records("brackwater", "customers") == {}


async def test_writing_again_updates_and_replacing_empties(database: Database) -> None:
    records, customers = StoredRecords(database), StoredCustomers(database)
    await records.write("montelupo", change())
    await records.write("montelupo", change("7.00", "Ugo Test"))
    file = await customers.file("montelupo/C1")
    assert [person.name for person in file.customer.contacts] == ["Ugo Test"]
    assert [due.amount for due in file.invoices[0].dues] == [Decimal("7.00"), Decimal("0.10")]
    assert len(file.payments) == len(file.tickets) == 1
    shorter = change()["invoices"][0][1].model_copy(update={"dues": (Due(due_on=NOW.date(), amount=Decimal(5)),)})
    await records.write("montelupo", {"invoices": [("C1", shorter)]})
    assert (await customers.file("montelupo/C1")).invoices[0].total == Decimal(5)
    await records.write("montelupo", {"customers": change()["customers"]}, replace=True)
    assert (await customers.file("montelupo/C1")).invoices == ()
    assert await records.records("montelupo", "bank_entries") == {}


async def test_a_payment_that_is_taken_back_is_gone(database: Database) -> None:
    records = StoredRecords(database)
    await records.write("montelupo", change())
    movement: Any = change()["bank_entries"][0][1]
    gone = movement.model_copy(update={"state": "taken_back"})
    await records.take_back("montelupo", [("C1", "payment:x"), ("C1", "payment:never")], [gone])
    assert await records.records("montelupo", "payments") == {}
    assert await records.records("montelupo", "bank_entries") == {("", "ref-1"): gone}
    assert len(await records.records("montelupo", "invoices")) == 1


async def test_a_failed_replacement_leaves_the_old_records(database: Database) -> None:
    records = StoredRecords(database)
    await records.write("montelupo", change())
    with pytest.raises(IntegrityError):
        await records.write("montelupo", {"payments": change()["payments"]}, replace=True)
    assert len((await StoredCustomers(database).file("montelupo/C1")).payments) == 1


async def test_a_list_is_a_query_a_table(database: Database) -> None:
    many: dict[RecordKind, list[tuple[str, Record]]] = {"customers": [], "invoices": []}
    for n in range(30):
        ref = f"C{n:02}"
        customer = change()["customers"][0][1].model_copy(update={"ref": ref, "name": f"Condominio {29 - n:02}"})
        many["customers"].append((ref, customer))
        many["invoices"].append((ref, change()["invoices"][0][1]))
    await StoredRecords(database).write("montelupo", many)
    queries: list[str] = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *args: queries.append(args[2]))
    files = await StoredCustomers(database).list(["montelupo"])
    assert [file.customer.name for file in files] == [f"Condominio {n:02}" for n in range(30)]
    assert all(len(file.invoices) == 1 for file in files)
    assert len([query for query in queries if query.startswith("SELECT")]) <= len(tables.metadata.tables)


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
async def test_what_no_database_can_hold_is_not_found(database: Database, name: str) -> None:
    users, customers, calls = StoredUsers(database), StoredCustomers(database), StoredCalls(database)
    assert await users.get(name) is None
    assert await users.password_hash(name) is None
    for attempt in (customers.file(f"montelupo/{name}"), customers.resolve(name), calls.get(name), calls.events(name)):
        with pytest.raises(NotFound):
            await attempt
    await StoredAudit(database).record(name, "signin.failed", "session", NOW)
