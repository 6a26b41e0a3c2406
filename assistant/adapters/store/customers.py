"""The customers' records: a query a table, however many customers are asked for."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.store import tables
from assistant.adapters.store.engine import Database
from assistant.adapters.store.rows import ORDER, SIMPLE_KINDS
from assistant.domain.errors import Ambiguous, NotFound
from assistant.domain.records import ContactPerson, Customer, CustomerFile, Due, Invoice
from assistant.domain.storable import storable

_SHOWN = 10
Key = tuple[str, str]
Condition = Callable[[Table], ColumnElement[bool]]


class StoredCustomers:
    """Implements the port `Customers`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def file(self, customer_id: str) -> CustomerFile:
        """The whole history of `PRINCIPAL/REF`; raises `NotFound`."""
        principal, _, ref = customer_id.partition("/")
        files: list[CustomerFile] = []
        if storable(customer_id):
            files = await self._files(lambda table: and_(table.c.principal == principal, table.c.ref == ref))
        if not files:
            raise NotFound(f"There is no customer {customer_id!r}; import its record first.", where=customer_id)
        return files[0]

    async def resolve(self, reference: str, principals: Sequence[str] | None = None) -> str:
        """`PRINCIPAL/REF` of a full or short reference, or of a VAT number; raises `NotFound` or `Ambiguous`."""
        principal, slash, ref = reference.strip().partition("/")
        table = tables.customers
        wanted = principal if not slash else ref
        match = or_(table.c.ref == wanted, and_(table.c.vat_number == wanted, table.c.vat_number != ""))
        if slash:
            match = and_(match, table.c.principal == principal)
        query = select(table.c.principal, table.c.ref).where(match, _of(table, principals)).order_by(*table.primary_key)
        found: list[Key] = []
        if storable(reference):
            async with self._database.reading() as connection:
                found = [(row.principal, row.ref) for row in await connection.execute(query)]
        exact = [key for key in found if key[1] == wanted] or found
        if not exact:
            raise NotFound(
                f"There is no customer {reference!r}; write PRINCIPAL/REF with the `ref` of the imported file.",
                where=reference,
            )
        if len(exact) > 1:
            names = ", ".join("/".join(key) for key in exact[:_SHOWN])
            raise Ambiguous(
                f"{reference!r} fits several customers: {names}. Write one of them in full.", where=reference
            )
        return "/".join(exact[0])

    async def _files(self, condition: Condition) -> list[CustomerFile]:
        async with self._database.reading() as connection:
            return await load_files(connection, condition)

    async def list(self, principals: Sequence[str] | None = None) -> list[CustomerFile]:
        """All customers of the principals (None: of all), by principal and name."""
        return await self._files(lambda table: _of(table, principals))


async def load_files(connection: AsyncConnection, condition: Condition) -> list[CustomerFile]:
    """Files of the customers for which `condition(table)` holds on every table of records."""
    customers = await load_customers(connection, condition)
    invoices = await load_invoices(connection, condition)
    simple = {kind: await load_simple(connection, kind, condition) for kind in SIMPLE_KINDS}
    files = []
    for customer in customers:
        key = (customer.principal, customer.ref)
        histories: dict[str, Any] = {kind: tuple(found[key]) for kind, found in simple.items()}
        disputed = {dispute.invoice_number for dispute in histories["disputes"] if dispute.state == "open"}
        files.append(
            CustomerFile(
                customer=customer, invoices=tuple(_mark(invoice, disputed) for invoice in invoices[key]), **histories
            )
        )
    return files


async def load_customers(connection: AsyncConnection, condition: Condition) -> list[Customer]:
    """Customers with their contact persons, by principal and name."""
    persons: dict[Key, list[ContactPerson]] = defaultdict(list)
    for row in await _rows(connection, tables.contact_persons, condition, ("name",)):
        fields = {name: row[name] for name in ContactPerson.model_fields}
        persons[row["principal"], row["ref"]].append(ContactPerson(**fields))
    rows = await _rows(connection, tables.customers, condition, ("principal", "name", "ref"))
    return [Customer(**row, contacts=tuple(persons[row["principal"], row["ref"]])) for row in rows]


async def load_simple(connection: AsyncConnection, kind: str, condition: Condition) -> dict[Key, list[Any]]:
    """Records of one of `SIMPLE_KINDS` of each customer, oldest first."""
    spec = SIMPLE_KINDS[kind]
    found: dict[Key, list[Any]] = defaultdict(list)
    for row in await _rows(connection, spec.table, condition, ORDER[kind]):
        found[row["principal"], row["ref"]].append(spec.load(row))
    return found


async def load_invoices(connection: AsyncConnection, condition: Condition) -> dict[Key, list[Invoice]]:
    """Invoices of each customer, oldest first, with their due dates."""
    dues: dict[tuple[str, str, str], list[Due]] = defaultdict(list)
    for row in await _rows(connection, tables.dues, condition, ("due_on", "n")):
        dues[row["principal"], row["ref"], row["number"]].append(Due(due_on=row["due_on"], amount=row["amount"]))
    found: dict[Key, list[Invoice]] = defaultdict(list)
    for row in await _rows(connection, tables.invoices, condition, ("issued_on", "number")):
        key = (row["principal"], row["ref"])
        fields = {name: row[name] for name in ("number", "kind", "issued_on", "currency")}
        found[key].append(Invoice(**fields, dues=tuple(dues[*key, row["number"]])))
    return found


async def _rows(
    connection: AsyncConnection, table: Table, condition: Condition, order: tuple[str, ...]
) -> Sequence[dict[str, Any]]:
    query: Select[Any] = select(table).where(condition(table)).order_by(*(table.c[name] for name in order))
    return [dict(row) for row in (await connection.execute(query)).mappings()]


def _mark(invoice: Invoice, disputed: set[str]) -> Invoice:
    return invoice.model_copy(update={"disputed": True}) if invoice.number in disputed else invoice


def _of(table: Table, principals: Sequence[str] | None) -> ColumnElement[bool]:
    return true() if principals is None else table.c.principal.in_(principals)
