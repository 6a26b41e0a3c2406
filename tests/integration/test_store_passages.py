"""Passages of calls on SQLite and on PostgreSQL: the same words find the same, and what goes is gone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete, insert, text

from assistant.adapters.store import Database, StoredCalls, StoredPassages, tables
from assistant.adapters.store.tables_facts import call_facts, call_situations
from assistant.domain.call_filter import CallFilter
from assistant.domain.call_passages import CallPassage, Line
from assistant.domain.calls import CallInfo, Situation
from assistant.services.ports_search import Extent, IndexedCall
from tests.fakes import FakeClock

pytestmark = pytest.mark.integration
NOW = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
ENCODER = "fake/1"


def passage(n: int, *lines: str) -> CallPassage:
    said = [Line(speaker="customer", utterance_ids=(f"u{n}",), t=float(n), text=line) for line in lines]
    return CallPassage(n=n, lines=tuple(said))


async def add_call(database: Database, call_id: str, principal: str = "montelupo", ended: bool = True) -> None:
    rome = NOW.astimezone(datetime.fromisoformat("2026-11-21T00:30:00+01:00").tzinfo)
    info = CallInfo(id=call_id, customer=f"{principal}/C1", principal=principal, started_at=rome, language="it")
    calls = StoredCalls(database)
    await calls.open(info, "Condominio Aurora")
    if ended:
        await calls.close(call_id, NOW)


def indexed(call_id: str, passages: Sequence[CallPassage], principal: str = "montelupo", seq: int = 0) -> IndexedCall:
    vectors = {one.n: bytes([one.n + 1, 0, 0, 0]) for one in passages}
    return IndexedCall(call_id, principal, "it", seq, ENCODER, passages, vectors)


@pytest.fixture
def stored(database: Database) -> StoredPassages:
    return StoredPassages(database, FakeClock(NOW))


async def test_stems_and_phrases_are_found_within_their_principal(database: Database, stored: StoredPassages) -> None:
    await add_call(database, "c1")
    await add_call(database, "c2", "monte")
    await add_call(database, "c3", "monte-lupo")
    assert await stored.write(indexed("c3", [passage(0, "la rata")], "monte-lupo"))
    assert await stored.write(
        indexed("c1", [passage(0, "Le rate? È più facile così", "non posso"), passage(1, "va bene")])
    )
    assert await stored.write(indexed("c2", [passage(0, "la rata, no posso non")], "monte"))
    assert list(await stored.with_term("montelupo", {"rat", "facil"})) == [2]
    assert list(await stored.with_term("monte", {"rat"})) == [4]
    assert list(await stored.with_phrase("montelupo", ("e", "piu", "facile"))) == [2]
    assert list(await stored.with_phrase("montelupo", ("non", "posso"))) == [2]
    assert list(await stored.with_phrase("montelupo", ("cosi", "non"))) == []
    assert list(await stored.with_phrase("monte", ("non", "posso"))) == []
    assert await stored.extents(None) == {
        "monte": Extent(1, 4),
        "monte-lupo": Extent(1, 1),
        "montelupo": Extent(2, 3),
    }
    assert await stored.extents(["monte"]) == {"monte": Extent(1, 4)}
    assert [(row.id, row.call_id, row.vector) for row in await stored.newer("montelupo", 2, 9)] == [
        (3, "c1", bytes([2, 0, 0, 0]))
    ]


async def test_writing_again_keeps_what_is_the_same_and_never_gives_an_id_twice(
    database: Database, stored: StoredPassages
) -> None:
    await add_call(database, "c1")
    await stored.write(indexed("c1", [passage(0, "uno"), passage(1, "due")]))
    await stored.write(indexed("c1", [passage(0, "uno"), passage(1, "tre")], seq=5))
    assert list(await stored.ids("montelupo")) == [1, 3]
    assert list(await stored.with_term("montelupo", {"due"})) == []
    await stored.write(indexed("c1", [passage(0, "uno")]))
    await stored.write(indexed("c1", [passage(0, "uno"), passage(1, "quattro")]))
    assert list(await stored.ids("montelupo")) == [1, 4]
    assert await stored.stored("c1", ENCODER) == [passage(0, "uno"), passage(1, "quattro")]
    assert await stored.stored("c1", "other") == []


async def test_a_passage_without_vector_is_not_written(database: Database, stored: StoredPassages) -> None:
    await add_call(database, "c1")
    one = IndexedCall("c1", "montelupo", "it", 3, ENCODER, [passage(0, "uno")], {})
    assert not await stored.write(one)
    assert await stored.stale(ENCODER, 9) == ["c1"]
    assert not await stored.write(indexed("unknown", [passage(0, "uno")]))


async def test_calls_wait_until_they_are_written_as_their_log_stands(
    database: Database, stored: StoredPassages
) -> None:
    await add_call(database, "over")
    await add_call(database, "open", ended=False)
    assert (await stored.stale(ENCODER, 9), await stored.waiting(ENCODER)) == (["over"], 1)
    await stored.write(indexed("over", []))
    assert await stored.stale(ENCODER, 9) == []
    assert await stored.stale("fake/2", 9) == ["over"]
    late = StoredPassages(database, FakeClock(NOW + timedelta(hours=13)))
    assert await late.stale(ENCODER, 9) == ["open"]
    async with database.writing() as connection:
        await connection.execute(text("UPDATE calls SET last_seq = 7 WHERE id = 'over'"))
    assert await stored.stale(ENCODER, 9) == ["over"]


async def test_erasing_a_call_erases_its_passages_and_their_words(database: Database, stored: StoredPassages) -> None:
    await add_call(database, "c1")
    await add_call(database, "c2")
    for call_id in ("c1", "c2"):
        await stored.write(indexed(call_id, [passage(0, "ascensore fermo")]))
    async with database.writing() as connection:
        await connection.execute(delete(tables.calls).where(tables.calls.c.id == "c1"))
    assert list(await stored.with_term("montelupo", {"ferm"})) == [2]
    assert list(await stored.with_phrase("montelupo", ("ascensore",))) == [2]
    async with database.reading() as connection:
        for name in ("call_passages", "call_words", "calls_indexed"):
            counted = text(f"SELECT count(*) FROM {name}")  # noqa: S608
            assert (await connection.execute(counted)).scalar() == 1, name
    assert list(await stored.passages([1, 2])) == [2]
    assert list(await stored.calls(["c1", "c2"])) == ["c2"]


async def test_a_call_is_shown_with_its_own_day_and_what_came_of_it(database: Database, stored: StoredPassages) -> None:
    await add_call(database, "c1")
    await add_call(database, "c2")
    facts = {
        "call_id": "c1", "principal": "montelupo", "customer": "montelupo/C1", "customer_name": "Condominio Aurora",
        "operator": "anna", "team": "", "language": "it", "purpose": "overdue", "started_at": NOW,
        "day": date(2026, 11, 21), "ended_at": NOW, "seconds": 60, "complete": True, "last_seq": 1,
        "disposition": "refused", "alerts": 0, "critical_alerts": 0, "cards_shown": 0, "cards_used": 0,
        "cards_edited": 0, "cards_dismissed": 0, "currency": "EUR", "overdue": Decimal(0), "promised": Decimal(0),
    }  # fmt: skip
    async with database.writing() as connection:
        await connection.execute(insert(call_facts).values(facts))
        await connection.execute(insert(call_situations).values(call_id="c1", situation="refusal"))
    found = await stored.calls(["c1", "c2"])
    assert (found["c1"].day, found["c1"].disposition, found["c1"].customer_name) == (
        date(2026, 11, 21), "refused", "Condominio Aurora",
    )  # fmt: skip
    assert found["c2"].disposition is None
    for chosen, expected in (
        (CallFilter(disposition="refused"), {"c1"}),
        (CallFilter(situation=Situation.REFUSAL, operator="anna"), {"c1"}),
        (CallFilter(situation=Situation.ANGER), set()),
        (CallFilter(since=date(2026, 11, 22)), set()),
        (CallFilter(until=date(2026, 11, 21), customer="montelupo/C1"), {"c1"}),
        (CallFilter(principal="' OR 1=1 --"), set()),
    ):
        assert await stored.chosen(chosen) == expected, chosen


@pytest.mark.parametrize("principal", ['a" OR "b', "a-b", "' OR 1=1 --", "words : x", "*"])
async def test_any_principal_is_a_name_and_nothing_else(
    database: Database, stored: StoredPassages, principal: str
) -> None:
    await add_call(database, "c1", principal)
    await stored.write(indexed("c1", [passage(0, "ascensore")], principal))
    assert list(await stored.with_term(principal, {"ascensor"})) == [1]
    assert list(await stored.with_term("montelupo", {"ascensor"})) == []
