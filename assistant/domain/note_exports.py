"""Confirmed notes as files: CSV for spreadsheets, a row an item; JSON Lines for programs, a note a line."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from assistant.domain.notes import Note, NoteItem, StoredNote

_NOTE = (
    *("call_id", "customer", "language", "disposition", "reason"),
    *("narrative", "version", "confirmed_by", "confirmed_at"),
)
_ITEM = ("item", "kind", "text", "amount", "currency", "date", "invoices", "plan", "who", "by", "evidence")
_RISKY = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), in full width, too."""


def notes_as_csv(notes: Iterable[StoredNote]) -> str:
    """A header, then a row an item; a note without items has one row whose item's columns are empty.

    Lists are parted by semicolons. A cell that a spreadsheet might run as a formula begins with an apostrophe.
    """
    output = io.StringIO(newline="")
    writer = csv.writer(output, quoting=csv.QUOTE_ALL)
    writer.writerow((*_NOTE, *_ITEM))
    for stored in notes:
        about = _about(stored)
        for cells in _items(stored.note):
            writer.writerow([_harmless(cell) for cell in (*about, *cells)])
    return output.getvalue()


def notes_as_json_lines(notes: Iterable[StoredNote]) -> str:
    """`{principal, version, edited_by, confirmed_by, confirmed_at, note}` a line; empty where there are none."""
    return "".join(json.dumps(_object(stored), ensure_ascii=False) + "\n" for stored in notes)


def _object(stored: StoredNote) -> dict[str, object]:
    values = stored.model_dump(mode="json", exclude={"drafted"}, exclude_none=True)
    note = values.pop("note")
    return {"principal": stored.note.customer.partition("/")[0]} | values | {"note": note}


def _about(stored: StoredNote) -> tuple[str, ...]:
    note = stored.note
    moment = stored.confirmed_at.isoformat() if stored.confirmed_at else ""
    call = (note.call_id, note.customer, note.language, note.disposition, note.reason)
    return (*call, note.narrative.text, str(stored.version), stored.confirmed_by, moment)


def _items(note: Note) -> Iterator[tuple[str, ...]]:
    for number, item in enumerate(note.items, start=1):
        yield str(number), *_cells(item)
    if not note.items:
        yield ("",) * len(_ITEM)


def _cells(item: NoteItem) -> tuple[str, ...]:
    plan = "; ".join(f"{part.due} {part.amount}" for part in item.plan.instalments) if item.plan else ""
    evidence = "; ".join(f"{words.utterance_id}: {words.quote}" for words in item.evidence)
    figures = (str(value) if value is not None else "" for value in (item.amount, item.currency, item.date))
    owner = (item.who or "", str(item.by) if item.by else "")
    return (item.kind, item.text, *figures, "; ".join(item.invoices), plan, *owner, evidence)


def _harmless(cell: str) -> str:
    # Spreadsheets skip blanks before the sign. An apostrophe makes text of it.
    risky = cell.startswith(_RISKY) or cell.lstrip().startswith(_RISKY)
    return f"'{cell}" if risky else cell
