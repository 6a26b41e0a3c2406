"""The endpoints of the voice of the customer."""

from datetime import timedelta
from pathlib import Path

import pytest

from assistant.services.ports_voice import Listened
from tests.fake_voice import TODAY, theme, voice
from tests.serverworld import ServerWorld


@pytest.fixture
def world(tmp_path: Path) -> ServerWorld:
    world = ServerWorld(tmp_path)
    world.voice.themes.add(
        theme(names={"it": "consegne in ritardo", "en": "late deliveries"}), voice(1), voice(2, customer="montelupo/C2")
    )
    world.voice.themes.add(theme("theirs", "brackwater"), voice(3, customer="brackwater/B1"))
    world.voice.themes.days = [Listened("montelupo", TODAY, "call", 40)]
    return world


def test_a_supervisor_reads_themes_in_the_language_asked_for(world: ServerWorld) -> None:
    with world.client("sara") as panel:
        answer = panel.http.get(f"/v1/voice?principal=montelupo&from={TODAY}&to={TODAY}&language=en")
    assert answer.status_code == 200
    [found] = answer.json()["themes"]
    assert (found["name"], found["share"]["heard"], found["share"]["of"]) == ("late deliveries", 2, 40)
    assert {quote["call_id"] for quote in found["quotes"]} == {"c1", "c2"}
    assert "voice.read" in world.audit.actions()


@pytest.mark.parametrize(
    ("username", "path", "status"),
    [
        ("anna", "/v1/voice", 403),
        ("toni", "/v1/voice", 403),
        ("sara", "/v1/voice?principal=brackwater", 403),
        ("sara", "/v1/voice/themes/theirs", 403),
        ("sara", "/v1/voice/themes/none", 404),
        ("sara", "/v1/voice?from=2026-13-01", 422),
        ("sara", "/v1/voice?colour=red", 422),
        ("sara", "/v1/voice/themes/late?cursor=-1", 422),
        ("", "/v1/voice", 401),
    ],
)
def test_what_may_not_be_read_or_makes_no_sense(world: ServerWorld, username: str, path: str, status: int) -> None:
    with world.client(username) as panel:
        assert panel.http.get(path).status_code == status


def test_the_voices_of_a_theme(world: ServerWorld) -> None:
    with world.client("sara") as panel:
        found = panel.http.get("/v1/voice/themes/late?source=call").json()
    assert (found["total"], found["next_cursor"]) == (2, None)
    assert found["theme"]["id"] == "late"
    assert [one["utterance_id"] for one in found["voices"]] == ["u1", "u1"]


def test_a_theme_is_renamed_and_a_late_second_is_told(world: ServerWorld) -> None:
    with world.client("sara") as panel:
        named = panel.http.post("/v1/voice/themes/late/name", json={"names": {"it": "Ritardi"}, "version": 1})
        late = panel.http.post("/v1/voice/themes/late/name", json={"names": {"it": "Altro"}, "version": 1})
        bad = panel.http.post("/v1/voice/themes/late/name", json={"names": {"fr": "Retards"}, "version": 2})
    assert (named.status_code, named.json()["given"], named.json()["version"]) == (200, {"it": "Ritardi"}, 2)
    assert (late.status_code, late.json()["error"]["code"]) == (409, "conflict")
    assert bad.status_code == 422


def test_a_theme_becomes_an_action_that_is_done_and_looked_at(world: ServerWorld) -> None:
    asked = {"theme": "late", "text": "Avvisare", "owner": "Logistica", "due": f"{TODAY}"}
    asked |= {"look_on": f"{TODAY + timedelta(days=30)}"}
    with world.client("sara") as panel:
        added = panel.http.post("/v1/voice/actions", json=asked)
        assert added.status_code == 201
        path = f"/v1/voice/actions/{added.json()['id']}"
        assert panel.http.post(f"{path}/look", json={"version": 1}).status_code == 409
        assert panel.http.post(f"{path}/done", json={"version": 1}).json()["state"] == "done"
        looked = panel.http.post(f"{path}/look", json={"version": 2}).json()
        assert (looked["state"], looked["outcome"]["change"]) == ("looked", "too_little")
        assert [one["id"] for one in panel.http.get("/v1/voice/actions").json()] == [added.json()["id"]]
        assert panel.http.post("/v1/voice/actions", json=asked | {"look_on": f"{TODAY}"}).status_code == 422
        assert panel.http.post("/v1/voice/actions", json=asked | {"theme": "theirs"}).status_code == 403
    with world.client("anna") as panel:
        assert panel.http.get("/v1/voice/actions").status_code == 403
