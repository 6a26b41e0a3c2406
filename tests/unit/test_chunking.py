"""Pieces of articles: sizes, headings, nothing lost."""

from datetime import date

from knowledge.chunking import MAX_WORDS, chunk, split_text
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
