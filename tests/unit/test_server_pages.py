from dataclasses import replace
from pathlib import Path

import pytest

from assistant.domain.errors import ConfigurationError
from assistant.server.pages import static_files
from assistant.services.ports import ModelState
from tests.fakes import FakeModel
from tests.serverworld import ServerWorld


@pytest.fixture
def world(tmp_path: Path) -> ServerWorld:
    return ServerWorld(tmp_path)


def test_the_panel_and_its_files_are_served_and_revalidated(world: ServerWorld) -> None:
    with world.client() as panel:
        assert "<title>Ascolto</title>" in panel.http.get("/").text
        first = panel.http.get("/static/app.js")
        assert first.headers["cache-control"] == "no-cache"
        assert "javascript" in first.headers["content-type"]
        again = panel.http.get("/static/app.js", headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304


@pytest.mark.parametrize("path", ["/static/none.js", "/static/../secret", "/static/%2e%2e/secret", "/static/"])
def test_nothing_beside_the_folder_is_served(world: ServerWorld, path: str) -> None:
    with world.client() as panel:
        answer = panel.http.get(path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_missing_pages_stop_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="pages are missing"):
        static_files(tmp_path)


def test_health_is_open_and_shows_the_model(world: ServerWorld) -> None:
    state = ModelState("downloading", name="qwen", progress=0.25, earned={"it": ("mention",)})
    world.services = replace(world.services, model=FakeModel(state=state))
    with world.client() as panel:
        health = panel.http.get("/v1/health").json()
        assert panel.http.get("/v1/model").status_code == 401
    assert health["status"] == "ok"
    assert health["version"]
    assert health["model"]["progress"] == 0.25
    assert health["model"]["earned"] == {"it": ["mention"]}


def test_the_model_s_state_for_people(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        assert panel.http.get("/v1/model").json()["state"] == "ready"


def test_demo_calls_of_the_person_s_principals(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        (call,) = panel.http.get("/v1/demo/calls").json()["calls"]
    assert call == {
        "id": "rate",
        "title": {"it": "Rate", "en": "Plan"},
        "customer": "montelupo/C1",
        "language": "it",
    }


def test_a_demo_call_is_played_and_stopped(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        played = panel.http.post("/v1/demo/calls/rate/replay", json={"speed": 4})
        assert (played.status_code, played.json()) == (202, {"call_id": "demo-1"})
        assert panel.http.post("/v1/demo/calls/rate/replay").status_code == 202
        assert panel.http.post("/v1/demo/calls/mine/stop").status_code == 204
    assert world.demo.started == [("rate", "anna", 4), ("rate", "anna", 1)]
    assert world.demo.stopped == ["mine"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("rate/replay", {"speed": 21}, 422),
        ("rate/replay", {"speed": 0.1}, 422),
        ("rate/replay", {"speed": "fast"}, 422),
        ("goods/replay", {}, 404),
        ("unknown/replay", {}, 404),
        ("bea-call/stop", None, 403),
        ("english/stop", None, 403),
        ("unknown/stop", None, 404),
    ],
)
def test_demo_refusals(world: ServerWorld, path: str, body: dict[str, object] | None, status: int) -> None:
    with world.client("anna") as panel:
        assert panel.http.post(f"/v1/demo/calls/{path}", json=body).status_code == status
    assert world.demo.started == []
    assert world.demo.stopped == []


def test_without_a_demo_there_is_nothing_to_play(world: ServerWorld) -> None:
    world.services = replace(world.services, demo=None)
    with world.client("anna") as panel:
        assert panel.http.get("/v1/demo/calls").json() == {"calls": []}
        assert panel.http.post("/v1/demo/calls/rate/replay", json={}).status_code == 404
