"""The benchmark of retrieval at scale: the same made-up passages each time, a report beside its budget."""

import numpy as np

from evals.bench.retrieval import PASSAGE_WORDS, bench_scale, draw, made_up, vocabulary
from knowledge.bench import BUDGET_MS
from tests.unit.fake_embedder import Trigrams


def test_the_words_are_many_and_the_same_each_time() -> None:
    words = vocabulary()
    assert len(words) == len(set(words)) == 50_000
    assert words == vocabulary()
    often = [text[0] for text in draw(words, (2_000, 1), np.random.default_rng(1))]
    assert often.count(words[0]) > often.count(words[100])


def test_made_up_passages_can_be_searched() -> None:
    collection = made_up(30, vocabulary(), 8, np.random.default_rng(2))
    assert len(collection.chunks) == 30
    assert {len(chunk.text.split()) for chunk in collection.chunks} == {PASSAGE_WORDS}
    assert collection.windows.cosines(np.eye(8, dtype=np.float32)[:1], np.arange(30)).shape == (1, 30)


def test_the_report_has_a_row_a_size_beside_the_budget() -> None:
    report = bench_scale(Trigrams().queries, Trigrams.size, ["rate", "sconto", "reclamo"], sizes=(20, 40))
    assert [row["passages"] for row in report["sizes"]] == [20, 40]
    assert report["budget_ms_p95"] == BUDGET_MS and report["processor"]
    for row in report["sizes"]:
        assert row["questions"] == 2
        assert {"search_ms", "embedding_ms", "index_ms"} < set(row)
        assert set(row["search_ms"]) == {"p50", "p95", "max"}
