"""Writes an invented history into the tables, many rows at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.store import Database, tables, tables_facts, tables_reviews
from assistant.adapters.store.engine import insert_new
from assistant.adapters.store.imports import write_records
from assistant.adapters.store.reviews import dump_review, dump_step
from assistant.adapters.store.tasks import dump_task
from assistant.domain.calls import Situation
from assistant.domain.records import CustomerFile, Record
from assistant.domain.rubric import CRITERIA
from assistant.domain.users import User
from assistant.services.ports import RecordKind
from evals.history.record import CallRecord, CustomerHistory

_BATCH = 200
"""Customers written at a time: some thousand calls' rows in memory."""
_KINDS: tuple[RecordKind, ...] = ("invoices", "payments", "promises", "plans", "disputes", "tickets", "contacts")
Rows = dict[Table, list[dict[str, Any]]]


async def write_histories(database: Database, histories: Iterable[CustomerHistory]) -> tuple[int, int]:
    """Write customers with all their records and calls in one transaction; returns how many customers and calls."""
    customers = calls = 0
    async with database.writing() as connection:
        for part in _parts(histories):
            customers += len(part)
            calls += sum(len(history.calls) for history in part)
            await _write_records(connection, [history.file for history in part])
            await write_calls(connection, part)
    return customers, calls


async def write_users(database: Database, users: Sequence[User]) -> None:
    """Add the accounts, which can't sign in; those that exist stay as they are."""
    rows = [user.model_dump() | {"principals": list(user.principals), "password_hash": ""} for user in users]
    async with database.writing() as connection:
        await insert_new(connection, tables.users, rows)


async def write_calls(connection: AsyncConnection, histories: Sequence[CustomerHistory]) -> None:
    rows: Rows = {}
    for history in histories:
        rows.setdefault(tables.tasks, []).extend(dump_task(task) for task in history.tasks)
        for call in history.calls:
            for table, more in _call_rows(call):
                rows.setdefault(table, []).extend(more)
    for table in tables.metadata.sorted_tables:  # what others refer to comes first
        if rows.get(table):
            await connection.execute(insert(table), rows[table])


def _parts(histories: Iterable[CustomerHistory]) -> Iterator[list[CustomerHistory]]:
    part: list[CustomerHistory] = []
    for history in histories:
        part.append(history)
        if len(part) == _BATCH:
            yield part
            part = []
    if part:
        yield part


async def _write_records(connection: AsyncConnection, files: Sequence[CustomerFile]) -> None:
    for principal in sorted({file.customer.principal for file in files}):
        mine = [file for file in files if file.customer.principal == principal]
        changes: dict[RecordKind, Sequence[tuple[str, Record]]] = {
            kind: [(file.customer.ref, record) for file in mine for record in getattr(file, kind)] for kind in _KINDS
        }
        changes["customers"] = [(file.customer.ref, file.customer) for file in mine]
        await write_records(connection, principal, changes)


def _call_rows(call: CallRecord) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    facts, told = call.facts, call.told
    story = told.story
    offset = story.at.utcoffset()
    shared = {"principal": facts.principal, "customer": facts.customer, "customer_name": facts.customer_name}
    row = shared | {
        "id": facts.call_id,
        "started_at": facts.started_at,
        "utc_offset": int(offset.total_seconds()) if offset else 0,
        "ended_at": call.ended_at,
        "language": facts.language,
        "purpose": facts.purpose,
        "operator": facts.operator,
        "last_seq": facts.last_seq,
    }
    yield tables.calls, [row]
    events = [{"call_id": facts.call_id, "seq": n, "event": event} for n, event in enumerate(told.events, start=1)]
    yield tables.call_events, events
    if call.note is not None:
        yield tables.notes, [_note_row(call)]
    plain = facts.model_dump(exclude={"situations", "levels"})
    levels = {f"level_{criterion}": facts.levels.get(criterion) for criterion in CRITERIA}
    yield tables_facts.call_facts, [plain | levels]
    held = [{"call_id": facts.call_id, "situation": str(one)} for one in facts.situations if one != Situation.NONE]
    yield tables_facts.call_situations, held
    if call.score is not None:
        score: Mapping[str, Any] = {
            "call_id": facts.call_id,
            "principal": facts.principal,
            "score": call.score.model_dump_json(),
            "rubric": call.score.rubric,
            "last_seq": facts.last_seq,
            "scored_at": call.ended_at,
        }
        yield tables_facts.scores, [dict(score)]
    if call.review is not None:
        yield tables_reviews.reviews, [dump_review(call.review)]
        yield tables_reviews.review_steps, [dump_step(facts.call_id, step) for step in call.review.steps]


def _note_row(call: CallRecord) -> dict[str, Any]:
    note = call.note
    if note is None:
        raise ValueError(f"call {call.facts.call_id} has no note")
    text = note.note.model_dump_json()
    return {
        "call_id": call.facts.call_id,
        "principal": call.facts.principal,
        "note": text,
        "drafted": note.drafted.model_dump_json() if note.edited_by else text,
        "version": note.version,
        "edited_by": note.edited_by,
        "confirmed_by": note.confirmed_by,
        "confirmed_at": note.confirmed_at,
    }
