"""The index on disk: one folder an ingestion, never changed once written, and a pointer to the one in use."""

import json
import os
import pickle
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import joblib

from knowledge.chunking import windows
from knowledge.embeddings import Cached, Progress
from knowledge.errors import IndexMissing
from knowledge.language import LanguageModel
from knowledge.lexical import LETTERS, Lexical
from knowledge.situations import SituationModel
from knowledge.types import Language
from knowledge.vectors import ChromaServer, LocalVectors, VectorSearch, Windows

POINTER = "current"
CHUNKS = "chunks.jsonl"
MODELS = "models.joblib"
_CHECK_EVERY = 1.0
"""Seconds between two looks at the pointer."""


@dataclass(frozen=True)
class Chunk:
    """A piece of an article as it is found. Dates are inclusive; `None` is without end."""

    id: str
    article_id: str
    title: str
    heading: str
    text: str
    principal: str
    language: Language
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def full_text(self) -> str:
        """What is embedded and searched by words: the title and heading before the text."""
        return ". ".join(part for part in (self.title, self.heading, self.text) if part)

    @property
    def windows(self) -> list[str]:
        """A few sentences at a time, under the title and heading: what the window vectors are made of."""
        return [replace(self, text=run).full_text for run in windows(self.text)]

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Collection:
    """The chunks of one principal in one language, searchable by words and meaning. Rows are positions in `chunks`."""

    principal: str
    language: Language
    chunks: Sequence[Chunk]
    lexical: Lexical
    letters: Lexical
    vectors: VectorSearch
    windows: Windows


def collection_in_memory(
    principal: str, language: Language, chunks: Sequence[Chunk], embedder: Cached, progress: Progress | None = None
) -> Collection:
    """A collection that isn't on disk; its vectors are cached."""
    texts = [piece.full_text for piece in chunks]
    vectors = LocalVectors(embedder.passages(texts, progress))
    lexical, letters = Lexical.build(texts, language), Lexical.build(texts, language, LETTERS)
    return Collection(principal, language, chunks, lexical, letters, vectors, embed_windows(chunks, embedder, progress))


def embed_windows(chunks: Sequence[Chunk], embedder: Cached, progress: Progress | None = None) -> Windows:
    """The window vectors of some chunks, in their order."""
    runs = [piece.windows for piece in chunks]
    return Windows(
        embedder.passages([run for group in runs for run in group], progress), [len(group) for group in runs]
    )


@dataclass(frozen=True)
class Models:
    """What was learned from the examples. Empty where the library has none."""

    situations: SituationModel | None
    language: LanguageModel | None


@dataclass(frozen=True)
class Index:
    hash: str
    collections: Sequence[Collection]
    models: Models


def collection_name(index_hash: str, principal: str, language: str) -> str:
    """The collection's name on a Chroma server."""
    return f"ascolto-{index_hash}-{principal}.{language}"


def save_chunks(path: Path, chunks: Sequence[Chunk]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for chunk in chunks:
            file.write(json.dumps(asdict(chunk), ensure_ascii=False, default=str) + "\n")


def load_chunks(path: Path) -> list[Chunk]:
    with path.open(encoding="utf-8") as file:
        return [_chunk(json.loads(line)) for line in file]


def _chunk(row: dict[str, Any]) -> Chunk:
    for field in ("valid_from", "valid_to"):
        row[field] = date.fromisoformat(row[field]) if row[field] else None
    return Chunk(**row)


def current_hash(folder: Path) -> str | None:
    """The hash of the index in use, if there is one."""
    try:
        return (folder / POINTER).read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None


def point_to(folder: Path, index_hash: str) -> None:
    """Make `folder/index_hash` the index in use, in one step."""
    with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".pointer-", delete=False, encoding="ascii") as file:
        file.write(index_hash)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(folder / POINTER)


def open_index(folder: Path, index_hash: str, chroma_url: str = "") -> Index:
    """Open one ingestion's folder for reading."""
    path = folder / index_hash
    server = ChromaServer(chroma_url) if chroma_url else None
    collections = []
    for part in sorted((path / "collections").iterdir()):
        principal, _, language = part.name.rpartition(".")
        tongue: Language = "it" if language == "it" else "en"
        chunks = load_chunks(part / CHUNKS)
        lexical = Lexical.load(part, len(chunks), tongue)
        letters = Lexical.load(part, len(chunks), tongue, LETTERS)
        name = collection_name(index_hash, principal, language)
        vectors: VectorSearch = server.open(name) if server else LocalVectors.load(part)
        collections.append(Collection(principal, tongue, chunks, lexical, letters, vectors, Windows.load(part)))
    models: Models = joblib.load(path / MODELS)
    return Index(index_hash, collections, models)


class IndexReader:
    """Gives the index in use, opened anew when another was ingested. Cheap: the pointer is read once a second."""

    def __init__(self, folder: Path, chroma_url: str = "", monotonic: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._chroma_url = chroma_url
        self._monotonic = monotonic
        self._index: Index | None = None
        self._checked = float("-inf")

    def get(self) -> Index:
        """Raises `IndexMissing` before the first ingestion."""
        now = self._monotonic()
        if self._index is not None and now - self._checked < _CHECK_EVERY:
            return self._index
        found = current_hash(self._folder)
        if found is None:
            raise IndexMissing(f"Nothing is ingested in {self._folder}; run `ascolto ingest`.")
        if self._index is None or self._index.hash != found:
            self._index = self._open(found)
        self._checked = now
        return self._index

    def _open(self, found: str) -> Index:
        try:
            return open_index(self._folder, found, self._chroma_url)
        except FileNotFoundError:
            # Two ingestions may have finished between reading the pointer and opening: the folder is gone.
            newer = current_hash(self._folder)
            if newer is None or newer == found:
                raise self._unreadable(found) from None
            return open_index(self._folder, newer, self._chroma_url)
        except (OSError, ValueError, KeyError, EOFError, pickle.UnpicklingError) as error:
            raise self._unreadable(found) from error

    def _unreadable(self, found: str) -> IndexMissing:
        return IndexMissing(f"The index can't be read: delete {self._folder / found} and run `ascolto ingest`.")
