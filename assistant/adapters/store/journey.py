"""What a customer's journey reads beside records and calls: who there is, notes of many calls at once, all tasks."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select, true

from assistant.adapters.store import tables
from assistant.adapters.store.customers import load_files
from assistant.adapters.store.engine import Database
from assistant.adapters.store.tables_facts import call_facts
from assistant.adapters.store.tasks import load_task
from assistant.domain.notes import Note
from assistant.domain.storable import storable
from assistant.domain.tasks import Task
from assistant.services.ports_journey import FoundCustomer

_customers = tables.customers.c


class StoredJourneys:
    """Implements the port `Journeys`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, text: str, principals: Sequence[str] | None, limit: int) -> list[FoundCustomer]:
        """Customers whose name or reference holds the text, the last called first; `None` is all principals."""
        wanted = text.strip()
        if not storable(wanted):
            return []
        async with self._database.reading() as connection:
            rows = (await connection.execute(_listed(wanted, principals, limit))).all()
            keys = [(row.principal, row.ref) for row in rows]
            files = await load_files(connection, lambda table: _one_of(table, keys)) if keys else []
        by_key = {(file.customer.principal, file.customer.ref): file for file in files}
        return [FoundCustomer(by_key[row.principal, row.ref], row.last_call) for row in rows]

    async def notes(self, call_ids: Sequence[str]) -> Mapping[str, Note]:
        """The notes of these calls; calls without one are left out."""
        query = select(tables.notes.c.call_id, tables.notes.c.note).where(tables.notes.c.call_id.in_(call_ids))
        async with self._database.reading() as connection:
            return {row.call_id: Note.model_validate_json(row.note) for row in await connection.execute(query)}

    async def tasks(self, customer: str) -> list[Task]:
        """Every task for this customer (`PRINCIPAL/REF`), closed ones included, the first due first."""
        tasks = tables.tasks
        query = select(tasks).where(tasks.c.customer == customer).order_by(tasks.c.due, tasks.c.id)
        async with self._database.reading() as connection:
            return [load_task(row) for row in (await connection.execute(query)).mappings()]


def _listed(text: str, principals: Sequence[str] | None, limit: int) -> Select[Any]:
    called = (
        select(call_facts.c.customer, func.max(call_facts.c.day).label("last_call"))
        .where(_within(call_facts, principals))
        .group_by(call_facts.c.customer)
        .subquery()
    )
    customer = _customers.principal + "/" + _customers.ref
    query = (
        select(_customers.principal, _customers.ref, called.c.last_call)
        .select_from(tables.customers.outerjoin(called, called.c.customer == customer))
        .where(_within(tables.customers, principals))
        .order_by(called.c.last_call.desc().nulls_last(), _customers.name, _customers.ref)
        .limit(limit)
    )
    if text:
        named = _customers.name.icontains(text, autoescape=True)
        query = query.where(or_(named, customer.icontains(text, autoescape=True)))
    return query


def _within(table: Table, principals: Sequence[str] | None) -> ColumnElement[bool]:
    return true() if principals is None else table.c.principal.in_(principals)


def _one_of(table: Table, keys: Sequence[tuple[str, str]]) -> ColumnElement[bool]:
    refs: dict[str, list[str]] = {}
    for principal, ref in keys:
        refs.setdefault(principal, []).append(ref)
    return or_(*(and_(table.c.principal == one, table.c.ref.in_(mine)) for one, mine in refs.items()))
