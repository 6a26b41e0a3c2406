"""What people see of practice: never what the customer hides, before it came out or the call is over."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from assistant.domain.calls import Purpose
from assistant.domain.debrief_markdown import debrief_markdown, debrief_texts
from assistant.domain.events import Fact
from assistant.domain.exercises import Assignment, Exercise, ExerciseState
from assistant.domain.facts import customer_facts
from assistant.domain.money import Language, Money, format_date
from assistant.domain.notes import Disposition
from assistant.domain.practice_state import Ending
from assistant.domain.records import CustomerFile
from assistant.domain.rubric import CriterionId, Level
from assistant.domain.scenario import Difficulty, Scenario
from assistant.domain.users import User
from assistant.services.coaching import Coach, Coaching
from assistant.services.customer_view import facts_in_words
from assistant.services.history import history
from assistant.services.practice import records_seen
from assistant.services.practice_room import RoomPorts, debrief_in, open_exercise, scenarios_for


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True)


class ScenarioCard(_Shown):
    """A scenario as its trainee may know it. `reason` is the task: why the call is made and what it should bring."""

    id: str
    version: int
    language: Language
    title: str
    difficulty: Difficulty
    principal: str
    purpose: Purpose
    reason: str
    persona_name: str
    persona_role: str
    company: str


class ShownTurn(_Shown):
    n: int
    line: str
    answer: str


class ExerciseView(_Shown):
    """A practice call while it goes on. `over`: nothing more can be said, only taken back or finished."""

    id: str
    state: ExerciseState
    version: int
    mine: bool
    trainee_name: str
    assignment: str
    coached: bool
    scenario: ScenarioCard
    opening: str
    turns: tuple[ShownTurn, ...]
    over: bool
    ended: Ending
    facts: tuple[Fact, ...]
    history: tuple[dict[str, Any], ...]
    """What the records say of earlier contacts, promises, invoices, the newest first."""
    coaching: Coaching | None = None


class Attempt(_Shown):
    """A practice call as lists show it; outcome and levels once it is finished."""

    id: str
    scenario: str
    title: str
    language: Language
    difficulty: Difficulty
    trainee: str
    trainee_name: str
    trainer: str
    assignment: str
    state: ExerciseState
    turns: int
    started_at: dt.datetime
    finished_at: dt.datetime | None
    disposition: Disposition | None = None
    amount: Money | None = None
    possible: Money | None = None
    currency: str = ""
    mood: float | None = None
    levels: dict[CriterionId, Level | None] = {}
    average: float | None = None
    """The mean of the judged levels, to a tenth: the trainee's own progress, shown to nobody else but the trainer."""


class AssignmentView(Assignment):
    title: str
    language: Language
    difficulty: Difficulty
    trainee_name: str
    trainer_name: str
    attempts: int
    done: bool
    """Whether a call of it was finished."""
    is_overdue: bool


class PracticeDesk(_Shown):
    """All that a person's practice page lists; `assignments` are theirs to do, `given` those that they gave."""

    on: dt.date
    kept_days: int
    """For how long calls are kept after their last change; 0: until they are erased."""
    scenarios: tuple[ScenarioCard, ...]
    assignments: tuple[AssignmentView, ...]
    given: tuple[AssignmentView, ...]
    attempts: tuple[Attempt, ...]


class ToDo(_Shown):
    """Assignments without a finished call, and how many of them were due before today."""

    waiting: int
    overdue: int


@dataclass(frozen=True)
class ViewPorts:
    room: RoomPorts
    coach: Coach
    kept_days: int = 0


def scenario_card(scenario: Scenario) -> ScenarioCard:
    persona = scenario.persona
    known = scenario.model_dump(include=set(ScenarioCard.model_fields))
    return ScenarioCard(**known, persona_name=persona.name, persona_role=persona.role, company=persona.company)


async def exercise_view(user: User, exercise: Exercise, ports: ViewPorts) -> ExerciseView:
    """The call as it stands; the coach is asked only while it goes on and the trainee wants it."""
    state, scenario = exercise.practice, exercise.practice.scenario
    file = records_seen(state, ports.room.practice)
    coached = exercise.coaching and exercise.state != "finished"
    trainee = await ports.room.users.get(exercise.trainee)
    return ExerciseView(
        id=exercise.id,
        state=exercise.state,
        version=exercise.version,
        mine=user.username == exercise.trainee,
        trainee_name=trainee.display_name if trainee else exercise.trainee,
        assignment=exercise.assignment,
        coached=exercise.coaching,
        scenario=scenario_card(scenario),
        opening=state.opening,
        turns=tuple(ShownTurn(n=turn.n, line=turn.line, answer=turn.answer) for turn in state.turns),
        over=state.over,
        ended=state.progress.ended,
        facts=tuple(_facts(file, state.figures.on, scenario.language, ports)),
        history=tuple(entry.model_dump(mode="json") for entry in history(file, scenario.language, state.figures.on)),
        coaching=await ports.coach.look(exercise) if coached else None,
    )


async def practice_desk(user: User, ports: ViewPorts) -> PracticeDesk:
    """What the person has to practise, may practise, and has practised; for trainers also what they gave."""
    room = ports.room
    today = room.clock.now().date()
    exercises = await room.exercises.list(user.username)
    people = {person.username: person.display_name for person in await room.users.list()}
    known = {scenario.id: scenario for scenario in scenarios_for(user, room)}
    shown = [
        _assignment(one, known[one.scenario], exercises, people, today)
        for one in await room.exercises.assignments(user.username)
        if one.scenario in known
    ]
    return PracticeDesk(
        on=today,
        kept_days=ports.kept_days,
        scenarios=tuple(scenario_card(scenario) for scenario in known.values()),
        assignments=tuple(one for one in shown if one.trainee == user.username),
        given=tuple(one for one in shown if one.trainer == user.username),
        attempts=tuple(_attempt(exercise, people) for exercise in exercises),
    )


def _facts(file: CustomerFile, on: dt.date, language: Language, ports: ViewPorts) -> list[Fact]:
    policy = ports.room.practice.library.policy(file.customer.principal)
    return facts_in_words(customer_facts(file, policy, on, language), file, language)


def _assignment(
    one: Assignment, scenario: Scenario, exercises: Sequence[Exercise], people: dict[str, str], today: dt.date
) -> AssignmentView:
    had = [exercise for exercise in exercises if exercise.assignment == one.id]
    done = any(exercise.state == "finished" for exercise in had)
    return AssignmentView(
        **one.model_dump(),
        title=scenario.title,
        language=scenario.language,
        difficulty=scenario.difficulty,
        trainee_name=people.get(one.trainee, one.trainee),
        trainer_name=people.get(one.trainer, one.trainer),
        attempts=len(had),
        done=done,
        is_overdue=one.due is not None and one.due < today and not done,
    )


def _attempt(exercise: Exercise, people: dict[str, str]) -> Attempt:
    state, scenario = exercise.practice, exercise.practice.scenario
    attempt = Attempt(
        id=exercise.id,
        scenario=scenario.id,
        title=scenario.title,
        language=scenario.language,
        difficulty=scenario.difficulty,
        trainee=exercise.trainee,
        trainee_name=people.get(exercise.trainee, exercise.trainee),
        trainer=exercise.trainer,
        assignment=exercise.assignment,
        state=exercise.state,
        turns=len(state.turns),
        started_at=exercise.started_at,
        finished_at=exercise.finished_at,
    )
    if exercise.debrief is None:
        return attempt
    came = exercise.debrief.outcome.model_dump(include={"disposition", "amount", "possible", "currency", "mood"})
    levels = {one.id: one.level for one in exercise.debrief.score.criteria}
    judged = [level for level in levels.values() if level is not None]
    average = round(sum(judged) / len(judged), 1) if judged else None
    return attempt.model_copy(update={**came, "levels": levels, "average": average})


async def debrief_file(user: User, exercise_id: str, ports: ViewPorts) -> tuple[str, str]:
    """Name and text of the debrief as a Markdown document. Raises as `read_debrief`."""
    exercise = await open_exercise(user, exercise_id, ports.room)
    told = debrief_in(exercise)
    trainee = await ports.room.users.get(exercise.trainee)
    who = trainee.display_name if trainee else exercise.trainee
    library, on = ports.room.practice.library, exercise.practice.figures.on
    texts = debrief_texts(told.language, library.note_texts(told.language).dispositions, library.rubric())
    text = debrief_markdown(told, who, format_date(on, told.language), texts)
    return f"{told.scenario}-{on.isoformat()}.md", text


async def to_do(user: User, ports: ViewPorts) -> ToDo:
    """How many assignments wait for the person, for the page where they begin."""
    room = ports.room
    mine = [one for one in await room.exercises.assignments(user.username) if one.trainee == user.username]
    if not mine:
        return ToDo(waiting=0, overdue=0)
    done = await room.exercises.done(user.username)
    known = {scenario.id for scenario in scenarios_for(user, room)}
    waiting = [one for one in mine if one.id not in done and one.scenario in known]
    today = room.clock.now().date()
    return ToDo(waiting=len(waiting), overdue=sum(one.due is not None and one.due < today for one in waiting))
