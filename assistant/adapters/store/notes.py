"""Notes of calls in the database; confirming one writes all that follows from it in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Update, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.store import tables
from assistant.adapters.store.engine import Database, insert_new
from assistant.adapters.store.imports import write_records
from assistant.adapters.store.outbox import dump_delivery
from assistant.adapters.store.tasks import dump_task
from assistant.domain.errors import Conflict, NotFound
from assistant.domain.notes import Note, StoredNote
from assistant.domain.storable import storable
from assistant.services.ports_notes import Confirmation

_notes = tables.notes


class StoredNotes:
    """Implements the port `Notes`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def draft(self, note: Note) -> StoredNote:
        """Keep the drafted note; a call that has one keeps it, and that is returned."""
        text = note.model_dump_json()
        row = {
            "call_id": note.call_id,
            "principal": note.customer.partition("/")[0],
            "note": text,
            "drafted": text,
            "version": 1,
            "edited_by": "",
            "confirmed_by": "",
        }
        async with self._database.writing() as connection:
            await insert_new(connection, _notes, [row])
            return await _get(connection, note.call_id)

    async def get(self, call_id: str) -> StoredNote:
        """Raises `NotFound`."""
        async with self._database.reading() as connection:
            return await _get(connection, call_id)

    async def edit(self, note: Note, version: int, by: str) -> StoredNote:
        """Replace the note; raises `Conflict` unless `version` is the latest and the note isn't confirmed."""
        values = {"note": note.model_dump_json(), "version": version + 1, "edited_by": by}
        return await self._replace(note.call_id, version, update(_notes).values(values))

    async def redraft(self, note: Note, version: int) -> StoredNote:
        """Replace draft and note; raises `Conflict` unless `version` is the latest and no person has touched it."""
        text = note.model_dump_json()
        values = {"note": text, "drafted": text, "version": version + 1}
        return await self._replace(note.call_id, version, update(_notes).where(_notes.c.edited_by == "").values(values))

    async def _replace(self, call_id: str, version: int, change: Update) -> StoredNote:
        latest = change.where(_notes.c.call_id == call_id, _notes.c.version == version, _notes.c.confirmed_at.is_(None))
        async with self._database.writing() as connection:
            done = (await connection.execute(latest)).rowcount
            stored = await _get(connection, call_id)
        if not done:
            raise _conflict(stored, version)
        return stored

    async def confirm(self, confirmation: Confirmation) -> StoredNote:
        """Raises `Conflict` unless `version` is the latest; confirming the same version again changes nothing."""
        call_id, version = confirmation.call_id, confirmation.version
        # The update locks the row: of two who confirm at once, the second finds it confirmed.
        confirmed = (
            update(_notes)
            .where(_notes.c.call_id == call_id, _notes.c.version == version, _notes.c.confirmed_at.is_(None))
            .values(confirmed_by=confirmation.by, confirmed_at=confirmation.at)
        )
        async with self._database.writing() as connection:
            done = (await connection.execute(confirmed)).rowcount
            stored = await _get(connection, call_id)
            if done:
                await _write_consequences(connection, stored.note.customer.partition("/")[0], confirmation)
        if not done and stored.version != version:
            raise _conflict(stored, version)
        return stored

    async def confirmed(
        self, principals: Sequence[str] | None = None, since: datetime | None = None
    ) -> list[StoredNote]:
        """Confirmed notes, the oldest first."""
        query = select(_notes).where(_notes.c.confirmed_at.is_not(None))
        if principals is not None:
            query = query.where(_notes.c.principal.in_(principals))
        if since is not None:
            query = query.where(_notes.c.confirmed_at >= since)
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(_notes.c.confirmed_at, _notes.c.call_id))
            return [_load(row) for row in rows.mappings()]


async def _write_consequences(connection: AsyncConnection, principal: str, confirmation: Confirmation) -> None:
    if deliveries := confirmation.deliveries:
        await connection.execute(insert(tables.outbox), [dump_delivery(delivery) for delivery in deliveries])
    if tasks := confirmation.tasks:
        await connection.execute(insert(tables.tasks), [dump_task(task) for task in tasks])
    await write_records(connection, principal, confirmation.records)


async def _get(connection: AsyncConnection, call_id: str) -> StoredNote:
    row = None
    if storable(call_id):
        row = (await connection.execute(select(_notes).where(_notes.c.call_id == call_id))).mappings().first()
    if row is None:
        raise NotFound("This call has no note yet.", where=call_id)
    return _load(row)


def _load(row: Any) -> StoredNote:
    return StoredNote(
        note=Note.model_validate_json(row["note"]),
        drafted=Note.model_validate_json(row["drafted"]),
        **{name: row[name] for name in ("version", "edited_by", "confirmed_by", "confirmed_at")},
    )


def _conflict(stored: StoredNote, version: int) -> Conflict:
    call_id = stored.note.call_id
    if stored.confirmed:
        return Conflict(f"{stored.confirmed_by} has confirmed this note; it can't be changed any more.", where=call_id)
    who = f" by {stored.edited_by}" if stored.edited_by else ""
    message = f"The note was changed{who} in the meantime: version {stored.version} is the latest, not {version}. "
    return Conflict(message + "Look at it and make your change there.", where=call_id)
