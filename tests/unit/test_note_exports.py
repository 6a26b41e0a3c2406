"""Notes as files: nothing is lost, and no cell is a formula."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from assistant.domain.note_exports import notes_as_csv, notes_as_json_lines
from assistant.domain.notes import Evidence, Note, NoteItem, StoredNote

AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
PROMISE = NoteItem(
    kind="promise",
    text='Pagherà 250,00 €; "entro il 20"',
    amount=Decimal("250.00"),
    currency="EUR",
    date=date(2026, 12, 20),
    invoices=("2026/118", "2026/119"),
    evidence=(Evidence(utterance_id="u4", quote="Pago\nil venti"), Evidence(utterance_id="u6", quote="Sì")),
)
ACTION = NoteItem(kind="next_action", text="Richiamare", who="back_office", by=date(2026, 12, 3))


def stored(*items: NoteItem, call_id: str = "c1", reason: str = "Perché è scaduta") -> StoredNote:
    note = Note(
        call_id=call_id,
        customer="montelupo/C1",
        language="it",
        disposition="promise_to_pay",
        reason=reason,
        items=items,
    )
    return StoredNote(note=note, drafted=note, version=2, edited_by="anna", confirmed_by="anna", confirmed_at=AT)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_a_row_an_item() -> None:
    promise, action = rows(notes_as_csv([stored(PROMISE, ACTION)]))
    assert (promise["call_id"], promise["customer"], promise["reason"]) == ("c1", "montelupo/C1", "Perché è scaduta")
    assert (promise["version"], promise["confirmed_by"]) == ("2", "anna")
    assert datetime.fromisoformat(promise["confirmed_at"]) == AT
    assert (promise["item"], promise["kind"], promise["text"]) == ("1", "promise", PROMISE.text)
    assert (promise["amount"], promise["currency"], promise["date"]) == ("250.00", "EUR", "2026-12-20")
    assert (promise["invoices"], promise["evidence"]) == ("2026/118; 2026/119", "u4: Pago\nil venti; u6: Sì")
    assert (action["item"], action["who"], action["by"], action["amount"]) == ("2", "back_office", "2026-12-03", "")


def test_a_note_without_items_isnt_lost() -> None:
    (row,) = rows(notes_as_csv([stored()]))
    assert (row["call_id"], row["disposition"], row["item"], row["kind"]) == ("c1", "promise_to_pay", "", "")


@pytest.mark.parametrize(
    "words", ["=1+1", "+39 055", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", '=HYPERLINK("http://x")']
)
def test_no_cell_is_a_formula(words: str) -> None:
    item = NoteItem(kind="request", text=words, invoices=(words,))
    (row,) = rows(notes_as_csv([stored(item, call_id="c1", reason=words)]))
    assert [row["text"], row["reason"], row["invoices"]] == ["'" + words] * 3


def test_words_that_are_no_formula_stay_as_they_are() -> None:
    (row,) = rows(notes_as_csv([stored(NoteItem(kind="request", text="a=b, più -2; 'sì'"))]))
    assert row["text"] == "a=b, più -2; 'sì'"


def test_json_lines_hold_a_note_a_line() -> None:
    lines = notes_as_json_lines([stored(PROMISE, reason="due\nrighe\u2028e"), stored(call_id="c2")]).split("\n")
    assert lines.pop() == ""
    first, second = (json.loads(line) for line in lines)
    assert (first["principal"], first["version"], first["confirmed_by"]) == ("montelupo", 2, "anna")
    assert "drafted" not in first
    assert Note.model_validate(first["note"]) == stored(PROMISE, reason="due\nrighe\u2028e").note
    assert second["note"]["call_id"] == "c2"


def test_nothing_is_a_header_or_an_empty_file() -> None:
    assert rows(notes_as_csv([])) == []
    assert notes_as_csv([]).startswith('"call_id"')
    assert notes_as_json_lines([]) == ""
