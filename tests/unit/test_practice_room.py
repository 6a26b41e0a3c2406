"""Practice as people do it: who may do what, nothing is lost, a second window changes nothing behind one's back."""

from datetime import date, timedelta

import pytest

from assistant.domain.errors import Conflict, Forbidden, InvalidInput, NotFound
from assistant.domain.exercises import Exercise
from assistant.domain.users import Role, User
from assistant.services.practice_room import (
    Assign,
    Begin,
    RoomPorts,
    assign,
    begin,
    finish,
    open_exercise,
    pause,
    say,
    scenarios_for,
    trainees,
    undo,
    withdraw,
)
from tests.fake_practice import FakeExercises, shipped_practice, shipped_shelf
from tests.fakes import FakeAudit, FakeClock, FakeUsers

SCENARIO = "it-promessa-malattia"
HELLO = "Buongiorno, sono Anna di Montelupo. Parlo con il titolare? Come sta?"


def person(username: str, role: Role = "operator", principal: str = "montelupo") -> User:
    return User(username=username, display_name=username.title(), role=role, principals=(principal,))


ANNA, BEA, TONI = person("anna"), person("bea"), person("toni", "trainer")
CARLA, TOVE = person("carla", principal="brackwater"), person("tove", "trainer", "brackwater")


class Room:
    def __init__(self) -> None:
        self.users, self.audit, self.clock, self.exercises = FakeUsers(), FakeAudit(), FakeClock(), FakeExercises()
        for one in (ANNA, BEA, TONI, CARLA, TOVE):
            self.users.people[one.username] = one
        self.ports = RoomPorts(self.exercises, shipped_shelf(), shipped_practice(), self.users, self.audit, self.clock)

    async def call(self, assignment: str = "", seed: int = 7) -> Exercise:
        asked = Begin(assignment=assignment, seed=seed) if assignment else Begin(scenario=SCENARIO, seed=seed)
        return await begin(ANNA, asked, self.ports)


@pytest.fixture
def room() -> Room:
    return Room()


async def test_a_trainer_assigns_a_scenario_and_the_trainee_has_the_call(room: Room) -> None:
    given = await assign(TONI, Assign(scenario=SCENARIO, trainee="anna", note="Con calma"), room.ports)
    exercise = await room.call(given.id)
    assert (exercise.trainer, exercise.trainee, exercise.assignment) == ("toni", "anna", given.id)
    assert exercise.practice.opening
    assert room.audit.actions() == ["practice.assigned"]


async def test_each_turn_is_kept_before_the_answer_is_shown(room: Room) -> None:
    exercise = await room.call()
    answered = await say(ANNA, exercise.id, 1, HELLO, room.ports)
    assert await room.exercises.get(exercise.id) == answered
    assert (answered.version, [turn.line for turn in answered.practice.turns]) == (2, [HELLO])


async def test_the_same_seed_and_lines_give_the_same_call(room: Room) -> None:
    first, second, other = [await room.call(seed=seed) for seed in (7, 7, 8)]
    calls = [await say(ANNA, exercise.id, 1, HELLO, room.ports) for exercise in (first, second, other)]
    assert calls[0].practice.turns == calls[1].practice.turns
    assert calls[0].practice.opening != calls[2].practice.opening or calls[0].practice != calls[2].practice


async def test_a_second_window_that_fell_behind_is_told_and_changes_nothing(room: Room) -> None:
    exercise = await room.call()
    answered = await say(ANNA, exercise.id, 1, HELLO, room.ports)
    with pytest.raises(Conflict) as told:
        await say(ANNA, exercise.id, 1, "Un'altra cosa", room.ports)
    assert told.value.code == "changed_elsewhere"
    assert await room.exercises.get(exercise.id) == answered


async def test_a_turn_is_taken_back_also_the_one_that_ended_the_call(room: Room) -> None:
    exercise = await room.call()
    version = 1
    while not exercise.practice.over:
        exercise = await say(ANNA, exercise.id, version, "Si vergogni, lei è un ladro! Paghi subito.", room.ports)
        version = exercise.version
    assert exercise.practice.progress.ended == "hung_up"
    back = await undo(ANNA, exercise.id, version, room.ports)
    assert not back.practice.over
    assert len(back.practice.turns) == len(exercise.practice.turns) - 1
    with pytest.raises(Conflict):
        await undo(ANNA, (fresh := await room.call()).id, fresh.version, room.ports)


async def test_a_paused_call_waits(room: Room) -> None:
    exercise = await pause(ANNA, (await room.call()).id, 1, True, room.ports)
    with pytest.raises(Conflict) as told:
        await say(ANNA, exercise.id, 2, HELLO, room.ports)
    assert told.value.code == "paused"
    exercise = await pause(ANNA, exercise.id, 2, False, room.ports)
    assert (await say(ANNA, exercise.id, 3, HELLO, room.ports)).version == 4


async def test_a_finished_call_stays_as_it_was(room: Room) -> None:
    exercise = await finish(ANNA, (await room.call()).id, 1, room.ports)
    assert (exercise.state, exercise.finished_at) == ("finished", room.clock.now())
    for step in (say(ANNA, exercise.id, 2, HELLO, room.ports), undo(ANNA, exercise.id, 2, room.ports)):
        with pytest.raises(Conflict) as told:
            await step
        assert told.value.code == "finished"


async def test_practice_stays_between_trainee_and_trainer(room: Room) -> None:
    given = await assign(TONI, Assign(scenario=SCENARIO, trainee="anna"), room.ports)
    exercise = await room.call(given.id)
    assert (await open_exercise(TONI, exercise.id, room.ports)).id == exercise.id
    assert room.audit.lines[-1][:3] == ("toni", "practice.read", exercise.id)
    for stranger in (BEA, TOVE, person("sara", "supervisor"), person("adam", "admin", "*")):
        with pytest.raises(Forbidden):
            await open_exercise(stranger, exercise.id, room.ports)
    with pytest.raises(Forbidden):
        await say(TONI, exercise.id, 1, HELLO, room.ports)


async def test_who_may_assign_what_to_whom(room: Room) -> None:
    asked = Assign(scenario=SCENARIO, trainee="anna")
    for user, wrong, error in (
        (ANNA, asked, Forbidden),
        (TOVE, asked, Forbidden),
        (TONI, asked.model_copy(update={"trainee": "carla"}), NotFound),
        (TONI, asked.model_copy(update={"trainee": "nobody"}), NotFound),
        (TONI, asked.model_copy(update={"scenario": "no-such"}), NotFound),
        (TONI, asked.model_copy(update={"due": date(2020, 1, 1)}), InvalidInput),
    ):
        with pytest.raises(error):
            await assign(user, wrong, room.ports)
    assert not room.exercises.given
    assert [one.username for one in await trainees(TONI, room.ports)] == ["anna", "bea"]


async def test_a_withdrawn_assignment_is_not_begun_and_only_its_trainer_withdraws_it(room: Room) -> None:
    due = room.clock.now().date() + timedelta(days=3)
    given = await assign(TONI, Assign(scenario=SCENARIO, trainee="anna", due=due), room.ports)
    with pytest.raises(Forbidden):
        await begin(BEA, Begin(assignment=given.id), room.ports)
    with pytest.raises(Forbidden):
        await withdraw(ANNA, given.id, room.ports)
    await withdraw(TONI, given.id, room.ports)
    with pytest.raises(Conflict):
        await room.call(given.id)
    assert not await room.exercises.assignments("anna")


async def test_scenarios_are_those_of_one_s_principals(room: Room) -> None:
    assert {one.principal for one in scenarios_for(ANNA, room.ports)} == {"montelupo"}
    with pytest.raises(Forbidden):
        await begin(CARLA, Begin(scenario=SCENARIO), room.ports)
