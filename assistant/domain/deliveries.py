"""What has to reach a system outside: written in the transaction that causes it, delivered until it is acknowledged.

Delivery is at least once; `key` stays the same over all attempts, so that a receiver keeps one copy.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict

from assistant.domain.calls import CallInfo
from assistant.domain.notes import Note, StoredNote
from assistant.domain.records import Customer

DeliveryState = Literal["pending", "delivered", "refused"]
"""`refused`: the receiver said that it will never take it (or too many attempts failed); a person has to look."""
_KEYS = UUID("5d3a1c0e-6b1f-5f0e-9a53-0c8e8a3f2b11")
"""Namespace of the keys; another one would make every receiver take old notes for new ones."""


class Delivery(BaseModel):
    """One note for one connector."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    principal: str
    connector: str
    """Name of the connector in the principal's configuration."""
    kind: Literal["note"] = "note"
    subject: str
    """The call's id."""
    payload: dict[str, Any]
    state: DeliveryState = "pending"
    attempts: int = 0
    """How many failed."""
    claims: int = 0
    """How often a worker took it up: it grows where an attempt was cut short, too."""
    created_at: datetime
    next_at: datetime
    last_error: str = ""
    delivered_at: datetime | None = None
    receipt: str = ""
    """What the receiver calls it."""


class NotePayload(BaseModel):
    """What a receiver gets of a confirmed note, as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["note"] = "note"
    principal: str
    customer: Customer
    call: CallInfo
    version: int
    confirmed_by: str
    confirmed_at: datetime
    note: Note


def note_deliveries(
    stored: StoredNote, customer: Customer, call: CallInfo, connectors: Sequence[str], confirmed: tuple[str, datetime]
) -> list[Delivery]:
    """The deliveries of a note that is being confirmed (by whom, when): one a connector, due at once."""
    by, at = confirmed
    principal = customer.principal
    payload = NotePayload(
        principal=principal,
        customer=customer,
        call=call,
        version=stored.version,
        confirmed_by=by,
        confirmed_at=at,
        note=stored.note,
    ).model_dump(mode="json", exclude_none=True)
    return [
        Delivery(
            key=delivery_key(principal, name, call.id),
            principal=principal,
            connector=name,
            subject=call.id,
            payload=payload,
            created_at=at,
            next_at=at,
        )
        for name in connectors
    ]


def delivery_key(principal: str, connector: str, call_id: str) -> str:
    """The same for a call's note and connector whenever it is asked for; letters, digits and hyphens."""
    return str(uuid5(_KEYS, "\n".join((principal, connector, "note", call_id))))
