"""Passages of calls in the database: written with the index of their words in one transaction, read by search."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

import numpy as np
from sqlalchemy import Select, and_, delete, func, insert, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.store import tables
from assistant.adapters.store.call_filter import conditions
from assistant.adapters.store.engine import Database
from assistant.adapters.store.passage_words import WordIndex
from assistant.adapters.store.rows import local_start
from assistant.adapters.store.tables_facts import call_facts
from assistant.adapters.store.tables_passages import call_passages, calls_indexed
from assistant.domain.call_filter import CallFilter
from assistant.domain.call_passages import CallPassage, Line
from assistant.domain.storable import storable
from assistant.services.ports import Clock
from assistant.services.ports_search import Extent, FoundCall, IndexedCall
from knowledge.call_index import Ids, PassageRow

_ABANDONED = timedelta(hours=12)
"""A call that nobody ended is over after so long."""
_WRITE_LOCK = 4_815_163
_calls = tables.calls
_p = call_passages.c


class StoredPassages:
    """Implements the port `CallPassages`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._words = WordIndex(database.is_sqlite)

    async def stale(self, encoder: str, limit: int) -> Sequence[str]:
        """Calls that are over and have no passages of this encoder, or older ones than their log."""
        async with self._database.reading() as connection:
            return list((await connection.execute(self._stale(encoder, _calls.c.id).limit(limit))).scalars())

    async def waiting(self, encoder: str, principals: Sequence[str] | None = None) -> int:
        """How many such calls there are, of these principals (None: of all)."""
        query = self._stale(encoder, func.count())
        if principals is not None:
            query = query.where(_calls.c.principal.in_(principals))
        async with self._database.reading() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def stored(self, call_id: str, encoder: str) -> Sequence[CallPassage]:
        """What is stored of a call by this encoder."""
        async with self._database.reading() as connection:
            return [passage for _, passage in await _stored(connection, call_id, encoder)]

    async def write(self, call: IndexedCall) -> bool:
        """Bring what is stored up to date. False, and nothing changes, where a vector is missing for what isn't."""
        async with self._database.writing() as connection:
            if not self._database.is_sqlite:  # ids appear in their order, whoever writes
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITE_LOCK})
            stored = await _stored(connection, call.call_id, call.encoder)
            same = {passage.n: id_ for id_, passage in stored if passage in call.passages}
            fresh = [passage for passage in call.passages if passage.n not in same]
            exists = select(_calls.c.id).where(_calls.c.id == call.call_id)
            if not (await connection.execute(exists)).scalar() or any(p.n not in call.vectors for p in fresh):
                return False
            gone = delete(call_passages).where(_p.call_id == call.call_id, _p.id.not_in(same.values()))
            await connection.execute(gone)
            await self._insert(connection, call, fresh)
            await _remember(connection, call)
        return True

    async def extents(self, principals: Sequence[str] | None) -> Mapping[str, Extent]:
        """Of the principals that have passages (None: of all)."""
        query = select(_p.principal, func.count(), func.max(_p.id)).group_by(_p.principal).order_by(_p.principal)
        if principals is not None:
            query = query.where(_p.principal.in_(principals))
        async with self._database.reading() as connection:
            return {name: Extent(count, last) for name, count, last in await connection.execute(query)}

    async def newer(self, principal: str, after: int, limit: int) -> Sequence[PassageRow]:
        """Passages with ids beyond `after`, ascending."""
        query = select(_p.id, _p.call_id, _p.vector).where(_p.principal == principal, _p.id > after)
        async with self._database.reading() as connection:
            return [PassageRow(*row) for row in await connection.execute(query.order_by(_p.id).limit(limit))]

    async def ids(self, principal: str) -> Ids:
        query = select(_p.id).where(_p.principal == principal).order_by(_p.id)
        async with self._database.reading() as connection:
            return np.array((await connection.execute(query)).scalars().all(), np.int64)

    async def with_term(self, principal: str, stems: Collection[str]) -> Ids:
        """Passages that hold one of the stems."""
        async with self._database.reading() as connection:
            return await self._words.with_term(connection, principal, stems)

    async def with_phrase(self, principal: str, words: Sequence[str]) -> Ids:
        """Passages in which the words follow one another."""
        async with self._database.reading() as connection:
            return await self._words.with_phrase(connection, principal, words)

    async def chosen(self, chosen: CallFilter) -> frozenset[str]:
        """Calls that a filter lets through."""
        query = select(call_facts.c.call_id).where(*conditions(chosen, None))
        async with self._database.reading() as connection:
            return frozenset((await connection.execute(query)).scalars())

    async def passages(self, ids: Sequence[int]) -> Mapping[int, CallPassage]:
        """Those of them that still exist."""
        query = select(_p.id, _p.n, _p.lines).where(_p.id.in_(ids))
        async with self._database.reading() as connection:
            return {row.id: _passage(row.n, row.lines) for row in await connection.execute(query)}

    async def calls(self, call_ids: Sequence[str]) -> Mapping[str, FoundCall]:
        """Those of them that still exist."""
        columns = (_calls.c[name] for name in ("id", "principal", "customer", "customer_name", "language"))
        query = (
            select(*columns, _calls.c.started_at, _calls.c.utc_offset, call_facts.c.disposition)
            .outerjoin(call_facts, call_facts.c.call_id == _calls.c.id)
            .where(_calls.c.id.in_(call_ids))
        )
        async with self._database.reading() as connection:
            return {row["id"]: _found(row) for row in (await connection.execute(query)).mappings()}

    def _stale(self, encoder: str, what: Any) -> Select[Any]:
        current = and_(calls_indexed.c.call_id == _calls.c.id, calls_indexed.c.encoder == encoder)
        over = or_(_calls.c.ended_at.is_not(None), _calls.c.started_at < self._clock.now() - _ABANDONED)
        older = or_(calls_indexed.c.call_id.is_(None), calls_indexed.c.last_seq < _calls.c.last_seq)
        return select(what).select_from(_calls.outerjoin(calls_indexed, current)).where(over, older)

    async def _insert(self, connection: AsyncConnection, call: IndexedCall, fresh: Sequence[CallPassage]) -> None:
        if not fresh:
            return
        rows = [
            {
                "call_id": call.call_id,
                "principal": call.principal,
                "n": passage.n,
                "lines": [line.model_dump(mode="json") for line in passage.lines],
                "vector": call.vectors[passage.n],
            }
            for passage in fresh
        ]
        added = insert(call_passages).returning(_p.id, sort_by_parameter_order=True)
        ids = (await connection.execute(added, rows)).scalars().all()
        said = [(id_, [line.text for line in passage.lines]) for id_, passage in zip(ids, fresh, strict=True)]
        await self._words.add(connection, call.principal, call.language, said)


async def _stored(connection: AsyncConnection, call_id: str, encoder: str) -> list[tuple[int, CallPassage]]:
    if not storable(call_id):
        return []
    query = (
        select(_p.id, _p.n, _p.lines)
        .join(calls_indexed, calls_indexed.c.call_id == _p.call_id)
        .where(_p.call_id == call_id, calls_indexed.c.encoder == encoder)
        .order_by(_p.n)
    )
    return [(row.id, _passage(row.n, row.lines)) for row in await connection.execute(query)]


async def _remember(connection: AsyncConnection, call: IndexedCall) -> None:
    await connection.execute(delete(calls_indexed).where(calls_indexed.c.call_id == call.call_id))
    row = {"call_id": call.call_id, "last_seq": call.last_seq, "encoder": call.encoder}
    await connection.execute(insert(calls_indexed).values(row))


def _passage(n: int, lines: Sequence[Any]) -> CallPassage:
    return CallPassage(n=n, lines=tuple(Line.model_validate(line) for line in lines))


def _found(row: Any) -> FoundCall:
    day = local_start(row).date()
    names = ("principal", "customer", "customer_name", "language", "disposition")
    return FoundCall(call_id=row["id"], day=day, **{name: row[name] for name in names})
