"""The log of calls in memory keeps the same promises as the database's."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant.adapters.memory import MemoryCalls, MemoryNotes
from assistant.domain.calls import CallInfo
from assistant.domain.errors import Conflict, NotFound
from assistant.domain.events import CallClosed
from assistant.domain.notes import Note
from assistant.services.ports_notes import Confirmation

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)


def call(call_id: str, principal: str = "montelupo", at: datetime = NOW) -> CallInfo:
    return CallInfo(id=call_id, customer=f"{principal}/C1", principal=principal, started_at=at, language="it")


async def test_events_are_numbered_and_come_back_after_a_seq() -> None:
    calls = MemoryCalls()
    await calls.open(call("c1"), "Condominio Aurora")
    event = CallClosed(call_id="c1", at=NOW)
    assert [await calls.append(event) for _ in range(3)] == [1, 2, 3]
    assert [item.seq for item in await calls.events("c1", after=1)] == [2, 3]
    assert event.seq == 0
    assert (await calls.get("c1")).last_seq == 3


async def test_the_newest_call_comes_first_and_a_closed_one_is_not_open() -> None:
    calls = MemoryCalls()
    await calls.open(call("c1"), "Condominio Aurora")
    await calls.open(call("c2", "brackwater", NOW + timedelta(hours=1)), "Hollow Mills")
    await calls.close("c1", NOW)
    await calls.close("c1", NOW + timedelta(hours=2))
    assert [item.info.id for item in await calls.list()] == ["c2", "c1"]
    assert [item.info.id for item in await calls.list(open_only=True)] == ["c2"]
    assert [item.info.id for item in await calls.list(["montelupo"])] == ["c1"]
    assert (await calls.get("c1")).ended_at == NOW


async def test_ids_are_used_once_and_unknown_ones_refused() -> None:
    calls = MemoryCalls()
    await calls.open(call("c1"), "Condominio Aurora")
    with pytest.raises(Conflict):
        await calls.open(call("c1"), "Condominio Aurora")
    for attempt in (calls.get("x"), calls.events("x"), calls.close("x", NOW)):
        with pytest.raises(NotFound):
            await attempt


def note(reason: str = "Sollecito") -> Note:
    return Note(call_id="c1", customer="montelupo/C1", language="it", disposition="no_outcome", reason=reason)


async def test_better_words_replace_the_draft_unless_a_person_was_quicker() -> None:
    notes = MemoryNotes()
    await notes.draft(note())
    better = await notes.redraft(note("Meglio"), 1)
    assert (better.note, better.drafted, better.version, better.edited_by) == (note("Meglio"), note("Meglio"), 2, "")
    with pytest.raises(Conflict):
        await notes.redraft(note("Tardi"), 1)
    edited = await notes.edit(note("Mia"), 2, "anna")
    with pytest.raises(Conflict):
        await notes.redraft(note("Tardi"), 3)
    assert await notes.get("c1") == edited


async def test_a_confirmed_note_keeps_its_words() -> None:
    notes = MemoryNotes()
    await notes.draft(note())
    confirmed = await notes.confirm(Confirmation(call_id="c1", version=1, by="anna", at=NOW))
    with pytest.raises(Conflict):
        await notes.redraft(note("Tardi"), 1)
    assert await notes.get("c1") == confirmed
