"""Puts what words, letters and meaning say about each piece together into one order.

Each signal is standardised over the pieces in the running and weighted. Of a story that is asked in parts, each signal
counts the parts that a piece answers best: the pieces that are sought serve different needs of it.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.chunking import question_parts
from knowledge.embeddings import Vectors
from knowledge.index import Chunk, Collection
from knowledge.types import PassageKind
from knowledge.vectors import top_rows

POOL = 100
"""Candidates taken from each collection by each signal."""
WORDS, LETTERS, PASSAGES, WINDOWS = 0.5, 0.5, 1.0, 1.5
"""Weights of the standardised scores; `python -m evals.fusion` says how they do beside others on unseen questions."""
COUNTED = 3
"""So many of a story's parts, those that a piece answers best, make its score."""
EMBEDDED = 6
"""So many of a story's parts, those whose words find most, are compared by meaning: each costs 20 to 40 ms."""
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Candidate:
    """A piece in the running; `fused` ranks. `part` is what of the question it answers best, `cosine` how well."""

    chunk: Chunk
    kind: PassageKind
    part: str
    cosine: float
    fused: float


@dataclass(frozen=True)
class Signals:
    """What each signal says about the pieces of a pool, in their order; `embedded` is the share of parts that were."""

    words: Scores
    letters: Scores
    passages: Scores
    windows: Scores
    embedded: float = 1.0

    def fused(self) -> Scores:
        # Where meaning speaks of a few parts only, it counts less beside words, which speak of all.
        meant = math.sqrt(self.embedded)
        weighted = (
            WORDS * standardised(self.words),
            LETTERS * standardised(self.letters),
            meant * PASSAGES * standardised(self.passages),
            meant * WINDOWS * standardised(self.windows),
        )
        return np.asarray(np.sum(weighted, axis=0), np.float64)


def standardised(values: Sequence[float] | NDArray[np.floating[Any]]) -> Scores:
    """Zero mean, unit spread; zeros where all are alike."""
    array = np.asarray(values, np.float64)
    spread = array.std() if array.size else 0.0
    return (array - array.mean()) / spread if spread > 0 else np.zeros_like(array)


def best_parts(scores: NDArray[np.floating[Any]]) -> Scores:
    """The sum of each column's `COUNTED` largest values: `scores` has a line for each part, a column for each piece."""
    counted = scores if len(scores) <= COUNTED else np.partition(scores, -COUNTED, axis=0)[-COUNTED:]
    return np.asarray(counted.sum(axis=0), np.float64)


def candidates(
    question: str, embed: Callable[[Sequence[str]], Vectors], collections: Sequence[tuple[Collection, PassageKind]]
) -> list[Candidate]:
    """Everything in the running over some collections, the best first, without filters or threshold."""
    parts = question_parts(question)
    words = [np.stack([collection.lexical.scores(part) for part in parts]) for collection, _ in collections]
    telling = _telling(parts, words)
    vectors = embed(telling)
    pools = [_Pool.of(c, kind, parts, w, vectors) for (c, kind), w in zip(collections, words, strict=True)]
    if not pools:
        return []
    pool = reduce(_Pool.joined, pools)
    best = pool.cosines.argmax(axis=0)
    fused = pool.signals(len(telling) / len(parts)).fused()
    found = [
        Candidate(chunk, kind, telling[part], float(pool.cosines[part, n]), float(fused[n]))
        for n, (chunk, kind, part) in enumerate(zip(pool.chunks, pool.kinds, best, strict=True))
    ]
    return sorted(found, key=lambda candidate: -candidate.fused)


def _telling(parts: Sequence[str], words: Iterable[NDArray[np.float32]]) -> list[str]:
    """The parts whose words find most, in the order of the question."""
    if len(parts) <= EMBEDDED:
        return list(parts)
    strength = np.max([np.zeros(len(parts)), *(scores.max(axis=1, initial=0) for scores in words)], axis=0)
    return [parts[n] for n in sorted(top_rows(strength, EMBEDDED))]


@dataclass(frozen=True)
class _Pool:
    """The pieces in the running. Of `cosines` and `windows` there is a line for each part that was embedded."""

    chunks: Sequence[Chunk]
    kinds: Sequence[PassageKind]
    words: Scores
    letters: Scores
    cosines: NDArray[np.float32]
    windows: NDArray[np.float32]

    @classmethod
    def of(
        cls,
        collection: Collection,
        kind: PassageKind,
        parts: Sequence[str],
        word_scores: NDArray[np.float32],
        vectors: Vectors,
    ) -> "_Pool":
        words = best_parts(word_scores)
        letters = best_parts(np.stack([collection.letters.scores(part) for part in parts]))
        found = [rows[scores[rows] > 0] for scores in (words, letters) for rows in [top_rows(scores, POOL)]]
        rows = np.unique(np.concatenate([collection.vectors.nearest(vectors, POOL), *found]))
        return cls(
            [collection.chunks[row] for row in rows],
            [kind] * len(rows),
            words[rows],
            letters[rows],
            collection.vectors.cosines(vectors, rows),
            collection.windows.cosines(vectors, rows),
        )

    def joined(self, other: "_Pool") -> "_Pool":
        return _Pool(
            [*self.chunks, *other.chunks],
            [*self.kinds, *other.kinds],
            np.concatenate([self.words, other.words]),
            np.concatenate([self.letters, other.letters]),
            np.concatenate([self.cosines, other.cosines], axis=1),
            np.concatenate([self.windows, other.windows], axis=1),
        )

    def signals(self, embedded: float) -> Signals:
        return Signals(self.words, self.letters, best_parts(self.cosines), best_parts(self.windows), embedded)
