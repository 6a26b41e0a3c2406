"""The commands that answer a question, on the demo's data: `plan`, `customer`, `extract`, `search`, `situation`."""

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.cli.commands import app
from tests.integration.books import Account, Books

pytestmark = pytest.mark.integration

TODAY = date.today()  # noqa: DTZ011 - as the command line sees it
Command = Callable[..., Result]
Json = dict[str, Any]


@pytest.fixture
def command(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("ASCOLTO_HOME", str(demo_home))
    monkeypatch.setenv("ASCOLTO_MODEL", "off")
    for name in ("ASCOLTO_PORT", "ASCOLTO_DATABASE_URL", "ASCOLTO_CHROMA_URL"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, given: str | bytes = "") -> Result:
        monkeypatch.setattr(sys, "argv", ["ascolto", *arguments])
        result = CliRunner().invoke(app, list(arguments), input=given)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def _data(result: Result, status: int = 0) -> Json:
    """The one JSON document on standard output."""
    assert result.exit_code == status, result.stderr
    loaded = json.loads(result.stdout)
    assert isinstance(loaded, dict)
    return loaded


def _answers(result: Result) -> list[Json]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


# customer --may-call


@pytest.mark.parametrize(("language", "weekday"), [("it", "domenica"), ("en", "Sunday")])
def test_a_customer_may_not_be_called_on_a_sunday(command: Command, language: str, weekday: str) -> None:
    asked = ("customer", "montelupo/C-1001", "--may-call", "--at", "2031-11-30T10:00", "--language", language)
    found = _data(command(*asked, "--json"), status=1)
    assert (found["customer"], found["purpose"], found["allowed"]) == ("montelupo/C-1001", "overdue", False)
    assert (found["at"], found["next_allowed"]) == ("2031-11-30T10:00:00+01:00", "2031-12-01T08:30:00+01:00")
    reason = next(reason for reason in found["reasons"] if reason["rule"] == "calling_hours")
    assert weekday in reason["text"] and "UNIREC" in reason["citation"]
    for_people = command(*asked)
    assert for_people.exit_code == 1
    assert reason["text"] in for_people.stdout and reason["citation"] in for_people.stdout


def test_a_customer_may_be_called_on_a_working_day_and_answered_at_any_time(command: Command) -> None:
    at = ("--may-call", "--at", "2031-11-25T10:00", "--json")
    assert _data(command("customer", "brackwater/B-2001", *at))["next_allowed"] is None
    sunday = ("--may-call", "--at", "2031-11-30T23:00", "--purpose", "inbound", "--json")
    assert _data(command("customer", "brackwater/B-2001", *sunday))["reasons"] == []


# plan


def test_plans_add_up_and_keep_the_limits(command: Command, demo_home: Path) -> None:
    least, most = TODAY + timedelta(days=15), Decimal(200)
    limits = ("--max-instalment", "200.00", "--first-not-before", f"{least}", "--max-count", "8")
    found = _data(command("plan", "--customer", "montelupo/C-1001", *limits, "--json"))
    assert (found["customer"], found["on"], found["reason"]) == ("montelupo/C-1001", f"{TODAY}", None)
    account = Account(Books(demo_home, "montelupo"), "C-1001", TODAY)
    assert found["options"]
    for option in found["options"]:
        parts = option["instalments"]
        assert Decimal(option["outstanding"]) == account.open_of(option["invoices"])
        assert sum(Decimal(part["amount"]) for part in parts) == Decimal(option["total"])
        assert all(Decimal(part["amount"]) <= most for part in parts)
        assert [part["n"] for part in parts] == list(range(1, len(parts) + 1))
        assert len(parts) <= 8
        assert all(date.fromisoformat(part["due"]) >= least for part in parts)
        assert option["article"]


def test_without_limits_there_are_distinct_options(command: Command) -> None:
    options = _data(command("plan", "--customer", "C-1001", "--json"))["options"]
    assert [option["label"] for option in options][:2] == ["quickest", "balanced"]
    assert len({tuple(part["amount"] for part in option["instalments"]) for option in options}) == len(options)


def test_an_impossible_plan_says_why_and_what_is_nearest(command: Command) -> None:
    asked = ("plan", "--customer", "montelupo/C-1001", "--max-instalment", "20.00")
    found = _data(command(*asked, "--json"), status=1)
    assert found["options"] == []
    assert found["reason"]["code"] == "limits_max_instalment"
    assert found["reason"]["text"]
    nearest = found["nearest"]
    assert sum(Decimal(part["amount"]) for part in nearest["instalments"]) == Decimal(nearest["total"])
    for_people = command(*asked)
    assert for_people.exit_code == 1
    assert "limits_max_instalment" in for_people.stdout


def test_the_invoices_may_be_named(command: Command, demo_home: Path) -> None:
    account = Account(Books(demo_home, "montelupo"), "C-1001", TODAY)
    number = account.open[0].number
    found = _data(command("plan", "--customer", "C-1001", "--invoice", number, "--json"))
    assert {tuple(option["invoices"]) for option in found["options"]} == {(number,)}
    assert {Decimal(option["outstanding"]) for option in found["options"]} == {account.open_of([number])}
    refused = _data(command("plan", "--customer", "C-1001", "--invoice", "ML-99999", "--json"), status=1)
    assert refused["reason"]["code"] == "invoice_not_open"


def test_a_late_first_date_and_a_small_instalment(command: Command) -> None:
    """Within both limits, or a reason and the nearest plan: never one of the two broken in silence."""
    least, most = TODAY + timedelta(days=45), Decimal(250)
    limits = ("--first-not-before", f"{least}", "--max-instalment", f"{most}")
    for customer in ("C-1001", "C-1002", "brackwater/B-2001"):
        result = command("plan", "--customer", customer, *limits, "--json")
        found = _data(result, status=result.exit_code)
        assert (result.exit_code, found["reason"] is None) in ((0, True), (1, False))
        for option in found["options"]:
            assert option["instalments"][0]["due"] >= f"{least}"
            assert max(Decimal(part["amount"]) for part in option["instalments"]) <= most
        if not found["options"]:
            nearest = found["nearest"]
            assert found["reason"]["text"]
            assert sum(Decimal(part["amount"]) for part in nearest["instalments"]) == Decimal(nearest["total"])


def test_limits_that_are_odd_but_no_mistake(command: Command) -> None:
    ended = _data(command("plan", "--customer", "C-1001", "--end-by", "2020-01-01", "--json"), status=1)
    assert (ended["options"], ended["reason"]["code"]) == ([], "limits_end_by")
    assert ended["nearest"] is not None
    paid = _data(command("plan", "--customer", "C-1001", "--deposit", "999999.00", "--json"))
    assert {len(option["instalments"]) for option in paid["options"]} == {1}


def test_the_largest_reduction_stands_below_the_plans_of_an_old_debt_only(command: Command) -> None:
    old, recent = (command("plan", "--customer", ref).stdout for ref in ("C-1010", "C-1001"))
    assert "Riduzione massima" in old and "settlement, supervisor" in old.replace("\n", " ")
    assert "Riduzione" not in recent


@pytest.mark.parametrize("amount", ["-5", "abc", "NaN", "0"])
def test_an_amount_that_is_none_is_wrong_usage(amount: str, command: Command) -> None:
    result = command("plan", "--customer", "C-1001", "--max-instalment", amount, "--json")
    assert (result.exit_code, result.stdout) == (2, "")


# customer


@pytest.mark.parametrize("reference", ["montelupo/C-1004", "brackwater/B-2004", "C-1014"])
def test_a_customer_in_figures(reference: str, command: Command, demo_home: Path) -> None:
    facts = _data(command("customer", reference, "--json"))
    principal, _, ref = facts["customer"].partition("/")
    account = Account(Books(demo_home, principal), ref, TODAY)
    balance = facts["balances"][0]
    currency = balance["currency"]
    assert facts["customer"].endswith(reference)
    assert facts["name"] == account.customer_field("name", currency)
    assert balance["outstanding"] == account.customer_field("outstanding", currency)
    assert balance["overdue"] == account.customer_field("overdue_total", currency)
    assert str(balance["overdue_count"]) == account.customer_field("overdue_count", currency)
    assert sum(map(Decimal, balance["ageing"].values())) == Decimal(balance["outstanding"])
    assert facts["oldest"]["invoice_number"] == account.open[0].number
    assert facts["oldest"]["due_on"] == f"{account.open[0].due}"
    assert facts["clv"]["band"] == account.customer_field("clv_band", currency)
    assert facts["name"] in command("customer", reference).stdout.replace("\n", " ")


# extract


def test_figures_of_many_utterances(command: Command) -> None:
    lines = [
        '{"text": "posso fare duecentocinquanta euro al mese", "on": "2026-03-02", "language": "it"}',
        "",
        '{"text": "I can pay three hundred pounds on 20 March", "on": "2026-03-02", "language": "en"}',
        '{"text": "non prima del venti", "on": "2026-03-02", "language": "it", "speaker": "customer"}',
        "{broken",
        '["a list"]',
        '{"language": "it"}',
        '{"text": "buongiorno", "language": "de"}',
        '{"text": "buongiorno, come sta?", "language": "it"}',
    ]
    answers = _answers(command("extract", "--batch", given="\n".join(lines) + "\n"))
    found = [
        [(f["kind"], f["bound"], f["values"], f.get("currency")) for f in answer["findings"]]
        if "findings" in answer
        else None
        for answer in answers
    ]
    assert found == [
        [("amount", "exact", ["250.00"], "EUR")],
        [("amount", "exact", ["300.00"], "GBP"), ("date", "exact", ["2026-03-20"], None)],
        [("date", "min", ["2026-03-20"], None)],
        None,
        None,
        None,
        None,
        [],
    ]
    errors = [answer["error"] for answer in answers if "error" in answer]
    assert [error["where"] for error in errors] == ["line 5", "line 6", "line 7", "line 8"]
    assert {error["code"] for error in errors} == {"invalid_input"}


def test_spans_point_into_the_text(command: Command) -> None:
    text = "perché no: non più di duecento euro"
    found = _data(command("extract", text, "--on", "2026-03-02", "--language", "it", "--json"))["findings"]
    assert [(item["bound"], item["values"]) for item in found] == [("max", ["200.00"])]
    start, end = found[0]["span"]
    assert text[start:end] == found[0]["text"]


def test_the_language_of_an_utterance_is_detected(command: Command) -> None:
    lines = [
        '{"text": "I will pay two hundred pounds tomorrow morning"}',
        '{"text": "domani pago duecento euro di sicuro"}',
    ]
    answers = _answers(command("extract", "--batch", "--on", "2026-03-02", given="\n".join(lines)))
    values = [sorted(value for item in answer["findings"] for value in item["values"]) for answer in answers]
    assert values == [["200.00", "2026-03-03"], ["200.00", "2026-03-03"]]


@pytest.mark.parametrize("arguments", [("extract",), ("search",), ("situation",)])
def test_a_question_without_words_is_refused(arguments: tuple[str, ...], command: Command) -> None:
    result = command(*arguments, "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads(result.stderr)["error"]["code"] == "invalid_input"


@pytest.mark.parametrize("name", ["extract", "search", "situation"])
def test_a_language_that_is_not_spoken_here_is_a_usage_error(name: str, command: Command) -> None:
    assert command(name, "x", "--language", "de").exit_code == 2


# search


def test_the_article_that_answers_comes_first(command: Command) -> None:
    found = _data(command("search", "il cliente chiede di pagare a rate", "--principal", "montelupo", "--json"))
    first = found["passages"][0]
    assert (first["article_id"], first["kind"]) == ("payment-plans", "article")
    scores = [passage["score"] for passage in found["passages"]]
    assert scores == sorted(scores, reverse=True)
    assert all(passage["text"] for passage in found["passages"])


def test_what_no_article_speaks_of_finds_nothing(command: Command) -> None:
    lines = [
        '{"query": "la ricetta della carbonara con il guanciale"}',
        '{"query": "who won the football match last night"}',
        '{"query": "il cliente chiede di pagare a rate", "principal": "nobody"}',
        '{"query": "x", "top": 0}',
        '{"query": "the customer asks to pay in instalments", "principal": "brackwater", "language": "en"}',
    ]
    carbonara, football, unknown, wrong, plans = _answers(command("search", "--batch", given="\n".join(lines)))
    assert (carbonara["passages"], football["passages"]) == ([], [])
    assert unknown["error"]["code"] == "not_found"
    assert wrong["error"]["code"] == "invalid_input"
    assert plans["passages"][0]["article_id"] == "payment-plans"
    assert {passage["principal"] for passage in plans["passages"]} <= {"brackwater", "common", "", None}


def test_a_customers_own_history_is_found(command: Command) -> None:
    asked = ("search", "porta della cabina che non si chiude", "--json", "--customer")
    own = _data(command(*asked, "montelupo/C-1004"))["passages"]
    others = _data(command(*asked, "montelupo/C-1001"))["passages"]
    assert "ticket:TK-2103" in {passage["id"] for passage in own}
    assert "ticket:TK-2103" not in {passage["id"] for passage in others}


# situation


def test_situations_of_many_words(command: Command) -> None:
    lines = [
        '{"text": "guardi che il bonifico l\'ho già fatto la settimana scorsa", "language": "it"}',
        '{"text": "we never received those goods, this invoice is wrong"}',
        '{"text": "posso pagare a rate?", "previous": [{"speaker": "operator", "text": "Come possiamo fare?"}]}',
        '{"words": "?"}',
        "oops",
    ]
    answers = _answers(command("situation", "--batch", given="\n".join(lines)))
    assert [answer.get("situation") for answer in answers[:3]] == [
        "already_paid",
        "invoice_dispute",
        "instalment_request",
    ]
    assert [answer["language"] for answer in answers[:3]] == ["it", "en", "it"]
    for answer in answers[:3]:
        assert answer["situations"][0] == {"id": answer["situation"], "confidence": answer["confidence"]}
        assert 0 < answer["confidence"] <= 1
    assert [answer["error"]["where"] for answer in answers[3:]] == ["line 4", "line 5"]
