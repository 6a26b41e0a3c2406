"""Practice as people do it: a trainer assigns a scenario, a trainee has calls in it; it stays between the two."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.debrief import Debrief
from assistant.domain.errors import Conflict, Forbidden
from assistant.domain.practice_state import PracticeState
from assistant.domain.users import User

ExerciseState = Literal["open", "paused", "finished"]
MAX_NOTE_CHARS = 1_000


class Assignment(BaseModel):
    """A scenario that a trainer asks a trainee to practise; `note` is a word to the trainee."""

    model_config = ConfigDict(frozen=True)

    id: str
    principal: str
    scenario: str
    trainee: str
    trainer: str
    note: str = Field(default="", max_length=MAX_NOTE_CHARS)
    due: dt.date | None = None
    coaching: bool = True
    """Whether the trainee may have the cards of a real call beside it."""
    withdrawn: bool = False
    created_at: dt.datetime

    def concerns(self, user: User) -> bool:
        return user.username in (self.trainee, self.trainer)


class Exercise(BaseModel):
    """One practice call of a trainee. `trainer` is who assigned it, empty where the trainee chose it.

    `version` rises with every change; who changes an older one is told, so that a second tab loses nothing.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    principal: str
    scenario: str
    trainee: str
    trainer: str = ""
    assignment: str = ""
    coaching: bool = True
    state: ExerciseState = "open"
    version: int = 1
    practice: PracticeState
    started_at: dt.datetime
    changed_at: dt.datetime
    finished_at: dt.datetime | None = None
    debrief: Debrief | None = None
    """Kept when the call is finished: what was said of it then stays, whatever becomes of rubric and phrasebook."""

    def require_reader(self, user: User) -> None:
        """Raise `Forbidden` unless it is the trainee's own, or assigned by this trainer."""
        if user.username not in (self.trainee, self.trainer):
            raise Forbidden("This practice call is between another person and their trainer.", where=self.id)

    def require_trainee(self, user: User) -> None:
        """Raise `Forbidden` unless it is the trainee's own."""
        if user.username != self.trainee:
            raise Forbidden("Only the person who practises can speak in this call.", where=self.id)

    def changed(self, version: int, at: dt.datetime, **values: object) -> "Exercise":
        """The next version with these values. Raises `Conflict` where `version` isn't the latest."""
        if version != self.version:
            raise changed_elsewhere(self)
        return self.model_copy(update={**values, "version": self.version + 1, "changed_at": at})


class Kept(BaseModel):
    """How much of people's practice is kept, or was removed."""

    model_config = ConfigDict(frozen=True)

    calls: int
    assignments: int

    def __str__(self) -> str:
        counts = ((self.calls, "practice call"), (self.assignments, "assignment"))
        return ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for count, what in counts)


def changed_elsewhere(exercise: Exercise) -> Conflict:
    """Another tab was quicker."""
    message = "This call has gone on in another window; its latest state is shown here. Say it again if it still fits."
    return Conflict(message, where=exercise.id, code="changed_elsewhere")
