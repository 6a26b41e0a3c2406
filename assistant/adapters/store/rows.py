"""How records of the domain become rows and rows become records. Knows the tables, runs no query."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Table

from assistant.adapters.store import tables
from assistant.domain.bank import BankEntry, BankMovement
from assistant.domain.records import Contact, Dispute, Payment, PlanRecord, Promise, Ticket

Row = Mapping[str, Any]
_OF_MOVEMENT = ("state", "why", "allocations")


@dataclass(frozen=True)
class SimpleKind:
    """A record whose fields are its columns; its id is `prefix:key` and the column `id` holds the key."""

    table: Table
    prefix: str
    model: Callable[..., Any]

    def load(self, row: Row) -> Any:
        fields = {name: value for name, value in row.items() if name not in ("principal", "ref")}
        fields["id"] = f"{self.prefix}:{row['id']}"
        return self.model(**fields)

    def dump(self, principal: str, ref: str, record: Any) -> dict[str, Any]:
        row: dict[str, Any] = {name: getattr(record, name) for name in type(record).model_fields}
        row.update(principal=principal, ref=ref, id=key_of(record.id))
        if "invoices" in row:
            row["invoices"] = list(row["invoices"])
        if "schedule" in row:
            row["schedule"] = [due.model_dump(mode="json") for due in row["schedule"]]
        return row


def load_movement(row: Row) -> BankMovement:
    """A row of `bank_entries` as what it means."""
    entry = BankEntry(**{name: row[name] for name in BankEntry.model_fields})
    return BankMovement(entry=entry, **{name: row[name] for name in _OF_MOVEMENT})


def dump_movement(principal: str, movement: BankMovement) -> dict[str, Any]:
    fields = movement.model_dump(mode="json", include=set(_OF_MOVEMENT))
    entry = {name: getattr(movement.entry, name) for name in BankEntry.model_fields}
    return {"principal": principal, **entry, **fields}


def local_start(row: Row) -> datetime:
    """When a call of the table `calls` began, in the zone where it was made."""
    started: datetime = row["started_at"]
    return started.astimezone(timezone(timedelta(seconds=row["utc_offset"])))


def key_of(record_id: str) -> str:
    """`17` of `payment:17`."""
    return record_id.partition(":")[2]


SIMPLE_KINDS: dict[str, SimpleKind] = {
    "payments": SimpleKind(tables.payments, "payment", Payment),
    "promises": SimpleKind(tables.promises, "promise", Promise),
    "plans": SimpleKind(tables.plans, "plan", PlanRecord),
    "disputes": SimpleKind(tables.disputes, "dispute", Dispute),
    "tickets": SimpleKind(tables.tickets, "ticket", Ticket),
    "contacts": SimpleKind(tables.contacts, "contact", Contact),
}
ORDER: dict[str, tuple[str, ...]] = {
    "payments": ("paid_on", "id"),
    "promises": ("made_on", "id"),
    "plans": ("agreed_on", "id"),
    "disputes": ("opened_on", "id"),
    "tickets": ("opened_on", "id"),
    "contacts": ("at", "id"),
}
"""Records come oldest first; the key breaks ties, so that every database gives the same order."""
