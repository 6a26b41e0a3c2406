"""The shipped demonstration holds together: references, sums, promises, relative dates, order of the situations."""

import csv
import json
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from assistant.domain.calls import Situation

ROOT = Path(__file__).parents[2] / "knowledge"
DEMO = ROOT / "demo"
PRINCIPALS = ("montelupo", "brackwater")
TOKEN = re.compile(r"T(?P<days>[+-]\d+)?")
IN_TEXT = re.compile(r"\{T([+-]\d+)?(:day|:weekday)?\}")
ORDER = [situation.value for situation in Situation]


def rows(principal: str, name: str) -> list[dict[str, str]]:
    with (DEMO / principal / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(token: str) -> int:
    match = TOKEN.fullmatch(token)
    assert match, f"{token!r} is no relative date"
    return int(match["days"] or 0)


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_every_row_refers_to_a_customer_and_its_own_invoices(principal: str) -> None:
    customers = {row["ref"] for row in rows(principal, "customers")}
    owner = {row["number"]: row["customer_ref"] for row in rows(principal, "invoices")}
    for name in ("invoices", "payments", "promises", "plans", "disputes", "tickets", "contacts"):
        for row in rows(principal, name):
            assert row["customer_ref"] in customers, (name, row)
            named = row.get("invoice_number", "") or row.get("invoices", "")
            for number in filter(None, named.split(";")):
                assert owner[number] == row["customer_ref"], (name, row)


def test_only_one_invoice_is_overpaid() -> None:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for principal in PRINCIPALS:
        for row in rows(principal, "invoices"):
            totals[row["number"]] += Decimal(row["total"])
        for row in rows(principal, "payments"):
            paid[row["invoice_number"]] += Decimal(row["amount"])
    overpaid = [number for number, amount in paid.items() if number and amount > totals[number]]
    assert len(overpaid) == 1


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_payments_lie_between_the_issue_of_their_invoice_and_today(principal: str) -> None:
    issued = {row["number"]: day(row["issued_on"]) for row in rows(principal, "invoices")}
    for row in rows(principal, "payments"):
        assert issued.get(row["invoice_number"], -10_000) <= day(row["paid_on"]) <= 0, row


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_promises_end_as_the_payments_say(principal: str) -> None:
    grace = yaml.safe_load((ROOT / "library" / principal / "policy.yaml").read_text(encoding="utf-8"))[
        "promise_grace_days"
    ]
    payments = rows(principal, "payments")
    for promise in rows(principal, "promises"):
        made, due = day(promise["made_on"]), day(promise["due_on"])
        numbers = promise["invoices"].split(";")
        received = sum(
            Decimal(row["amount"])
            for row in payments
            if row["invoice_number"] in numbers and made <= day(row["paid_on"]) <= due + grace
        )
        if promise["outcome"] == "open":
            assert due >= 0, promise
        else:
            assert (received >= Decimal(promise["amount"])) is (promise["outcome"] == "kept"), promise


@pytest.mark.parametrize("path", sorted((DEMO / "calls").glob("*.jsonl")), ids=lambda path: path.stem)
def test_calls_move_forward_and_name_invoices_of_their_customer(path: Path) -> None:
    head, *turns = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    principal, ref = head["call"]["customer"].split("/")
    numbers = {re.sub(r"\D", "", row["number"]) for row in rows(principal, "invoices") if row["customer_ref"] == ref}
    times = [turn["t"] for turn in turns]
    assert times == sorted(set(times))
    assert 12 <= len(turns) <= 34
    named = {number for turn in turns for number in re.findall(r"\d{5}", turn["text"])}
    assert named <= numbers
    assert not any("{" in IN_TEXT.sub("", turn["text"]) for turn in turns)


def test_when_a_third_person_answers_no_figure_is_spoken() -> None:
    for name in ("demo-it-third-party", "demo-en-third-party"):
        text = (DEMO / "calls" / f"{name}.jsonl").read_text(encoding="utf-8")
        spoken = [turn for turn in map(json.loads, text.splitlines()) if turn.get("speaker") == "operator"]
        assert spoken
        for turn in spoken:
            assert not re.search(r"\d|euro|pound|fattur|invoice|scadut|overdue", turn["text"], re.IGNORECASE), turn


def test_the_list_of_calls_names_every_file() -> None:
    listed = yaml.safe_load((DEMO / "calls" / "index.yaml").read_text(encoding="utf-8"))
    assert {entry["file"] for entry in listed} == {path.name for path in (DEMO / "calls").glob("*.jsonl")}
    assert all(set(entry["title"]) == {"it", "en"} for entry in listed)


@pytest.mark.parametrize("language", ["it", "en"])
def test_every_situation_has_varied_examples_in_the_order_of_precedence(language: str) -> None:
    path = ROOT / "library" / "common" / "situations" / f"{language}.yaml"
    situations = yaml.safe_load(path.read_text(encoding="utf-8"))["situations"]
    assert list(situations) == ORDER
    for name, examples in situations.items():
        spoken = [(e, "") if isinstance(e, str) else (e["text"], e.get("previous", "")) for e in examples]
        assert len(set(spoken)) == len(spoken) >= 60, name
        for example in examples:
            for other in example.get("also", []) if isinstance(example, dict) else []:
                assert ORDER.index(other) > ORDER.index(name), example
