"""Voices of customers in the database, and which calls and complaints were read for them."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import delete, exists, func, literal, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.store import tables
from assistant.adapters.store import tables_voice as voice_tables
from assistant.adapters.store.engine import Database, insert_new
from assistant.adapters.store.rows import local_start
from assistant.domain.records import Ticket
from assistant.domain.voice import Origin, Voice, ticket_origin_id, ticket_text
from assistant.services.ports import Clock

_voices, _readings, _looks = voice_tables.voices, voice_tables.voice_readings, voice_tables.theme_looks
_calls, _tickets, _customers = tables.calls, tables.tickets, tables.customers
_TICKET_ORIGIN = _tickets.c.principal + literal("/") + _tickets.c.ref + literal("#ticket:") + _tickets.c.id
"""As `ticket_origin_id` has it."""
_FIELDS = tuple(Voice.model_fields)
_AT_ONCE = 400
"""Values in one statement: databases have a limit."""


class StoredVoices:
    """Implements the port `Voices`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def waiting(self, limit: int) -> list[Origin]:
        """Ended calls and complaints that were never read, or have changed since; the oldest first."""
        async with self._database.reading() as connection:
            found = await _waiting_calls(connection, limit)
            if len(found) < limit:
                found += [origin for origin, _ in await _tickets_of(connection, changed=True)][: limit - len(found)]
        return found

    async def ticket_text(self, origin: Origin) -> str:
        """What the complaint says now; empty where it is gone."""
        async with self._database.reading() as connection:
            texts = {found.id: text for found, text in await _tickets_of(connection, customer=origin.customer)}
        return texts.get(origin.id, "")

    async def keep(self, origin: Origin, voices: Sequence[Voice]) -> None:
        """Replace the voices of the origin and note that it was read. What is as it was keeps its vector and theme."""
        fresh = {voice.id: voice for voice in voices}
        reading = {name: getattr(origin, name) for name in ("principal", "source", "day", "mark")}
        async with self._database.writing() as connection:
            rows = await connection.execute(select(_voices.c.id, _voices.c.text).where(_voices.c.origin == origin.id))
            kept = {row.id for row in rows if row.id in fresh and fresh[row.id].text == row.text}
            gone = _voices.c.origin == origin.id
            await connection.execute(delete(_voices).where(gone, _voices.c.id.not_in(kept)))
            new = [self._row(voice) for voice in voices if voice.id not in kept]
            if new:
                await insert_new(connection, _voices, new)
            await connection.execute(delete(_readings).where(_readings.c.origin == origin.id))
            # Of two workers that read the same call at once the second finds it done.
            await insert_new(connection, _readings, [{"origin": origin.id} | reading])

    async def without_vector(self, principal: str, encoder: str) -> list[tuple[str, str]]:
        """Id and text of voices that have no vector of this encoder; those of one text together."""
        query = select(_voices.c.id, _voices.c.text).where(
            _voices.c.principal == principal, _voices.c.encoder != encoder
        )
        async with self._database.reading() as connection:
            return [
                (row.id, row.text) for row in await connection.execute(query.order_by(_voices.c.text, _voices.c.id))
            ]

    async def add_vectors(self, vectors: Mapping[str, bytes], encoder: str) -> None:
        async with self._database.writing() as connection:
            for voice, vector in vectors.items():
                values = {"vector": vector, "encoder": encoder}
                await connection.execute(update(_voices).where(_voices.c.id == voice).values(values))

    async def set_tones(self, voices: Sequence[Voice]) -> None:
        """Keep tones that were judged anew."""
        async with self._database.writing() as connection:
            for voice in voices:
                values = {"tone": voice.tone, "tone_words": list(voice.tone_words)}
                await connection.execute(update(_voices).where(_voices.c.id == voice.id).values(values))

    async def since(self, principal: str, day: date, limit: int) -> list[tuple[Voice, bytes]]:
        """The newest voices with a vector from this day on, the oldest of them first."""
        query = (
            select(_voices)
            .where(_voices.c.principal == principal, _voices.c.day >= day, _voices.c.vector.is_not(None))
            .order_by(_voices.c.at.desc(), _voices.c.id.desc())
            .limit(limit)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [(_load(row), bytes(row["vector"])) for row in reversed(rows)]

    async def get(self, ids: Sequence[str]) -> list[Voice]:
        """These voices, in the order of the ids."""
        found: dict[str, Voice] = {}
        async with self._database.reading() as connection:
            for start in range(0, len(ids), _AT_ONCE):
                query = select(_voices).where(_voices.c.id.in_(ids[start : start + _AT_ONCE]))
                found |= {row["id"]: _load(row) for row in (await connection.execute(query)).mappings()}
        return [found[voice] for voice in ids if voice in found]

    async def drop_orphans(self) -> int:
        """Remove voices and readings of calls and records that are gone; returns how many readings."""
        async with self._database.reading() as connection:
            if not await _orphans(connection):
                return 0  # as nearly always: nobody's writing has to wait for the look
        async with self._database.writing() as connection:
            gone = await _orphans(connection)
            for start in range(0, len(gone), _AT_ONCE):
                some = gone[start : start + _AT_ONCE]
                await connection.execute(delete(_voices).where(_voices.c.origin.in_(some)))
                await connection.execute(delete(_readings).where(_readings.c.origin.in_(some)))
        return len(gone)

    async def principals(self) -> list[str]:
        """Whose calls and records were read."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(_readings.c.principal).distinct().order_by(_readings.c.principal))
            return [row.principal for row in rows]

    async def unsorted(self, principal: str) -> int:
        """Voices that came since themes were last looked for."""
        looked = select(_looks.c.at).where(_looks.c.principal == principal)
        async with self._database.reading() as connection:
            at = (await connection.execute(looked)).scalar()
            query = select(func.count()).select_from(_voices).where(_voices.c.principal == principal)
            if at is not None:
                query = query.where(_voices.c.kept_at > at)
            return int((await connection.execute(query)).scalar_one())

    def _row(self, voice: Voice) -> dict[str, Any]:
        fields = {name: getattr(voice, name) for name in _FIELDS} | {"tone_words": list(voice.tone_words)}
        return fields | {"vector": None, "encoder": "", "kept_at": self._clock.now()}


async def _orphans(connection: AsyncConnection) -> list[str]:
    """Origins that were read and are gone."""
    ticket = _readings.c.source == "ticket"
    complaint = (_readings.c.origin == _TICKET_ORIGIN) & (_tickets.c.kind == "complaint")
    customer = (_customers.c.principal == _tickets.c.principal) & (_customers.c.ref == _tickets.c.ref)
    calls = select(_readings.c.origin).where(~ticket, ~exists().where(_calls.c.id == _readings.c.origin))
    tickets = select(_readings.c.origin).where(ticket, ~exists().where(complaint, customer))
    found = await connection.execute(union_all(calls, tickets))
    return list(found.scalars())


async def _waiting_calls(connection: AsyncConnection, limit: int) -> list[Origin]:
    query = (
        select(_calls)
        .outerjoin(_readings, _readings.c.origin == _calls.c.id)
        .where(_calls.c.ended_at.is_not(None))
        .where(_readings.c.mark.is_(None) | (_readings.c.mark != _calls.c.last_seq))
        .order_by(_calls.c.started_at, _calls.c.id)
        .limit(limit)
    )
    return [_call_origin(row) for row in (await connection.execute(query)).mappings()]


def _call_origin(row: Any) -> Origin:
    started = local_start(row)
    return Origin(
        id=row["id"],
        principal=row["principal"],
        customer=row["customer"],
        source="interview" if row["purpose"] == "feedback_interview" else "call",
        language=row["language"],
        at=started,
        day=started.date(),
        mark=row["last_seq"],
        call_id=row["id"],
    )


async def _tickets_of(
    connection: AsyncConnection, customer: str = "", *, changed: bool = False
) -> list[tuple[Origin, str]]:
    """Complaints of customers with what they say: of one, or all; or those that were never read or differ since."""
    same = (_customers.c.principal == _tickets.c.principal) & (_customers.c.ref == _tickets.c.ref)
    query = (
        select(_tickets, _customers.c.language, _readings.c.mark)
        .join(_customers, same)
        .outerjoin(_readings, _readings.c.origin == _TICKET_ORIGIN)
        .where(_tickets.c.kind == "complaint")
        .order_by(_tickets.c.opened_on, _tickets.c.principal, _tickets.c.ref, _tickets.c.id)
    )
    if customer:
        principal, _, ref = customer.partition("/")
        query = query.where(_tickets.c.principal == principal, _tickets.c.ref == ref)
    found = [(*_complaint(row), row["mark"]) for row in await _rows(connection, query)]
    return [(origin, text) for origin, text, mark in found if not changed or mark != origin.mark]


async def _rows(connection: AsyncConnection, query: Any) -> Sequence[Any]:
    return (await connection.execute(query)).mappings().all()


def _complaint(row: Any) -> tuple[Origin, str]:
    """Where it comes from, and what it says."""
    fields = {name: row[name] for name in Ticket.model_fields}
    ticket = Ticket(**fields | {"id": f"ticket:{row['id']}"})
    customer, opened, said = f"{row['principal']}/{row['ref']}", ticket.opened_on, ticket_text(ticket)
    origin = Origin(
        id=ticket_origin_id(customer, ticket),
        principal=row["principal"],
        customer=customer,
        source="ticket",
        language=row["language"],
        at=datetime.combine(opened, time(12), UTC),
        day=opened,
        mark=zlib.crc32(f"{opened}\n{said}".encode()),
    )
    return origin, said


def _load(row: Any) -> Voice:
    return Voice(**{name: row[name] for name in _FIELDS})
