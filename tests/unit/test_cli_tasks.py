"""`ascolto tasks`: the list, and the two steps that close a task."""

import json
from pathlib import Path

from assistant.adapters.store import StoredTasks
from assistant.domain.tasks import Task
from tests.unit.cli_home import ascolto, confirm_note, within
from tests.unit.cli_home import home as home


def task(home: Path) -> Task:
    return within(home, lambda database: StoredTasks(database).get("c1/1"))


def test_the_list_shows_owner_customer_and_text(home: Path) -> None:
    confirm_note(home)
    shown = ascolto("tasks", "list")
    assert shown.exit_code == 0, shown.output
    for part in ("2026-11-23", "open", "back_office", "montelupo/C1", "Verificare [merce]", "c1/1"):
        assert part in shown.output


def test_the_list_keeps_to_what_was_asked(home: Path) -> None:
    confirm_note(home)
    for wanted, count in ((("--owner", "back_office"), 1), (("--owner", "technician"), 0), (("--who", "Rossi"), 0)):
        found = json.loads(ascolto("tasks", "list", *wanted, "--json").output)
        assert len(found["tasks"]) == count
    assert ascolto("tasks", "list", "--principal", "nobody").exit_code == 1


def test_overdue_and_today_are_not_asked_together(home: Path) -> None:
    shown = ascolto("tasks", "list", "--overdue", "--today")
    assert shown.exit_code == 2
    assert "--today" in shown.output


def test_a_task_is_done_then_told(home: Path) -> None:
    confirm_note(home)
    early = ascolto("tasks", "told", "c1/1")
    assert (early.exit_code, task(home).state) == (1, "open")
    silent = ascolto("tasks", "done", "c1/1")
    assert (silent.exit_code, task(home).state) == (1, "open")
    done = ascolto("tasks", "done", "c1/1", "--outcome", "Arrivata oggi")
    assert (done.exit_code, task(home).state, task(home).outcome) == (0, "done", "Arrivata oggi")
    told = json.loads(ascolto("tasks", "told", "c1/1", "--json").output)
    assert (told["state"], task(home).state) == ("closed", "closed")
    assert ascolto("tasks", "told", "c1/1").exit_code == 1


def test_a_task_that_isnt_there_is_named(home: Path) -> None:
    shown = ascolto("tasks", "done", "zz/9", "--outcome", "Fatto")
    assert shown.exit_code == 1
    assert "zz/9" in shown.output


def test_without_promises_no_call_is_proposed(home: Path) -> None:
    assert json.loads(ascolto("tasks", "calls", "--json").output)["proposals"] == []
