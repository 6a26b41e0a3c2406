"""`ascolto replay` with customers made up here, through the real command; and what bad input comes to.

The made-up tables lie where the demo's would, so that the figure walk judges these calls too.
"""

import csv
import json
import random
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from typer.testing import CliRunner, Result

from assistant.cli.commands import app
from assistant.domain.events import OUT_EVENTS
from tests.conftest import ascolto
from tests.integration.figurewalk import Json, walk

pytestmark = pytest.mark.integration

TODAY = date.today()  # noqa: DTZ011 - as the command line sees it
STARTED, ON = TODAY - timedelta(days=9), TODAY - timedelta(days=4)
COLUMNS = {
    "customers": "ref,name,country,language,vat_number,email,phone,contact_name,contact_role,sales_rep",
    "invoices": "customer_ref,number,kind,issued_on,due_on,currency,total",
    "payments": "customer_ref,invoice_number,paid_on,currency,amount,reference",
}
ITALIAN = (
    ("operator", "Buongiorno, parlo con l'amministrazione?"),
    ("customer", "Sì, sono io, mi dica pure."),
    ("operator", "La chiamo per le fatture ancora aperte."),
    ("customer", "In questo momento non ce la faccio, il mio cliente più grosso non mi ha pagato."),
    ("operator", "Capisco, vediamo insieme."),
    ("customer", "Posso pagare a rate, un po' al mese?"),
)
ENGLISH = (
    ("operator", "Good morning, am I speaking to accounts?"),
    ("customer", "Yes, speaking, how can I help you?"),
    ("operator", "I am calling about the open invoices."),
    ("customer", "We can't pay it all at once, could we split it into instalments please?"),
)
Tables = dict[str, list[list[str]]]


@dataclass(frozen=True)
class World:
    """A fresh data folder, a folder for files, and what each customer owes."""

    home: Path
    files: Path
    owed: dict[str, dict[date, Decimal]]

    def transcript(self, name: str, said: Sequence[tuple[str, str]], **head: str) -> Path:
        lines: list[Json] = [{"call": head}] if head else []
        lines += [{"t": 5.0 * n, "speaker": who, "text": text} for n, (who, text) in enumerate(said, start=1)]
        path = self.files / f"{name}.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        return path


def _cents(dice: random.Random, least: int, most: int) -> Decimal:
    return Decimal(dice.randint(least, most)).scaleb(-2)


def _invented(dice: random.Random, principal: str, ref: str, currency: str) -> tuple[Tables, dict[date, Decimal]]:
    """A customer with a few invoices, some partly paid, and what is overdue on each of the three days."""
    english = currency == "GBP"
    name = "".join(dice.choice(("ba", "lu", "mer", "ti", "zor", "quen")) for _ in range(3)).title()
    country, language = ("GB", "en") if english else ("IT", "it")
    person = [ref, f"{name} {'Ltd' if english else 'S.r.l.'}", country, language, "", "", "", f"Pat {name}", "", ""]
    invoices, payments = [], []
    for n in range(dice.randint(2, 4)):
        number = f"{principal[:2].upper()}-{dice.randint(10_000, 99_999)}{n}"
        due = STARTED - timedelta(days=dice.randint(3, 45))
        total = _cents(dice, 15_000, 60_000)
        issued = due - timedelta(days=30)
        invoices.append([ref, number, "invoice", f"{issued}", f"{due}", currency, f"{total}"])
        if n == 0:
            paid = (total / 3).quantize(Decimal("0.01"))
            payments.append([ref, number, f"{STARTED - timedelta(days=1)}", currency, f"{paid}", f"rif {n}"])
    # Received between the day of the first call and that of the second.
    late = _cents(dice, 1_000, 5_000)
    payments.append([ref, invoices[-1][1], f"{STARTED + timedelta(days=2)}", currency, f"{late}", "rif"])
    owed = sum((Decimal(row[6]) for row in invoices), -Decimal(payments[0][4]))
    return (
        {"customers": [person], "invoices": invoices, "payments": payments},
        {STARTED: owed, ON: owed - late, TODAY: owed - late},
    )


@pytest.fixture(scope="module")
def world(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A data folder without the demo: a new principal and one that the library has, each with customers made up."""
    folder = tmp_path_factory.mktemp("replay")
    home = folder / "home"
    for part in ("library", "index", "cache"):
        shutil.copytree(demo_home / part, home / part)
    dice, owed = random.Random(4711), {}
    for principal, currency, refs in (("fintavalle", "EUR", ("F-77", "SAME-1")), ("brackwater", "GBP", ("SAME-1",))):
        tables: Tables = {kind: [] for kind in COLUMNS}
        for ref in refs:
            made, owed[f"{principal}/{ref}"] = _invented(dice, principal, ref, currency)
            for kind, rows in made.items():
                tables[kind] += rows
        target = home / "demo" / principal
        target.mkdir(parents=True)
        for kind, rows in tables.items():
            with (target / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([COLUMNS[kind].split(","), *rows])
        done = ascolto(home, "import", str(target), "--principal", principal, "--json")
        assert done.returncode == 0, done.stdout + done.stderr
    return World(home, folder, owed)


def _events(done: CompletedProcess[str], call_id: str) -> list[Json]:
    """The output's lines, each of an event's shape, in order and of one call."""
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    events = [OUT_EVENTS.validate_json(line) for line in lines]
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert {event.call_id for event in events} == {call_id}
    assert [events[0].type, *(event.type for event in events[-2:])] == ["call.opened", "call.ended", "note.drafted"]
    return [json.loads(line) for line in lines]


def _judge(events: list[Json], world: World, customer: str, on: date) -> None:
    """The call is of that customer and day, shows a card, and says what the tables say."""
    opened = events[0]
    assert opened["customer"] == customer
    assert opened["started_at"][:10] == f"{on}"
    overdue = next(fact["figure"]["value"] for fact in opened["facts"] if fact["key"] == "overdue_total")
    assert Decimal(overdue) == world.owed[customer][on]
    cards = [event["card"] for event in events if event["type"] == "suggestion.ready"]
    offered = next(card for card in cards if card["options"] and card["situation"] == "instalment_request")
    assert {Decimal(option["outstanding"]) for option in offered["options"]} == {world.owed[customer][on]}
    assert any(source["source"]["kind"] == "plan" for source in offered["figures"])
    assert offered["citations"][0]["kind"] == "article"
    assert walk(events, world.home) == []


def test_started_at_decides_the_day_before_on(world: World) -> None:
    call = world.transcript("italian", ITALIAN, started_at=f"{STARTED}T10:00:00+01:00", id="made-up-1")
    done = ascolto(world.home, "replay", str(call), "--customer", "F-77", "--on", f"{ON}", "--no-wait", "--json")
    events = _events(done, "made-up-1")
    assert events[0]["language"] == "it"
    heard = [event["text"] for event in events if event["type"] == "utterance.heard"]
    assert heard == [text for _, text in ITALIAN]
    _judge(events, world, "fintavalle/F-77", STARTED)


def test_on_decides_the_day_before_the_clock(world: World) -> None:
    call = world.transcript("english", ENGLISH, customer="brackwater/SAME-1")
    done = ascolto(world.home, "replay", str(call), "--on", f"{ON}", "--no-wait", "--json")
    events = _events(done, "replay")
    assert (events[0]["language"], events[0]["purpose"]) == ("en", "overdue")
    _judge(events, world, "brackwater/SAME-1", ON)


def test_else_the_clock_decides_the_day(world: World) -> None:
    call = world.transcript("today", ITALIAN[-1:], principal="fintavalle", customer="SAME-1", purpose="inbound")
    before = datetime.now().astimezone().date()
    events = _events(ascolto(world.home, "replay", str(call), "--no-wait", "--json"), "replay")
    assert events[0]["purpose"] == "inbound"
    day = date.fromisoformat(events[0]["started_at"][:10])
    assert before <= day <= datetime.now().astimezone().date()  # midnight may pass in between
    _judge(events, world, "fintavalle/SAME-1", day)


# Bad input: the commands in this process, with the data folder above


Command = Callable[..., Result]


@pytest.fixture
def command(world: World, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("ASCOLTO_HOME", str(world.home))
    monkeypatch.setenv("ASCOLTO_MODEL", "off")
    for name in ("ASCOLTO_PORT", "ASCOLTO_DATABASE_URL", "ASCOLTO_CHROMA_URL"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, **settings: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["ascolto", *arguments])
        result = CliRunner().invoke(app, list(arguments), env=settings)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def _error(result: Result) -> dict[str, str]:
    """The one error on standard error, where a refused command left standard output empty."""
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr
    said = json.loads(result.stderr)
    assert set(said) == {"error"}
    assert set(said["error"]) == {"code", "message", "where"}
    error: dict[str, str] = said["error"]
    return error


def test_an_ambiguous_reference_names_its_candidates(world: World, command: Command) -> None:
    call = world.transcript("whose", ITALIAN[-1:])
    error = _error(command("replay", str(call), "--customer", "SAME-1", "--no-wait", "--json"))
    assert error["code"] == "ambiguous"
    assert {"brackwater/SAME-1", "fintavalle/SAME-1"} <= set(
        error["message"].replace(",", " ").replace(".", " ").split()
    )


@pytest.mark.parametrize("customer", ["F-404", "fintavalle/F-404", "nobody/F-77", "/", "fintavalle/"])
def test_an_unknown_customer(customer: str, world: World, command: Command) -> None:
    call = world.transcript("unknown", ITALIAN[-1:])
    error = _error(command("replay", str(call), "--customer", customer, "--no-wait", "--json"))
    assert error["code"] == "not_found"
    assert _error(command("customer", customer, "--json"))["code"] == "not_found"


def test_no_customer_at_all(world: World, command: Command) -> None:
    call = world.transcript("nobody", ITALIAN[-1:])
    assert "--customer" in _error(command("replay", str(call), "--no-wait", "--json"))["message"]


GOOD = '{"t": 1, "speaker": "customer", "text": "buongiorno"}\n'


@pytest.mark.parametrize(
    ("content", "where", "message"),
    [
        (GOOD + "{oops\n", ":2", "Not JSON"),
        (GOOD + "[1, 2]\n", ":2", "JSON object"),
        (GOOD + '{"t": 2, "speaker": "agent", "text": "x"}', ":2", "'speaker'"),
        (GOOD + '{"t": -2, "speaker": "customer", "text": "x"}', ":2", "'t'"),
        (GOOD + '{"t": 2, "speaker": "customer"}', ":2", "'text'"),
        ('{"call": {"started_at": "2026-04-13T10:00:00"}}\n' + GOOD, "", "time zone"),
        ('{"call": {"started_at": "tomorrow"}}\n' + GOOD, ":1", "started_at"),
        ('{"t": 1, "speaker": "customer", "text": "perché"}\n'.encode("latin-1"), "", "UTF-8"),
        (b"\x00\xff\xfe", "", "UTF-8"),
    ],
)
def test_a_broken_transcript_is_refused(
    content: str | bytes, where: str, message: str, world: World, command: Command
) -> None:
    path = world.files / "broken.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    error = _error(command("replay", str(path), "--customer", "F-77", "--no-wait", "--json"))
    assert error["code"] == "invalid_input"
    assert message in error["message"]
    assert error["where"] == f"{path}{where}"


def _types(result: Result) -> Iterator[str]:
    assert result.exit_code == 0, result.stderr
    for line in result.stdout.splitlines():
        yield OUT_EVENTS.validate_json(line).type


def test_odd_transcripts_are_played(world: World, command: Command) -> None:
    """An empty one, one in which time runs backwards, and one breath of a hundred kilobytes."""
    (world.files / "empty.jsonl").write_text("")
    replay = ("--customer", "F-77", "--no-wait", "--json")
    played = set(_types(command("replay", str(world.files / "empty.jsonl"), *replay)))
    # It is played as if it were now, and now may lie outside the hours for calls.
    assert played - {"alert.raised"} == {"call.opened", "plans.updated", "call.ended", "note.drafted"}
    backwards = world.files / "backwards.jsonl"
    lines = [{"t": t, "speaker": "customer", "text": f"non posso pagare {t}"} for t in (30, 20, 10)]
    backwards.write_text("\n".join(json.dumps(line) for line in lines))
    assert list(_types(command("replay", str(backwards), *replay))).count("utterance.heard") == 3
    endless = world.transcript("endless", [("customer", "non posso pagare adesso " * 4_200)])
    result = command("replay", str(endless), *replay)
    assert "error" in set(_types(result))
    heard = next(e for e in map(json.loads, result.stdout.splitlines()) if e["type"] == "utterance.heard")
    assert len(heard["text"]) == 4_000


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("bad.xml", b"<FatturaElettronica><oops>", "XML"),
        ("binary.csv", bytes(range(256)), "UTF-8"),
        (
            "column.csv",
            b"customer_ref,number,kind,issued_on,currency,total\nF-77,A,invoice,2026-01-01,EUR,1\n",
            "due_on",
        ),
        ("other.csv", b"a,b\n1,2\n", "columns"),
        ("none.csv", None, "no such file"),
    ],
)
def test_an_unreadable_table_is_refused(
    name: str, content: bytes | None, message: str, world: World, command: Command
) -> None:
    path = world.files / name
    if content is not None:
        path.write_bytes(content)
    error = _error(command("import", str(path), "--principal", "fintavalle", "--json"))
    assert error["code"] == "invalid_input"
    assert message in error["message"]
    assert error["where"].startswith(str(path))


def test_an_invoice_of_nobody_is_rejected_with_its_row(world: World, command: Command) -> None:
    path = world.files / "strangers.csv"
    path.write_text(f"{COLUMNS['invoices']}\nF-404,X-1,invoice,2026-01-01,2026-02-01,EUR,10.00\n")
    result = command("import", str(path), "--principal", "fintavalle", "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["written"]) == (1, 0)
    assert (report["rejected"][0]["row"], report["rejected"][0]["field"]) == (2, "customer_ref")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASCOLTO_PORT", "many"),
        ("ASCOLTO_PORT", "70000"),
        ("ASCOLTO_MODEL", "clever"),
        ("ASCOLTO_DATABASE_URL", "foo://somewhere"),
        ("ASCOLTO_HOME", "{file}/home"),
        ("ASCOLTO_HOME", "{file}"),
        ("ASCOLTO_HOME", "{folder}"),
    ],
)
def test_wrong_settings_are_named(name: str, value: str, tmp_path: Path, command: Command) -> None:
    """The last data folder holds something else where the database should be; root may write anywhere."""
    file, folder = tmp_path / "file", tmp_path / "folder"
    file.write_text("in the way")
    (folder / "ascolto.db").mkdir(parents=True)
    error = _error(command("customer", "fintavalle/F-77", "--json", **{name: value.format(file=file, folder=folder)}))
    assert error["code"] == "configuration"
    assert name in error["message"] + error["where"]


def test_for_people_an_error_is_a_line(command: Command) -> None:
    result = command("customer", "nobody/F-77")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("ascolto: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [("replay",), ("replay", "x", "--on", "2026-13-40"), ("nonsense",)])
def test_wrong_usage_is_status_2(arguments: tuple[str, ...], command: Command) -> None:
    result = command(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
