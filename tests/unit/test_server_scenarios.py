"""Scenarios over REST: trainers open, check and save them; faults stand with their fields; nobody else sees them."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.library import FileLibrary
from assistant.adapters.library_content import SHIPPED
from assistant.domain.records import Principal
from tests.fake_practice import practice_world
from tests.serverworld import Panel, ServerWorld

SCENARIO = "it-promessa-malattia"
PLACE = "/v1/practice/scenarios"


class World(ServerWorld):
    """With a library of its own, in which scenarios may be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.library_path = path / "library"
        shutil.copytree(SHIPPED, self.library_path)
        practice = practice_world(self.users, self.audit, self.clock, self.library_path)
        self.services = replace(self.services, practice=practice)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def opened(panel: Panel) -> Any:
    answer = panel.http.get(f"{PLACE}/{SCENARIO}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def save(panel: Panel, found: Any, expect: int = 200, **changed: Any) -> Any:
    body = {"stamp": found["stamp"], "scenario": found["scenario"] | changed}
    answer = panel.http.put(f"{PLACE}/{SCENARIO}", json=body)
    assert answer.status_code == expect, answer.text
    return answer.json()


def test_a_trainer_opens_changes_and_saves_it(world: World) -> None:
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


def test_a_call_that_goes_on_keeps_the_scenario_with_which_it_began(world: World) -> None:
    with world.client("anna") as panel:
        begun = panel.http.post("/v1/practice/exercises", json={"scenario": SCENARIO, "coaching": False}).json()
    with world.client("toni") as panel:
        save(panel, opened(panel), title="Nuovo titolo")
    with world.client("anna") as panel:
        same = panel.http.get(f"/v1/practice/exercises/{begun['id']}").json()
        assert same["scenario"] == begun["scenario"]
        other = panel.http.post("/v1/practice/exercises", json={"scenario": SCENARIO, "coaching": False}).json()
        assert other["scenario"]["title"] == "Nuovo titolo"


def test_faults_stand_with_their_fields_and_nothing_is_written(world: World) -> None:
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


def test_a_copy_becomes_a_new_scenario(world: World) -> None:
    with world.client("toni") as panel:
        scenario = opened(panel)["scenario"] | {"id": "it-copia"}
        added = panel.http.post(PLACE, json={"scenario": scenario})
        assert (added.status_code, added.json()["place"]) == (201, "montelupo/scenarios/it-copia.yaml")
        again = panel.http.post(PLACE, json={"scenario": scenario})
        assert (again.status_code, again.json()["error"]["code"]) == (409, "id_taken")


def test_a_principal_that_is_not_theirs_is_refused(world: World) -> None:
    with world.client("toni") as panel:
        save(panel, opened(panel), 403, principal="brackwater")
        assert panel.http.get(f"{PLACE}/en-bluffer").status_code == 403
    with world.client("adam") as panel:
        refused = save(panel, opened(panel), 422, principal="nowhere")
        assert refused["faults"][0]["loc"] == ["principal"]


@pytest.mark.parametrize("name", ["anna", "sara"])
def test_only_trainers_see_what_customers_hide(world: World, name: str) -> None:
    with world.client(name) as panel:
        for path in (PLACE, f"{PLACE}/{SCENARIO}"):
            assert panel.http.get(path).status_code == 403
        assert panel.http.post(f"{PLACE}/check", json={"scenario": {}}).status_code == 403
        assert panel.http.put(f"{PLACE}/{SCENARIO}", json={"stamp": "", "scenario": {}}).status_code == 403


def blank(**filled: Any) -> dict[str, Any]:
    """The least that a form sends: what a blank one holds, with what must be filled in."""
    persona = {"name": "Ugo Prova", "role": "titolare", "company": "Prova Srl", "manner": "asciutto"}
    return {
        "id": "it-primo",
        "version": 1,
        "language": "it",
        "title": "Il primo",
        "difficulty": "easy",
        "principal": "montelupo",
        "reason": "Una fattura è scaduta.",
        "persona": persona,
        "records": {"invoices": [{"number": "1", "amount": "100.00", "due": -30}]},
        "outcomes": [{"disposition": "no_outcome"}],
    } | filled


def add(panel: Panel, expect: int = 201, **filled: Any) -> Any:
    answer = panel.http.post(PLACE, json={"scenario": blank(**filled)})
    assert answer.status_code == expect, answer.text
    return answer.json()


def delete(panel: Panel, found: Any, expect: int = 204) -> Any:
    answer = panel.http.delete(f"{PLACE}/{found['scenario']['id']}", params={"stamp": found["stamp"]})
    assert answer.status_code == expect, answer.text
    return answer.json() if answer.content else None


def test_the_first_scenario_of_a_principal_is_written_also_by_an_admin_of_all(world: World) -> None:
    FileLibrary(world.library_path).ensure_principal(Principal(id="acme", name="Acme Srl"))
    with world.client("adam") as panel:
        principals = {one["id"]: one for one in panel.http.get(PLACE).json()["principals"]}
        assert principals["acme"] == {"id": "acme", "name": "Acme Srl", "language": "it"}
        added = add(panel, principal="acme")
        assert (added["place"], added["own"]) == ("acme/scenarios/it-primo.yaml", True)
    with world.client("toni") as panel:
        assert [one["id"] for one in panel.http.get(PLACE).json()["principals"]] == ["montelupo"]
        add(panel, 403, principal="acme")


@pytest.mark.parametrize("name", ["toni", "adam"])
def test_a_principal_has_to_be_chosen(world: World, name: str) -> None:
    with world.client(name) as panel:
        refused = add(panel, 422, principal="")
        assert [(one["loc"], one["kind"]) for one in refused["faults"]] == [(["principal"], "string_too_short")]


def test_a_principal_s_own_scenario_is_deleted_and_calls_keep_their_copy(world: World) -> None:
    with world.client("toni") as panel:
        added = add(panel)
    with world.client("anna") as panel:
        begun = panel.http.post("/v1/practice/exercises", json={"scenario": "it-primo", "coaching": False}).json()
    with world.client("toni") as panel:
        delete(panel, added)
        assert not (world.library_path / added["place"]).exists()
        assert panel.http.get(f"{PLACE}/it-primo").status_code == 404
        delete(panel, added, 404)
    with world.client("anna") as panel:
        same = panel.http.get(f"/v1/practice/exercises/{begun['id']}").json()
        assert same["scenario"]["title"] == "Il primo"
        said = {"version": 1, "text": "Buongiorno, come sta?"}
        assert panel.http.post(f"/v1/practice/exercises/{begun['id']}/say", json=said).status_code == 200
    assert ("toni", "scenario.deleted", "it-primo") in [line[:3] for line in world.audit.lines]


def test_a_scenario_that_is_assigned_and_not_done_stays(world: World) -> None:
    with world.client("toni") as panel:
        added = add(panel)
        asked = {"scenario": "it-primo", "trainee": "anna"}
        given = panel.http.post("/v1/practice/assignments", json=asked).json()
        refused = delete(panel, added, 409)
        assert (refused["error"]["code"], refused["trainers"]) == ("assigned", ["toni"])
        panel.http.delete(f"/v1/practice/assignments/{given['id']}")
        delete(panel, added)


def test_what_is_shared_or_was_changed_meanwhile_is_not_deleted(world: World) -> None:
    with world.client("toni") as panel:
        shared = opened(panel)
        assert not shared["own"]
        assert delete(panel, shared, 409)["error"]["code"] == "shared"
        added = add(panel)
        file = world.library_path / added["place"]
        file.write_text(file.read_text(encoding="utf-8") + "# a mano\n", encoding="utf-8")
        assert delete(panel, added, 409)["error"]["code"] == "changed_elsewhere"
        assert file.exists()
    assert "scenario.deleted" not in world.audit.actions()


@pytest.mark.parametrize("name", ["anna", "sara", "carla"])
def test_only_trainers_of_the_principal_delete(world: World, name: str) -> None:
    with world.client("toni") as panel:
        added = add(panel)
    with world.client(name) as panel:
        delete(panel, added, 403)
    assert (world.library_path / added["place"]).exists()
