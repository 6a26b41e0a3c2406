"""Pieces of articles: sizes, headings, nothing lost."""

from datetime import date

from knowledge.chunking import (
    MAX_PARTS,
    MAX_WORDS,
    PART_WORDS,
    WINDOW_WORDS,
    chunk,
    question_parts,
    split_text,
    windows,
)
from knowledge.types import Article


def article(text: str) -> Article:
    return Article(
        id="a", title="T", owner="o", valid_from=date(2026, 1, 1), principal="common", language="it", text=text
    )


def test_short_sections_are_joined_with_their_headings() -> None:
    pieces = chunk(article("# Uno\n\nPrimo *testo*.\n\n## Due\n\n- voce [una](x)\n- voce due\n"))
    assert [(p.heading, p.text) for p in pieces] == [("Uno", "Primo testo.\nDue\nvoce una\nvoce due")]


def test_long_texts_are_cut_and_no_word_is_lost() -> None:
    words = [f"parola{n}" for n in range(1000)]
    for text in (" ".join(words), ". ".join(words), "\n".join(words)):
        parts = split_text(text)
        assert all(len(part.split()) <= MAX_WORDS for part in parts)
        assert [w.strip(".") for part in parts for w in part.split()] == words


def test_tables_and_code_are_kept() -> None:
    pieces = chunk(article("| a | b |\n|---|---|\n| uno | due |\n\n```\n# codice\n```\n"))
    text = " ".join(p.text for p in pieces)
    assert "uno" in text and "due" in text and "# codice" in text


def test_an_empty_article_has_no_piece() -> None:
    assert chunk(article("# Solo un titolo\n")) == []


def test_windows_are_whole_sentences_of_some_words() -> None:
    text = "\n".join(f"Frase numero {n} con alcune parole in più." for n in range(20))
    found = windows(text)
    assert len(found) > 1 and all(len(window.split()) <= WINDOW_WORDS for window in found)
    assert " ".join(found) == text.replace("\n", " ")
    assert windows("...") == ["..."]


def test_a_question_is_asked_whole_and_a_story_in_parts() -> None:
    short = "Il cliente chiede tre rate. Quante ne posso dare?"
    assert question_parts(short) == [short]
    story = " ".join(f"La frase numero {n} dice una cosa sola." for n in range(300))
    parts = question_parts(story)
    assert len(parts) == MAX_PARTS and all(len(part.split()) <= PART_WORDS for part in parts)
    assert question_parts("... " * 50) == ["... " * 50]
    assert len(question_parts("Vorrei soltanto sapere quando scade la mia ultima fattura di ottobre. " * 9)) == 1
