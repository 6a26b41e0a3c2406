"""Assignments and practice calls: the same tests on SQLite and on PostgreSQL."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from assistant.adapters.store import Database, StoredExercises, StoredPracticeRecords
from assistant.domain.errors import Conflict, NotFound
from assistant.domain.exercises import Assignment, Exercise, Kept
from assistant.services import practice
from assistant.services.practice_debrief import debrief
from tests.fake_practice import shipped_practice

pytestmark = pytest.mark.integration
NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
SCENARIO = "en-angry-after-failure"


def given(key: str = "a1", trainee: str = "anna", hours: int = 0) -> Assignment:
    return Assignment(
        id=key,
        principal="brackwater",
        scenario=SCENARIO,
        trainee=trainee,
        trainer="toni",
        note="Perché è già più difficile",
        due=date(2026, 12, 9),
        created_at=NOW + timedelta(hours=hours),
    )


async def exercise(key: str = "e1", trainee: str = "anna", hours: int = 0) -> Exercise:
    state = await practice.start(SCENARIO, 5, NOW.date(), shipped_practice())
    at = NOW + timedelta(hours=hours)
    return Exercise(
        id=key,
        principal="brackwater",
        scenario=SCENARIO,
        trainee=trainee,
        trainer="toni",
        practice=state,
        started_at=at,
        changed_at=at,
    )


async def test_assignments_come_back_as_they_were_given(database: Database) -> None:
    kept = StoredExercises(database)
    first, second = given("a1"), given("a2", "bea", hours=1)
    await kept.assign(first)
    await kept.assign(second)
    assert await kept.assignments("toni") == [second, first]
    assert await kept.assignments("anna") == [first]
    await kept.withdraw("a1")
    assert await kept.assignments("anna") == []
    assert (await kept.assignment("a1")).withdrawn
    with pytest.raises(NotFound):
        await kept.assignment("a\0")


async def test_every_turn_is_kept(database: Database) -> None:
    kept, ports = StoredExercises(database), shipped_practice()
    call = await exercise()
    await kept.add(call)
    for line in ("Good morning, this is Tom. How are you?", "I am sorry about that. What happened?"):
        said = await practice.say(call.practice, line, ports)
        call = call.changed(call.version, NOW + timedelta(minutes=1), practice=said)
        await kept.save(call)
    assert await kept.get("e1") == call
    assert len(call.practice.turns) == 2
    told = await debrief(practice.finish(call.practice), ports, "Tom")
    done = call.changed(call.version, NOW + timedelta(minutes=9), state="finished", debrief=told)
    await kept.save(done)
    assert await kept.get("e1") == done


async def test_of_two_windows_one_is_told(database: Database) -> None:
    kept, ports = StoredExercises(database), shipped_practice()
    call = await exercise()
    await kept.add(call)
    lines = ("Good morning.", "Hello there.")
    said = [call.changed(1, NOW, practice=await practice.say(call.practice, line, ports)) for line in lines]
    results = await asyncio.gather(*(kept.save(one) for one in said), return_exceptions=True)
    assert [type(result) for result in results].count(Conflict) == 1
    winner = said[0] if results[0] is None else said[1]
    assert await kept.get("e1") == winner


async def test_lists_hold_one_s_own_and_those_one_assigned(database: Database) -> None:
    kept = StoredExercises(database)
    old, new = await exercise("e1"), await exercise("e2", "bea", hours=2)
    await kept.add(old)
    await kept.add(new)
    assert [one.id for one in await kept.list("toni")] == ["e2", "e1"]
    assert [one.id for one in await kept.list("anna")] == ["e1"]
    assert await kept.list("nobody") == []
    assert await kept.done("anna") == set()
    finished = old.changed(1, NOW, state="finished", assignment="a1")
    await kept.save(finished)
    await kept.save(new.changed(1, NOW, state="paused", assignment="a2"))
    assert await kept.done("anna") == {"a1"}
    assert await kept.done("bea") == set()


async def test_an_assignment_waits_until_a_call_of_it_is_finished(database: Database) -> None:
    kept = StoredExercises(database)
    for key in ("a1", "a2", "a3"):
        await kept.assign(given(key))
    await kept.withdraw("a3")
    call = (await exercise()).model_copy(update={"assignment": "a1"})
    await kept.add(call)
    assert {one.id for one in await kept.waiting(SCENARIO)} == {"a1", "a2"}
    await kept.save(call.changed(1, NOW, state="finished"))
    assert [one.id for one in await kept.waiting(SCENARIO)] == ["a2"]
    assert await kept.waiting("en-bluffer") == []


async def test_all_that_is_kept_of_a_trainee_goes_and_nothing_else(database: Database) -> None:
    kept, records = StoredExercises(database), StoredPracticeRecords(database)
    for n, trainee in enumerate(("anna", "anna", "bea")):
        await kept.add(await exercise(f"e{n}", trainee))
        await kept.assign(given(f"a{n}", trainee))
    assert await records.count("anna") == Kept(calls=2, assignments=2)
    assert await records.erase("anna") == Kept(calls=2, assignments=2)
    assert await records.erase("anna") == await records.count("anna") == Kept(calls=0, assignments=0)
    assert [one.id for one in await kept.list("toni")] == ["e2"]
    assert [one.id for one in await kept.assignments("toni")] == ["a2"]
    assert await records.erase("a\0") == await records.count("a\0") == Kept(calls=0, assignments=0)


async def test_what_nobody_has_changed_for_long_goes(database: Database) -> None:
    kept, records = StoredExercises(database), StoredPracticeRecords(database)
    old, again, young = await exercise("e1"), await exercise("e2"), await exercise("e3", hours=2)
    for call, state in ((old, "finished"), (again, "paused"), (young, "open")):
        await kept.add(call.model_copy(update={"assignment": "a1", "state": state}))
    await kept.assign(given("a1"))
    await kept.assign(given("a2"))
    later = NOW + timedelta(hours=1)
    assert await records.expire(NOW) == Kept(calls=0, assignments=0)
    assert await records.expire(later) == Kept(calls=2, assignments=0)
    assert [one.id for one in await kept.list("anna")] == ["e3"]
    # What was done isn't asked for again; what is still to be done is asked for until its day.
    assert [one.id for one in await kept.assignments("anna")] == ["a2"]
    assert await records.expire(NOW + timedelta(days=8)) == Kept(calls=1, assignments=1)
    assert await records.expire(NOW + timedelta(days=9)) == Kept(calls=0, assignments=1)
    assert await records.count("anna") == Kept(calls=0, assignments=0)


async def test_more_go_than_one_transaction_takes(database: Database) -> None:
    kept, records, call = StoredExercises(database), StoredPracticeRecords(database), await exercise()
    for n in range(101):
        await kept.add(call.model_copy(update={"id": f"e{n}"}))
    assert await records.expire(NOW + timedelta(seconds=1)) == Kept(calls=101, assignments=0)
