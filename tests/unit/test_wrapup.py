"""The note in the live flow: drafted at hang-up or for a transfer, edited under a version, confirmed once."""

import pytest

from assistant.domain.errors import Conflict, Forbidden, InvalidInput
from assistant.domain.events import NoteConfirm, NoteDraft, NoteDrafted, NoteEdit, NotePosted
from assistant.domain.users import User
from assistant.services.ports_notes import Confirmation
from tests.unit.test_live import OPERATOR, World

OTHER = User(username="ugo", display_name="Ugo Conti", role="supervisor", principals=("acme",))
STRANGER = User(username="zoe", display_name="Zoe", role="operator", principals=("other",))


@pytest.fixture
async def world() -> World:
    world = World()
    await world.open()
    return world


async def ended(world: World) -> NoteDrafted:
    await world.hear("La ML-104 da seicento euro.", speaker="operator")
    await world.hear("la saldo venerdì, glieli verso tutti")
    await world.live.end("k")
    return await latest(world)


async def latest(world: World) -> NoteDrafted:
    return [event for event in await world.events() if isinstance(event, NoteDrafted)][-1]


async def test_the_note_is_drafted_at_hang_up_and_kept(world: World) -> None:
    event = await ended(world)
    stored = await world.ports.notes.get("k")
    assert (event.final, event.version, event.by) == (True, 1, "")
    assert [item.kind for item in event.items] == [item.kind for item in stored.note.items] == ["promise"]


async def test_a_draft_during_the_call_is_shown_and_not_kept(world: World) -> None:
    await world.hear("La ML-104 da seicento euro.", speaker="operator")
    await world.live.act(NoteDraft(call_id="k"), OPERATOR)
    event = await latest(world)
    assert event.final is False
    with pytest.raises(Conflict, match="still going on"):
        await world.live.act(NoteConfirm(call_id="k", version=1), OPERATOR)


async def test_the_second_editor_is_told_who_was_quicker(world: World) -> None:
    await ended(world)
    note = (await world.ports.notes.get("k")).note
    mine, theirs = (note.model_copy(update={"reason": reason}) for reason in ("mia", "loro"))
    await world.live.act(NoteEdit(call_id="k", version=1, note=mine), OPERATOR)
    with pytest.raises(Conflict, match=OPERATOR.username):
        await world.live.act(NoteEdit(call_id="k", version=1, note=theirs), OTHER)
    stored = await world.ports.notes.get("k")
    assert (stored.note.reason, stored.version, stored.drafted.reason) == ("mia", 2, note.reason)
    assert ((await latest(world)).version, (await latest(world)).by) == (2, OPERATOR.username)


async def test_confirming_writes_the_promise_and_happens_once(world: World) -> None:
    await ended(world)
    for _ in range(2):
        await world.live.act(NoteConfirm(call_id="k", version=1), OPERATOR)
    posted = [event for event in await world.events() if isinstance(event, NotePosted)]
    assert [(event.version, event.by) for event in posted] == [(1, OPERATOR.username)]
    (confirmation,) = world.ports.notes.confirmations  # type: ignore[attr-defined]
    assert [reference for reference, _ in confirmation.records["promises"]] == ["C1"]
    note = (await world.ports.notes.get("k")).note
    with pytest.raises(Conflict, match="has confirmed"):
        await world.live.act(NoteEdit(call_id="k", version=1, note=note), OTHER)


async def test_a_confirmation_that_a_crash_kept_silent_is_told_when_it_is_tried_again(world: World) -> None:
    await ended(world)
    confirmation = Confirmation(call_id="k", version=1, by=OPERATOR.username, at=world.ports.clock.now())
    await world.ports.notes.confirm(confirmation)
    for _ in range(2):
        await world.live.act(NoteConfirm(call_id="k", version=1), OTHER)
    posted = [event for event in await world.events() if isinstance(event, NotePosted)]
    assert [(event.state, event.by) for event in posted] == [("confirmed", OPERATOR.username)]
    assert world.ports.notes.confirmations == [confirmation]  # type: ignore[attr-defined]


async def test_a_note_of_another_call_or_principal_is_refused(world: World) -> None:
    await ended(world)
    note = (await world.ports.notes.get("k")).note
    with pytest.raises(InvalidInput):
        other = note.model_copy(update={"customer": "acme/C2"})
        await world.live.act(NoteEdit(call_id="k", version=1, note=other), OPERATOR)
    with pytest.raises(Forbidden):
        await world.live.act(NoteConfirm(call_id="k", version=1), STRANGER)
