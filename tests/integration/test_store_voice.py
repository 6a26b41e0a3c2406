"""What the ports of the voice of the customer promise holds on SQLite and on PostgreSQL."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, insert

from assistant.adapters.store import Database, StoredCalls, StoredThemes, StoredVoiceActions, StoredVoices, tables
from assistant.domain.calls import CallInfo
from assistant.domain.errors import Conflict, NotFound
from assistant.domain.events import CallClosed, UtteranceHeard
from assistant.domain.shares import compare, share_of
from assistant.domain.themes import Theme
from assistant.domain.voice import Origin, Voice
from assistant.domain.voice_actions import VoiceAction
from assistant.services.ports_voice import Kept, Listened
from tests.fakes import FakeClock

pytestmark = pytest.mark.integration
NOW = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
DAY = date(2026, 11, 21)
"""Where the calls are made it is past midnight already."""


class Store:
    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, FakeClock(NOW)
        self.calls = StoredCalls(database)
        self.voices = StoredVoices(database, self.clock)
        self.themes, self.actions = StoredThemes(database), StoredVoiceActions(database)

    async def call(self, call_id: str, purpose: str = "overdue", *, ended: bool = True) -> None:
        started = NOW.astimezone(datetime.fromisoformat("2026-11-21T00:30:00+01:00").tzinfo)
        info = CallInfo(id=call_id, customer="p/C1", principal="p", started_at=started, language="it", purpose=purpose)
        await self.calls.open(info, "Ditta")
        await self.calls.append(
            UtteranceHeard(call_id=call_id, at=NOW, utterance_id="u1", t=1, speaker="customer", text="in ritardo")
        )
        if ended:
            await self.calls.close(call_id, NOW)

    async def keep(self, *texts: str, call_id: str = "c1") -> Origin:
        """Read the call and keep these voices of it."""
        [origin] = [one for one in await self.voices.waiting(9) if one.id == call_id]
        await self.voices.keep(origin, [voice(origin, n, text) for n, text in enumerate(texts)])
        return origin


def voice(origin: Origin, n: int, text: str) -> Voice:
    return Voice(
        id=f"{origin.id}:u{n}",
        principal=origin.principal,
        customer=origin.customer,
        source=origin.source,
        origin=origin.id,
        call_id=origin.call_id,
        utterance_id=f"u{n}",
        at=origin.at + timedelta(seconds=n),
        day=origin.day,
        language=origin.language,
        text=text,
        tone=-1,
        tone_words=("ritardo",),
    )


def theme(theme_id: str = "late", **members: float) -> Kept:
    found = Theme(id=theme_id, principal="p", created_at=NOW, names={"it": "ritardi"}, terms={"it": ("ritardo",)})
    return Kept(found, {f"c1:{name}": near for name, near in members.items()}, (0.5, 0.25))


@pytest.fixture
async def store(database: Database) -> Store:
    return Store(database)


async def test_an_ended_call_waits_until_it_was_read_at_its_latest_event(store: Store) -> None:
    await store.call("c1", "feedback_interview")
    await store.call("c2", ended=False)
    [origin] = await store.voices.waiting(9)
    assert (origin.id, origin.source, origin.day, origin.mark) == ("c1", "interview", DAY, 1)
    await store.voices.keep(origin, [])
    assert await store.voices.waiting(9) == []
    await store.calls.append(CallClosed(call_id="c1", at=NOW))
    assert [one.mark for one in await store.voices.waiting(9)] == [2]


async def test_what_was_said_as_before_keeps_its_vector_and_theme(store: Store) -> None:
    await store.call("c1")
    await store.keep("sempre in ritardo", "la merce è rotta")
    await store.voices.add_vectors({"c1:u0": b"\x01\x02", "c1:u1": b"\x03\x04"}, "enc")
    await store.themes.replace("p", [theme(u0=0.9, u1=0.8)], NOW, DAY)
    await store.calls.append(CallClosed(call_id="c1", at=NOW))
    await store.keep("sempre in ritardo", "la merce era rotta", "e il conto è sbagliato")

    assert await store.voices.without_vector("p", "enc") == [
        ("c1:u2", "e il conto è sbagliato"),
        ("c1:u1", "la merce era rotta"),
    ]
    assert [(one.id, vector) for one, vector in await store.voices.since("p", DAY, 9)] == [("c1:u0", b"\x01\x02")]
    assert [one.voice for one in await store.themes.mentions(["p"], DAY, DAY)] == ["c1:u0"]


async def test_complaints_of_the_record_wait_and_wait_again_when_they_change(store: Store) -> None:
    row = {"principal": "p", "ref": "C1", "id": "TK-1", "opened_on": DAY, "state": "open"}
    customer = {"principal": "p", "ref": "C1", "name": "Ditta", "country": "IT", "language": "en"}
    async with store.database.writing() as connection:
        await connection.execute(insert(tables.customers).values(customer | {"vat_number": "", "sales_rep": ""}))
        for ticket, kind in (("TK-1", "complaint"), ("TK-2", "service")):
            values = row | {"id": ticket, "kind": kind, "subject": "late pallets", "text": "Two weeks late."}
            await connection.execute(insert(tables.tickets).values(values))
    [origin] = await store.voices.waiting(9)
    assert (origin.id, origin.source, origin.language, origin.call_id) == ("p/C1#ticket:TK-1", "ticket", "en", "")
    assert await store.voices.ticket_text(origin) == "late pallets. Two weeks late"
    await store.voices.keep(origin, [])
    assert await store.voices.waiting(9) == []
    async with store.database.writing() as connection:
        await connection.execute(tables.tickets.update().values(text="Three weeks late."))
    assert [one.id for one in await store.voices.waiting(9)] == ["p/C1#ticket:TK-1"]
    async with store.database.writing() as connection:
        await connection.execute(delete(tables.tickets))
    assert await store.voices.drop_orphans() == 1


async def test_voices_of_an_erased_call_go_with_it(store: Store) -> None:
    await store.call("c1")
    await store.keep("sempre in ritardo")
    await store.themes.replace("p", [theme(u0=0.9)], NOW, DAY)
    async with store.database.writing() as connection:
        await connection.execute(delete(tables.calls))
    assert await store.voices.drop_orphans() == 1
    assert await store.voices.get(["c1:u0"]) == []
    assert await store.themes.mentions(None, DAY, DAY) == []
    assert await store.themes.listened(None, DAY, DAY) == []


async def test_figures_come_from_the_principals_and_days_that_are_asked_for(store: Store) -> None:
    await store.call("c1")
    await store.keep("sempre in ritardo", "la merce è rotta")
    await store.themes.replace("p", [theme(u0=0.9)], NOW, DAY)
    [mention] = await store.themes.mentions(["p"], DAY, DAY, "late")
    assert (mention.voice, mention.origin, mention.tone, mention.day, mention.centrality) == (
        "c1:u0",
        "c1",
        -1,
        DAY,
        0.9,
    )
    assert await store.themes.mentions(["q"], DAY, DAY) == []
    assert await store.themes.mentions(["p"], DAY + timedelta(days=1), DAY + timedelta(days=2)) == []
    assert await store.themes.listened(["p"], DAY, DAY) == [Listened("p", DAY, "call", 1)]
    assert await store.themes.count(["p"], DAY, DAY) == {"call": 2}
    assert await store.themes.looked_at() == {"p": NOW}


async def test_voices_are_unsorted_until_themes_are_looked_for(store: Store) -> None:
    await store.call("c1")
    await store.keep("sempre in ritardo")
    assert await store.voices.unsorted("p") == 1
    await store.themes.replace("p", [], NOW, DAY)
    assert await store.voices.unsorted("p") == 0


async def test_a_theme_that_is_not_found_again_ends_with_its_voices_and_name(store: Store) -> None:
    await store.call("c1")
    await store.keep("sempre in ritardo", "la merce è rotta")
    await store.themes.replace("p", [theme("late", u0=0.9), theme("broken", u1=0.8)], NOW, DAY)
    renamed = await store.themes.rename(
        (await store.themes.get("late")).model_copy(update={"given": {"it": "Nostro"}}), 1
    )
    assert (renamed.version, renamed.name("it"), renamed.name("en")) == (2, "Nostro", "Nostro")

    later = NOW + timedelta(days=1)
    await store.themes.replace("p", [theme("late", u1=0.7)], later, DAY)
    late, broken = await store.themes.get("late"), await store.themes.get("broken")
    assert (late.given, late.version, late.ended_at) == ({"it": "Nostro"}, 2, None)
    assert broken.ended_at == later
    assert {(one.theme, one.voice) for one in await store.themes.mentions(None, DAY, DAY)} == {
        ("late", "c1:u1"),
        ("broken", "c1:u1"),
    }
    [known] = await store.themes.known("p")
    assert (known.id, known.members, known.centre) == ("late", {"c1:u1"}, (0.5, 0.25))


async def test_voices_from_before_the_look_stay_with_their_theme(store: Store) -> None:
    await store.call("c1")
    await store.keep("sempre in ritardo", "la merce è rotta")
    await store.themes.replace("p", [theme(u0=0.9)], NOW, DAY)
    await store.themes.replace("p", [theme()], NOW, DAY + timedelta(days=1))
    assert [one.voice for one in await store.themes.mentions(None, DAY, DAY)] == ["c1:u0"]


async def test_a_voice_that_went_while_themes_were_looked_for_is_left_out(store: Store) -> None:
    await store.call("c1")
    await store.keep("sempre in ritardo")
    await store.themes.replace("p", [theme(u0=0.9, u7=0.8)], NOW, DAY)
    assert [one.voice for one in await store.themes.mentions(None, DAY, DAY)] == ["c1:u0"]


async def test_of_two_who_rename_a_theme_the_second_is_told(store: Store) -> None:
    await store.themes.replace("p", [theme()], NOW, DAY)
    found = await store.themes.get("late")
    await store.themes.rename(found.model_copy(update={"given": {"it": "A"}, "named_by": "sara"}), 1)
    with pytest.raises(Conflict, match="by sara in the meantime"):
        await store.themes.rename(found.model_copy(update={"given": {"it": "B"}}), 1)
    with pytest.raises(NotFound):
        await store.themes.get("\0")


async def test_an_action_is_kept_with_what_a_look_found(store: Store) -> None:
    action = VoiceAction(
        id="a1",
        principal="p",
        theme="late",
        text="Avvisare",
        owner="Logistica",
        due=DAY,
        look_on=DAY,
        created_by="sara",
        created_at=NOW,
    )
    await store.actions.add(action)
    outcome = compare(share_of(40, 200), share_of(10, 200))
    done = action.model_copy(update={"state": "looked", "done_on": DAY, "outcome": outcome})
    assert await store.actions.save(done, 1) == done.model_copy(update={"version": 2})
    assert await store.actions.list(["q"]) == []
    assert [one.outcome for one in await store.actions.list(["p"])] == [outcome]
    with pytest.raises(Conflict, match="now looked"):
        await store.actions.save(done, 1)
    with pytest.raises(NotFound):
        await store.actions.get("other")
