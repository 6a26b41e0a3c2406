"""Practice as people do it: assigning, calling, taking a turn back, pausing, finishing. Nothing said is lost."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.debrief import Debrief
from assistant.domain.errors import Conflict, Forbidden, InvalidInput, NotFound
from assistant.domain.exercises import MAX_NOTE_CHARS, Assignment, Exercise
from assistant.domain.scenario import Scenario
from assistant.domain.users import Role, User
from assistant.services import practice
from assistant.services.ports import Audit, Clock, Users
from assistant.services.ports_practice import Exercises, ScenarioShelf
from assistant.services.practice import PracticePorts
from assistant.services.practice_debrief import debrief

_TRAINERS: tuple[Role, ...] = ("trainer", "supervisor", "admin")
_ID_BYTES = 9


@dataclass(frozen=True)
class RoomPorts:
    exercises: Exercises
    shelf: ScenarioShelf
    practice: PracticePorts
    users: Users
    audit: Audit
    clock: Clock


class Assign(BaseModel):
    """What a trainer asks of a trainee."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scenario: str
    trainee: str
    note: str = Field(default="", max_length=MAX_NOTE_CHARS, pattern="^[^\0]*$")
    due: date | None = None
    coaching: bool = True


class Begin(BaseModel):
    """Which call to begin: an assignment's, or a scenario of one's own choice. `seed` None: another call each time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scenario: str = ""
    assignment: str = ""
    coaching: bool = True
    seed: int | None = Field(default=None, ge=0, le=2**31)


def require_trainer(user: User) -> None:
    """Raise `Forbidden` unless the person trains others."""
    if user.role not in _TRAINERS:
        raise Forbidden("Only trainers do this; ask the trainer of your team.", where=user.username)


def scenarios_for(user: User, ports: RoomPorts) -> Sequence[Scenario]:
    """The scenarios of the person's principals, from easy to very hard."""
    return [scenario for scenario in ports.practice.library.scenarios() if user.may_see(scenario.principal)]


async def assign(user: User, asked: Assign, ports: RoomPorts) -> Assignment:
    """Raises `Forbidden`, or `NotFound` for the scenario or the trainee."""
    require_trainer(user)
    scenario = ports.practice.library.scenario(asked.scenario)
    user.require(scenario.principal)
    trainee = await ports.users.get(asked.trainee)
    if trainee is None or not trainee.may_see(scenario.principal):
        message = f"There is no person {asked.trainee!r} who works for {scenario.principal!r}; choose one of the list."
        raise NotFound(message, where="trainee")
    now = ports.clock.now()
    if asked.due is not None and asked.due < now.date():
        raise InvalidInput("The day lies in the past; choose today or a later one.", where="due")
    assignment = Assignment(
        id=secrets.token_urlsafe(_ID_BYTES),
        principal=scenario.principal,
        trainer=user.username,
        created_at=now,
        **asked.model_dump(),
    )
    await ports.exercises.assign(assignment)
    await ports.audit.record(
        user.username, "practice.assigned", assignment.id, now, f"{scenario.id} {trainee.username}"
    )
    return assignment


async def withdraw(user: User, assignment_id: str, ports: RoomPorts) -> None:
    """The trainer who gave it takes it back; calls that were had stay. Raises `Forbidden` or `NotFound`."""
    assignment = await ports.exercises.assignment(assignment_id)
    if assignment.trainer != user.username:
        raise Forbidden("Only the trainer who gave an assignment takes it back.", where=assignment_id)
    await ports.exercises.withdraw(assignment_id)
    await ports.audit.record(user.username, "practice.withdrawn", assignment_id, ports.clock.now())


async def trainees(user: User, ports: RoomPorts) -> Sequence[User]:
    """People to whom the trainer may give scenarios: operators of the same principals, by name."""
    require_trainer(user)
    people = [person for person in await ports.users.list() if person.role == "operator" and _together(user, person)]
    return sorted(people, key=lambda person: person.display_name)


async def begin(user: User, asked: Begin, ports: RoomPorts) -> Exercise:
    """The customer picks up. Raises `NotFound`, `Forbidden`, or `Conflict` for an assignment that was withdrawn."""
    assignment = await ports.exercises.assignment(asked.assignment) if asked.assignment else None
    if assignment is not None and assignment.trainee != user.username:
        raise Forbidden("This scenario was assigned to another person.", where=asked.assignment)
    if assignment is not None and assignment.withdrawn:
        raise Conflict("Your trainer has taken this assignment back.", where=asked.assignment)
    scenario = ports.practice.library.scenario(assignment.scenario if assignment else asked.scenario)
    user.require(scenario.principal)
    now = ports.clock.now()
    seed = secrets.randbelow(2**31) if asked.seed is None else asked.seed
    exercise = Exercise(
        id=secrets.token_urlsafe(_ID_BYTES),
        principal=scenario.principal,
        scenario=scenario.id,
        trainee=user.username,
        trainer=assignment.trainer if assignment else "",
        assignment=assignment.id if assignment else "",
        coaching=asked.coaching and (assignment is None or assignment.coaching),
        practice=await practice.start(scenario.id, seed, now.date(), ports.practice),
        started_at=now,
        changed_at=now,
    )
    await ports.exercises.add(exercise)
    return exercise


async def open_exercise(user: User, exercise_id: str, ports: RoomPorts) -> Exercise:
    """As it stands. The trainer's look is logged. Raises `NotFound` or `Forbidden`."""
    exercise = await ports.exercises.get(exercise_id)
    exercise.require_reader(user)
    if user.username != exercise.trainee:
        await ports.audit.record(user.username, "practice.read", exercise_id, ports.clock.now())
    return exercise


async def say(user: User, exercise_id: str, version: int, line: str, ports: RoomPorts) -> Exercise:
    """The trainee speaks and the customer answers; both are kept before this returns.

    Raises `Conflict` where the call went on in another window, is paused or is over.
    """
    exercise = await _mine(user, exercise_id, ports)
    if exercise.state == "paused":
        raise Conflict("The call is paused; take it up again before you speak.", where=exercise_id, code="paused")
    # Checked before the customer answers: a model that words the answer isn't asked for nothing.
    exercise.changed(version, ports.clock.now())
    return await _keep(exercise, version, ports, practice=await practice.say(exercise.practice, line, ports.practice))


async def undo(user: User, exercise_id: str, version: int, ports: RoomPorts) -> Exercise:
    """Take the last turn back, also the one that ended the call. Raises `Conflict`, also once it is finished."""
    exercise = await _mine(user, exercise_id, ports)
    return await _keep(exercise, version, ports, state="open", practice=practice.undo(exercise.practice))


async def pause(user: User, exercise_id: str, version: int, paused: bool, ports: RoomPorts) -> Exercise:
    """Put the call aside, or take it up again. Raises `Conflict`."""
    exercise = await _mine(user, exercise_id, ports)
    return await _keep(exercise, version, ports, state="paused" if paused else "open")


async def finish(user: User, exercise_id: str, version: int, ports: RoomPorts) -> Exercise:
    """The call is over: nothing is said or taken back any more, and its debrief is kept. Raises `Conflict`."""
    exercise = await _mine(user, exercise_id, ports)
    exercise.changed(version, ports.clock.now())
    finished = practice.finish(exercise.practice)
    told = await debrief(finished, ports.practice, user.display_name)
    values = {"practice": finished, "debrief": told, "finished_at": ports.clock.now()}
    return await _keep(exercise, version, ports, state="finished", **values)


async def read_debrief(user: User, exercise_id: str, ports: RoomPorts) -> Debrief:
    """What is talked over after the call. Raises `NotFound`, `Forbidden`, or `Conflict` while the call goes on."""
    return debrief_in(await open_exercise(user, exercise_id, ports))


def debrief_in(exercise: Exercise) -> Debrief:
    """The debrief of a finished call. Raises `Conflict` while the call goes on."""
    if exercise.debrief is None:
        message = "This practice call isn't finished; put the phone down to read its debrief."
        raise Conflict(message, where=exercise.id, code="not_finished")
    return exercise.debrief


async def _mine(user: User, exercise_id: str, ports: RoomPorts) -> Exercise:
    exercise = await ports.exercises.get(exercise_id)
    exercise.require_trainee(user)
    if exercise.state == "finished":
        raise Conflict("This practice call is finished; begin another one.", where=exercise_id, code="finished")
    return exercise


async def _keep(exercise: Exercise, version: int, ports: RoomPorts, **values: object) -> Exercise:
    changed = exercise.changed(version, ports.clock.now(), **values)
    await ports.exercises.save(changed)
    return changed


def _together(one: User, other: User) -> bool:
    return "*" in one.principals or any(other.may_see(principal) for principal in one.principals)
