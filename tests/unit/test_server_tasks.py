"""Tasks and proposed calls over REST: who sees them, and the two steps that close a task."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.notes import Evidence
from assistant.domain.tasks import Task
from tests.fakes import NOON
from tests.serverworld import ServerWorld

TODAY = NOON.date()


def task(task_id: str, due: date = TODAY, **changes: Any) -> Task:
    fields: dict[str, Any] = {"principal": "montelupo", "customer": "montelupo/C1", "call_id": "mine"}
    fields |= {"owner": "technician", "text": "Rivedere la porta"}
    fields |= {"evidence": (Evidence(utterance_id="u1", quote="la porta"),)}
    return Task(id=task_id, due=due, **fields | changes)


@pytest.fixture
def world(tmp_path: Path) -> ServerWorld:
    world = ServerWorld(tmp_path)
    rows = [
        task("mine:1", date(2026, 11, 18)),
        task("mine:2"),
        task("mine:3", date(2026, 11, 25), tell_customer=False, owner="supervisor"),
        task("gone:1", date(2026, 11, 30), call_id="gone", state="done", done_by="bea", done_at=NOON),
        task("english:1", principal="brackwater", customer="brackwater/B1", call_id="english"),
    ]
    world.tasks.rows = {row.id: row for row in rows}
    return world


def listed(panel: Any, query: str = "") -> list[str]:
    answer = panel.http.get(f"/v1/tasks?language=it{query}")
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["tasks"]]


def test_a_person_sees_the_tasks_of_their_principals_with_what_is_due(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        found = panel.http.get("/v1/tasks?language=en").json()
        assert found["on"] == "2026-11-20"
        assert found["counts"] == {"overdue": 1, "today": 1, "later": 1, "to_tell": 1}
        assert [row["id"] for row in found["tasks"]] == ["mine:1", "mine:2", "mine:3", "gone:1"]
        first, *_, gone = found["tasks"]
        assert (first["customer_name"], first["language"], first["is_overdue"]) == ("Ditta", "it", True)
        assert (gone["customer_name"], gone["language"]) == ("", "en")
        assert listed(panel, "&when=overdue") == ["mine:1"]
        assert listed(panel, "&when=today") == ["mine:2"]
        assert listed(panel, "&owner=supervisor") == ["mine:3"]
        assert listed(panel, "&state=done") == ["gone:1"]
        assert panel.http.get("/v1/tasks?principal=brackwater").status_code == 403
        assert panel.http.get("/v1/tasks?owners=x").status_code == 422
    assert "tasks.read" in world.audit.actions()


def test_a_task_is_done_then_told_then_closed(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        assert panel.http.post("/v1/tasks/mine:1/told").status_code == 409
        assert panel.http.post("/v1/tasks/mine:1/done", json={"outcome": "  "}).status_code == 422
        assert panel.http.post("/v1/tasks/mine:1/done", json={"outcome": "a\0"}).status_code == 422
        done = panel.http.post("/v1/tasks/mine:1/done", json={"outcome": "Riparata"}).json()
        assert (done["state"], done["done_by"], done["outcome"]) == ("done", "anna", "Riparata")
        assert panel.http.post("/v1/tasks/mine:1/done", json={"outcome": "Ancora"}).status_code == 409
        told = panel.http.post("/v1/tasks/mine:1/told").json()
        assert (told["state"], told["told_by"]) == ("closed", "anna")
        assert panel.http.post("/v1/tasks/mine:1/told").status_code == 409
        assert "mine:1" not in listed(panel)
    assert ("anna", "task.done", "mine:1", "montelupo/C1") in world.audit.lines
    assert ("anna", "task.told", "mine:1", "montelupo/C1") in world.audit.lines


def test_work_that_nobody_waits_for_is_closed_when_done(world: ServerWorld) -> None:
    with world.client("sara") as panel:
        assert panel.http.post("/v1/tasks/mine:3/done", json={}).json()["state"] == "closed"


def test_others_neither_see_nor_change_them(world: ServerWorld) -> None:
    with world.client("carla") as panel:
        assert listed(panel) == ["english:1"]
        assert panel.http.post("/v1/tasks/mine:1/done", json={"outcome": "x"}).status_code == 403
        assert panel.http.post("/v1/tasks/none/done", json={"outcome": "x"}).status_code == 404
    with world.client("toni") as panel:
        for address in ("/v1/tasks", "/v1/proposals"):
            assert panel.http.get(address).status_code == 403
    with world.client() as panel:
        for address in ("/v1/tasks", "/v1/proposals"):
            assert panel.http.get(address).status_code == 401
    with world.client("anna") as panel:
        from_elsewhere = {"Origin": "https://elsewhere.example"}
        answer = panel.http.post("/v1/tasks/mine:2/done", json={"outcome": "x"}, headers=from_elsewhere)
        assert answer.status_code == 403
    assert world.tasks.rows["mine:2"].state == "open"


def test_proposals_are_served_and_scoped(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        assert panel.http.get("/v1/proposals?language=it").json() == {"on": "2026-11-20", "proposals": []}
        assert panel.http.get("/v1/proposals?principal=brackwater").status_code == 403
