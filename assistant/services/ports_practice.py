"""What practice needs of the outside world beside the library: where assignments and practice calls are kept."""

from collections.abc import Sequence
from typing import Protocol

from assistant.domain.exercises import Assignment, Exercise


class Exercises(Protocol):
    """Assignments and practice calls."""

    async def assign(self, assignment: Assignment) -> None: ...

    async def assignment(self, assignment_id: str) -> Assignment:
        """Raises `NotFound`."""
        ...

    async def withdraw(self, assignment_id: str) -> None:
        """The assignment is no longer asked for; calls that were had stay."""
        ...

    async def assignments(self, username: str) -> Sequence[Assignment]:
        """Those that the person has or gave, the newest first; withdrawn ones aren't among them."""
        ...

    async def add(self, exercise: Exercise) -> None: ...

    async def get(self, exercise_id: str) -> Exercise:
        """Raises `NotFound`."""
        ...

    async def save(self, exercise: Exercise) -> None:
        """Keep the next version. Raises `Conflict` unless the stored one is the version before."""
        ...

    async def list(self, username: str) -> Sequence[Exercise]:
        """Those that the person had or assigned, the newest first, at most 500."""
        ...
