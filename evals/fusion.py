"""How the weights of the signals do on questions that they weren't chosen on: `python -m evals.fusion`.

The sets are other people's, in the folder that ASCOLTO_EVALDATA names. Weights are chosen from a grid on random halves
of the questions of both sets and measured on the other halves, beside those in use and BM25 on the same halves.
"""

import json
import os
import sys
from collections import Counter
from dataclasses import astuple
from itertools import product
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.bench import Question, build_collection, guess_language, ndcg, read_corpus
from knowledge.embeddings import E5, Cached
from knowledge.fusion import WEIGHTS, Pool, Weights, running
from knowledge.lexical import Lexical
from knowledge.vectors import top_rows

GRID = (0.0, 0.5, 1.0, 1.5, 2.0)
HALVES = 100
SEED = 231
DEPTH = 10
CACHE = Path(gettempdir()) / "ascolto-evaldata"
"""Vectors of other people's texts, so that only the first run takes minutes; may be deleted."""
Values = NDArray[np.float64]


def questions_of(folder: Path) -> list[Question]:
    """The questions of a set: `queries.jsonl`, or `tasks.jsonl` with the scenario as the query."""
    plain = folder / "queries.jsonl"
    if plain.is_file():
        return [Question.model_validate_json(line) for line in plain.read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(line) for line in (folder / "tasks.jsonl").read_text(encoding="utf-8").splitlines()]
    return [Question(query_id=r["task_id"], query=r["scenario"], relevant=r["relevant"]) for r in rows]


def measured(corpus: Path, embedder: Cached, grid: list[Weights]) -> tuple[Values, Values]:
    """nDCG@10 of each weights (a line) for each question of a set (a column), and of BM25."""
    documents, questions = read_corpus(corpus), questions_of(corpus.parent)
    language = guess_language([d.text for d in documents[:50]])
    collection = build_collection(documents, language, embedder)
    plain = Lexical.build([f"{d.title}\n{d.text}" for d in documents], language)
    ours, words = [], []
    for question in questions:
        relevant = set(question.relevant)
        pool = running(question.query, embedder.queries, [(collection, "article")])
        assert pool is not None  # noqa: S101  one collection is searched
        ours.append([ndcg(_ranked(pool, weights), relevant) for weights in grid])
        words.append(ndcg([documents[row].doc_id for row in top_rows(plain.scores(question.query), DEPTH)], relevant))
    return np.array(ours).T, np.array(words)


def compared(sets: list[tuple[Values, Values]], grid: list[Weights]) -> dict[str, Any]:
    """Means over random halves: chosen on one half, measured on the other, for each set."""
    chance = np.random.default_rng(SEED)
    chosen: Counter[int] = Counter()
    unseen: list[list[list[float]]] = []
    for _ in range(HALVES):
        orders = [chance.permutation(ours.shape[1]) for ours, _ in sets]
        seen = [ours[:, o[: len(o) // 2]].mean(axis=1) for (ours, _), o in zip(sets, orders, strict=True)]
        best = int(np.sum(seen, axis=0).argmax())
        chosen[best] += 1
        rest = [o[len(o) // 2 :] for o in orders]
        unseen.append(
            [
                [ours[best, o].mean(), ours[grid.index(WEIGHTS), o].mean(), words[o].mean()]
                for (ours, words), o in zip(sets, rest, strict=True)
            ]
        )
    means = np.mean(unseen, axis=0).round(4).tolist()
    return {
        "sets": [dict(zip(("chosen_on_other_half", "in_use", "bm25"), row, strict=True)) for row in means],
        "in_use": astuple(WEIGHTS),
        "chosen_most_often": [astuple(grid[n]) for n, _ in chosen.most_common(3)],
    }


def main() -> None:
    """Index both sets (vectors are kept in `CACHE`), measure, print the result as JSON."""
    folder = os.environ.get("ASCOLTO_EVALDATA")
    if not folder:
        sys.exit("Set ASCOLTO_EVALDATA to the folder with it_retrieval and en_policy_retrieval.")
    embedder = Cached(E5(), CACHE / "vectors.sqlite")
    grid = [Weights(*values) for values in product(GRID, repeat=4) if any(values)]
    corpora = [Path(folder) / "it_retrieval" / "corpus.jsonl", Path(folder) / "en_policy_retrieval" / "docs.jsonl"]
    print(json.dumps(compared([measured(corpus, embedder, grid) for corpus in corpora], grid), indent=2))


def _ranked(pool: Pool, weights: Weights) -> list[str]:
    fused = pool.signals().fused(weights)
    return list(dict.fromkeys(pool.chunks[n].article_id for n in np.argsort(-fused, kind="stable")))[:DEPTH]


if __name__ == "__main__":
    main()
