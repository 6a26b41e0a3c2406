"""Search over calls with a real database: several processes see the same calls, and the commands work together."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy import text as sql

from assistant.adapters.store import Database, StoredAudit, StoredCalls, StoredNotes, StoredPassages, tables
from assistant.adapters.store.tables_passages import call_passages
from assistant.domain.calls import CallInfo
from assistant.domain.events import UtteranceHeard
from assistant.domain.notes import Narrative, Note
from assistant.domain.users import User
from assistant.services.call_indexing import IndexPorts, index_waiting
from assistant.services.call_search import CallQuestion, CallSearch, SearchPorts
from assistant.services.ports_notes import Confirmation
from tests.fake_passages import FakeEncoder
from tests.fakes import FakeClock
from tests.unit.cli_home import ascolto, within
from tests.unit.cli_home import home as home

pytestmark = pytest.mark.integration
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
ADMIN = User(username="adam", display_name="", role="admin", principals=("*",))


async def add_call(database: Database, call_id: str, texts: Sequence[str], principal: str = "montelupo") -> None:
    calls = StoredCalls(database)
    info = CallInfo(id=call_id, customer=f"{principal}/C1", principal=principal, started_at=AT, language="it")
    await calls.open(info, "Condominio Aurora")
    for n, text in enumerate(texts):
        event = UtteranceHeard(call_id=call_id, at=AT, utterance_id=f"u{n}", t=n, speaker="customer", text=text)
        await calls.append(event)
    await calls.close(call_id, AT)


class Process:
    """What one process holds: its search, and the step of its worker."""

    def __init__(self, database: Database) -> None:
        passages, encoder = StoredPassages(database, FakeClock()), FakeEncoder()
        self.search = CallSearch(SearchPorts(passages, encoder, StoredAudit(database), FakeClock()))
        self.ports = IndexPorts(passages, encoder, StoredCalls(database), StoredNotes(database))

    async def found(self, q: str) -> list[str]:
        return [hit.call_id for hit in (await self.search.search(ADMIN, CallQuestion(q=q))).hits]


async def test_each_process_sees_what_another_reads_and_what_is_erased(url: str, database: Database) -> None:
    other = Database(url)
    here, there = Process(database), Process(other)
    await add_call(database, "c1", ["la cabina è ferma da lunedì", "non posso pagare"])
    await add_call(database, "c2", ["il bonifico della cabina è partito"], "brackwater")
    assert await here.found("cabina") == []
    assert await index_waiting(there.ports) == 2
    assert sorted(await here.found("cabina")) == ["c1", "c2"]
    assert await here.found('"non posso pagare"') == ["c1"]
    await add_call(database, "c3", ["un'altra cabina"])
    assert await index_waiting(here.ports) == 1
    assert sorted(await there.found("cabina")) == ["c1", "c2", "c3"]
    async with database.writing() as connection:
        await connection.execute(delete(tables.calls).where(tables.calls.c.id == "c1"))
    assert sorted(await there.found("cabina")) == ["c2", "c3"]
    assert await here.found('"non posso pagare"') == []
    await other.close()


async def test_two_workers_at_once_read_each_call_once(url: str, database: Database) -> None:
    other = Database(url)
    here, there = Process(database), Process(other)
    for n in range(12):
        await add_call(database, f"c{n}", ["la cabina è ferma da lunedì mattina", f"rata {n}"])
    await asyncio.gather(index_waiting(here.ports), index_waiting(there.ports))
    async with database.reading() as connection:
        passages = (await connection.execute(select(func.count()).select_from(call_passages))).scalar()
        words = (await connection.execute(sql("SELECT count(*) FROM call_words"))).scalar()
    assert (passages, words) == (12, 12)
    assert await index_waiting(here.ports) == 0
    await other.close()


async def test_a_note_is_found_once_it_is_confirmed(database: Database) -> None:
    process, notes, calls = Process(database), StoredNotes(database), StoredCalls(database)
    await add_call(database, "c1", ["va bene così"])
    await index_waiting(process.ports)
    note = Note(
        call_id="c1", customer="montelupo/C1", language="it", disposition="refused", reason="",
        narrative=Narrative(text="Il cliente contesta il conguaglio."),
    )  # fmt: skip
    await notes.draft(note)
    assert await index_waiting(process.ports) == 0
    assert await process.found("conguaglio") == []
    await notes.confirm(Confirmation(call_id="c1", version=1, by="anna", at=AT))
    await calls.append(UtteranceHeard(call_id="c1", at=AT, utterance_id="u9", t=9, speaker="customer", text="ciao"))
    assert await index_waiting(process.ports) == 1
    assert await process.found("conguaglio") == ["c1"]


def test_the_worker_reads_calls_and_the_command_finds_them(home: Path) -> None:
    texts = ["Buongiorno, parlo con l'amministratore?", "tre condomini non hanno pagato le spese", "capisco"]
    within(home, lambda database: add_call(database, "c1", texts))
    early = ascolto("search", "--calls", "condomini", "--json")
    assert json.loads(early.stdout) == {"query": "condomini", "hits": [], "total": 0, "unread": 1}
    assert "1 calls wait" in early.stderr
    done = json.loads(ascolto("worker", "--once", "--json").stdout)
    assert done == {"attempts": 0, "calls": 1, "expired": {"calls": 0, "assignments": 0}}
    found = json.loads(ascolto("search", "--calls", "spese del condominio", "--json").stdout)
    assert [hit["call_id"] for hit in found["hits"]] == ["c1"]
    marked = [line["text"][a:b] for line in found["hits"][0]["passages"] for a, b in line["marks"]]
    assert marked == ["condomini", "spese"]
    shown = ascolto("search", "--calls", '"non hanno pagato"')
    assert "Condominio Aurora (montelupo/C1)" in shown.stdout
    assert "1 of 1 calls" in shown.stdout
    assert "Nothing found" in ascolto("search", "--calls", "ricetta della carbonara").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--calls"], 1, "Say what to look for"),
        (["--calls", "rata", "--principal", "nobody"], 1, "nobody"),
        (["--calls", "rata", "--from", "2026-11-02", "--to", "2026-11-01"], 1, "later"),
        (["--calls", "rata", "--batch"], 2, "--calls"),
        (["--calls", "rata", "--all"], 2, "--calls"),
        (["--calls", "x" * 10_000], 1, "500 characters"),
        (["rata", "--disposition", "refused"], 2, "--calls"),
        (["--calls", "rata", "--disposition", "angry"], 2, "angry"),
    ],
)
def test_wrong_use_is_named(home: Path, arguments: list[str], code: int, said: str) -> None:
    done = ascolto("search", *arguments)
    assert done.exit_code == code, done.output
    assert said in done.output
