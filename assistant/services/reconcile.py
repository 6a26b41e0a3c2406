"""Compares the outbox with what the receivers hold, where they can tell, and puts right what differs."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel

from assistant.domain.deliveries import Delivery
from assistant.domain.errors import AscoltoError
from assistant.services.deliver import DeliverPorts, connector_for
from assistant.services.ports_notes import Connector

Finding = Literal["agrees", "delivered", "pending", "unknown"]
"""`delivered`: the receiver holds it and we didn't know; `pending`: it doesn't hold what we thought delivered;
`unknown`: it can't tell, or didn't answer."""


class Reconciled(BaseModel):
    key: str
    principal: str
    connector: str
    subject: str
    state: str
    """As it is now."""
    finding: Finding
    receipt: str = ""
    text: str = ""


async def reconcile(ports: DeliverPorts, principals: Sequence[str] | None = None) -> list[Reconciled]:
    """One line a delivery, the oldest first. A delivery that a worker has changed meanwhile is left to it."""
    grouped: dict[tuple[str, str], list[Delivery]] = defaultdict(list)
    for delivery in await ports.outbox.list(principals):
        grouped[delivery.principal, delivery.connector].append(delivery)
    report: list[Reconciled] = []
    for receiver, deliveries in grouped.items():
        connector = connector_for(receiver, ports.connectors)
        report += [await _compare(delivery, connector, ports) for delivery in deliveries]
    return report


async def _compare(delivery: Delivery, connector: Connector, ports: DeliverPorts) -> Reconciled:
    if not connector.can_tell:
        return _line(delivery, "unknown", "The receiver can't be asked.")
    try:
        receipt = await connector.find(delivery)
    except AscoltoError as problem:
        return _line(delivery, "unknown", problem.message)
    held, now = receipt is not None, ports.clock.now()
    if held == (delivery.state == "delivered") or (not held and delivery.state == "refused"):
        return _line(delivery, "agrees")
    if held:
        changes = {"state": "delivered", "delivered_at": now, "receipt": receipt, "last_error": ""}
    else:
        reason = "The receiver didn't hold it when it was asked."
        changes = {"state": "pending", "attempts": 0, "next_at": now, "delivered_at": None, "last_error": reason}
    changed = delivery.model_copy(update=changes)
    if not await ports.outbox.record(changed):
        return _line(delivery, "unknown", "A worker took it up meanwhile.")
    return _line(changed, "delivered" if held else "pending")


def _line(delivery: Delivery, finding: Finding, text: str = "") -> Reconciled:
    fields = {name: getattr(delivery, name) for name in ("key", "principal", "connector", "subject", "state")}
    return Reconciled(**fields, finding=finding, receipt=delivery.receipt, text=text)
