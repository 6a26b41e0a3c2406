"""What supervision needs of the outside world: the facts of calls and their proposed scores."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from assistant.domain.call_facts import CallFacts
from assistant.domain.rubric import Score


class FactsOfCalls(Protocol):
    """The read model of calls: one row a call, made anew when the call, its note or its score changed."""

    async def save(self, facts: CallFacts) -> None:
        """Write the call's row in place of an older one. Levels that a review holds stay as the review has them."""
        ...

    async def get(self, call_id: str) -> CallFacts | None: ...

    async def stale(self, rubric: int, limit: int, principals: Sequence[str] | None = None) -> list[str]:
        """Ids of calls that have ended and whose facts or score are missing, older than the call, or by another rubric.

        The oldest call first; None: of all principals.
        """
        ...

    async def ended(self, principals: Sequence[str] | None = None) -> list[str]:
        """Ids of all calls that have ended, the oldest first."""
        ...


class Scores(Protocol):
    """Proposed scores: one a call, by the rubric of the day."""

    async def save(self, score: Score, principal: str, last_seq: int, at: datetime) -> None:
        """Keep the score of the call as it stood at `last_seq`, in place of an older one."""
        ...

    async def get(self, call_id: str) -> Score | None: ...
