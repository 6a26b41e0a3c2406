"""The ports of practice in memory, with the shipped scenarios, for the tests of use cases and endpoints."""

from collections.abc import Collection, Sequence
from pathlib import Path

from assistant.adapters.calendar import HolidayCalendar
from assistant.adapters.extraction import SpokenFigures
from assistant.adapters.lemmas import lemma
from assistant.adapters.library import FileLibrary
from assistant.adapters.library_content import SHIPPED
from assistant.adapters.library_scenarios import ScenarioFiles
from assistant.adapters.memory import MemoryCalls
from assistant.adapters.rates import load_rates
from assistant.adapters.scenario_writing import ScenarioWriter
from assistant.app_practice import scorer_of
from assistant.domain.errors import NotFound
from assistant.domain.exercises import Assignment, Exercise, changed_elsewhere
from assistant.domain.records import CustomerFile
from assistant.services.coaching import Booth, Coach
from assistant.services.ports import Audit, Clock, Users
from assistant.services.practice import PracticePorts, records_seen
from assistant.services.practice_room import RoomPorts
from assistant.services.practice_view import ViewPorts
from assistant.services.scoring import ScoringPorts
from assistant.services.tailor import Tailor


class FakeExercises:
    """Implements the port `Exercises`."""

    def __init__(self) -> None:
        self.given: dict[str, Assignment] = {}
        self.kept: dict[str, Exercise] = {}

    async def assign(self, assignment: Assignment) -> None:
        self.given[assignment.id] = assignment

    async def assignment(self, assignment_id: str) -> Assignment:
        if assignment_id not in self.given:
            raise NotFound(f"There is no assignment {assignment_id!r}.", where=assignment_id)
        return self.given[assignment_id]

    async def withdraw(self, assignment_id: str) -> None:
        self.given[assignment_id] = self.given[assignment_id].model_copy(update={"withdrawn": True})

    async def assignments(self, username: str) -> Sequence[Assignment]:
        found = [one for one in self.given.values() if username in (one.trainee, one.trainer) and not one.withdrawn]
        return sorted(found, key=lambda one: one.created_at, reverse=True)

    async def add(self, exercise: Exercise) -> None:
        self.kept[exercise.id] = exercise

    async def get(self, exercise_id: str) -> Exercise:
        if exercise_id not in self.kept:
            raise NotFound(f"There is no practice call {exercise_id!r}.", where=exercise_id)
        return self.kept[exercise_id]

    async def save(self, exercise: Exercise) -> None:
        if self.kept[exercise.id].version != exercise.version - 1:
            raise changed_elsewhere(exercise)
        self.kept[exercise.id] = exercise

    async def list(self, username: str) -> Sequence[Exercise]:
        found = [one for one in self.kept.values() if username in (one.trainee, one.trainer)]
        return sorted(found, key=lambda one: one.started_at, reverse=True)

    async def done(self, username: str) -> Collection[str]:
        return {one.assignment for one in self.kept.values() if one.trainee == username and one.state == "finished"}

    async def waiting(self, scenario_id: str) -> Sequence[Assignment]:
        done = {one.assignment for one in self.kept.values() if one.state == "finished"}
        mine = [one for one in self.given.values() if one.scenario == scenario_id and not one.withdrawn]
        return [one for one in mine if one.id not in done]


def shipped_practice(path: Path = SHIPPED) -> PracticePorts:
    """The shipped library's scenarios, or those of another one, without a model."""
    library = FileLibrary(path)
    return PracticePorts(
        library=ScenarioFiles(library, SHIPPED),
        extractor=SpokenFigures(),
        lemma=lemma,
        working_days=HolidayCalendar(),
        rates=load_rates(path),
        scorer=scorer_of(ScoringPorts(MemoryCalls(), library, SpokenFigures(), lemma)),
    )


def shipped_shelf(path: Path = SHIPPED) -> ScenarioWriter:
    """The scenarios of a library for those who write them; tests that write bring a copy of the shipped library."""
    return ScenarioWriter(ScenarioFiles(FileLibrary(path), SHIPPED))


def practice_world(users: Users, audit: Audit, clock: Clock, path: Path = SHIPPED) -> ViewPorts:
    """Practice without a coach that could be asked: tests of the coach bring their own."""
    practice = shipped_practice(path)

    def booth(file: CustomerFile, tailor: Tailor | None = None) -> Booth:
        raise AssertionError("this test has no coach")

    room = RoomPorts(FakeExercises(), shipped_shelf(path), practice, users, audit, clock)
    return ViewPorts(room, Coach(booth, lambda exercise: records_seen(exercise.practice, practice)))
