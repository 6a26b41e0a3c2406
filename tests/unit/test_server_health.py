"""Who may read the figures, and what health gives away."""

from pathlib import Path

import pytest

from assistant.services.model_work import ServerState
from assistant.services.ports import ModelState
from tests.fakes import FakeModel
from tests.serverworld import ServerWorld


@pytest.fixture
def world(tmp_path: Path) -> ServerWorld:
    return ServerWorld(tmp_path)


def test_health_shows_breakers_but_no_inner_address(world: ServerWorld) -> None:
    servers = (ServerState("gpu-1.internal:8000", "ready"), ServerState("gpu-2.internal:8000", "ready", "open"))
    assert isinstance(world.services.model, FakeModel)
    world.services.model.current = ModelState("ready", name="large", servers=servers)
    with world.client() as panel:
        answer = panel.http.get("/v1/health")
    assert "internal" not in answer.text
    assert [(s["server"], s["breaker"]) for s in answer.json()["model"]["servers"]] == [("1", "closed"), ("2", "open")]


def test_this_machine_may_read_the_figures(world: ServerWorld) -> None:
    with world.client() as panel:
        answer = panel.http.get("/v1/metrics")
    assert (answer.status_code, answer.text) == (200, "ascolto_model_tailored_total 1.0\n")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"


@pytest.mark.parametrize(
    ("username", "status"), [("", 401), ("anna", 403), ("toni", 403), ("sara", 200), ("adam", 200)]
)
def test_what_a_proxy_passes_on_needs_a_session_of_a_role(world: ServerWorld, username: str, status: int) -> None:
    with world.client(username) as panel:
        assert panel.http.get("/v1/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == status
