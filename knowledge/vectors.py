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
Rows = NDArray[np.intp]
Cosines = NDArray[np.float32]


class VectorSearch(Protocol):
    """The vectors of one collection; rows are numbered as they were written."""

    def nearest(self, query: Vectors, top: int) -> Rows: ...

    def cosines(self, query: Vectors, rows: Rows) -> Cosines: ...


class LocalVectors:
    """Exact search over a memory-mapped array."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    @classmethod
    def load(cls, folder: Path) -> "LocalVectors":
        return cls(np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False))

    def nearest(self, query: Vectors, top: int) -> Rows:
        scores = self._vectors @ query
        return top_rows(scores, top)

    def cosines(self, query: Vectors, rows: Rows) -> Cosines:
        cosines: Cosines = self._vectors[rows] @ query
        return cosines


class ChromaVectors:
    """Nearest neighbours from one collection of a Chroma server."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection

    def nearest(self, query: Vectors, top: int) -> Rows:
        found = self._collection.query(query_embeddings=[query], n_results=top, include=[])
        return np.array([int(row) for row in found["ids"][0]], np.intp)

    def cosines(self, query: Vectors, rows: Rows) -> Cosines:
        found = self._collection.get(ids=[str(row) for row in rows], include=["embeddings"])
        by_row = dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))
        return np.array([by_row[str(row)] @ query for row in rows], np.float32)


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
