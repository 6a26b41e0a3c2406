"""Fits the relevance of passages again: `python -m evals.relevance` prints the constants of `knowledge/relevance.py`.

The questions are `sets/relevance.jsonl`: those of the trade name the article that answers, the others have none.
"""

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from assistant.domain.calls import Situation
from knowledge.embeddings import E5, Cached, Use
from knowledge.index import open_index
from knowledge.ingest import Embedders, Sources, ingest
from knowledge.relevance import THRESHOLD, relevance
from knowledge.search import Searcher
from knowledge.seed import SHIPPED, Seeded
from knowledge.types import SearchQuery

QUESTIONS = Path(__file__).parent / "sets" / "relevance.jsonl"
DAY = date(2026, 11, 22)
"""The day on which the shipped articles are asked; all of them hold."""
FOLDS = 10


def fit(asked: list[dict[str, Any]], searcher: Searcher) -> dict[str, Any]:
    """Constants, and how they do on questions left out, beside those in use. Judged is the first passage of each."""
    rows, truth, in_use, found = [], [], [], []
    for question in asked:
        query = SearchQuery(text=question["query"], on=DAY, principals=("montelupo",))
        first = searcher.ranked(query)[0]
        signals = searcher.signals(first)
        rows.append([signals.cosine, signals.coverage, signals.likeness])
        truth.append(question["article"] is not None)
        in_use.append(relevance(signals))
        if question["article"] is not None:
            found.append(first.chunk.article_id == question["article"])
    spread = np.array(rows).std(axis=0)
    features, answers = np.array(rows) / spread, np.array(truth)
    model = LogisticRegression(C=10)
    unseen = cross_val_predict(model, features, answers, cv=FOLDS, method="predict_proba")[:, 1]
    model.fit(features, answers)
    names = ("cosine", "coverage", "likeness")
    return {
        "questions": len(asked),
        "right_article_first": round(float(np.mean(found)), 3),
        "constant": round(float(model.intercept_[0]), 2),
        **{name: round(float(value), 2) for name, value in zip(names, model.coef_[0] / spread, strict=True)},
        "auc_left_out": round(float(roc_auc_score(answers, unseen)), 3),
        "accuracy_left_out": round(float(np.mean((unseen >= THRESHOLD) == answers)), 3),
        "accuracy_in_use": round(float(np.mean((np.array(in_use) >= THRESHOLD) == answers)), 3),
    }


def questions() -> list[dict[str, Any]]:
    """Rows `{query, article}`; `article` is null where none answers."""
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Index the shipped library in a temporary folder, fit, and print the result as JSON."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        passages, utterances = Seeded(E5()), Use()
        situations = tuple(str(situation) for situation in Situation)
        sources = Sources(library=SHIPPED, index=folder / "index", cache=folder / "cache", situations=situations)
        done = ingest(sources, Embedders(passages, utterances))
        cache = Cached(passages, folder / "cache" / "vectors.sqlite")
        searcher = Searcher(open_index(sources.index, done.hash), passages, cache, utterances)
        print(json.dumps(fit(questions(), searcher), indent=2))


if __name__ == "__main__":
    main()
