from pathlib import Path

import pytest

from assistant.domain.users import User
from tests.serverworld import ServerWorld


@pytest.fixture
def world(tmp_path: Path) -> ServerWorld:
    return ServerWorld(tmp_path)


def test_customer_view_is_passed_through_in_the_person_s_language(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        view = panel.http.get("/v1/customers/montelupo/C1").json()
        english = panel.http.get("/v1/customers/montelupo/C1?language=en&purpose=inbound").json()
        assert panel.http.get("/v1/customers/montelupo/C1?purpose=none").status_code == 422
    assert view == {
        "customer": {"name": "Ditta C1"},
        "facts": [],
        "history": [],
        "asked": ["it", "2026-11-20", "overdue"],
    }
    assert english["asked"] == ["en", "2026-11-20", "inbound"]
    assert ("anna", "customer.read", "montelupo/C1", "") in world.audit.lines


@pytest.mark.parametrize(
    "path",
    [
        "/v1/customers/brackwater/B1",
        "/v1/sources/article/brackwater/payment-plans",
        "/v1/sources/record/brackwater/B1/ticket:9",
    ],
)
def test_other_principals_are_forbidden_and_nobody_reads_without_a_session(world: ServerWorld, path: str) -> None:
    with world.client("anna") as panel:
        assert panel.http.get(path).status_code == 403
        panel.http.cookies.clear()
        assert panel.http.get(path).status_code == 401
    assert world.audit.actions() == ["session.opened"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/customers/montelupo/NOBODY",
        "/v1/sources/article/montelupo/unknown",
        "/v1/sources/record/montelupo/C1/invoice:unknown",
        "/v1/sources/record/montelupo/NOBODY/ticket:9",
    ],
)
def test_what_does_not_exist_is_not_found(world: ServerWorld, path: str) -> None:
    with world.client("anna") as panel:
        answer = panel.http.get(path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_an_unknown_language_names_the_field(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        answer = panel.http.get("/v1/sources/article/montelupo/payment-plans?language=xx")
    assert (answer.status_code, answer.json()["error"]["where"]) == (422, "query.language")


def test_articles_become_safe_html(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        article = panel.http.get("/v1/sources/article/montelupo/payment-plans").json()
    assert article["title"] == "Piani di pagamento"
    assert (article["valid_from"], article["valid_to"]) == ("2026-01-01", None)
    assert "<h1>Rate</h1>" in article["html"]
    assert "<script" not in article["html"]
    assert "href" not in article["html"], "a javascript: link is not made into a link"


def test_a_record_is_shown_as_labelled_fields(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        record = panel.http.get("/v1/sources/record/montelupo/C1/invoice:2026%2F118").json()
    assert (record["id"], record["kind"], record["title"]) == ("invoice:2026/118", "invoice", "Fattura 2026/118")
    assert {"label": "Scadenze", "value": "30 settembre 2026: 1.250,00 €"} in record["fields"]
    assert {"label": "Tipo", "value": "fattura"} in record["fields"]
    assert "Contestata" not in {field["label"] for field in record["fields"]}
    assert ("anna", "record.read", "montelupo/C1", "invoice:2026/118") in world.audit.lines


def test_records_are_labelled_in_the_person_s_language(world: ServerWorld) -> None:
    anna = world.users.people["anna"]
    world.users.people["anna"] = User(**(anna.model_dump() | {"language": "en"}))
    with world.client("anna") as panel:
        record = panel.http.get("/v1/sources/record/montelupo/C1/ticket:9").json()
    assert {"label": "Opened on", "value": "2 October 2026"} in record["fields"]
