from assistant.domain.edit_rate import edit_rate, items_changed, words_changed
from assistant.domain.notes import StoredNote
from tests.unit.test_note_draft import drafted

DRAFT = drafted("O: La ML-104 da seicento euro.", "C: la saldo venerdì")


def test_a_note_left_as_drafted_is_untouched() -> None:
    rate = edit_rate([StoredNote(note=DRAFT, drafted=DRAFT)])
    assert rate is not None
    assert (rate.notes, rate.untouched, rate.words, rate.items, rate.disposition) == (1, 1.0, 0.0, 0.0, 0.0)


def test_an_item_that_is_taken_out_or_changed_counts_as_changed() -> None:
    (item,) = DRAFT.items
    twice = DRAFT.model_copy(update={"items": (item, item.model_copy(update={"text": "altro"}))})
    assert items_changed(DRAFT, twice) == 0.5
    assert items_changed(DRAFT, DRAFT.model_copy(update={"items": ()})) == 1.0


def test_words_are_counted_not_letters() -> None:
    email = DRAFT.email.model_copy(update={"body": ""})
    assert 0 < words_changed(DRAFT, DRAFT.model_copy(update={"email": email})) < 1
    assert words_changed(DRAFT, DRAFT) == 0.0


def test_without_confirmed_notes_there_is_no_rate() -> None:
    assert edit_rate([]) is None
