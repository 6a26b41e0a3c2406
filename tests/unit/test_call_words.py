import pytest

from knowledge.call_words import marks, plain_words, read_question, stored_terms
from knowledge.types import Language


def marked(text: str, question: str, language: Language = "it") -> list[str]:
    return [text[start:end] for start, end in marks(text, read_question(question), language)]


def test_a_question_gives_stems_without_common_words_and_phrases() -> None:
    asked = read_question('la cabina "Non  POSSO" è bloccata')
    assert asked.text == "la cabina Non POSSO è bloccata"
    assert asked.phrases == (("non", "posso"),)
    assert frozenset({"cabin"}) in asked.terms
    assert not any("la" in term for term in asked.terms)


@pytest.mark.parametrize("quotes", ["“{}”", "«{}»", '"{}"', "„{}“"])
def test_every_kind_of_quotation_mark_quotes(quotes: str) -> None:
    assert read_question(quotes.format("in contanti")).phrases == (("in", "contanti"),)


@pytest.mark.parametrize(
    ("question", "text", "phrases"),
    [
        ('"non posso', "non posso", ()),
        ('non "posso" pagare"', "non posso pagare", (("posso",),)),
        ('""', "", ()),
        ('"?!" ascensore', "?! ascensore", ()),
    ],
)
def test_unbalanced_and_empty_quotes_are_blanks(question: str, text: str, phrases: tuple[tuple[str, ...], ...]) -> None:
    asked = read_question(question)
    assert (asked.text, asked.phrases) == (text, phrases)


@pytest.mark.parametrize("hostile", ["a AND b*", "NEAR(x y)", "'; DROP TABLE calls; --", "words : x", "^a:B & !b | (c"])
def test_terms_hold_letters_and_figures_only(hostile: str) -> None:
    asked = read_question(f'{hostile} "{hostile}"')
    parts = [*(stem for term in asked.terms for stem in term), *(word for phrase in asked.phrases for word in phrase)]
    assert parts
    assert all(part.isalnum() for part in parts)


def test_a_question_in_either_language_is_taken_so_and_one_that_may_be_both_is_both() -> None:
    assert read_question("the invoices are wrong").terms == (frozenset({"invoic"}), frozenset({"wrong"}))
    assert read_question("le fatture sono sbagliate").terms == (frozenset({"fattur"}), frozenset({"sbagl"}))
    assert read_question("fatture").terms == (frozenset({"fattur"}),)
    (term,) = read_question("invoices").terms
    assert "invoic" in term
    assert len(term) == 2


def test_stored_terms_keep_stems_and_plain_words_apart() -> None:
    stored = stored_terms(["Le rate scadute", "è Perché?"], "it")
    assert stored[:2] == ["srat", "sscad"]
    assert stored[-6:] == ["wle", "wrate", "wscadute", "x", "we", "wperche"]


def test_marks_are_places_in_the_text_as_it_is_written() -> None:
    assert marked("Sì, la RATA è già scaduta", "rate scadute") == ["RATA", "scaduta"]
    assert marked("non posso pagare, non posso", '"non posso"') == ["non posso", "non posso"]
    assert marked("prima rata pagata", "rate pagate") == ["rata pagata"]
    assert marked("la la la", "cabina") == []
    assert marked("😀 la cabina", "cabina") == ["cabina"]
    assert marked("instalments please", "rate", "en") == []


def test_words_keep_their_places_whatever_letters_become() -> None:
    text = "ﬁne ½ İl «PERCHÉ»"
    for word, (start, end) in plain_words(text):
        assert word
        assert 0 <= start < end <= len(text)
    assert [word for word, _ in plain_words("PERCHÉ così")] == ["perche", "cosi"]
