"""The log of calls and their notes in memory: what `replay` and `note` use, where nothing is to be kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from assistant.domain.calls import Call, CallInfo
from assistant.domain.errors import Conflict, NotFound
from assistant.domain.events import AnyOutEvent
from assistant.domain.notes import Note, StoredNote
from assistant.services.ports_notes import Confirmation

_LISTED = 200


@dataclass
class _Log:
    call: Call
    events: list[AnyOutEvent] = field(default_factory=list)


class MemoryCalls:
    """Implements the port `Calls` for one process."""

    def __init__(self) -> None:
        self._logs: dict[str, _Log] = {}

    async def open(self, info: CallInfo, customer_name: str) -> None:
        """Raises `Conflict` if the id exists."""
        if info.id in self._logs:
            raise Conflict(f"A call {info.id!r} exists already; give this one another id.", where=info.id)
        self._logs[info.id] = _Log(Call(info=info, customer_name=customer_name))

    async def append(self, event: AnyOutEvent) -> int:
        """Keep the event under the next `seq` of its call and return that; raises `NotFound`."""
        log = self._log(event.call_id)
        seq = len(log.events) + 1
        log.events.append(event.model_copy(update={"seq": seq}))
        log.call = log.call.model_copy(update={"last_seq": seq})
        return seq

    async def events(self, call_id: str, after: int = 0) -> list[AnyOutEvent]:
        """Events with `seq` greater than `after`, in order; raises `NotFound`."""
        return self._log(call_id).events[max(after, 0) :]

    async def get(self, call_id: str) -> Call:
        """Raises `NotFound`."""
        return self._log(call_id).call

    async def list(self, principals: Sequence[str] | None = None, open_only: bool = False) -> list[Call]:
        """The newest first, at most 200."""
        found = [
            log.call
            for log in self._logs.values()
            if (principals is None or log.call.info.principal in principals)
            and not (open_only and log.call.ended_at is not None)
        ]
        found.sort(key=lambda call: call.info.started_at, reverse=True)
        return found[:_LISTED]

    async def close(self, call_id: str, at: datetime) -> None:
        """Mark the call as over; a call that is over already keeps its end. Raises `NotFound`."""
        log = self._log(call_id)
        if log.call.ended_at is None:
            log.call = log.call.model_copy(update={"ended_at": at})

    def _log(self, call_id: str) -> _Log:
        if call_id not in self._logs:
            raise NotFound(f"There is no call {call_id!r}.", where=call_id)
        return self._logs[call_id]


class MemoryNotes:
    """Implements the port `Notes` for one process; `confirmations` is what confirming caused."""

    def __init__(self) -> None:
        self._notes: dict[str, StoredNote] = {}
        self.confirmations: list[Confirmation] = []

    async def draft(self, note: Note) -> StoredNote:
        """Keep the drafted note; a call that has one keeps it, and that is returned."""
        return self._notes.setdefault(note.call_id, StoredNote(note=note, drafted=note))

    async def get(self, call_id: str) -> StoredNote:
        """Raises `NotFound`."""
        if call_id not in self._notes:
            raise NotFound(f"The call {call_id!r} has no note yet.", where=call_id)
        return self._notes[call_id]

    async def edit(self, note: Note, version: int, by: str) -> StoredNote:
        """Replace the note; raises `Conflict` unless `version` is the latest and the note isn't confirmed."""
        stored = await self.get(note.call_id)
        if stored.confirmed or stored.version != version:
            raise Conflict(f"The note stands at version {stored.version}; read it again.", where=note.call_id)
        changed = stored.model_copy(update={"note": note, "version": version + 1, "edited_by": by})
        self._notes[note.call_id] = changed
        return changed

    async def redraft(self, note: Note, version: int) -> StoredNote:
        """Replace draft and note; raises `Conflict` unless `version` is the latest and no person has touched it."""
        stored = await self.get(note.call_id)
        if stored.confirmed or stored.edited_by or stored.version != version:
            raise Conflict(f"The note stands at version {stored.version}; read it again.", where=note.call_id)
        changed = stored.model_copy(update={"note": note, "drafted": note, "version": version + 1})
        self._notes[note.call_id] = changed
        return changed

    async def confirm(self, confirmation: Confirmation) -> StoredNote:
        """Raises `Conflict` unless `version` is the latest; confirming the same version again changes nothing."""
        stored = await self.get(confirmation.call_id)
        if stored.version != confirmation.version:
            raise Conflict(f"The note stands at version {stored.version}; read it again.", where=confirmation.call_id)
        if stored.confirmed:
            return stored
        confirmed = stored.model_copy(update={"confirmed_by": confirmation.by, "confirmed_at": confirmation.at})
        self._notes[confirmation.call_id] = confirmed
        self.confirmations.append(confirmation)
        return confirmed

    async def confirmed(
        self, principals: Sequence[str] | None = None, since: datetime | None = None
    ) -> list[StoredNote]:
        """Confirmed notes, the oldest first."""
        dated = [(stored.confirmed_at, stored) for stored in self._notes.values() if stored.confirmed_at is not None]
        return [
            stored
            for confirmed_at, stored in sorted(dated, key=lambda pair: pair[0])
            if (since is None or confirmed_at >= since)
            and (principals is None or stored.note.customer.partition("/")[0] in principals)
        ]
