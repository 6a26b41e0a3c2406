"""What the work after a call needs of the outside world: notes, what is delivered of them, tasks, receivers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from assistant.domain.backoff import Backoff
from assistant.domain.deliveries import Delivery, DeliveryState
from assistant.domain.errors import NotFound
from assistant.domain.notes import Note, StoredNote
from assistant.domain.records import Record
from assistant.domain.tasks import Task, TaskState
from assistant.services.ports import RecordKind


@dataclass(frozen=True)
class Confirmation:
    """All that confirming a note causes, written in one transaction or not at all.

    `records` are promises, plans and disputes for the receivables, by the customer's reference.
    """

    call_id: str
    version: int
    by: str
    at: datetime
    deliveries: Sequence[Delivery] = ()
    tasks: Sequence[Task] = ()
    records: Mapping[RecordKind, Sequence[tuple[str, Record]]] = field(default_factory=dict)


class Notes(Protocol):
    """Notes of calls, from draft to confirmation."""

    async def draft(self, note: Note) -> StoredNote:
        """Keep the drafted note; a call that has one keeps it, and that is returned."""
        ...

    async def get(self, call_id: str) -> StoredNote:
        """Raises `NotFound`."""
        ...

    async def edit(self, note: Note, version: int, by: str) -> StoredNote:
        """Replace the note; raises `Conflict` unless `version` is the latest and the note isn't confirmed."""
        ...

    async def redraft(self, note: Note, version: int) -> StoredNote:
        """Replace what was drafted by the same in better words: no person's edit, so `drafted` changes with it.

        Raises `Conflict` unless `version` is the latest and nobody has edited or confirmed the note.
        """
        ...

    async def confirm(self, confirmation: Confirmation) -> StoredNote:
        """Raises `Conflict` unless `version` is the latest; confirming the same version again changes nothing."""
        ...

    async def confirmed(
        self, principals: Sequence[str] | None = None, since: datetime | None = None
    ) -> list[StoredNote]:
        """Confirmed notes, the oldest first."""
        ...


async def note_if_any(notes: Notes, call_id: str) -> StoredNote | None:
    """The call's note; None where it has none yet."""
    try:
        return await notes.get(call_id)
    except NotFound:
        return None


Receiver = tuple[str, str]
"""A principal, and the name of one of its connectors."""


class Outbox(Protocol):
    """Deliveries that wait, were made or were refused."""

    async def receivers(self, now: datetime) -> list[Receiver]:
        """For whom a delivery is due."""
        ...

    async def claim(self, receiver: Receiver, now: datetime, until: datetime) -> Delivery | None:
        """Take up the receiver's oldest due delivery until that moment; None while another of its is taken up.

        So each receiver gets one delivery at a time, however many workers there are, and what a worker that died had
        taken up is free again after `until`.
        """
        ...

    async def record(self, delivery: Delivery) -> bool:
        """Store what became of it: state, attempts, next time, error, receipt; and let it go.

        False, and nothing is stored, where it was taken up again (`claims`) since; unless it was delivered.
        """
        ...

    async def list(
        self, principals: Sequence[str] | None = None, state: DeliveryState | None = None
    ) -> list[Delivery]: ...

    async def retry(self, keys: Sequence[str], now: datetime) -> int:
        """Make refused or waiting deliveries due at once, with all their attempts; the number found."""
        ...


class Tasks(Protocol):
    async def get(self, task_id: str) -> Task:
        """Raises `NotFound`."""
        ...

    async def list(
        self, principals: Sequence[str] | None = None, states: Sequence[TaskState] = ("open", "done")
    ) -> list[Task]:
        """The first due first."""
        ...

    async def save(self, task: Task, was: TaskState) -> None:
        """Store a changed task; raises `Conflict` unless it was in state `was` until now."""
        ...


class Connector(Protocol):
    """A system that takes notes: a webhook, an ERP. One file behind this port."""

    timeout: float
    """Seconds that one delivery may take."""
    retry: Backoff
    can_tell: bool
    """Whether it can be asked which notes it holds."""

    async def deliver(self, delivery: Delivery) -> str:
        """Hand it over and return the receiver's id of it; taking the same `key` again changes nothing there.

        Raises `DeliveryRefused` where trying again is useless, `DeliveryFailed` where it isn't.
        """
        ...

    async def find(self, delivery: Delivery) -> str | None:
        """The receiver's id of it; None where it doesn't hold it. Raises `DeliveryFailed` where it doesn't say."""
        ...


class Connectors(Protocol):
    """The connectors that each principal has configured."""

    def names(self, principal: str) -> Sequence[str]:
        """In the file's order; none: notes stay here. Raises `LibraryError` naming file and line."""
        ...

    def connector(self, receiver: Receiver) -> Connector:
        """Raises `ConfigurationError` where it isn't configured, or its secret isn't set; `LibraryError`."""
        ...
