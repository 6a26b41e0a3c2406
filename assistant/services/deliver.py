"""Delivers what waits in the outbox: the row is the truth, each receiver gets one delivery at a time."""

import asyncio
import logging
import random
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from assistant.domain.backoff import Backoff
from assistant.domain.deliveries import Delivery
from assistant.domain.errors import AscoltoError, DeliveryFailed, DeliveryRefused, NotFound
from assistant.domain.events import NotePosted
from assistant.services.background import beside
from assistant.services.ports import Bus, Calls, Clock
from assistant.services.ports_notes import Connector, Connectors, Outbox, Receiver

log = logging.getLogger(__name__)
_GRACE, _MARGIN = 0.5, 3.0
"""Seconds beyond a connector's own limit: it is cut short, and its delivery is free for another worker."""
_POLL = 1.0
"""Seconds between two looks at the outbox: whichever process confirms a note, the row wakes the worker."""


@dataclass(frozen=True)
class DeliverPorts:
    outbox: Outbox
    connectors: Connectors
    calls: Calls
    bus: Bus
    clock: Clock
    chance: Callable[[], float] = random.random


class _NoConnector:
    """Stands for a connector that can't be made: its deliveries wait until the configuration is put right."""

    can_tell = False

    def __init__(self, problem: AscoltoError) -> None:
        self.timeout, self.retry = 1.0, Backoff()
        self._problem = problem

    async def deliver(self, delivery: Delivery) -> str:
        raise DeliveryFailed(self._problem.message, where=self._problem.where)

    async def find(self, delivery: Delivery) -> str | None:
        raise DeliveryFailed(self._problem.message, where=self._problem.where)


async def work(ports: DeliverPorts) -> None:
    """Deliver for ever. A failing database is reported and waited for; cancelling ends the work at once."""
    running: dict[Receiver, asyncio.Task[None]] = {}
    async with asyncio.TaskGroup() as group:
        while True:
            for receiver in await _due(ports):
                if receiver not in running or running[receiver].done():
                    running[receiver] = group.create_task(_serve(receiver, ports))
            await asyncio.sleep(_POLL)


def working(ports: DeliverPorts) -> AbstractAsyncContextManager[None]:
    """Deliver beside what the block does; what is under way at its end is taken up by the next worker."""
    return beside(partial(work, ports))


async def deliver_due(ports: DeliverPorts) -> int:
    """Deliver all that is due now and return how many attempts that took."""
    receivers = await ports.outbox.receivers(ports.clock.now())
    return sum(await asyncio.gather(*(_drain(receiver, ports) for receiver in receivers)))


def connector_for(receiver: Receiver, connectors: Connectors) -> Connector:
    """The connector, or one that fails with the reason why there is none."""
    try:
        return connectors.connector(receiver)
    except AscoltoError as problem:
        return _NoConnector(problem)


async def _due(ports: DeliverPorts) -> list[Receiver]:
    try:
        return await ports.outbox.receivers(ports.clock.now())
    except Exception:
        log.exception("The outbox can't be read; it is tried again.")
        return []


async def _serve(receiver: Receiver, ports: DeliverPorts) -> None:
    try:
        await _drain(receiver, ports)
    except Exception:  # the other receivers' deliveries go on
        log.exception("Delivering to %s of %s was cut short; it is taken up again.", receiver[1], receiver[0])


async def _drain(receiver: Receiver, ports: DeliverPorts) -> int:
    attempts = 0
    while await _deliver_next(receiver, ports):
        attempts += 1
    return attempts


async def _deliver_next(receiver: Receiver, ports: DeliverPorts) -> bool:
    """Make one attempt for the receiver; False where nothing is due, or another worker is at it."""
    connector = connector_for(receiver, ports.connectors)
    now = ports.clock.now()
    delivery = await ports.outbox.claim(receiver, now, now + timedelta(seconds=connector.timeout + _MARGIN))
    if delivery is None:
        return False
    outcome = await _attempt(delivery, connector, ports)
    if outcome.state != "pending":
        # Told before it is recorded: a crash in between tells it twice, and never not at all.
        await _tell(outcome, ports)
    await ports.outbox.record(outcome)
    return True


async def _attempt(delivery: Delivery, connector: Connector, ports: DeliverPorts) -> Delivery:
    """What becomes of the delivery: delivered, refused, or pending until a later moment."""
    try:
        async with asyncio.timeout(connector.timeout + _GRACE):
            receipt = await connector.deliver(delivery)
    except TimeoutError:
        problem: AscoltoError = DeliveryFailed(f"It took longer than {connector.timeout:g} seconds.")
    except (DeliveryFailed, DeliveryRefused) as error:
        problem = error
    except Exception as error:
        log.exception("The connector %s of %s is at fault.", delivery.connector, delivery.principal)
        problem = DeliveryFailed(f"The connector is at fault: {type(error).__name__}. The log says more.")
    else:
        return delivery.model_copy(
            update={
                "state": "delivered",
                "delivered_at": ports.clock.now(),
                "receipt": receipt,
                "last_error": "",
            }
        )
    return _after_failure(delivery, problem, connector.retry, ports)


def _after_failure(delivery: Delivery, problem: AscoltoError, retry: Backoff, ports: DeliverPorts) -> Delivery:
    failures = delivery.attempts + 1
    place = f" [{problem.where}]" if problem.where else ""
    changes = {"attempts": failures, "last_error": problem.message + place}
    pause = None
    if isinstance(problem, DeliveryFailed):
        pause = retry.pause(failures, ports.chance(), problem.retry_after)
        if pause is None:
            changes["last_error"] = f"Given up after {failures} attempts. {changes['last_error']}"
    log.warning("%s of %s: %s", delivery.connector, delivery.principal, changes["last_error"])
    if pause is None:
        return delivery.model_copy(update=changes | {"state": "refused"})
    return delivery.model_copy(update=changes | {"next_at": ports.clock.now() + pause})


async def _tell(delivery: Delivery, ports: DeliverPorts) -> None:
    """Put it into the call's log and before the panels that follow the call."""
    event = NotePosted(
        call_id=delivery.subject,
        at=ports.clock.now(),
        version=int(delivery.payload.get("version", 1)),
        by=str(delivery.payload.get("confirmed_by", "")),
        connector=delivery.connector,
        state="delivered" if delivery.state == "delivered" else "refused",
        text=delivery.receipt or delivery.last_error,
    )
    try:
        event.seq = await ports.calls.append(event)
        await ports.bus.publish(event)
    except NotFound:
        log.info("%s has no log any more; its delivery goes on.", delivery.subject)
    except Exception:  # else a log that can't be written would have the note delivered again and again
        log.exception("What became of the note of %s can't be told.", delivery.subject)
