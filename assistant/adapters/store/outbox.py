"""Deliveries in the database: who delivers takes one up for a while, and says what became of it."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, text, update

from assistant.adapters.store import tables
from assistant.adapters.store.engine import Database
from assistant.domain.deliveries import Delivery, DeliveryState
from assistant.services.ports_notes import Receiver

_outbox = tables.outbox
_OPEN = _outbox.c.state == "pending"


class StoredOutbox:
    """Implements the port `Outbox`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def receivers(self, now: datetime) -> list[Receiver]:
        """For whom a delivery is due."""
        query = select(_outbox.c.principal, _outbox.c.connector).where(_OPEN, _outbox.c.next_at <= now).distinct()
        async with self._database.reading() as connection:
            return sorted((row.principal, row.connector) for row in await connection.execute(query))

    async def claim(self, receiver: Receiver, now: datetime, until: datetime) -> Delivery | None:
        """Take up the receiver's oldest due delivery until that moment; None while another of its is taken up."""
        busy = select(_outbox.c.key).where(_of(receiver), _OPEN, _outbox.c.leased_until > now).limit(1)
        due = (
            select(_outbox.c.key)
            .where(_of(receiver), _OPEN, _outbox.c.next_at <= now)
            .order_by(_outbox.c.next_at, _outbox.c.created_at, _outbox.c.key)
            .limit(1)
        )
        async with self._database.writing() as connection:
            if not self._database.is_sqlite:  # which has one writer anyway
                lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:receiver, 0))")
                await connection.execute(lock, {"receiver": "outbox:" + "/".join(receiver)})
            if (await connection.execute(busy)).scalar() is not None:
                return None
            key = (await connection.execute(due)).scalar()
            if key is None:
                return None
            taken = (
                update(_outbox)
                .where(_outbox.c.key == key)
                .values(claims=_outbox.c.claims + 1, leased_until=until)
                .returning(*_outbox.columns)
            )
            return load_delivery((await connection.execute(taken)).mappings().one())

    async def record(self, delivery: Delivery) -> bool:
        """Store what became of it; False where it was taken up again since, unless it was delivered."""
        changes = {name: getattr(delivery, name) for name in ("state", "attempts", "next_at", "delivered_at")}
        changes |= {"last_error": _plain(delivery.last_error), "receipt": _plain(delivery.receipt)}
        mine = [_outbox.c.key == delivery.key]
        if delivery.state != "delivered":
            mine.append(_outbox.c.claims == delivery.claims)
        async with self._database.writing() as connection:
            done = await connection.execute(update(_outbox).where(*mine).values(**changes, leased_until=None))
        return done.rowcount > 0

    async def list(self, principals: Sequence[str] | None = None, state: DeliveryState | None = None) -> list[Delivery]:
        """The oldest first."""
        query = select(_outbox)
        if principals is not None:
            query = query.where(_outbox.c.principal.in_(principals))
        if state is not None:
            query = query.where(_outbox.c.state == state)
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(_outbox.c.created_at, _outbox.c.key))
            return [load_delivery(row) for row in rows.mappings()]

    async def retry(self, keys: Sequence[str], now: datetime) -> int:
        """Make refused or waiting deliveries due at once, with all their attempts; the number found."""
        again = (
            update(_outbox)
            .where(_outbox.c.key.in_(keys), or_(_OPEN, _outbox.c.state == "refused"))
            .values(state="pending", attempts=0, next_at=now)
        )
        async with self._database.writing() as connection:
            return (await connection.execute(again)).rowcount


def dump_delivery(delivery: Delivery) -> dict[str, Any]:
    """The delivery as a row."""
    row = {name: getattr(delivery, name) for name in Delivery.model_fields}
    return row | {"payload": json.dumps(delivery.payload, ensure_ascii=False)}


def load_delivery(row: Any) -> Delivery:
    fields = {name: row[name] for name in Delivery.model_fields}
    return Delivery(**fields | {"payload": json.loads(row["payload"])})


def _of(receiver: Receiver) -> ColumnElement[bool]:
    principal, connector = receiver
    return and_(_outbox.c.principal == principal, _outbox.c.connector == connector)


def _plain(text: str) -> str:
    """What a receiver said, without the characters that no database can hold."""
    return text.replace("\0", "").encode(errors="replace").decode()
