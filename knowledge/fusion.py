"""Puts what words, letters and meaning say about each piece together into one order.

Each signal is standardised over the pieces in the running and weighted. Of a story that is asked in parts, each signal
counts the parts that a piece answers best: the pieces that are sought serve different needs of it.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.chunking import question_parts
from knowledge.embeddings import Vectors
from knowledge.index import Chunk, Collection
from knowledge.lexical import Lexical
from knowledge.types import Language, PassageKind
from knowledge.vectors import top_rows

POOL = 100
"""Candidates taken from each collection by each signal."""
COUNTED = 3
"""So many of a story's parts, those that a piece answers best, make its score."""
EMBEDDED = 6
"""So many of a story's parts, those whose words find most, are compared by meaning: each costs 20 to 40 ms."""
Scores = NDArray[np.float64]
Embed = Callable[[Sequence[str]], Vectors]
"""Gives the vectors of some questions, a line each."""
Searched = tuple[Collection, PassageKind]


@dataclass(frozen=True)
class Weights:
    """Of the standardised scores. `python -m evals.fusion` says how they do beside others on questions left out."""

    words: float = 0.5
    letters: float = 0.5
    passages: float = 1.0
    windows: float = 1.5


WEIGHTS = Weights()


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

    def fused(self, weights: Weights = WEIGHTS) -> Scores:
        # Where meaning speaks of a few parts only, it counts less beside words, which speak of all.
        meant = math.sqrt(self.embedded)
        weighted = (
            weights.words * standardised(self.words),
            weights.letters * standardised(self.letters),
            meant * weights.passages * standardised(self.passages),
            meant * weights.windows * standardised(self.windows),
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
    question: str, embed: Embed, collections: Sequence[Searched], language: Language | None = None
) -> list[Candidate]:
    """Everything in the running over some collections, the best first, without filters or threshold.

    `language` is the question's, if known: words that an article in another language shares with it are chance.
    """
    pool = running(question, embed, collections, language)
    if pool is None:
        return []
    best = pool.cosines.argmax(axis=0)
    fused = pool.signals().fused()
    found = [
        Candidate(chunk, kind, pool.telling[part], float(pool.cosines[part, n]), float(fused[n]))
        for n, (chunk, kind, part) in enumerate(zip(pool.chunks, pool.kinds, best, strict=True))
    ]
    return sorted(found, key=lambda candidate: -candidate.fused)


def running(
    question: str, embed: Embed, collections: Sequence[Searched], language: Language | None = None
) -> "Pool | None":
    """The pieces of some collections that a signal finds, with what each says of them; None without collections."""
    if not collections:
        return None
    parts = question_parts(question)
    shared = [kind == "record" or language in (None, collection.language) for collection, kind in collections]
    texts = [(parts if counted else []) for counted in shared]
    words = [_scores(c.lexical, c, asked) for (c, _), asked in zip(collections, texts, strict=True)]
    letters = [_scores(c.letters, c, asked) for (c, _), asked in zip(collections, texts, strict=True)]
    telling = _telling(parts, [scores for scores, counted in zip(words, shared, strict=True) if counted])
    vectors = embed(telling)
    pools = [_pool(one, w, x, vectors) for one, w, x in zip(collections, words, letters, strict=True)]
    return replace(reduce(Pool.joined, pools), telling=telling, embedded=len(telling) / len(parts))


def _telling(parts: Sequence[str], words: Iterable[NDArray[np.float32]]) -> list[str]:
    """The parts whose words find most, in the order of the question."""
    if len(parts) <= EMBEDDED:
        return list(parts)
    strength = np.max([np.zeros(len(parts)), *(scores.max(axis=1, initial=0) for scores in words)], axis=0)
    return [parts[n] for n in sorted(top_rows(strength, EMBEDDED))]


def _scores(lexical: Lexical, collection: Collection, parts: Sequence[str]) -> NDArray[np.float32]:
    """A line for each part, a column for each piece; without parts a line of zeros."""
    lines = [lexical.scores(part) for part in parts] or [np.zeros(len(collection.chunks), np.float32)]
    return np.stack(lines)


@dataclass(frozen=True)
class Pool:
    """The pieces in the running. Of `cosines` and `windows` there is a line for each `telling` part of the question."""

    chunks: Sequence[Chunk]
    kinds: Sequence[PassageKind]
    words: Scores
    letters: Scores
    cosines: NDArray[np.float32]
    windows: NDArray[np.float32]
    telling: Sequence[str] = ()
    embedded: float = 1.0
    """The share of the question's parts that are `telling`."""

    def joined(self, other: "Pool") -> "Pool":
        return replace(
            self,
            chunks=[*self.chunks, *other.chunks],
            kinds=[*self.kinds, *other.kinds],
            words=np.concatenate([self.words, other.words]),
            letters=np.concatenate([self.letters, other.letters]),
            cosines=np.concatenate([self.cosines, other.cosines], axis=1),
            windows=np.concatenate([self.windows, other.windows], axis=1),
        )

    def signals(self) -> Signals:
        meant = best_parts(self.cosines), best_parts(self.windows)
        return Signals(self.words, self.letters, *meant, self.embedded)


def _pool(
    searched: Searched, word_scores: NDArray[np.float32], letter_scores: NDArray[np.float32], vectors: Vectors
) -> Pool:
    collection, kind = searched
    words, letters = best_parts(word_scores), best_parts(letter_scores)
    found = [rows[scores[rows] > 0] for scores in (words, letters) for rows in [top_rows(scores, POOL)]]
    rows = np.unique(np.concatenate([collection.vectors.nearest(vectors, POOL), *found]))
    return Pool(
        chunks=[collection.chunks[row] for row in rows],
        kinds=[kind] * len(rows),
        words=words[rows],
        letters=letters[rows],
        cosines=collection.vectors.cosines(vectors, rows),
        windows=collection.windows.cosines(vectors, rows),
    )
