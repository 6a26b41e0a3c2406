"""What was promised to customers and still has to be done, in the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from assistant.adapters.store import tables
from assistant.adapters.store.engine import Database
from assistant.domain.errors import Conflict, NotFound
from assistant.domain.storable import storable
from assistant.domain.tasks import Task, TaskState

_tasks = tables.tasks


class StoredTasks:
    """Implements the port `Tasks`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, task_id: str) -> Task:
        """Raises `NotFound`."""
        row = None
        if storable(task_id):
            async with self._database.reading() as connection:
                found = await connection.execute(select(_tasks).where(_tasks.c.id == task_id))
                row = found.mappings().first()
        if row is None:
            raise NotFound(f"There is no task {task_id!r}; list them to see their ids.", where=task_id)
        return load_task(row)

    async def list(
        self, principals: Sequence[str] | None = None, states: Sequence[TaskState] = ("open", "done")
    ) -> list[Task]:
        """The first due first."""
        query = select(_tasks).where(_tasks.c.state.in_(states))
        if principals is not None:
            query = query.where(_tasks.c.principal.in_(principals))
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(_tasks.c.due, _tasks.c.id))
            return [load_task(row) for row in rows.mappings()]

    async def save(self, task: Task, was: TaskState) -> None:
        """Store a changed task; raises `Conflict` unless it was in state `was` until now."""
        changed = update(_tasks).where(_tasks.c.id == task.id, _tasks.c.state == was).values(dump_task(task))
        async with self._database.writing() as connection:
            done = (await connection.execute(changed)).rowcount
        if not done:
            now = await self.get(task.id)
            raise Conflict(f"This task was changed in the meantime; it is now {now.state}.", where=task.id)


def dump_task(task: Task) -> dict[str, Any]:
    """The task as a row."""
    row = {name: getattr(task, name) for name in Task.model_fields}
    return row | {"evidence": [quote.model_dump() for quote in task.evidence]}


def load_task(row: Any) -> Task:
    """A row as a task."""
    return Task(**{name: row[name] for name in Task.model_fields})
