"""Assignments and practice calls in the database: every turn is a row's next version, so that no restart loses one."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import insert, or_, select, update

from assistant.adapters.store.engine import Database
from assistant.adapters.store.tables_practice import assignments, exercises
from assistant.domain.debrief import Debrief
from assistant.domain.errors import NotFound
from assistant.domain.exercises import Assignment, Exercise, changed_elsewhere
from assistant.domain.practice_state import PracticeState
from assistant.domain.storable import storable

_LISTED = 200


class StoredExercises:
    """Implements the port `Exercises`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def assign(self, assignment: Assignment) -> None:
        async with self._database.writing() as connection:
            await connection.execute(insert(assignments).values(assignment.model_dump()))

    async def assignment(self, assignment_id: str) -> Assignment:
        """Raises `NotFound`."""
        query = select(assignments).where(assignments.c.id == assignment_id)
        return Assignment(**await self._one(query, assignment_id, "assignment"))

    async def withdraw(self, assignment_id: str) -> None:
        async with self._database.writing() as connection:
            await connection.execute(
                update(assignments).where(assignments.c.id == assignment_id).values(withdrawn=True)
            )

    async def assignments(self, username: str) -> Sequence[Assignment]:
        """Those that the person has or gave, the newest first; withdrawn ones aren't among them."""
        query = (
            select(assignments)
            .where(or_(assignments.c.trainee == username, assignments.c.trainer == username))
            .where(assignments.c.withdrawn.is_(False))
            .order_by(assignments.c.created_at.desc(), assignments.c.id)
        )
        async with self._database.reading() as connection:
            return [Assignment(**row) for row in (await connection.execute(query)).mappings()]

    async def add(self, exercise: Exercise) -> None:
        async with self._database.writing() as connection:
            await connection.execute(insert(exercises).values(_row(exercise)))

    async def get(self, exercise_id: str) -> Exercise:
        """Raises `NotFound`."""
        query = select(exercises).where(exercises.c.id == exercise_id)
        return _exercise(await self._one(query, exercise_id, "practice call"))

    async def save(self, exercise: Exercise) -> None:
        """Keep the next version. Raises `Conflict` unless the stored one is the version before."""
        changed = (
            update(exercises)
            .where(exercises.c.id == exercise.id, exercises.c.version == exercise.version - 1)
            .values(_row(exercise))
        )
        async with self._database.writing() as connection:
            done = (await connection.execute(changed)).rowcount
        if not done:
            raise changed_elsewhere(await self.get(exercise.id))

    async def list(self, username: str) -> Sequence[Exercise]:
        """Those that the person had or assigned, the newest first, at most 200."""
        query = (
            select(exercises)
            .where(or_(exercises.c.trainee == username, exercises.c.trainer == username))
            .order_by(exercises.c.started_at.desc(), exercises.c.id)
            .limit(_LISTED)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        listed = []
        for row in rows:
            # A call with its turns takes a millisecond to read; real calls go on between two of them.
            await asyncio.sleep(0)
            listed.append(_exercise(row))
        return listed

    async def done(self, username: str) -> Collection[str]:
        """Assignments of which the trainee finished a call."""
        query = select(exercises.c.assignment).where(
            exercises.c.trainee == username, exercises.c.state == "finished", exercises.c.assignment != ""
        )
        async with self._database.reading() as connection:
            return set((await connection.execute(query)).scalars())

    async def waiting(self, scenario_id: str) -> Sequence[Assignment]:
        """Assignments of the scenario that weren't withdrawn and of which no call was finished."""
        finished = select(exercises.c.id).where(
            exercises.c.assignment == assignments.c.id, exercises.c.state == "finished"
        )
        query = select(assignments).where(
            assignments.c.scenario == scenario_id, assignments.c.withdrawn.is_(False), ~finished.exists()
        )
        async with self._database.reading() as connection:
            return [Assignment(**row) for row in (await connection.execute(query)).mappings()]

    async def _one(self, query: Any, key: str, what: str) -> Any:
        if storable(key):
            async with self._database.reading() as connection:
                if row := (await connection.execute(query)).mappings().first():
                    return row
        raise NotFound(f"There is no {what} {key!r}.", where=key)


def _row(exercise: Exercise) -> dict[str, Any]:
    return exercise.model_dump(exclude={"practice", "debrief"}) | {
        "practice": exercise.practice.model_dump_json(),
        "debrief": exercise.debrief.model_dump_json() if exercise.debrief else None,
    }


def _exercise(row: Any) -> Exercise:
    kept = {**row, "practice": PracticeState.model_validate_json(row["practice"])}
    return Exercise(**kept | {"debrief": Debrief.model_validate_json(row["debrief"]) if row["debrief"] else None})
