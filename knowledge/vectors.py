"""Where the vectors of a collection are kept and compared: a read-only file in the index, or a Chroma server.

The file is compared exactly (100,000 passages in about 8 ms) and may be read by any number of processes; embedded
Chroma writes to its database even when it is only opened, so it isn't used.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from knowledge.embeddings import Vectors

_BATCH = 1_000
VECTORS = "vectors.npy"
WINDOWS = "windows.npy"
STARTS = "window_starts.npy"
Rows = NDArray[np.intp]
Cosines = NDArray[np.float32]


class VectorSearch(Protocol):
    """The vectors of one collection; rows are numbered as they were written."""

    def nearest(self, queries: Vectors, top: int) -> Rows:
        """Rows that are among the `top` nearest to any of the queries, ascending."""

    def cosines(self, queries: Vectors, rows: Rows) -> Cosines:
        """A line for each query, a column for each row."""


class LocalVectors:
    """Exact search over a memory-mapped array."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    @classmethod
    def load(cls, folder: Path) -> "LocalVectors":
        return cls(np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False))

    def nearest(self, queries: Vectors, top: int) -> Rows:
        return np.unique(np.concatenate([top_rows(self._vectors @ query, top) for query in queries]))

    def cosines(self, queries: Vectors, rows: Rows) -> Cosines:
        cosines: Cosines = queries @ self._vectors[rows].T
        return cosines


class ChromaVectors:
    """Nearest neighbours from one collection of a Chroma server."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection

    def nearest(self, queries: Vectors, top: int) -> Rows:
        found = self._collection.query(query_embeddings=list(queries), n_results=top, include=[])
        return np.unique(np.array([int(row) for ids in found["ids"] for row in ids], np.intp))

    def cosines(self, queries: Vectors, rows: Rows) -> Cosines:
        found = self._collection.get(ids=[str(row) for row in rows], include=["embeddings"])
        by_row = dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))
        cosines: Cosines = queries @ np.stack([by_row[str(row)] for row in rows]).T
        return cosines


class Windows:
    """The vectors of the windows of each passage, in half precision: `starts[row]` to `starts[row + 1]` are a row's.

    They lie in the index folder, memory-mapped, wherever the passages' own vectors are: only those of passages in the
    running are read.
    """

    def __init__(self, vectors: Vectors, counts: Sequence[int]) -> None:
        self._vectors = vectors.astype(np.float16, copy=False)
        self._starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.intp)

    @classmethod
    def load(cls, folder: Path) -> "Windows":
        vectors = np.load(folder / WINDOWS, mmap_mode="r", allow_pickle=False)
        return cls(vectors, np.diff(np.load(folder / STARTS, allow_pickle=False)).tolist())

    def save(self, folder: Path) -> None:
        np.save(folder / WINDOWS, self._vectors)
        np.save(folder / STARTS, self._starts)

    def cosines(self, queries: Vectors, rows: Rows) -> Cosines:
        """The best of each row's windows: a line for each query, a column for each row."""
        if not len(rows):
            return np.zeros((len(queries), 0), np.float32)
        starts, ends = self._starts[rows], self._starts[rows + 1]
        mine = np.concatenate([np.arange(a, b) for a, b in zip(starts, ends, strict=True)])
        firsts = np.concatenate([[0], np.cumsum(ends - starts)[:-1]])
        likeness = queries @ self._vectors[mine].astype(np.float32).T
        best: Cosines = np.maximum.reduceat(likeness, firsts, axis=1)
        return best


class ChromaServer:
    """The collections of an index on a Chroma server. Collections of one index never change once written."""

    def __init__(self, url: str) -> None:
        import chromadb
        from chromadb.config import Settings

        parts = urlsplit(url)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 8000)
        settings = Settings(anonymized_telemetry=False)
        self._client = chromadb.HttpClient(host=parts.hostname or "127.0.0.1", port=port, ssl=secure, settings=settings)

    def write(self, name: str, vectors: Vectors) -> None:
        """Store the rows under their numbers; repeating it changes nothing."""
        collection = self._client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        if collection.count() == len(vectors):
            return
        for start in range(0, len(vectors), _BATCH):
            part = vectors[start : start + _BATCH]
            ids = [str(start + n) for n in range(len(part))]
            collection.upsert(ids=ids, embeddings=part)

    def open(self, name: str) -> ChromaVectors:
        return ChromaVectors(self._client.get_collection(name, embedding_function=None))

    def remove(self, names: Sequence[str]) -> None:
        for name in names:
            self._client.delete_collection(name)

    def names(self, prefix: str) -> list[str]:
        return [c.name for c in self._client.list_collections() if c.name.startswith(prefix)]


def top_rows(scores: NDArray[np.floating[Any]], top: int) -> Rows:
    """Indices of the `top` largest scores, the largest first."""
    best = np.argpartition(-scores, top)[:top] if top < len(scores) else np.arange(len(scores))
    return best[np.argsort(-scores[best], kind="stable")]
