"""The queue of calls: filters, order and pages as SQL over the facts of calls, their situations and their reviews.

A page is found by the keys of the last one's end, not by
counting rows, so that a call that comes meanwhile moves nothing.
"""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from assistant.adapters.store.call_filter import conditions
from assistant.adapters.store.engine import Database
from assistant.adapters.store.facts import load_facts
from assistant.adapters.store.tables_facts import call_facts, call_situations, scores
from assistant.adapters.store.tables_reviews import reviews
from assistant.domain.call_filter import CallFilter
from assistant.domain.calls import Situation
from assistant.domain.queue import (
    LOW_COMPLIANCE,
    Place,
    QueueChoices,
    QueueEntry,
    QueuePage,
    QueueQuery,
    ReviewMark,
    place_of,
)
from assistant.domain.storable import storable

Condition = ColumnElement[bool]
_facts = call_facts.c
_REVIEWED = call_facts.outerjoin(reviews, reviews.c.call_id == _facts.call_id).outerjoin(
    scores, scores.c.call_id == _facts.call_id
)
_STATE = case(
    (reviews.c.state.is_not(None), reviews.c.state), (scores.c.call_id.is_not(None), "proposed"), else_="unscored"
)
_UNDECIDED = or_(reviews.c.state.is_(None), reviews.c.state == "proposed")
_ATTENTION = (
    case((reviews.c.state == "disputed", 4), else_=0)
    + case((and_(_UNDECIDED, _facts.critical_alerts > 0), 2), else_=0)
    + case((and_(_UNDECIDED, _facts.level_compliance <= LOW_COMPLIANCE), 1), else_=0)
)
"""A dispute waits for an answer; of what nobody has decided on, critical alerts come before low compliance."""


class StoredQueue:
    """Implements the port `CallQueue`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, query: QueueQuery, principals: Sequence[str] | None) -> QueuePage:
        """Calls of the principals (None: all). Raises `InvalidInput` for a cursor of another list."""
        place = place_of(query)
        narrowed = _narrowed(query, principals)
        async with self._database.reading() as connection:
            total = (await connection.execute(_counted(query, narrowed))).scalar_one()
            rows = (await connection.execute(_listed(query, narrowed, place))).mappings().all()
            found = rows[: query.limit]
            situations = await _situations(connection, [row["call_id"] for row in found])
        entries = tuple(_entry(row, situations.get(row["call_id"], [])) for row in found)
        more = len(rows) > query.limit
        return QueuePage(calls=entries, total=total, next_cursor=_end(query, found[-1]) if more else None)

    async def choices(self, principals: Sequence[str] | None) -> QueueChoices:
        """What the filters can be set to."""
        lists = [_occurring(column, principals) for column in (_facts.principal, _facts.team, _facts.operator)]
        async with self._database.reading() as connection:
            found = [tuple((await connection.execute(query)).scalars()) for query in lists]
        return QueueChoices(principals=found[0], teams=found[1], operators=found[2])

    async def entry(self, call_id: str) -> QueueEntry | None:
        """One call; None where it has no facts yet."""
        if not storable(call_id):
            return None
        query = _columns(literal(0)).where(_facts.call_id == call_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().first()
            situations = await _situations(connection, [call_id])
        return None if row is None else _entry(row, situations.get(call_id, []))


def _narrowed(query: QueueQuery, principals: Sequence[str] | None) -> list[Condition]:
    """What a call must be; `review` needs the joins of `_REVIEWED`, all else `call_facts` alone."""
    found: list[Condition] = conditions(query, principals)
    if query.name:
        found.append(_facts.customer_name.icontains(query.name, autoescape=True))
    if query.review:
        found.append(_STATE.in_(query.review))
    if query.incomplete:
        found.append(_facts.complete.is_(False))
    for criterion, levels in query.levels.items():
        found.append(_facts[f"level_{criterion}"].between(levels.min, levels.max))
    return found


def _occurring(column: ColumnElement[str], principals: Sequence[str] | None) -> Select[str]:
    return select(column).where(*conditions(CallFilter(), principals), column != "").distinct().order_by(column)


def _counted(query: QueueQuery, narrowed: list[Condition]) -> Select[int]:
    joined = _REVIEWED if query.review else call_facts
    return select(func.count()).select_from(joined).where(*narrowed)


def _columns(rank: ColumnElement[int]) -> Select[Any]:
    return select(
        call_facts, _STATE.label("review_state"), func.coalesce(reviews.c.version, 0).label("review_version"),
        rank.label("rank"),
    ).select_from(_REVIEWED)  # fmt: skip


def _listed(query: QueueQuery, narrowed: list[Condition], place: Place | None) -> Select[Any]:
    """One row more than the page holds: whether there is a next one."""
    rank = cast("ColumnElement[int]", _ATTENTION if query.sort == "attention" else literal(0))
    found = _columns(rank).where(*narrowed)
    order = [_facts.started_at.desc(), _facts.call_id]
    if query.sort == "attention":
        order.insert(0, rank.desc())
    if place:
        found = found.where(_after(place, rank if query.sort == "attention" else None))
    return found.order_by(*order).limit(query.limit + 1)


def _after(place: Place, rank: ColumnElement[int] | None) -> Condition:
    older = or_(
        _facts.started_at < place.started_at,
        and_(_facts.started_at == place.started_at, _facts.call_id > place.call_id),
    )
    return older if rank is None else or_(rank < place.rank, and_(rank == place.rank, older))


async def _situations(connection: Any, call_ids: Sequence[str]) -> dict[str, list[Situation]]:
    query = select(call_situations).where(call_situations.c.call_id.in_(call_ids))
    found: dict[str, list[Situation]] = {}
    for row in (await connection.execute(query)).mappings():
        found.setdefault(row["call_id"], []).append(Situation(row["situation"]))
    return found


def _entry(row: Any, situations: list[Situation]) -> QueueEntry:
    facts = load_facts(row, [one for one in Situation if one in situations])
    return QueueEntry(**dict(facts), review=ReviewMark(state=row["review_state"], version=row["review_version"]))


def _end(query: QueueQuery, row: Any) -> str:
    place = Place(sort=query.sort, rank=row["rank"], started_at=row["started_at"], call_id=row["call_id"])
    return place.cursor()
