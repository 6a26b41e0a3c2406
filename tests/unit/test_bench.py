"""The figures of the retrieval benchmark, and its files."""

from pathlib import Path

import pytest

from knowledge.bench import figures, guess_language, read_corpus, read_queries
from knowledge.errors import ContentError


def test_figures_of_known_rankings() -> None:
    found = figures([["a", "b"], ["x", "c"]], [["a"], ["c", "d"]])
    assert (found.recall_1, found.recall_5) == (0.5, 0.75)
    ideal = 1 + 0.6309
    assert found.ndcg_10 == pytest.approx((1 + 0.6309 / ideal) / 2, abs=1e-3)
    assert figures([[]], [["a"]]).ndcg_10 == 0


def test_files_and_their_faults(tmp_path: Path) -> None:
    corpus = tmp_path / "c.jsonl"
    corpus.write_text('{"doc_id": "a", "title": "T", "text": "x"}\n\n{"doc_id": "b", "text": "y"}\n')
    assert [d.doc_id for d in read_corpus(corpus)] == ["a", "b"]
    corpus.write_text('{"query_id": "1", "query": "x", "relevant": []}\n')
    with pytest.raises(ContentError, match=r"c\.jsonl:1: Field 'relevant'"):
        read_queries(corpus)
    for content in ("", "{"):
        corpus.write_text(content)
        with pytest.raises(ContentError, match=r"c\.jsonl"):
            read_corpus(corpus)
    with pytest.raises(ContentError, match="nowhere"):
        read_corpus(tmp_path / "nowhere.jsonl")


def test_the_language_of_a_corpus() -> None:
    assert guess_language(["Il cliente non può pagare la fattura di ottobre e chiede una dilazione"]) == "it"
    assert guess_language(["The customer can't pay the invoice of October and asks for more time"]) == "en"
