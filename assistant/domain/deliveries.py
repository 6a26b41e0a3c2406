"""What has to reach a system outside: written in the transaction that causes it, delivered until it is acknowledged.

Delivery is at least once; `key` stays the same over all attempts, so that a receiver keeps one copy.
"""

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

DeliveryState = Literal["pending", "delivered", "refused"]
"""`refused`: the receiver said that it will never take it (or too many attempts failed); a person has to look."""


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
    created_at: dt.datetime
    next_at: dt.datetime
    last_error: str = ""
    delivered_at: dt.datetime | None = None
    receipt: str = ""
    """What the receiver calls it."""
