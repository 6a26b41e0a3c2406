"""The tables of the store, and how Python values become columns. Queries live in the modules beside this one.

Records carry the keys that people know (principal, customer reference, invoice number), so that loading a list is one
query a table. Money is kept in whole cents: exact on every database.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Cents(TypeDecorator[Decimal]):
    """An exact amount, stored as a whole number of cents."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        cents = value.scaleb(2)
        if cents != cents.to_integral_value():
            raise ValueError(f"An amount has two decimals at most: {value}")
        return int(cents)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


class Moment(TypeDecorator[datetime]):
    """A point in time, stored and returned in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _date(name: str) -> Column[date]:
    return Column(name, Date, nullable=False)


def _amount(name: str) -> Column[Decimal]:
    return Column(name, Cents, nullable=False)


def _currency() -> Column[str]:
    return Column("currency", String(3), nullable=False)


def _record_table(name: str, key: str, *columns: Column[Any]) -> Table:
    """A table of one kind of record of a customer, identified by `key` within that customer."""
    return Table(
        name,
        metadata,
        Column("principal", String(32), primary_key=True),
        Column("ref", String(64), primary_key=True),
        Column(key, String(128), primary_key=True),
        *columns,
        ForeignKeyConstraint(["principal", "ref"], ["customers.principal", "customers.ref"], ondelete="CASCADE"),
    )


customers = Table(
    "customers",
    metadata,
    Column("principal", String(32), primary_key=True),
    Column("ref", String(64), primary_key=True),
    _text("name"),
    Column("country", String(2), nullable=False),
    Column("language", String(2), nullable=False),
    _text("vat_number"),
    _text("sales_rep"),
    Column("kind", String(16), nullable=False, server_default="business"),
    Column("insolvency_since", Date),
    Index("ix_customers_ref", "ref"),
)
contact_persons = _record_table("contact_persons", "name", _text("role"), _text("email"), _text("phone"))
invoices = _record_table("invoices", "number", _text("kind"), _date("issued_on"), _currency())
dues = Table(
    "dues",
    metadata,
    Column("principal", String(32), primary_key=True),
    Column("ref", String(64), primary_key=True),
    Column("number", String(128), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    _date("due_on"),
    _amount("amount"),
    ForeignKeyConstraint(
        ["principal", "ref", "number"],
        ["invoices.principal", "invoices.ref", "invoices.number"],
        ondelete="CASCADE",
    ),
)
payments = _record_table(
    "payments", "id", _date("paid_on"), _currency(), _amount("amount"), _text("invoice_number"), _text("reference")
)
promises = _record_table(
    "promises",
    "id",
    _date("made_on"),
    _date("due_on"),
    _currency(),
    _amount("amount"),
    _text("outcome"),
    Column("invoices", JSON, nullable=False),
)
plans = _record_table(
    "plans",
    "id",
    _date("agreed_on"),
    _currency(),
    _amount("total"),
    Column("instalments", Integer, nullable=False),
    _text("state"),
    Column("schedule", JSON, nullable=False, server_default="[]"),
    Column("invoices", JSON, nullable=False, server_default="[]"),
)
disputes = _record_table(
    "disputes", "id", _date("opened_on"), _text("invoice_number"), _text("reason"), _text("state"), _text("resolution")
)
tickets = _record_table(
    "tickets",
    "id",
    _text("kind"),
    _date("opened_on"),
    _text("subject"),
    _text("text"),
    _text("state"),
    Column("closed_on", Date),
)
contacts = _record_table(
    "contacts", "id", Column("at", Moment, nullable=False), _text("channel"), _text("with_whom"), _text("note")
)

bank_entries = Table(
    "bank_entries",
    metadata,
    Column("principal", String(32), primary_key=True),
    Column("id", String(128), primary_key=True),
    _date("booked_on"),
    _currency(),
    _amount("amount"),
    _text("debtor_name"),
    _text("remittance"),
    _text("end_to_end"),
    Column("alike", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("why", JSON, nullable=False),
    Column("allocations", JSON, nullable=False),
)

calls = Table(
    "calls",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("principal", String(32), nullable=False),
    _text("customer"),
    _text("customer_name"),
    Column("started_at", Moment, nullable=False),
    Column("utc_offset", Integer, nullable=False),  # seconds: the day of a call is the day where it was made
    Column("ended_at", Moment),
    Column("language", String(2), nullable=False),
    _text("purpose"),
    _text("operator"),
    Column("last_seq", Integer, nullable=False),
    Index("ix_calls_principal_started_at", "principal", "started_at"),
)
call_events = Table(
    "call_events",
    metadata,
    Column("call_id", String(128), ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _text("event"),
)

notes = Table(
    "notes",
    metadata,
    Column("call_id", String(128), primary_key=True),
    Column("principal", String(32), nullable=False),
    _text("note"),
    _text("drafted"),
    Column("version", Integer, nullable=False),
    _text("edited_by"),
    _text("confirmed_by"),
    Column("confirmed_at", Moment),
    Index("ix_notes_principal_confirmed_at", "principal", "confirmed_at"),
)
outbox = Table(
    "outbox",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("principal", String(32), nullable=False),
    _text("connector"),
    Column("kind", String(16), nullable=False),
    _text("subject"),
    _text("payload"),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("leased_until", Moment),
    _text("last_error"),
    Column("delivered_at", Moment),
    _text("receipt"),
    Index("ix_outbox_state_next_at", "state", "next_at"),
)
tasks = Table(
    "tasks",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("principal", String(32), nullable=False),
    _text("customer"),
    Column("call_id", String(128), nullable=False),
    Column("owner", String(32), nullable=False),
    _text("assignee"),
    _text("text"),
    _date("due"),
    Column("state", String(16), nullable=False),
    Column("tell_customer", Boolean, nullable=False),
    Column("evidence", JSON, nullable=False),
    _text("done_by"),
    Column("done_at", Moment),
    _text("told_by"),
    Column("told_at", Moment),
    _text("outcome"),
    Index("ix_tasks_state_due", "state", "due"),
)

users = Table(
    "users",
    metadata,
    Column("username", String(64), primary_key=True),
    _text("display_name"),
    Column("role", String(16), nullable=False),
    Column("principals", JSON, nullable=False),
    _text("team"),
    Column("language", String(2), nullable=False),
    _text("password_hash"),
)
api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(32), primary_key=True),
    _text("name"),
    Column("scopes", JSON, nullable=False),
    Column("principals", JSON, nullable=False),
    Column("secret_hash", String(64), nullable=False, unique=True),
)
audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    _text("who"),
    _text("action"),
    _text("subject"),
    _text("detail"),
)
