"""The work after a call: its note is drafted, edited by the operator, confirmed; confirming sets the rest going."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from assistant.domain.after_call import disputes_of, plans_of, promises_of, tasks_of
from assistant.domain.deliveries import note_deliveries
from assistant.domain.errors import Conflict, InvalidInput
from assistant.domain.events import NoteConfirm, NoteDraft, NoteDrafted, NoteEdit, NotePosted
from assistant.domain.notes import Note, StoredNote
from assistant.domain.records import Record
from assistant.domain.schedule import working_day_from
from assistant.domain.users import User
from assistant.services.notes import drafted
from assistant.services.ports import RecordKind
from assistant.services.ports_notes import Confirmation, note_if_any
from assistant.services.session import Session
from assistant.services.telling import Retold


async def draft_at_end(session: Session) -> StoredNote:
    """Draft and keep the note of an ended call; one that is there already stays as it is.

    A model that has earned it words narrative and e-mail afterwards, unless a person is quicker.
    """
    draft = await drafted(session)
    stored = await session.ports.notes.draft(draft.note)
    await _announce(session, stored)

    async def save(retold: Retold) -> None:
        better = await session.ports.notes.redraft(retold.note, stored.version)
        await _announce(session, better, retold)

    if session.ports.teller and stored.note == draft.note:
        session.ports.teller.start(draft.note, draft.telling, save)
    return stored


async def act_on_note(session: Session, event: NoteDraft | NoteEdit | NoteConfirm, user: User) -> None:
    """Raises `Conflict` where somebody else was quicker, `InvalidInput` for a note of another call."""
    match event:
        case NoteDraft():
            await _draft(session)
        case NoteEdit():
            await _edit(session, event, user)
        case NoteConfirm():
            await _confirm(session, event, user)


async def _draft(session: Session) -> None:
    if session.state.ended:
        await _announce(session, await _stored(session))
        return
    note = (await drafted(session)).note
    await session.emit(NoteDrafted, **_payload(note), final=False)


async def _edit(session: Session, event: NoteEdit, user: User) -> None:
    stored = await _stored(session)
    if (event.note.call_id, event.note.customer) != (stored.note.call_id, stored.note.customer):
        raise InvalidInput("The note names another call or customer.", where=event.call_id)
    _check(stored, event.version)
    try:
        changed = await session.ports.notes.edit(event.note, event.version, user.username)
    except Conflict:
        # Another process was quicker: say who, instead of what the store knows.
        _check(await session.ports.notes.get(event.call_id), event.version)
        raise
    await _announce(session, changed)


async def _confirm(session: Session, event: NoteConfirm, user: User) -> None:
    stored = await _stored(session)
    if not (stored.confirmed and stored.version == event.version):
        _check(stored, event.version)
        stored = await session.ports.notes.confirm(confirmation_of(session, stored, user))
    elif await _told_as_confirmed(session):
        return
    # A crash after the note was confirmed and before it was told: whoever confirms again learns that it is done.
    await session.emit(NotePosted, version=stored.version, by=stored.confirmed_by)


async def _told_as_confirmed(session: Session) -> bool:
    events = await session.ports.calls.events(session.info.id)
    return any(isinstance(event, NotePosted) and event.state == "confirmed" for event in events)


def confirmation_of(session: Session, stored: StoredNote, user: User) -> Confirmation:
    """All that confirming this version causes."""
    note, on, customer = stored.note, session.info.started_at.date(), session.file.customer
    now = session.ports.clock.now()
    connectors = session.ports.connectors.names(customer.principal)
    return Confirmation(
        call_id=note.call_id,
        version=stored.version,
        by=user.username,
        at=now,
        deliveries=note_deliveries(stored, customer, session.info, connectors, (user.username, now)),
        tasks=tasks_of(note, on, customer.sales_rep, _next_working_day(session, on)),
        records=records_of(note, on, customer.ref),
    )


def records_of(note: Note, on: date, reference: str) -> Mapping[RecordKind, Sequence[tuple[str, Record]]]:
    """Promises, plans and disputes for the receivables, by the customer's reference; kinds without any are left out."""
    found: dict[RecordKind, list[Record]] = {
        "promises": [*promises_of(note, on)],
        "plans": [*plans_of(note, on)],
        "disputes": [*disputes_of(note, on)],
    }
    return {kind: [(reference, record) for record in records] for kind, records in found.items() if records}


def _next_working_day(session: Session, on: date) -> date:
    working = partial(session.ports.working_days.is_working_day, country=session.file.customer.country)
    return working_day_from(on + timedelta(days=1), working)


async def _stored(session: Session) -> StoredNote:
    """The note of an ended call; drafted now where a crash came between its end and the draft."""
    if not session.state.ended:
        raise Conflict("The call is still going on; its note can be edited once it has ended.", where=session.info.id)
    stored = await note_if_any(session.ports.notes, session.info.id)
    return stored or await session.ports.notes.draft((await drafted(session)).note)


def _check(stored: StoredNote, version: int) -> None:
    """Nothing is overwritten: whoever worked on an older version is told by whom it was changed."""
    if stored.confirmed:
        raise Conflict(
            f"{stored.confirmed_by} has confirmed this note; it can't be changed any more.", where=stored.note.call_id
        )
    if stored.version != version:
        # A model that worded it afterwards is nobody's edit.
        who = f"{stored.edited_by} has changed the note" if stored.edited_by else "The note has changed"
        message = f"{who} meanwhile (version {stored.version}, yours was {version}); read it again."
        raise Conflict(message, where=stored.note.call_id)


async def _announce(session: Session, stored: StoredNote, retold: Retold | None = None) -> None:
    wrote = {"model": retold.model, "prompt": retold.prompt} if retold else {}
    await session.emit(NoteDrafted, **_payload(stored.note), version=stored.version, by=stored.edited_by, **wrote)


def _payload(note: Note) -> dict[str, object]:
    values = dict(note)
    del values["call_id"]  # the event has it already
    return values
