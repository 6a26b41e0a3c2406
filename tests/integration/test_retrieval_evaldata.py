"""Retrieval on other people's questions, beside BM25 in the same run: an eighth of each corpus, with the real encoder.

`ascolto bench retrieval` measures the whole; embedding all of it takes minutes. The vectors
of the eighth are kept in the temporary folder: the first run takes a minute or two, the next ones seconds.
"""

import os
from pathlib import Path

import pytest

from evals.fusion import CACHE, questions_of
from knowledge.bench import Benchmark, read_corpus, run_benchmark

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        not os.environ.get("ASCOLTO_EVALDATA"),
        reason="set ASCOLTO_EVALDATA to the folder of third-party evaluation data",
    ),
]
EVERY = 8
MARGIN = 0.05
"""By which nDCG@10 must be above that of BM25."""


def measured(corpus: str) -> Benchmark:
    """Every eighth document, and the questions that one of them answers."""
    path = Path(os.environ["ASCOLTO_EVALDATA"]) / corpus
    documents = read_corpus(path)[::EVERY]
    there = {document.doc_id for document in documents}
    asked = [(q, [doc for doc in q.relevant if doc in there]) for q in questions_of(path.parent)]
    questions = [question.model_copy(update={"relevant": relevant}) for question, relevant in asked if relevant]
    return run_benchmark(documents, questions, CACHE)


def test_italian_questions_are_answered_better_than_by_words() -> None:
    found = measured("it_retrieval/corpus.jsonl")
    assert found.language == "it" and found.queries > 20
    assert found.ours.ndcg_10 >= found.bm25.ndcg_10 + MARGIN


def test_english_stories_find_more_of_the_policy_than_by_words() -> None:
    found = measured("en_policy_retrieval/docs.jsonl")
    assert found.language == "en" and found.queries > 20
    assert found.ours.recall_10 > found.bm25.recall_10
    assert found.ours.recall_20 > found.bm25.recall_20
