"""Facts and proposed scores of calls in the database: written by one who has read a call, listed by everybody."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.store import tables
from assistant.adapters.store.engine import Database, put_rows
from assistant.adapters.store.tables_facts import call_facts, call_situations, scores
from assistant.adapters.store.tables_reviews import reviews
from assistant.domain.call_facts import CallFacts
from assistant.domain.calls import Situation
from assistant.domain.rubric import CRITERIA, Score
from assistant.domain.storable import storable

_calls = tables.calls
_LISTED_ALONE = frozenset({"situations", "levels"})


class StoredFacts:
    """Implements the port `FactsOfCalls`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, facts: CallFacts) -> None:
        """Write the row and its situations; levels that a review holds stay as the review has them."""
        row = facts.model_dump(exclude=set(_LISTED_ALONE)) | _columns(facts.levels)
        of_call = call_situations.c.call_id == facts.call_id
        async with self._database.writing() as connection:
            # The row is locked before the review is read: a review that is saved meanwhile comes before or after.
            await put_rows(connection, call_facts, [row])
            await _keep_reviewed(connection, facts.call_id)
            await connection.execute(delete(call_situations).where(of_call))
            if facts.situations:
                rows = [{"call_id": facts.call_id, "situation": str(one)} for one in dict.fromkeys(facts.situations)]
                await connection.execute(insert(call_situations), rows)

    async def get(self, call_id: str) -> CallFacts | None:
        if not storable(call_id):
            return None
        async with self._database.reading() as connection:
            row = (
                (await connection.execute(select(call_facts).where(call_facts.c.call_id == call_id))).mappings().first()
            )
            query = select(call_situations.c.situation).where(call_situations.c.call_id == call_id)
            found = (await connection.execute(query)).scalars().all()
        return None if row is None else load_facts(row, [one for one in Situation if one in found])

    async def stale(self, rubric: int, limit: int, principals: Sequence[str] | None = None) -> list[str]:
        """Calls that have ended and whose facts or score are missing, older than the call, or by another rubric."""
        older = or_(
            call_facts.c.call_id.is_(None),
            call_facts.c.last_seq < _calls.c.last_seq,
            scores.c.call_id.is_(None),
            scores.c.rubric != rubric,
        )
        joined = _calls.outerjoin(call_facts, call_facts.c.call_id == _calls.c.id).outerjoin(
            scores, scores.c.call_id == _calls.c.id
        )
        query = select(_calls.c.id).select_from(joined).where(_calls.c.ended_at.is_not(None), older)
        return await self._ids(query.limit(limit), principals)

    async def ended(self, principals: Sequence[str] | None = None) -> list[str]:
        return await self._ids(select(_calls.c.id).where(_calls.c.ended_at.is_not(None)), principals)

    async def _ids(self, query: Any, principals: Sequence[str] | None) -> list[str]:
        if principals is not None:
            query = query.where(_calls.c.principal.in_(principals))
        async with self._database.reading() as connection:
            return list((await connection.execute(query.order_by(_calls.c.started_at, _calls.c.id))).scalars())


class StoredScores:
    """Implements the port `Scores`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, score: Score, principal: str, last_seq: int, at: datetime) -> None:
        row = {
            "call_id": score.call_id,
            "principal": principal,
            "score": score.model_dump_json(),
            "rubric": score.rubric,
            "last_seq": last_seq,
            "scored_at": at,
        }
        async with self._database.writing() as connection:
            await put_rows(connection, scores, [row])

    async def get(self, call_id: str) -> Score | None:
        if not storable(call_id):
            return None
        async with self._database.reading() as connection:
            text = (await connection.execute(select(scores.c.score).where(scores.c.call_id == call_id))).scalar()
        return None if text is None else Score.model_validate_json(text)


async def _keep_reviewed(connection: AsyncConnection, call_id: str) -> None:
    held = (await connection.execute(select(reviews.c.levels).where(reviews.c.call_id == call_id))).scalar()
    if held is not None:
        await connection.execute(update(call_facts).where(call_facts.c.call_id == call_id).values(**_columns(held)))


def _columns(levels: Mapping[Any, int | None]) -> dict[str, int | None]:
    return {f"level_{criterion}": levels.get(criterion) for criterion in CRITERIA}


def load_facts(row: Any, situations: Sequence[Situation]) -> CallFacts:
    """A row of `call_facts`, with the situations of its call."""
    fields = {name: row[name] for name in CallFacts.model_fields if name not in _LISTED_ALONE}
    levels = {criterion: row[f"level_{criterion}"] for criterion in CRITERIA}
    return CallFacts(**fields, situations=tuple(situations), levels=levels)
