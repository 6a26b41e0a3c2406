"""Customers' pages over REST: whose they are, what operators see of others' calls, pages, filters, what is logged."""

from pathlib import Path
from typing import Any

import pytest

from assistant.services.ports_journey import FoundCustomer
from tests.fakes import NOON
from tests.serverworld import ServerWorld
from tests.unit.test_server_reviews import entry


@pytest.fixture
async def world(tmp_path: Path) -> ServerWorld:
    world = ServerWorld(tmp_path)
    critical = {"critical_alerts": 1, "alerts": 1}
    world.queue.entries = [
        entry("mine", "anna").model_copy(update=critical),
        entry("bea-call", "bea").model_copy(update=critical),
        entry("english", "carla", "brackwater"),
    ]
    for customer in ("montelupo/C1", "brackwater/B1"):
        file = await world.services.customers.file(customer)
        world.journeys.found.append(FoundCustomer(file, NOON.date()))
    return world


def read(world: ServerWorld, who: str, path: str, expect: int = 200, **params: Any) -> Any:
    with world.client(who) as panel:
        answer = panel.http.get(path, params=params or None)
        assert answer.status_code == expect, answer.text
        return answer.json()


def test_a_supervisor_reads_the_whole_journey(world: ServerWorld) -> None:
    page = read(world, "sara", "/v1/journey/montelupo/C1", language="en")
    assert page["customer"]["name"] == "Ditta C1"
    assert [step["id"] for step in page["steps"]] == [
        "call:mine",
        "call:bea-call",
        "ticket:9",
        "due:2026/118/0",
        "invoice:2026/118",
    ]
    assert page["facts"]["balances"][0]["overdue"] == "1250.00"
    assert {moment["rule"] for moment in page["moments"]} == {"first_missed_payment", "critical_alert"}
    assert page["counts"] == {"invoice": 1, "due": 1, "service": 1, "call": 2}
    assert ("sara", "journey.read", "montelupo/C1") in [row[:3] for row in world.audit.lines]


def test_an_operator_sees_alerts_and_links_of_own_calls_only(world: ServerWorld) -> None:
    page = read(world, "anna", "/v1/journey/montelupo/C1")
    calls = {step["id"]: step for step in page["steps"] if step["kind"] == "call"}
    assert (calls["call:mine"]["call_id"], calls["call:bea-call"]["call_id"]) == ("mine", "")
    alerts = [moment["records"] for moment in page["moments"] if moment["rule"] == "critical_alert"]
    assert alerts == [["call:mine"]]


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("sara", "/v1/journey/brackwater/B1"),
        ("carla", "/v1/journey/montelupo/C1"),
        ("toni", "/v1/journey/montelupo/C1"),
        ("toni", "/v1/journeys"),
        ("sara", "/v1/journeys?principal=brackwater"),
    ],
)
def test_others_are_refused_and_it_is_logged(world: ServerWorld, who: str, path: str) -> None:
    assert read(world, who, path, expect=403)["error"]["code"] == "forbidden"
    assert [row[1] for row in world.audit.lines if row[0] == who][-1] == "journey.refused"


def test_nobody_reads_without_a_session(world: ServerWorld) -> None:
    read(world, "", "/v1/journey/montelupo/C1", expect=401)


def test_an_unknown_customer_is_not_found(world: ServerWorld) -> None:
    read(world, "sara", "/v1/journey/montelupo/C9", expect=404)


def test_kinds_and_days_narrow_and_pages_follow(world: ServerWorld) -> None:
    path = "/v1/journey/montelupo/C1"
    some = read(world, "sara", path, kinds="invoice,service")
    assert [step["kind"] for step in some["steps"]] == ["service", "invoice"]
    assert [s["id"] for s in read(world, "sara", path, **{"from": "2026-10-01", "to": "2026-10-31"})["steps"]] == [
        "ticket:9"
    ]
    first = read(world, "sara", path, limit=2)
    assert (len(first["steps"]), first["total"]) == (2, 5)
    rest = read(world, "sara", path, limit=9, cursor=first["next_cursor"])
    assert rest["steps"][0]["id"] == "ticket:9"
    assert rest["next_cursor"] is None


@pytest.mark.parametrize(
    "params",
    [
        {"kinds": "gossip"},
        {"from": "2026-02-01", "to": "2026-01-01"},
        {"cursor": "call:nowhere"},
        {"limit": 0},
        {"unknown": "x"},
    ],
)
def test_what_cannot_be_meant_is_refused(world: ServerWorld, params: dict[str, Any]) -> None:
    with world.client("sara") as panel:
        assert panel.http.get("/v1/journey/montelupo/C1", params=params).status_code in (400, 422)


def test_the_list_holds_the_person_s_customers(world: ServerWorld) -> None:
    found = read(world, "sara", "/v1/journeys")["customers"]
    assert [line["id"] for line in found] == ["montelupo/C1"]
    assert found[0]["owed"] == [{"currency": "EUR", "outstanding": "1250.00", "overdue": "1250.00"}]
    assert len(read(world, "adam", "/v1/journeys")["customers"]) == 2
    assert read(world, "adam", "/v1/journeys", q="b1")["customers"][0]["id"] == "brackwater/B1"
    assert ("sara", "journey.list", "*") in [row[:3] for row in world.audit.lines]
