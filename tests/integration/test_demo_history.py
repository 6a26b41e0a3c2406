"""Past calls of the demonstration: they hang together, change no record, and come once a day."""

import asyncio
import datetime as dt
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from assistant.adapters.store import Database, StoredCustomers, tables, tables_facts
from assistant.cli.commands import app
from assistant.domain.events import OUT_EVENTS
from assistant.domain.ledger import settle
from assistant.domain.notes import Note
from evals.history.demo import DemoSpec, seed_demo_history

T = TypeVar("T")
TODAY = dt.datetime.now(dt.UTC).date()
LIBRARY = Path(__file__).parents[2] / "knowledge" / "library"
pytestmark = pytest.mark.integration
RECORDS = ("customers", "invoices", "dues", "payments", "promises", "plans", "disputes", "tickets", "contacts", "tasks")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASCOLTO_HOME", str(tmp_path))
    monkeypatch.delenv("ASCOLTO_DATABASE_URL", raising=False)
    assert CliRunner().invoke(app, ["demo", "--history", "0"]).exit_code == 0
    return tmp_path


def _within(home: Path, work: Callable[[Database], Awaitable[T]]) -> T:
    async def main() -> T:
        database = Database(f"sqlite+aiosqlite:///{home / 'ascolto.db'}")
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(main())


async def _rows(database: Database, *names: str) -> dict[str, list[Any]]:
    async with database.reading() as connection:
        found = [(name, select(tables.metadata.tables[name])) for name in names]
        return {
            name: [*await connection.execute(query.order_by(*list(query.selected_columns)[:4]))]
            for name, query in found
        }


def test_calls_are_added_once_a_day_and_no_record_changes(home: Path) -> None:
    before = _within(home, lambda database: _rows(database, *RECORDS))
    for _ in range(2):
        assert CliRunner().invoke(app, ["demo", "--history", "60"]).exit_code == 0
        after = _within(home, lambda database: _rows(database, *RECORDS, "calls", "notes", "call_facts"))
        assert {name: after[name] for name in RECORDS} == before
        assert len(after["calls"]) == len(after["call_facts"]) == 60
        assert all(row.ended_at is not None for row in after["calls"]), "none of them is going on"


def test_another_days_calls_are_replaced(home: Path) -> None:
    async def seed(database: Database) -> set[str]:
        files = await StoredCustomers(database).list()
        days = (TODAY, TODAY + dt.timedelta(days=1))
        for day in days:
            counted = await seed_demo_history(database, LIBRARY, DemoSpec(files, 40, day))
            assert sum(counted.values()) == 40
        async with database.reading() as connection:
            ids = (await connection.execute(select(tables.calls.c.id))).scalars().all()
            facts = (await connection.execute(select(tables_facts.call_facts.c.call_id))).scalars().all()
        assert sorted(ids) == sorted(facts)
        return {call_id[:12] for call_id in ids}

    assert len(_within(home, seed)) == 1


def test_they_tell_of_the_records(home: Path) -> None:
    """Each promise was kept by the payment that stands there; what was said to be paid was paid."""
    assert CliRunner().invoke(app, ["demo"]).exit_code == 0

    async def check(database: Database) -> int:
        files = {file.customer.id: file for file in await StoredCustomers(database).list()}
        async with database.reading() as connection:
            events = (await connection.execute(select(tables.call_events.c.event))).scalars().all()
            notes = (await connection.execute(select(tables.notes.c.note))).scalars().all()
        for event in events:
            OUT_EVENTS.validate_json(event)
        promises = 0
        for note in map(Note.model_validate_json, notes):
            items = settle(files[note.customer], TODAY).items
            for item in note.items:
                if item.kind == "promise":
                    promises += 1
                    due = [one for one in items if one.invoice_number in item.invoices and one.original == item.amount]
                    assert any(part.on == item.date for one in due for part in one.settled)
        return promises

    assert _within(home, check) > 5


def test_facts_are_what_the_program_folds_itself(home: Path) -> None:
    """Scoring the calls by the real rules makes their facts anew: only the levels change."""

    def plain(row: Any) -> dict[str, Any]:
        return {name: value for name, value in row._mapping.items() if not name.startswith("level_")}

    def facts() -> list[Any]:
        return _within(home, lambda database: _rows(database, "call_facts", "call_situations"))["call_facts"]

    assert CliRunner().invoke(app, ["demo", "--history", "30"]).exit_code == 0
    before = facts()
    assert all(row.level_courtesy is None for row in before)
    scored = CliRunner().invoke(app, ["score", "--due", "--json"])
    assert json.loads(scored.stdout) == {"scored": 30, "failed": []}
    assert [plain(row) for row in facts()] == [plain(row) for row in before]
    assert all(row.level_courtesy is not None for row in facts())
