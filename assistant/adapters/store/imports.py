"""Writes imported records: all of a change in one transaction, each record added or brought up to date."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.store import tables
from assistant.adapters.store.customers import load_customers, load_invoices, load_simple
from assistant.adapters.store.engine import Database, put_rows
from assistant.adapters.store.rows import SIMPLE_KINDS, dump_movement, key_of, load_movement
from assistant.domain.bank import BankMovement
from assistant.domain.records import Customer, Invoice, Record
from assistant.services.ports import RecordKey, RecordKind

Rows = list[dict[str, Any]]
Changes = Mapping[RecordKind, Sequence[tuple[str, Record]]]
_PART = 2_000


class StoredRecords:
    """Implements the port `RecordSink`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def records(self, principal: str, kind: RecordKind) -> dict[RecordKey, Record]:
        """All records of a kind, by the customer's reference and the record's own key."""
        async with self._database.reading() as connection:
            if kind == "customers":
                customers = await load_customers(connection, lambda table: table.c.principal == principal)
                return {(customer.ref, ""): customer for customer in customers}
            if kind == "invoices":
                invoices = await load_invoices(connection, lambda table: table.c.principal == principal)
                return {(ref, item.number): item for (_, ref), items in invoices.items() for item in items}
            if kind == "bank_entries":
                query = select(tables.bank_entries).where(tables.bank_entries.c.principal == principal)
                rows = (await connection.execute(query.order_by("booked_on", "id"))).mappings()
                return {("", row["id"]): load_movement(dict(row)) for row in rows}
            found = await load_simple(connection, kind, lambda table: table.c.principal == principal)
            return {(ref, record.id): record for (_, ref), records in found.items() for record in records}

    async def write(self, principal: str, changes: Changes, *, replace: bool = False) -> None:
        """Add or update the records, all or nothing; `replace` empties the principal first."""
        async with self._database.writing() as connection:
            if replace:
                for table in (tables.customers, tables.bank_entries):
                    await connection.execute(delete(table).where(table.c.principal == principal))
            await write_records(connection, principal, changes)

    async def take_back(self, principal: str, payments: Sequence[RecordKey], movements: Sequence[BankMovement]) -> None:
        """Remove the payments and bring the movements up to date, all or nothing."""
        keys = [{"principal": principal, "ref": ref, "id": key_of(record_id)} for ref, record_id in payments]
        async with self._database.writing() as connection:
            await _delete(connection, tables.payments, keys, ("principal", "ref", "id"))
            await _write_movements(connection, principal, movements)


async def write_records(connection: AsyncConnection, principal: str, changes: Changes) -> None:
    """Add or update records of customers (by reference) within a transaction."""
    # Customers and invoices come first: the others refer to them.
    for part in _parts(changes.get("customers", ())):
        await _write_customers(connection, [record for _, record in part])
    for part in _parts(changes.get("invoices", ())):
        await _write_invoices(connection, principal, part)
    for part in _parts(changes.get("bank_entries", ())):
        await _write_movements(connection, principal, [record for _, record in part])
    for kind, records in changes.items():
        if spec := SIMPLE_KINDS.get(kind):
            for part in _parts(records):
                rows = [spec.dump(principal, ref, record) for ref, record in part]
                await put_rows(connection, spec.table, rows)


def _parts(records: Sequence[tuple[str, Record]]) -> Iterator[Sequence[tuple[str, Record]]]:
    """The records, so many at a time that their rows take little memory."""
    for start in range(0, len(records), _PART):
        yield records[start : start + _PART]


async def _write_movements(connection: AsyncConnection, principal: str, movements: Sequence[Record]) -> None:
    rows: Rows = []
    for movement in movements:
        if not isinstance(movement, BankMovement):
            raise TypeError(f"A bank movement is expected, not {movement!r}")
        rows.append(dump_movement(principal, movement))
    await put_rows(connection, tables.bank_entries, rows)


async def _write_customers(connection: AsyncConnection, customers: Sequence[Record]) -> None:
    rows: Rows = []
    persons: Rows = []
    for customer in customers:
        if not isinstance(customer, Customer):
            raise TypeError(f"A customer is expected, not {customer!r}")
        key = {"principal": customer.principal, "ref": customer.ref}
        rows.append({column.name: getattr(customer, column.name) for column in tables.customers.columns})
        persons.extend(key | person.model_dump() for person in customer.contacts)
    await put_rows(connection, tables.customers, rows)
    await _delete(connection, tables.contact_persons, rows, ("principal", "ref"))
    await put_rows(connection, tables.contact_persons, persons)


async def _write_invoices(connection: AsyncConnection, principal: str, invoices: Sequence[tuple[str, Record]]) -> None:
    rows: Rows = []
    dues: Rows = []
    for ref, invoice in invoices:
        if not isinstance(invoice, Invoice):
            raise TypeError(f"An invoice is expected, not {invoice!r}")
        key = {"principal": principal, "ref": ref, "number": invoice.number}
        rows.append(key | {"kind": invoice.kind, "issued_on": invoice.issued_on, "currency": invoice.currency})
        dues.extend(key | {"n": n, **due.model_dump()} for n, due in enumerate(invoice.dues, start=1))
    await put_rows(connection, tables.invoices, rows)
    await _delete(connection, tables.dues, rows, ("principal", "ref", "number"))
    await put_rows(connection, tables.dues, dues)


async def _delete(connection: AsyncConnection, table: Table, rows: Rows, columns: tuple[str, ...]) -> None:
    if rows:
        statement = delete(table).where(*(table.c[name] == bindparam(f"old_{name}") for name in columns))
        await connection.execute(statement, [{f"old_{name}": row[name] for name in columns} for row in rows])
