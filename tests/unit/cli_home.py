"""A data folder of its own for a test of a command, with one confirmed note, what is delivered of it, and its task."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from click.testing import Result
from typer.testing import CliRunner

from assistant.adapters.store import Database, StoredNotes
from assistant.cli.commands import app
from assistant.domain.deliveries import Delivery
from assistant.domain.notes import Note, NoteItem
from assistant.domain.tasks import Task
from assistant.services.ports_notes import Confirmation

T = TypeVar("T")
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, as the environment names it; columns are wide enough for every table."""
    for name in ("ASCOLTO_DATABASE_URL", "ASCOLTO_CHROMA_URL"):
        monkeypatch.delenv(name, raising=False)
    settings = {"ASCOLTO_HOME": str(tmp_path / "home"), "ASCOLTO_MODEL": "off", "COLUMNS": "300"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def within(home: Path, work: Callable[[Database], Awaitable[T]]) -> T:
    """Do this with the folder's database."""

    async def main() -> T:
        database = Database(f"sqlite+aiosqlite:///{home / 'ascolto.db'}")
        try:
            await database.migrate()
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(main())


def confirm_note(home: Path, call_id: str = "c1", state: str = "pending") -> None:
    """A confirmed note with one delivery in this state, under the key `key-CALL`, and the task `CALL/1`."""
    note = Note(
        call_id=call_id,
        customer="montelupo/C1",
        language="it",
        disposition="dispute_opened",
        reason="Contestazione",
        items=(NoteItem(kind="dispute", text="[Merce] mai arrivata"),),
    )
    delivery = Delivery.model_validate(
        {"key": f"key-{call_id}", "principal": "montelupo", "connector": "crm", "subject": call_id, "payload": {"n": 1}}
        | {"state": state, "created_at": AT, "next_at": AT, "last_error": "[503] fuori servizio"}
    )
    task = Task(
        id=f"{call_id}/1",
        principal="montelupo",
        customer="montelupo/C1",
        call_id=call_id,
        owner="back_office",
        text="Verificare [merce]",
        due=date(2026, 11, 23),
    )

    async def write(database: Database) -> None:
        notes = StoredNotes(database)
        await notes.draft(note)
        confirmation = Confirmation(call_id, version=1, by="anna", at=AT, deliveries=[delivery], tasks=[task])
        await notes.confirm(confirmation)

    within(home, write)


def ascolto(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))
