from pathlib import Path
from typing import Any

import pytest

from tests.serverworld import ServerWorld


@pytest.fixture
async def world(tmp_path: Path) -> ServerWorld:
    world = ServerWorld(tmp_path)
    await world.passages.say("c1", "la rata <b>scade</b> domani", "non posso")
    await world.passages.say("c2", "la rata", principal="brackwater")
    return world


def asked(world: ServerWorld, person: str, **params: Any) -> tuple[int, Any]:
    with world.client(person) as panel:
        answer = panel.http.get("/v1/call-search", params=params)
        return answer.status_code, answer.json()


def test_a_supervisor_finds_calls_of_their_principals(world: ServerWorld) -> None:
    status, found = asked(world, "sara", q="rata", **{"from": "", "principal": ""})
    assert status == 200
    assert (found["query"], found["total"], [hit["call_id"] for hit in found["hits"]]) == ("rata", 1, ["c1"])
    (line,) = found["hits"][0]["passages"]
    assert line == {
        "utterance_ids": ["u0"],
        "speaker": "customer",
        "t": 0.0,
        "text": "la rata <b>scade</b> domani",
        "marks": [[3, 7]],
    }
    assert found["hits"][0]["day"] == "2026-11-20"
    assert ("sara", "calls.searched", "*", "rata") in world.audit.lines


def test_an_admin_sees_all_and_narrows_by_principal(world: ServerWorld) -> None:
    assert asked(world, "adam", q="rata")[1]["total"] == 2
    assert [hit["call_id"] for hit in asked(world, "adam", q="rata", principal="brackwater")[1]["hits"]] == ["c2"]


@pytest.mark.parametrize(("person", "status"), [("", 401), ("anna", 403), ("toni", 403)])
def test_others_are_refused(world: ServerWorld, person: str, status: int) -> None:
    assert asked(world, person, q="rata")[0] == status


def test_another_principal_is_refused_and_logged(world: ServerWorld) -> None:
    assert asked(world, "sara", q="rata", principal="brackwater")[0] == 403
    assert "search.refused" in world.audit.actions()


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"q": ""},
        {"q": "?!"},
        {"q": '""'},
        {"q": "\0"},
        {"q": "x" * 10_000},
        {"q": "rata", "top": 0},
        {"q": "rata", "top": "many"},
        {"q": "rata", "from": "yesterday"},
        {"q": "rata", "from": "2026-11-02", "to": "2026-11-01"},
        {"q": "rata", "situation": "' OR 1=1 --"},
        {"q": "rata", "customer": "a\0"},
        {"q": "rata", "unknown": "1"},
    ],
)
def test_what_can_not_be_asked_is_refused_with_its_place(world: ServerWorld, wrong: dict[str, Any]) -> None:
    status, body = asked(world, "sara", **wrong)
    assert (status, body["error"]["code"]) == (422, "invalid_input")
    assert body["error"]["where"]
    assert body["error"]["message"]


@pytest.mark.parametrize(
    "q", ["rata AND NOT x*", 'NEAR("rata")', '"rata', "'; DROP TABLE calls; --", "rata^2:{}", "😀 rata"]
)
def test_signs_of_query_languages_are_plain_words(world: ServerWorld, q: str) -> None:
    assert asked(world, "sara", q=q)[0] == 200
