"""`ascolto erase`: what is kept of a person, and what was kept long enough."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from assistant.adapters.store import Database, StoredExercises, StoredPracticeRecords, tables
from assistant.cli.commands import app
from assistant.domain.exercises import Assignment, Exercise, Kept
from assistant.services import practice
from tests.fake_practice import shipped_practice
from tests.unit.cli_home import ascolto, within
from tests.unit.cli_home import home as home

SCENARIO = "it-promessa-malattia"


def practised(home: Path, trainee: str, days: int = 0) -> None:
    """One call so many days ago, of an assignment of that day."""
    at = datetime.now(UTC) - timedelta(days=days)
    key = f"{trainee}-{days}"
    whose = {"principal": "montelupo", "scenario": SCENARIO, "trainee": trainee, "trainer": "tina"}

    async def write(database: Database) -> None:
        state = await practice.start(SCENARIO, 5, at.date(), shipped_practice())
        call = Exercise(id=key, assignment=key, practice=state, started_at=at, changed_at=at, **whose)
        await StoredExercises(database).assign(Assignment(id=key, created_at=at, **whose))
        await StoredExercises(database).add(call)

    within(home, write)


def kept(home: Path, trainee: str) -> Kept:
    return within(home, lambda database: StoredPracticeRecords(database).count(trainee))


def audited(home: Path) -> list[tuple[str, str]]:
    async def read(database: Database) -> list[tuple[str, str]]:
        async with database.reading() as connection:
            rows = await connection.execute(select(tables.audit.c.action, tables.audit.c.subject))
            return [(row.action, row.subject) for row in rows]

    return within(home, read)


def test_a_trainee_s_practice_goes_after_a_question(home: Path) -> None:
    practised(home, "olga")
    practised(home, "anna")
    asked = CliRunner().invoke(app, ["erase", "trainee", "olga"], input="n\n")
    assert (asked.exit_code, kept(home, "olga")) == (1, Kept(calls=1, assignments=1))
    assert "1 practice call, 1 assignment" in asked.stderr
    done = ascolto("erase", "trainee", "olga", "--yes", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"calls": 1, "assignments": 1})
    assert (kept(home, "olga"), kept(home, "anna").calls) == (Kept(calls=0, assignments=0), 1)
    assert audited(home) == [("practice.erased", "olga")]


def test_a_name_that_nobody_has_is_named_with_its_remedy(home: Path) -> None:
    done = ascolto("erase", "trainee", "nobody", "--yes")
    assert done.exit_code == 1
    assert "nobody" in done.output
    assert "users list" in done.output


def test_what_was_kept_long_enough_goes_by_command_and_by_worker(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for days in (10, 40, 400):
        practised(home, "olga", days)
    done = ascolto("erase", "expired")
    assert (done.exit_code, done.stdout) == (0, "1 practice call, 1 assignment removed\n")
    monkeypatch.setenv("ASCOLTO_KEEP_PRACTICE_DAYS", "0")
    assert json.loads(ascolto("erase", "expired", "--json").stdout)["calls"] == 0
    monkeypatch.setenv("ASCOLTO_KEEP_PRACTICE_DAYS", "30")
    worked = json.loads(ascolto("worker", "--once", "--json").stdout)
    assert worked["expired"] == {"calls": 1, "assignments": 1}
    assert kept(home, "olga") == Kept(calls=1, assignments=1)
    assert audited(home) == [("practice.expired", "*")] * 2


def test_a_period_that_is_none_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASCOLTO_KEEP_PRACTICE_DAYS", "-1")
    done = ascolto("erase", "expired")
    assert done.exit_code == 1
    assert "ASCOLTO_KEEP_PRACTICE_DAYS" in done.output
