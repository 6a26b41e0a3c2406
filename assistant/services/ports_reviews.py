"""What supervision needs of the outside world: the list of calls, and their reviews."""

from collections.abc import Sequence
from typing import Protocol

from assistant.domain.queue import QueueChoices, QueueEntry, QueuePage, QueueQuery
from assistant.domain.reviews import Review


class CallQueue(Protocol):
    """Calls as lists show them."""

    async def page(self, query: QueueQuery, principals: Sequence[str] | None) -> QueuePage:
        """Calls of the principals (None: all). Raises `InvalidInput` for a cursor of another list."""
        ...

    async def choices(self, principals: Sequence[str] | None) -> QueueChoices: ...

    async def entry(self, call_id: str) -> QueueEntry | None:
        """One call; None where nothing is known of it yet beyond its events."""
        ...


class Reviews(Protocol):
    async def get(self, call_id: str) -> Review | None:
        """The review with its steps; None where nobody has begun one."""
        ...

    async def save(self, review: Review) -> None:
        """Keep the review's last step, and its levels with the facts of the call, all or nothing.

        Raises `Conflict`, naming who was quicker, unless the stored review is the version before.
        """
        ...
