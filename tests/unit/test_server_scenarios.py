"""Scenarios over REST: trainers open, check and save them; faults stand with their fields; nobody else sees them."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.library_content import SHIPPED
from tests.fake_practice import practice_world
from tests.serverworld import Panel, ServerWorld

SCENARIO = "it-promessa-malattia"
PLACE = "/v1/practice/scenarios"


@pytest.fixture
def world(tmp_path: Path) -> ServerWorld:
    library = tmp_path / "library"
    shutil.copytree(SHIPPED, library)
    world = ServerWorld(tmp_path)
    world.services = replace(world.services, practice=practice_world(world.users, world.audit, world.clock, library))
    return world


def opened(panel: Panel) -> Any:
    answer = panel.http.get(f"{PLACE}/{SCENARIO}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def save(panel: Panel, found: Any, expect: int = 200, **changed: Any) -> Any:
    body = {"stamp": found["stamp"], "scenario": found["scenario"] | changed}
    answer = panel.http.put(f"{PLACE}/{SCENARIO}", json=body)
    assert answer.status_code == expect, answer.text
    return answer.json()


def test_a_trainer_opens_changes_and_saves_it(world: ServerWorld) -> None:
    with world.client("toni") as panel:
        found = opened(panel)
        saved = save(panel, found, title="Con più calma")
        assert saved["scenario"]["version"] == found["scenario"]["version"] + 1
        assert saved["stamp"] != found["stamp"]
        assert opened(panel) == saved
        listed = {one["id"]: one["title"] for one in panel.http.get(PLACE).json()["scenarios"]}
        assert listed[SCENARIO] == "Con più calma"
        assert all(key.startswith("it-") for key in listed)
        stale = save(panel, found, 409, title="Di un'altra finestra")
        assert stale["error"]["code"] == "changed_elsewhere"
    assert ("toni", "scenario.saved", SCENARIO) in [line[:3] for line in world.audit.lines]


def test_a_call_that_goes_on_keeps_the_scenario_with_which_it_began(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        begun = panel.http.post("/v1/practice/exercises", json={"scenario": SCENARIO, "coaching": False}).json()
    with world.client("toni") as panel:
        save(panel, opened(panel), title="Nuovo titolo")
    with world.client("anna") as panel:
        same = panel.http.get(f"/v1/practice/exercises/{begun['id']}").json()
        assert same["scenario"] == begun["scenario"]
        other = panel.http.post("/v1/practice/exercises", json={"scenario": SCENARIO, "coaching": False}).json()
        assert other["scenario"]["title"] == "Nuovo titolo"


def test_faults_stand_with_their_fields_and_nothing_is_written(world: ServerWorld) -> None:
    with world.client("toni") as panel:
        found = opened(panel)
        outcomes = [*found["scenario"]["outcomes"]]
        outcomes.append(outcomes[-1] | {"disposition": "escalated", "when": {"settled": ["referral"], "mood_min": 3}})
        refused = save(panel, found, 422, outcomes=outcomes)
        assert refused["error"]["code"] == "scenario_invalid"
        assert refused["faults"][0]["loc"] == ["outcomes", len(outcomes) - 1]
        assert "can't be reached" in refused["faults"][0]["message"]
        refused = save(panel, found, 422, title=7, mood=99)
        assert [fault["loc"] for fault in refused["faults"]] == [["title"], ["mood"]]
        refused = save(panel, found, 422, id="it-altro")
        assert refused["faults"][0]["loc"] == ["id"]
        checked = panel.http.post(f"{PLACE}/check", json={"scenario": found["scenario"]})
        assert checked.json() == {"faults": []}
        assert opened(panel) == found


def test_a_copy_becomes_a_new_scenario(world: ServerWorld) -> None:
    with world.client("toni") as panel:
        scenario = opened(panel)["scenario"] | {"id": "it-copia"}
        added = panel.http.post(PLACE, json={"scenario": scenario})
        assert (added.status_code, added.json()["place"]) == (201, "montelupo/scenarios/it-copia.yaml")
        again = panel.http.post(PLACE, json={"scenario": scenario})
        assert (again.status_code, again.json()["error"]["code"]) == (409, "id_taken")


def test_a_principal_that_is_not_theirs_is_refused(world: ServerWorld) -> None:
    with world.client("toni") as panel:
        save(panel, opened(panel), 403, principal="brackwater")
        assert panel.http.get(f"{PLACE}/en-bluffer").status_code == 403
    with world.client("adam") as panel:
        refused = save(panel, opened(panel), 422, principal="nowhere")
        assert refused["faults"][0]["loc"] == ["principal"]


@pytest.mark.parametrize("name", ["anna", "sara"])
def test_only_trainers_see_what_customers_hide(world: ServerWorld, name: str) -> None:
    with world.client(name) as panel:
        for path in (PLACE, f"{PLACE}/{SCENARIO}"):
            assert panel.http.get(path).status_code == 403
        assert panel.http.post(f"{PLACE}/check", json={"scenario": {}}).status_code == 403
        assert panel.http.put(f"{PLACE}/{SCENARIO}", json={"stamp": "", "scenario": {}}).status_code == 403
