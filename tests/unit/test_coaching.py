"""The coach beside a practice call: the cards of a real call, after each line, also when lines are taken back."""

from dataclasses import replace

import pytest

from assistant.adapters.library import FileLibrary
from assistant.adapters.library_content import SHIPPED
from assistant.adapters.memory import MemoryCalls, MemoryNotes
from assistant.domain.calls import Situation
from assistant.domain.errors import NotFound
from assistant.domain.exercises import Exercise
from assistant.domain.records import CustomerFile
from assistant.services import practice
from assistant.services.coaching import Booth, Coach, ScenarioCustomers
from assistant.services.live import LiveCalls
from assistant.services.tailor import Tailor
from tests.fake_practice import shipped_practice
from tests.fakes import NOON
from tests.unit.test_live import World

PRACTICE = shipped_practice()
SCENARIO = "it-promessa-malattia"


class Studio:
    def __init__(self) -> None:
        self.world, self.opened = World(), 0
        self.coach = Coach(self._booth, lambda exercise: practice.records_seen(exercise.practice, PRACTICE))

    def _booth(self, file: CustomerFile, tailor: Tailor | None = None) -> Booth:
        self.opened += 1
        calls, notes = MemoryCalls(), MemoryNotes()
        ports = replace(
            self.world.ports, calls=calls, notes=notes, customers=ScenarioCustomers(file), library=FileLibrary(SHIPPED)
        )
        return Booth(LiveCalls(ports), calls, notes)

    async def exercise(self) -> Exercise:
        state = await practice.start(SCENARIO, 3, NOON.date(), PRACTICE)
        return Exercise(
            id="e1",
            principal="montelupo",
            scenario=SCENARIO,
            trainee="anna",
            practice=state,
            started_at=NOON,
            changed_at=NOON,
        )


async def say(exercise: Exercise, line: str) -> Exercise:
    said = await practice.say(exercise.practice, line, PRACTICE)
    return exercise.changed(exercise.version, NOON, practice=said)


@pytest.fixture
def studio() -> Studio:
    return Studio()


async def test_the_opening_comes_first_and_plans_are_of_the_scenario_s_records(studio: Studio) -> None:
    exercise = await studio.exercise()
    coaching = await studio.coach.look(exercise)
    assert coaching.opening
    assert coaching.checklist
    assert {plan.outstanding for plan in coaching.options} == {exercise.practice.figures.outstanding}
    assert not coaching.alerts, "practice has no hours"


async def test_the_card_answers_what_the_customer_said_last(studio: Studio) -> None:
    exercise = await studio.exercise()
    await studio.coach.look(exercise)
    studio.world.situations.next = [(Situation.TEMPORARY_DIFFICULTY, 0.95)]
    coaching = await studio.coach.look(await say(exercise, "Buongiorno, come sta?"))
    assert coaching.card is not None
    assert coaching.card.situation == Situation.TEMPORARY_DIFFICULTY
    assert coaching.opening == "", "the operator has spoken"


async def test_only_the_last_line_s_alerts_are_shown(studio: Studio) -> None:
    exercise = await say(await studio.exercise(), "Se non paga subito mandiamo l'avvocato e le pignoriamo tutto!")
    assert [alert.severity for alert in (await studio.coach.look(exercise)).alerts]
    exercise = await say(exercise, "Mi scusi. Che cosa è successo?")
    assert not (await studio.coach.look(exercise)).alerts


async def test_nothing_is_heard_twice_and_a_line_taken_back_is_forgotten(studio: Studio) -> None:
    first = await say(await studio.exercise(), "Buongiorno, parlo con il titolare?")
    again = [await studio.coach.look(first) for _ in range(2)]
    assert again[0] == again[1]
    assert studio.opened == 1
    await studio.coach.look(await say(first, "Capisco. Quanto potrebbe versare al mese?"))
    assert studio.opened == 1
    back = await studio.coach.look(first)
    assert studio.opened == 2
    assert back.checklist == again[0].checklist


async def test_there_is_no_other_customer(studio: Studio) -> None:
    file = practice.records_seen((await studio.exercise()).practice, PRACTICE)
    with pytest.raises(NotFound):
        await ScenarioCustomers(file).resolve("montelupo/C-1001")
    assert await ScenarioCustomers(file).list() == [file]
