"""The passages of one principal's calls in memory: their vectors in bytes, and how likely each answers a question."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.embeddings import Vectors

Ids = NDArray[np.int64]
Vector = NDArray[np.float32]
THRESHOLD = 0.5
FLOOR = 0.78
"""Two texts that have nothing in common are so alike to the encoder, or less: beneath it a cosine says no more."""
ALIKE = 0.85
"""A passage that has no word of the question bears on it from this cosine on: of questions that have nothing to do with
the trade, one in twenty at most finds something by meaning alone."""
SHOWN = 2
"""So many passages of a call are worth showing."""
_BLOCK = 512
"""Rows compared at a time: so many stay in the processor's cache while they are widened."""


def packed(vectors: Vectors) -> list[bytes]:
    """Unit vectors, a byte a dimension: a cosine changes by some 0.001, the room is a quarter."""
    top = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    small = np.rint(vectors * (127 / top)).astype(np.int8)
    return [row.tobytes() for row in small]


@dataclass(frozen=True)
class PassageRow:
    """A stored passage as the index takes it; `id` only ever grows."""

    id: int
    call_id: str
    vector: bytes


@dataclass(frozen=True)
class Evidence:
    """What the words of a question found: the passages with each term, those with each phrase.

    `chosen` are the calls that may be found; None: all.
    """

    terms: Sequence[Ids]
    phrases: Sequence[Ids] = ()
    chosen: frozenset[str] | None = None


@dataclass(frozen=True)
class Ranked:
    """A call that was found: how likely it bears on the question, and the ids of its best passages.

    `quotes` says that a quoted phrase stands in the best of them.
    """

    call_id: str
    score: float
    quotes: bool
    passages: tuple[int, ...]


class CallIndex:
    """Grows at its end. `ids` ascend; `calls` are the numbers of the passages' calls in `call_ids`."""

    def __init__(self, size: int) -> None:
        self._vectors = np.zeros((0, size), np.int8)
        self._norms = np.zeros(0, np.float32)
        self._ids: Ids = np.zeros(0, np.int64)
        self._calls = np.zeros(0, np.int32)
        self._count = 0
        self._numbers: dict[str, int] = {}
        self.call_ids: list[str] = []

    def __len__(self) -> int:
        return self._count

    @property
    def ids(self) -> Ids:
        return self._ids[: self._count]

    @property
    def calls(self) -> NDArray[np.int32]:
        return self._calls[: self._count]

    @property
    def last_id(self) -> int:
        return int(self._ids[self._count - 1]) if self._count else 0

    def extend(self, rows: Sequence[PassageRow]) -> None:
        """Add passages whose ids are beyond the last. Where a vector has another length, only words find it."""
        if not rows:
            return
        start, end = self._count, self._count + len(rows)
        self._make_room(end)
        size = self._vectors.shape[1]
        known = [row.vector if len(row.vector) == size else bytes(size) for row in rows]
        vectors = np.frombuffer(b"".join(known), np.int8).reshape(len(rows), size)
        self._vectors[start:end] = vectors
        self._norms[start:end] = np.linalg.norm(vectors.astype(np.float32), axis=1)
        self._ids[start:end] = [row.id for row in rows]
        self._calls[start:end] = [self._number(row.call_id) for row in rows]
        self._count = end

    def keep(self, ids: Ids) -> None:
        """Forget all passages but these: calls were erased or written anew."""
        stay = np.isin(self.ids, ids)
        for name in ("_vectors", "_norms", "_ids", "_calls"):
            setattr(self, name, getattr(self, name)[: self._count][stay])
        self._count = len(self._ids)

    def cosines(self, question: Vector) -> NDArray[np.float32]:
        """Of every passage."""
        found = np.empty(self._count, np.float32)
        for start in range(0, self._count, _BLOCK):
            end = min(start + _BLOCK, self._count)
            found[start:end] = self._vectors[start:end].astype(np.float32) @ question
        found /= np.maximum(self._norms[: self._count], 1e-9)
        return found

    def rows(self, ids: Ids) -> NDArray[np.intp]:
        """The places of those of the ids that are known."""
        places = np.searchsorted(self.ids, ids)
        known = places < self._count
        known[known] = self.ids[places[known]] == ids[known]
        return places[known]

    def of_calls(self, call_ids: frozenset[str]) -> NDArray[np.bool_]:
        """Whether each passage is of one of the calls."""
        chosen = np.fromiter((call in call_ids for call in self.call_ids), np.bool_, len(self.call_ids))
        return np.asarray(chosen[self.calls], np.bool_)

    def _number(self, call_id: str) -> int:
        number = self._numbers.setdefault(call_id, len(self.call_ids))
        if number == len(self.call_ids):
            self.call_ids.append(call_id)
        return number

    def _make_room(self, wanted: int) -> None:
        if wanted <= len(self._ids):
            return
        room = max(wanted, self._count + self._count // 2)
        for name in ("_vectors", "_norms", "_ids", "_calls"):
            old = getattr(self, name)
            grown = np.zeros((room, *old.shape[1:]), old.dtype)
            grown[: self._count] = old[: self._count]
            setattr(self, name, grown)


def coverage(index: CallIndex, found: Sequence[Ids]) -> NDArray[np.float32]:
    """The share (0 to 1) of the question's weight that each passage holds.

    `found` are the passages with each of its terms: the rarer a term, the more it weighs (Robertson and Sparck Jones).
    """
    weights = [math.log(1 + len(index) / (1 + len(ids))) for ids in found]
    held = np.zeros(len(index), np.float32)
    for weight, ids in zip(weights, found, strict=True):
        held[index.rows(ids)] += weight
    total = sum(weights)
    return held / np.float32(total) if total else held


def rank(index: CallIndex, question: Vector, evidence: Evidence, most: int) -> tuple[list[Ranked], int]:
    """The calls that bear on the question, the most likely first, the newest of equals first; and how many they are.

    Calls in which quoted phrases stand are all found; the passages that hold them come first.
    """
    scores = relevance(index.cosines(question), coverage(index, evidence.terms))
    allowed = np.ones(len(index), np.bool_) if evidence.chosen is None else index.of_calls(evidence.chosen)
    quoting = np.zeros(len(index), np.bool_)
    for ids in evidence.phrases:
        rows = index.rows(ids)
        quoting[rows] = True
        allowed &= np.isin(index.calls, index.calls[rows])
    rows = np.flatnonzero(allowed if evidence.phrases else allowed & (scores >= THRESHOLD))
    rows = rows[np.lexsort((-rows, -(scores[rows] + quoting[rows])))]
    calls = _by_call(index.calls[rows])
    best = [rows[places] for places in calls[:most]]
    return [_ranked(index, mine, scores, quoting) for mine in best], len(calls)


def _by_call(calls: NDArray[np.int32]) -> list[NDArray[np.intp]]:
    """The places of each call's first passages, `SHOWN` at most, by the place of its very first."""
    grouped = np.argsort(calls, kind="stable")
    ordered = calls[grouped]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(calls) else np.zeros(0, np.intp)
    ends = np.minimum(np.r_[starts[1:], len(calls)], starts + SHOWN)
    first = np.argsort(grouped[starts])
    return [grouped[start:end] for start, end in zip(starts[first], ends[first], strict=True)]


def _ranked(
    index: CallIndex, rows: NDArray[np.intp], scores: NDArray[np.float64], quoting: NDArray[np.bool_]
) -> Ranked:
    return Ranked(
        call_id=index.call_ids[index.calls[rows[0]]],
        score=float(scores[rows[0]]),
        quotes=bool(quoting[rows[0]]),
        passages=tuple(int(id_) for id_ in index.ids[rows]),
    )


def relevance(cosine: NDArray[Any], covered: NDArray[Any], alike: float = ALIKE) -> NDArray[np.float64]:
    """How likely each passage bears on the question, 0 to 1: by meaning alone, by words alone, or by some of both.

    Few of many words say little: coverage counts by its square. `python -m evals.call_search` measures it.
    """
    margin = 100.0 * (np.maximum(cosine, FLOOR) - alike) + 8.0 * np.square(covered)
    return np.asarray(1 / (1 + np.exp(-margin)), np.float64)
