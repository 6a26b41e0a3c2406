"""How long people's practice is kept in the database, and that it is gone when they ask for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.store.engine import Database
from assistant.adapters.store.tables_practice import assignments, exercises
from assistant.domain.exercises import Kept
from assistant.domain.storable import storable

_BATCH = 100
"""Calls a transaction: what else is written waits a moment at most."""


class StoredPracticeRecords:
    """Implements the port `PracticeRecords`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, username: str) -> Kept:
        """What is kept of this trainee."""
        if not storable(username):
            return Kept(calls=0, assignments=0)
        async with self._database.reading() as connection:
            numbers = [
                (await connection.execute(select(func.count()).where(table.c.trainee == username))).scalar_one()
                for table in (exercises, assignments)
            ]
        return Kept(calls=numbers[0], assignments=numbers[1])

    async def erase(self, username: str) -> Kept:
        """Remove the trainee's calls and what was assigned to them; says how much that was."""
        if not storable(username):
            return Kept(calls=0, assignments=0)
        async with self._database.writing() as connection:
            calls, given = [
                (await connection.execute(delete(table).where(table.c.trainee == username))).rowcount
                for table in (exercises, assignments)
            ]
        return Kept(calls=calls, assignments=given)

    async def expire(self, before: datetime) -> Kept:
        """Remove calls that nobody has changed since then, and assignments from before then of which no call is left.

        An assignment whose finished call is removed isn't asked for any more.
        """
        calls = 0
        while old := await self._old_calls(before):
            async with self._database.writing() as connection:
                calls += await _remove(connection, old)
        given = await self._old_assignments(before)
        if given:
            async with self._database.writing() as connection:
                await connection.execute(delete(assignments).where(assignments.c.id.in_(given)))
        return Kept(calls=calls, assignments=len(given))

    async def _old_calls(self, before: datetime) -> Sequence[Any]:
        columns = (exercises.c.id, exercises.c.assignment, exercises.c.state)
        query = select(*columns).where(exercises.c.changed_at < before).limit(_BATCH)
        async with self._database.reading() as connection:
            return (await connection.execute(query)).all()

    async def _old_assignments(self, before: datetime) -> Sequence[str]:
        had = select(exercises.c.id).where(exercises.c.assignment == assignments.c.id).exists()
        query = select(assignments.c.id).where(assignments.c.created_at < before, _no_longer_due(before), ~had)
        async with self._database.reading() as connection:
            return (await connection.execute(query)).scalars().all()


def _no_longer_due(before: datetime) -> ColumnElement[bool]:
    return or_(assignments.c.withdrawn.is_(True), assignments.c.due.is_(None), assignments.c.due < before.date())


async def _remove(connection: AsyncConnection, old: Sequence[Any]) -> int:
    done = {row.assignment for row in old if row.state == "finished" and row.assignment}
    await connection.execute(update(assignments).where(assignments.c.id.in_(done)).values(withdrawn=True))
    return (await connection.execute(delete(exercises).where(exercises.c.id.in_([row.id for row in old])))).rowcount
