"""The demonstration: dates relative to today, and an import that repeats without changing anything."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.adapters.importers import FileRecordReader
from assistant.domain.errors import InvalidInput
from assistant.domain.records import Invoice, Principal, Record
from assistant.domain.users import ApiKey, User
from assistant.services.demo import DEMO_ACCOUNTS, Demo, demo_calls, load_demo, render_moment, render_table, render_text
from assistant.services.imports import record_key
from assistant.services.ports import RecordKey, RecordKind

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("T", "2026-12-01"),
        ("T-1", "2026-11-30"),
        ("T+31", "2027-01-01"),
        ("T-12T10:30", "2026-11-19T10:30"),
        ("TT10:30", "2026-12-01T10:30"),
        ("2026-01-01", "2026-01-01"),
        ("Torino", "Torino"),
        ("", ""),
    ],
)
def test_moments(token: str, expected: str) -> None:
    assert render_moment(token, NOW) == expected


def test_days_in_sentences_are_written_as_people_do() -> None:
    text = "{T}, {T-1:day}, {T-2:weekday}, {x}"
    assert render_text(text, NOW, "it") == "1º dicembre 2026, 30 novembre, domenica, {x}"
    assert render_text(text, NOW, "en") == "1 December 2026, 30 November, Sunday, {x}"


def test_only_columns_of_dates_hold_bare_tokens() -> None:
    text = 'customer_ref,opened_on,subject\nC1,T-1,"T-1, {T-1:day}"\nC2,T,{T-1:day}\n'
    rendered = render_table(text, NOW, lambda ref: "en" if ref == "C2" else "it")
    assert rendered.splitlines()[1:] == ['C1,2026-11-30,"T-1, 30 novembre"', "C2,2026-12-01,30 November"]


class Sink:
    """The port `RecordSink` on a dictionary."""

    def __init__(self) -> None:
        self.stored: dict[RecordKind, dict[RecordKey, Record]] = {}
        self.writes = 0

    async def records(self, principal: str, kind: RecordKind) -> Mapping[RecordKey, Record]:
        return self.stored.get(kind, {})

    async def write(
        self, principal: str, changes: Mapping[RecordKind, Sequence[tuple[str, Record]]], *, replace: bool = False
    ) -> None:
        assert replace
        self.writes += 1
        self.stored = {
            kind: {(ref, record_key(record)): record for ref, record in records} for kind, records in changes.items()
        }


class People:
    """The port `Users`, as far as accounts go."""

    def __init__(self) -> None:
        self.hashes: dict[str, str] = {}
        self.people: dict[str, User] = {}

    async def add(self, user: User, password_hash: str) -> None:
        self.people[user.username] = user
        self.hashes[user.username] = password_hash

    async def get(self, username: str) -> User | None:
        return self.people.get(username)

    async def password_hash(self, username: str) -> str | None:
        return self.hashes.get(username) or None

    async def list(self) -> list[User]:
        return [*self.people.values()]

    async def add_key(self, key: ApiKey, secret_hash: str) -> None:
        raise NotImplementedError

    async def key_by_hash(self, secret_hash: str) -> ApiKey | None:
        raise NotImplementedError


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    folder = tmp_path / "source" / "acme"
    folder.mkdir(parents=True)
    columns = "ref,name,country,language,vat_number,email,phone,contact_name,contact_role,sales_rep"
    (folder / "customers.csv").write_text(f"{columns}\nC1,Condominio Aurora,IT,it,,,,,,\n")
    columns = "customer_ref,number,kind,issued_on,due_on,currency,total"
    (folder / "invoices.csv").write_text(f"{columns}\nC1,7,invoice,T-40,T-10,EUR,10.00\n")
    calls = tmp_path / "source" / "calls"
    calls.mkdir()
    (calls / "promise.jsonl").write_text(
        '{"call": {"principal": "acme", "customer": "C1", "language": "it", "started_at": "T-1T10:30"}}\n'
        '{"t": 1, "speaker": "customer", "text": "Pago {T+1:weekday}"}\n'
    )
    (calls / "index.yaml").write_text(
        "- {id: one, file: promise.jsonl, title: {it: Promessa, en: A promise}}\n"
        "- {id: two, file: none.jsonl, title: {it: Nessuna, en: None}}\n"
    )
    principal = Principal(id="acme", name="Acme")
    return Demo(
        source=tmp_path / "source",
        target=tmp_path / "home" / "demo",
        reader=FileRecordReader(),
        sink=Sink(),
        users=People(),
        principal=lambda name: principal,
    )


async def test_the_records_are_of_today_and_change_with_the_day(demo: Demo) -> None:
    sink = demo.sink
    assert isinstance(sink, Sink)
    first = await load_demo(demo, NOW)
    assert [(item.customers, item.invoices, item.written) for item in first] == [(1, 1, True)]
    again = await load_demo(demo, NOW + timedelta(hours=3))
    assert [item.written for item in again] == [False]
    tomorrow = await load_demo(demo, NOW + timedelta(days=1))
    assert [item.written for item in tomorrow] == [True]
    assert sink.writes == 2
    invoice = sink.stored["invoices"]["C1", "7"]
    assert isinstance(invoice, Invoice)
    assert invoice.dues[0].due_on.isoformat() == "2026-11-22"


async def test_the_accounts_have_no_password(demo: Demo) -> None:
    await load_demo(demo, NOW)
    people = await demo.users.list()
    assert {person.username: person.role for person in people} == DEMO_ACCOUNTS
    assert {person.principals for person in people} == {("acme",)}
    assert [await demo.users.password_hash(person.username) for person in people] == [None] * len(people)


async def test_calls_are_written_out_for_today(demo: Demo) -> None:
    assert await demo_calls(demo.target) == []
    await load_demo(demo, NOW)
    (call,) = await demo_calls(demo.target)
    assert (call.id, call.customer, call.language) == ("one", "acme/C1", "it")
    assert call.title == {"it": "Promessa", "en": "A promise"}
    text = call.path.read_text()
    assert "2026-11-30T10:30:00+00:00" in text
    assert "Pago mercoledì" in text


async def test_a_fault_in_the_files_names_its_place(demo: Demo) -> None:
    path = demo.source / "acme" / "invoices.csv"
    path.write_text(path.read_text().replace("10.00", "0"))
    with pytest.raises(InvalidInput, match="greater than zero") as raised:
        await load_demo(demo, NOW)
    assert raised.value.where.endswith("invoices.csv:2")
