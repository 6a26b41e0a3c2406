"""Reviews in the database: each step is kept, and the levels that hold go into the call's facts with it."""

from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.store.engine import Database
from assistant.adapters.store.tables_facts import call_facts
from assistant.adapters.store.tables_reviews import review_steps, reviews
from assistant.domain.errors import Conflict
from assistant.domain.notes import Evidence
from assistant.domain.reviews import Review, ReviewStep, changed_meanwhile
from assistant.domain.storable import storable


class StoredReviews:
    """Implements the port `Reviews`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, call_id: str) -> Review | None:
        """The review with its steps; None where nobody has begun one."""
        if not storable(call_id):
            return None
        async with self._database.reading() as connection:
            return await _load(connection, call_id)

    async def save(self, review: Review) -> None:
        """Keep the last step; raises `Conflict` unless the stored review is the version before."""
        was = review.version - 1
        try:
            async with self._database.writing() as connection:
                done = await _write(connection, review, was)
        except IntegrityError:
            done = False  # Two people began the review at once; the other's row is there.
        if not done:
            stored = await self.get(review.call_id)
            raise changed_meanwhile(stored, was) if stored else Conflict("The review is gone.", where=review.call_id)


async def _write(connection: AsyncConnection, review: Review, was: int) -> bool:
    row = dump_review(review)
    if was == 0:
        await connection.execute(insert(reviews).values(**row))
    else:
        mine = reviews.c.call_id == review.call_id
        done = await connection.execute(update(reviews).where(mine, reviews.c.version == was).values(**row))
        if not done.rowcount:
            return False
    await connection.execute(insert(review_steps).values(**dump_step(review.call_id, review.steps[-1])))
    levels = {f"level_{criterion}": level for criterion, level in review.levels.items()}
    await connection.execute(update(call_facts).where(call_facts.c.call_id == review.call_id).values(**levels))
    return True


def dump_review(review: Review) -> dict[str, Any]:
    """The review as a row; it has one step at least."""
    last = review.steps[-1]
    row = {name: getattr(review, name) for name in ("call_id", "principal", "state", "version")}
    return row | {"levels": dict(review.levels), "updated_at": last.at, "updated_by": last.who}


def dump_step(call_id: str, step: ReviewStep) -> dict[str, Any]:
    """A step of the call's review as a row."""
    evidence = step.evidence.model_dump() if step.evidence else None
    return step.model_dump(exclude={"evidence"}) | {"call_id": call_id, "evidence": evidence}


async def _load(connection: AsyncConnection, call_id: str) -> Review | None:
    row = (await connection.execute(select(reviews).where(reviews.c.call_id == call_id))).mappings().first()
    if row is None:
        return None
    query = select(review_steps).where(review_steps.c.call_id == call_id).order_by(review_steps.c.version)
    steps = [_step(step) for step in (await connection.execute(query)).mappings()]
    fields = {name: row[name] for name in ("call_id", "principal", "state", "version", "levels")}
    return Review(steps=tuple(steps), **fields)


def _step(row: Any) -> ReviewStep:
    fields = {name: row[name] for name in ReviewStep.model_fields if name != "evidence"}
    return ReviewStep(**fields, evidence=Evidence(**row["evidence"]) if row["evidence"] else None)
