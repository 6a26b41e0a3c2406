"""The log of calls in the database: every event under a number that has no gaps, whoever writes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.adapters.store import tables
from assistant.adapters.store.engine import Database
from assistant.adapters.store.rows import local_start
from assistant.domain.calls import Call, CallInfo
from assistant.domain.errors import Conflict, NotFound
from assistant.domain.events import OUT_EVENTS, AnyOutEvent
from assistant.domain.storable import storable

_LISTED = 200
_calls = tables.calls
_events = tables.call_events


class StoredCalls:
    """Implements the port `Calls`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, info: CallInfo, customer_name: str) -> None:
        """Start the log of a call; raises `Conflict` if its id exists."""
        row = info.model_dump() | {
            "customer_name": customer_name,
            "last_seq": 0,
            "utc_offset": _offset(info.started_at),
        }
        try:
            async with self._database.writing() as connection:
                await connection.execute(insert(_calls).values(row))
        except IntegrityError as error:
            raise Conflict(f"A call {info.id!r} exists already; give this one another id.", where=info.id) from error

    async def append(self, event: AnyOutEvent) -> int:
        """Store the event under the next `seq` of its call and return that; raises `NotFound`."""
        # The update locks the call's row (SQLite: the database) until the commit: numbers can't be given twice.
        next_seq = (
            update(_calls)
            .where(_calls.c.id == event.call_id)
            .values(last_seq=_calls.c.last_seq + 1)
            .returning(_calls.c.last_seq)
        )
        async with self._database.writing() as connection:
            seq = (await connection.execute(next_seq)).scalar()
            if seq is None:
                raise _unknown(event.call_id)
            stored = event.model_copy(update={"seq": seq}).model_dump_json()
            await connection.execute(insert(_events).values(call_id=event.call_id, seq=seq, event=stored))
        return int(seq)

    async def events(self, call_id: str, after: int = 0) -> list[AnyOutEvent]:
        """Events with `seq` greater than `after`, in order; raises `NotFound` for an unknown call."""
        if not storable(call_id):
            raise _unknown(call_id)
        query = (
            select(_events.c.event).where(_events.c.call_id == call_id, _events.c.seq > after).order_by(_events.c.seq)
        )
        async with self._database.reading() as connection:
            texts = (await connection.execute(query)).scalars().all()
            if not texts and not (await connection.execute(select(_calls.c.id).where(_calls.c.id == call_id))).scalar():
                raise _unknown(call_id)
        return [OUT_EVENTS.validate_json(text) for text in texts]

    async def get(self, call_id: str) -> Call:
        """One call; raises `NotFound`."""
        if not storable(call_id):
            raise _unknown(call_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(select(_calls).where(_calls.c.id == call_id))).mappings().first()
        if row is None:
            raise _unknown(call_id)
        return _call(row)

    async def list(self, principals: Sequence[str] | None = None, open_only: bool = False) -> list[Call]:
        """The newest first, at most 200."""
        query = select(_calls).order_by(_calls.c.started_at.desc(), _calls.c.id).limit(_LISTED)
        if principals is not None:
            query = query.where(_calls.c.principal.in_(principals))
        if open_only:
            query = query.where(_calls.c.ended_at.is_(None))
        async with self._database.reading() as connection:
            return [_call(row) for row in (await connection.execute(query)).mappings()]

    async def close(self, call_id: str, at: datetime) -> None:
        """Mark the call as over; a call that is over already keeps its end. Raises `NotFound`."""
        ended = update(_calls).where(_calls.c.id == call_id, _calls.c.ended_at.is_(None)).values(ended_at=at)
        async with self._database.writing() as connection:
            if (await connection.execute(ended)).rowcount:
                return
        await self.get(call_id)


def _call(row: Any) -> Call:
    fields = {name: row[name] for name in CallInfo.model_fields} | {"started_at": local_start(row)}
    return Call(
        info=CallInfo(**fields),
        customer_name=row["customer_name"],
        ended_at=row["ended_at"],
        last_seq=row["last_seq"],
    )


def _offset(moment: datetime) -> int:
    return int((moment.utcoffset() or timedelta()).total_seconds())


def _unknown(call_id: str) -> NotFound:
    return NotFound(f"There is no call {call_id!r}.", where=call_id)
