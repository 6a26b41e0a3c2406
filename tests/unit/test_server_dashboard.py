"""The dashboard over REST: who may see it, of which principal, what is recorded, and what bad questions get."""

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assistant.domain.records import Customer
from tests.serverworld import ServerWorld

ADDRESSES = ("/v1/dashboard", "/v1/dashboard/list?what=customers", "/v1/dashboard.xlsx", "/dashboard/print")


@pytest.fixture
def world(tmp_path: Path) -> ServerWorld:
    world = ServerWorld(tmp_path)
    hostile = Customer(principal="montelupo", ref="C1", name="=cmd()<script>alert(1)</script>")
    file = world.dashboard.customers[0]
    world.dashboard.customers[0] = file.model_copy(update={"customer": hostile})
    return world


def test_a_supervisor_sees_figures_report_and_charts_of_their_principal(world: ServerWorld) -> None:
    with world.client("sara") as panel:
        answer = panel.http.get("/v1/dashboard?principal=montelupo&from=2026-09-01&to=2026-11-20&language=en")
        assert answer.status_code == 200, answer.text
        found = answer.json()
    assert found["figures"]["receivables"][0]["outstanding"] == {"now": "1250.00", "before": "1250.00"}
    assert found["figures"]["period"] == {"first": "2026-09-01", "last": "2026-11-20"}
    assert found["report"]["title"] == "Dashboard of Montelupo Ascensori S.r.l."
    ids = [chart["id"] for section in found["report"]["sections"] for chart in section.get("charts", [])]
    assert list(found["charts"]) == ids and "ageing-EUR" in ids
    assert found["charts"]["ageing-EUR"].startswith("<svg")
    assert [one["id"] for one in found["principals"]] == ["montelupo"]
    assert ("sara", "dashboard.read", "montelupo", "page 2026-09-01..2026-11-20") in world.audit.lines


def test_without_a_question_it_is_the_first_principal_and_the_last_90_days(world: ServerWorld) -> None:
    with world.client("adam") as panel:
        found = panel.http.get("/v1/dashboard?width=narrow").json()
    assert found["figures"]["period"] == {"first": "2026-08-23", "last": "2026-11-20"}
    assert [one["id"] for one in found["principals"]] == ["brackwater", "montelupo"]
    assert found["figures"]["principal"] == "brackwater"


@pytest.mark.parametrize("address", ADDRESSES)
def test_others_are_refused_and_it_is_recorded(world: ServerWorld, address: str) -> None:
    joint = "&" if "?" in address else "?"
    for name in ("anna", "toni"):
        with world.client(name) as panel:
            assert panel.http.get(address).status_code == 403
        assert (name, "dashboard.refused") in [line[:2] for line in world.audit.lines]
    with world.client("sara") as panel:
        answer = panel.http.get(f"{address}{joint}principal=brackwater")
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")
        assert panel.http.get(f"{address}{joint}principal=").status_code == 200
    assert ("sara", "dashboard.refused", "brackwater") in [line[:3] for line in world.audit.lines]
    with world.client() as panel:
        assert panel.http.get(address).status_code == 401
    with world.client("adam") as panel:
        assert panel.http.get(f"{address}{joint}principal=nowhere").status_code == 404


@pytest.mark.parametrize(
    "question",
    [
        "from=2026-11-02&to=2026-11-01",
        "from=2020-01-01",
        "from=yesterday",
        "language=de",
        "width=huge",
        "team=Nord",
        "principal=%00",
    ],
)
def test_a_question_that_makes_no_sense_is_named(world: ServerWorld, question: str) -> None:
    with world.client("sara") as panel:
        answer = panel.http.get(f"/v1/dashboard?{question}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_input"), answer.text


def test_days_to_come_are_cut_off(world: ServerWorld) -> None:
    with world.client("sara") as panel:
        found = panel.http.get("/v1/dashboard?from=2026-11-01&to=2031-01-01").json()
    assert found["figures"]["period"] == {"first": "2026-11-01", "last": "2026-11-20"}


def test_the_list_behind_a_number(world: ServerWorld) -> None:
    with world.client("sara") as panel:
        found = panel.http.get("/v1/dashboard/list?what=invoices&bucket=31-60&currency=EUR&language=it").json()
        assert (found["total"], found["offset"]) == (1, 0)
        customer, number, due, late, amount, disputed = found["table"]["rows"][0]
        assert customer["link"] == {"view": "customer", "query": {"customer": "montelupo/C1"}}
        assert (number["text"], due["day"], late["number"], amount["money"]) == (
            "2026/118",
            "2026-09-30",
            51,
            "1250.00",
        )
        assert "text" not in disputed
        assert found["table"]["title"] == "Partite aperte · 31-60 giorni · EUR"
        for question in ("what=invoices&bucket=1-30", "what=risk", "what=plans&state=running", "what=promises"):
            assert panel.http.get(f"/v1/dashboard/list?{question}").json()["total"] == 0
        for question in ("what=secrets", "what=plans&state=kept", "what=customers&limit=0", "what=risk&currency=€"):
            assert panel.http.get(f"/v1/dashboard/list?{question}").status_code == 422
    assert ("sara", "dashboard.read", "montelupo", "list invoices 2026-08-23..2026-11-20") in world.audit.lines


def test_the_spreadsheet(world: ServerWorld) -> None:
    with world.client("sara") as panel:
        answer = panel.http.get("/v1/dashboard.xlsx?language=en&from=2026-09-01")
    assert answer.headers["content-disposition"].endswith('"ascolto-montelupo-2026-09-01-2026-11-20.xlsx"')
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames[0] == "Receivables in EUR"
    values = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert 1250 in values and "Outstanding" in values


def test_the_page_for_paper_is_plain_and_escapes_what_comes_from_outside(world: ServerWorld, monkeypatch: Any) -> None:
    with world.client("sara") as panel:
        answer = panel.http.get("/dashboard/print?language=it")
    page = answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<svg" in page and "<h2>Crediti in EUR</h2>" in page
    assert "style=" not in page and "<style" not in page and "<script" not in page
    assert 'lang="it"' in page and "1.250,00 €" in page
