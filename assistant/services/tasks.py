"""Tasks that calls leave: the list with what is due, and the two steps that close one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.errors import Conflict, Forbidden, InvalidInput, NotFound
from assistant.domain.money import Language
from assistant.domain.notes import Owner
from assistant.domain.tasks import Task, TaskState
from assistant.domain.users import User
from assistant.services.access import principals_of
from assistant.services.ports import Audit, Calls, Clock
from assistant.services.ports_notes import Tasks

MAX_OUTCOME_CHARS = 2_000
_OPEN: tuple[TaskState, ...] = ("open", "done")


@dataclass(frozen=True)
class TaskPorts:
    tasks: Tasks
    calls: Calls
    audit: Audit
    clock: Clock


class TaskQuery(BaseModel):
    """Which tasks: all that are not closed, unless it says otherwise. Empty fields don't narrow."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    principal: str = ""
    customer: str = ""
    """`PRINCIPAL/REF`."""
    owner: Owner | None = None
    assignee: str = ""
    state: TaskState | None = None
    when: Literal["overdue", "today"] | None = None
    """`overdue`: due before today; `today`: due today."""


class TaskEntry(Task):
    """A task as lists show it; `customer_name` is empty and `language` None where its call is gone."""

    customer_name: str = ""
    language: Language | None = None
    is_overdue: bool = False
    is_due_today: bool = False


class TaskList(BaseModel):
    """The tasks, the first due first; `counts` are of all that the person may see, whatever was asked for."""

    on: date
    counts: dict[Literal["overdue", "today", "later", "to_tell"], int]
    tasks: list[TaskEntry]


async def task_list(user: User, query: TaskQuery, ports: TaskPorts) -> TaskList:
    """What the person may see of it; trainers see none (`Forbidden`)."""
    _require_role(user)
    if query.principal:
        user.require(query.principal)
    today = ports.clock.now().date()
    mine = await ports.tasks.list(principals_of(user.principals), [query.state] if query.state else _OPEN)
    chosen = [task for task in mine if _fits(task, query, today)]
    return TaskList(on=today, counts=_counts(mine, today), tasks=[await _entry(task, today, ports) for task in chosen])


async def finish_task(user: User, task_id: str, outcome: str, ports: TaskPorts) -> Task:
    """The work is done; `outcome` is what the customer will be told. Raises `Conflict` where it was done already."""
    task = await _theirs(user, task_id, ports)
    words = outcome.strip()
    if task.tell_customer and not words:
        raise InvalidInput("Say what was found or done: the customer will be told of it.", where="outcome")
    if len(words) > MAX_OUTCOME_CHARS:
        raise InvalidInput(f"Say it in {MAX_OUTCOME_CHARS:,} characters at most.", where="outcome")
    if task.state != "open":
        raise Conflict(f"{task.done_by} has done this already.", where=task_id)
    now = ports.clock.now()
    state: TaskState = "done" if task.tell_customer else "closed"
    changes = {"state": state, "done_by": user.username, "done_at": now, "outcome": words}
    return await _saved(user, task, changes, "task.done", ports)


async def close_task(user: User, task_id: str, ports: TaskPorts) -> Task:
    """The customer was told; raises `Conflict` unless the work is done and the customer doesn't know yet."""
    task = await _theirs(user, task_id, ports)
    if task.state == "open":
        raise Conflict("There is nothing to tell the customer yet: say first what was done.", where=task_id)
    if task.state == "closed":
        who = task.told_by or task.done_by
        raise Conflict(f"{who} has closed this already.", where=task_id)
    changes = {"state": "closed", "told_by": user.username, "told_at": ports.clock.now()}
    return await _saved(user, task, changes, "task.told", ports)


def _require_role(user: User) -> None:
    if user.role == "trainer":
        raise Forbidden("Tasks are for those who work with customers.", where=user.role)


async def _theirs(user: User, task_id: str, ports: TaskPorts) -> Task:
    _require_role(user)
    task = await ports.tasks.get(task_id)
    user.require(task.principal)
    return task


async def _saved(user: User, task: Task, changes: dict[str, object], action: str, ports: TaskPorts) -> Task:
    changed = task.model_copy(update=changes)
    await ports.tasks.save(changed, task.state)
    await ports.audit.record(user.username, action, task.id, ports.clock.now(), task.customer)
    return changed


def _fits(task: Task, query: TaskQuery, today: date) -> bool:
    return (
        query.principal in ("", task.principal)
        and query.customer in ("", task.customer)
        and query.owner in (None, task.owner)
        and query.assignee in ("", task.assignee)
        and (query.when != "overdue" or task.overdue(today))
        and (query.when != "today" or (task.due == today and task.state != "closed"))
    )


def _counts(tasks: Sequence[Task], today: date) -> dict[Literal["overdue", "today", "later", "to_tell"], int]:
    undone = [task for task in tasks if task.state == "open"]
    return {
        "overdue": sum(task.due < today for task in undone),
        "today": sum(task.due == today for task in undone),
        "later": sum(task.due > today for task in undone),
        "to_tell": sum(task.state == "done" for task in tasks),
    }


async def _entry(task: Task, today: date, ports: TaskPorts) -> TaskEntry:
    try:
        call = await ports.calls.get(task.call_id)
    except NotFound:
        named: dict[str, object] = {}
    else:
        named = {"customer_name": call.customer_name, "language": call.info.language}
    late, due = task.overdue(today), task.due == today
    return TaskEntry.model_validate(dict(task) | named | {"is_overdue": late, "is_due_today": due})
