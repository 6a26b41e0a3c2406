"""A scenario on a trainer's desk: as it stands in the library, and what is wrong with it in the form."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from assistant.domain.errors import Conflict, InvalidInput
from assistant.domain.scenario import Scenario
from assistant.domain.scenario_check import Fault


class ShelvedScenario(BaseModel):
    """`stamp` names what the file held; `place` is its path within the library.

    `own`: it stands in its principal's folder, so that it may be deleted; shared ones and those of the program stay.
    """

    model_config = ConfigDict(frozen=True)

    scenario: Scenario
    stamp: str
    place: str
    own: bool


class BrokenScenario(BaseModel):
    """A file that isn't sound, with its first problem; `where` is file:line."""

    model_config = ConfigDict(frozen=True)

    id: str
    where: str
    message: str


class ScenarioRefused(InvalidInput):
    """A scenario that isn't sound; `faults` has at least one entry, each with its place in the file."""

    code = "scenario_invalid"

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(first.message, where=".".join(str(part) for part in first.loc))
        self.faults = tuple(faults)


class ScenarioAssigned(Conflict):
    """A scenario that somebody is still asked to practise; `trainers` are the names of those who asked for it."""

    code = "assigned"

    def __init__(self, scenario_id: str, trainers: Sequence[str]) -> None:
        names = ", ".join(trainers)
        message = f"It is assigned (by {names}) and not done yet; wait for the call, or have the assignment taken back."
        super().__init__(message, where=scenario_id)
        self.trainers = tuple(trainers)


def file_changed(scenario_id: str) -> Conflict:
    message = "The file was changed meanwhile; open it again and go on from what it holds now."
    return Conflict(message, where=scenario_id, code="changed_elsewhere")
