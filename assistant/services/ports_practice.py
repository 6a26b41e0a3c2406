"""What practice needs of the outside world: where assignments and practice calls are kept, scenarios written."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from assistant.domain.exercises import Assignment, Exercise, Kept
from assistant.domain.scenario import Scenario
from assistant.domain.scenario_editing import BrokenScenario, ShelvedScenario


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
        """Those that the person had or assigned, the newest first, at most 200."""
        ...

    async def done(self, username: str) -> Collection[str]:
        """Assignments of which the trainee finished a call."""
        ...

    async def waiting(self, scenario_id: str) -> Sequence[Assignment]:
        """Assignments of the scenario that weren't withdrawn and of which no call was finished."""
        ...


class PracticeRecords(Protocol):
    """What is kept of people's practice, for those who see to it that it isn't kept too long."""

    async def count(self, username: str) -> Kept:
        """What is kept of this trainee."""
        ...

    async def erase(self, username: str) -> Kept:
        """Remove the trainee's calls and what was assigned to them; says how much that was."""
        ...

    async def expire(self, before: datetime) -> Kept:
        """Remove calls that nobody has changed since then, and assignments from before then of which no call is left.

        An assignment whose finished call is removed isn't asked for any more.
        """
        ...


class ScenarioShelf(Protocol):
    """The library's scenarios, for those who write them."""

    def parse(self, data: object) -> Scenario:
        """What a form sent. Raises `ScenarioRefused` with every field that isn't as it should be."""
        ...

    def open(self, scenario_id: str) -> ShelvedScenario:
        """Raises `NotFound`, or `LibraryError` for one that isn't sound."""
        ...

    def broken(self) -> Sequence[tuple[str, BrokenScenario]]:
        """Files that aren't sound, each with the folder's owner: a principal or `common`."""
        ...

    def add(self, scenario: Scenario) -> ShelvedScenario:
        """A new file in its principal's folder. Raises `Conflict` where the id is taken."""
        ...

    def write(self, scenario: Scenario, stamp: str) -> ShelvedScenario:
        """The next version of a file that still holds what `stamp` names. Raises `Conflict` where it doesn't."""
        ...

    def remove(self, scenario_id: str, stamp: str) -> None:
        """Delete a principal's own file that still holds what `stamp` names.

        Raises `Conflict` where it doesn't, and for a file that isn't one principal's own.
        """
        ...
