"""What the dashboard reads: sums over calls, and of the customers' records only those that have changed.

Every query is one a table, whatever the number of customers.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Label, Table, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.store import tables
from assistant.adapters.store.customers import load_customers, load_invoices, load_simple
from assistant.adapters.store.engine import Database
from assistant.adapters.store.rows import SIMPLE_KINDS
from assistant.adapters.store.tables_facts import call_facts
from assistant.adapters.store.tables_voice import theme_voices, themes, voices
from assistant.domain.dashboard import COLLECTED_WITHIN, CallSums, Period
from assistant.domain.dashboard_teams import OverdueCall
from assistant.domain.records import CustomerFile, Invoice
from assistant.domain.themes import Theme

_KINDS = ("payments", "promises", "plans", "disputes")
_READ = (tables.customers, tables.invoices, tables.dues, *(SIMPLE_KINDS[kind].table for kind in _KINDS))
_UNREAD = frozenset({"reference", "reason", "resolution", "vat_number", "sales_rep", "country"})
"""Columns that no figure depends on."""
_BETWEEN = "\x1f"
_FEW = 500
"""Beyond so many changed customers reading all of the principal's is quicker than naming them."""


class StoredDashboard:
    """Implements the port `DashboardStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def mark(self, principal: str) -> bytes:
        """Of all records of the principal that figures depend on: another value as soon as one of them is another."""
        async with self._database.reading() as connection:
            contents = [
                select(_joined(table, ("principal",), connection.dialect.name))
                .where(table.c.principal == principal)
                .scalar_subquery()
                for table in _READ
            ]
            row = (await connection.execute(select(*contents))).one()
        return blake2b(_BETWEEN.join(str(content) for content in row).encode(), digest_size=16).digest()

    async def fingerprints(self, principal: str) -> dict[str, bytes]:
        """The same of each customer by itself, by reference."""
        hashes: dict[str, Any] = defaultdict(lambda: blake2b(digest_size=16))
        async with self._database.reading() as connection:
            for table in _READ:
                content = _joined(table, ("principal", "ref"), connection.dialect.name)
                query = select(table.c.ref, content).where(table.c.principal == principal).group_by(table.c.ref)
                for ref, text in await connection.execute(query):
                    hashes[ref].update(f"{table.name}{_BETWEEN}{text}{_BETWEEN}".encode())
        return {ref: found.digest() for ref, found in hashes.items()}

    async def files(self, principal: str, refs: Collection[str] | None = None) -> list[CustomerFile]:
        """The customers (None: all of the principal) with the records that figures depend on, by name."""
        named = sorted(refs) if refs is not None and len(refs) <= _FEW else None

        def condition(table: Table) -> ColumnElement[bool]:
            mine = table.c.principal == principal
            return mine if named is None else mine & table.c.ref.in_(named)

        async with self._database.reading() as connection:
            customers = await load_customers(connection, condition)
            invoices = await load_invoices(connection, condition)
            simple = {kind: await load_simple(connection, kind, condition) for kind in _KINDS}
        files = []
        for customer in customers:
            if refs is None or customer.ref in refs:
                key = (principal, customer.ref)
                histories: dict[str, Any] = {kind: tuple(found.get(key, ())) for kind, found in simple.items()}
                mine: Sequence[Invoice] = invoices.get(key, ())
                files.append(CustomerFile(customer=customer, invoices=tuple(mine), **histories))
        return files

    async def call_sums(self, principal: str, period: Period) -> CallSums:
        """Over the calls of these days."""
        names = [name for name in CallSums.model_fields if name.startswith("cards_")]
        query = select(
            func.count().label("calls"),
            _sum(cast(~call_facts.c.complete, Integer), "incomplete"),
            *(_sum(call_facts.c[name], name) for name in names),
        ).where(*_within(principal, period))
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().one()
        return CallSums(**row)

    async def after_calls(self, principal: str, period: Period) -> list[tuple[int | None, float | None]]:
        """Seconds from hang-up to confirmation and share changed, of the calls whose note is confirmed."""
        seconds, rate = call_facts.c.after_call_seconds, call_facts.c.edit_rate
        query = select(seconds, rate).where(*_within(principal, period), rate.is_not(None) | seconds.is_not(None))
        async with self._database.reading() as connection:
            return [(row[0], row[1]) for row in await connection.execute(query)]

    async def theme_counts(self, principal: str, period: Period) -> list[tuple[Theme, int]]:
        """Themes that customers spoke of in these days, and in how many calls, interviews and complaints."""
        query = (
            select(themes, func.count(voices.c.origin.distinct()).label("heard"))
            .join(theme_voices, theme_voices.c.theme == themes.c.id)
            .join(voices, voices.c.id == theme_voices.c.voice)
            .where(themes.c.principal == principal, voices.c.day.between(period.first, period.last))
            .group_by(themes.c.id)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings()
            return [(Theme(**{name: row[name] for name in Theme.model_fields}), row["heard"]) for row in rows]

    async def overdue_calls(self, principal: str, period: Period) -> list[OverdueCall]:
        """The calls of these days with customers who had something overdue, and what they paid in the days after."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_overdue_calls(principal, period, connection))
            return [OverdueCall(*row) for row in rows]


def _joined(table: Table, given: Collection[str], dialect: str) -> ColumnElement[str]:
    """The read columns of the rows that have the given ones in common, as one text, in the order of the key.

    SQLite goes by the key anyway; where it doesn't, another order only looks like a change. PostgreSQL sends a digest.
    """
    text: ColumnElement[str] = literal("")
    for column in table.columns:
        if column.name not in (*given, *_UNREAD):
            text = text + (func.coalesce(cast(column, Text), "") if column.nullable else cast(column, Text)) + _BETWEEN
    if dialect == "sqlite":
        return func.group_concat(text, _BETWEEN)
    keys = [column for column in table.primary_key if column.name not in given]
    return func.md5(func.string_agg(text, aggregate_order_by(literal(_BETWEEN), *keys) if keys else _BETWEEN))


def _within(principal: str, period: Period) -> tuple[ColumnElement[bool], ...]:
    return call_facts.c.principal == principal, call_facts.c.day.between(period.first, period.last)


def _sum(column: ColumnElement[Any], name: str) -> Label[Any]:
    return func.coalesce(func.sum(column), 0).label(name)


def _overdue_calls(principal: str, period: Period, connection: AsyncConnection) -> Any:
    facts, paid = call_facts.c, tables.payments.c
    if connection.dialect.name == "sqlite":
        until = cast(func.date(facts.day, f"+{COLLECTED_WITHIN} days"), Text)
        is_in_time = cast(paid.paid_on, Text) <= until
    else:
        is_in_time = paid.paid_on <= cast(facts.day + literal(COLLECTED_WITHIN), Date)
    received = (
        select(func.sum(paid.amount, type_=tables.Cents()))
        .where(
            paid.principal == facts.principal,
            paid.ref == func.substr(facts.customer, func.length(facts.principal) + 2),
            paid.currency == facts.currency,
            paid.paid_on > facts.day,
            is_in_time,
        )
        .correlate(call_facts)
        .scalar_subquery()
    )
    return select(
        facts.team,
        facts.operator,
        facts.customer,
        facts.day,
        facts.currency,
        facts.overdue,
        func.coalesce(received, Decimal(0), type_=tables.Cents()),
        facts.level_courtesy,
        facts.level_empathy,
    ).where(*_within(principal, period), facts.overdue > Decimal(0))
