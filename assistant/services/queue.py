"""The lists of calls: a supervisor's queue over all teams of their principals, and everybody's own scored calls."""

from dataclasses import dataclass

from assistant.domain.queue import QueueChoices, QueuePage, QueueQuery, ReviewMarkState
from assistant.domain.users import User
from assistant.services.access import SUPERVISORS, principals_of, refusals_logged, require_role
from assistant.services.ports import Audit, Clock
from assistant.services.ports_reviews import CallQueue

DECIDED: tuple[ReviewMarkState, ...] = ("approved", "overruled", "settled")
"""What waits for the operator: a supervisor has decided, and they haven't acknowledged it."""


@dataclass(frozen=True)
class QueuePorts:
    queue: CallQueue
    audit: Audit
    clock: Clock


async def queue_page(user: User, query: QueueQuery, ports: QueuePorts) -> QueuePage:
    """Calls of the person's principals; raises `Forbidden` for others than supervisors and for another's principal."""
    await require_reviewer(user, query.principal, ports)
    page = await ports.queue.page(query, principals_of(user.principals))
    await ports.audit.record(user.username, "queue.read", query.principal or "*", ports.clock.now(), _asked(query))
    return page


async def queue_choices(user: User, ports: QueuePorts) -> QueueChoices:
    await require_reviewer(user, "", ports)
    return await ports.queue.choices(principals_of(user.principals))


async def own_calls(user: User, query: QueueQuery, ports: QueuePorts) -> tuple[QueuePage, int]:
    """The person's own calls, and how many of them wait for their word."""
    mine = query.model_copy(update={"operator": user.username})
    principals = principals_of(user.principals)
    page = await ports.queue.page(mine, principals)
    waiting = await ports.queue.page(QueueQuery(operator=user.username, review=DECIDED, limit=1), principals)
    await ports.audit.record(user.username, "reviews.read", user.username, ports.clock.now())
    return page, waiting.total


async def require_reviewer(user: User, principal: str, ports: QueuePorts) -> None:
    """Raise `Forbidden` unless the person supervises (this principal's) calls; the refusal is logged."""
    async with refusals_logged(user, "review.refused", principal or "*", ports):
        require_role(user, SUPERVISORS, "Calls are reviewed by supervisors.", principal)


def _asked(query: QueueQuery) -> str:
    """The filters of a person's name, which the audit is about; the others narrow without naming anybody."""
    return " ".join(f"{name}={value}" for name in ("operator", "customer", "name") if (value := getattr(query, name)))
