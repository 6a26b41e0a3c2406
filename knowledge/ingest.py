"""Builds the index of a library: chunks, vectors, words, what examples teach. Unchanged content: no work."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import joblib
import numpy as np
from filelock import FileLock

from knowledge.articles import LANGUAGES, load_articles, principal_folders
from knowledge.chunking import chunk
from knowledge.cues import NO_CUES, Cues, cues_path, read_cues
from knowledge.embeddings import Cached, Embedder, Progress, Vectors
from knowledge.errors import ContentError
from knowledge.examples import read_examples, situations_path
from knowledge.index import (
    CHUNKS,
    MODELS,
    Chunk,
    Models,
    collection_name,
    current_hash,
    embed_windows,
    point_to,
    save_chunks,
)
from knowledge.language import LanguageModel
from knowledge.lexical import LETTERS, WORDS, Lexical
from knowledge.situations import SituationModel
from knowledge.types import Article, Language, SituationExample
from knowledge.vectors import VECTORS, ChromaServer

VERSION = "6"
"""Raised when the same library must give another index."""


@dataclass(frozen=True)
class Sources:
    """Where an ingestion reads and writes. `situations` are the ids that examples may name, in order of precedence."""

    library: Path
    index: Path
    cache: Path
    situations: tuple[str, ...]
    chroma_url: str = ""


@dataclass(frozen=True)
class Embedders:
    """`passages` finds articles, `utterances` compares short sentences."""

    passages: Embedder
    utterances: Embedder


@dataclass(frozen=True)
class Ingested:
    """What an ingestion did; `changed` is False where the index was up to date."""

    hash: str
    changed: bool
    articles: int = 0
    chunks: int = 0
    examples: int = 0


def up_to_date(sources: Sources, embedders: Sequence[str]) -> bool:
    """Whether the index in use was made from the library as it is. `embedders` are the encoders' names."""
    wanted = content_hash(sources, embedders)
    return current_hash(sources.index) == wanted and (sources.index / wanted).is_dir()


def content_hash(sources: Sources, embedders: Sequence[str]) -> str:
    """Sixteen hex digits that change with the articles, the examples, the encoders and this code's version."""
    digest = hashlib.sha256()
    facts = (VERSION, version("scikit-learn"), np.__version__, *embedders, *sources.situations, sources.chroma_url)
    digest.update("\n".join(facts).encode())
    for path in _content_files(sources.library):
        digest.update(f"\n{path.relative_to(sources.library).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def ingest(sources: Sources, embedders: Embedders, progress: Progress | None = None) -> Ingested:
    """Bring the index up to date; several at once wait for one another. Raises `ContentError` for a faulty library."""
    sources.index.mkdir(parents=True, exist_ok=True)
    with FileLock(sources.index / ".lock"):
        names = (embedders.passages.name, embedders.utterances.name)
        wanted = content_hash(sources, names)
        if up_to_date(sources, names):
            return Ingested(wanted, changed=False)
        articles, problems = load_articles(sources.library)
        if problems:
            raise ContentError(problems)
        examples = _examples(sources)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=sources.index) as scratch:
            path = Path(scratch) / wanted
            (path / "collections").mkdir(parents=True)
            written = _Writer(sources, embedders, path, progress).write(articles, examples)
            if (sources.index / wanted).exists():
                shutil.rmtree(sources.index / wanted)
            path.rename(sources.index / wanted)
        before = current_hash(sources.index)
        point_to(sources.index, wanted)
        _clean_up(sources, {wanted, before or wanted})
        return Ingested(wanted, True, len(articles), written, len(examples))


def chunks_of(article: Article) -> list[Chunk]:
    """The article's pieces with what identifies them."""
    return [
        Chunk(
            id=f"{article.principal}/{article.language}/{article.id}#{n}",
            article_id=article.id,
            title=article.title,
            heading=piece.heading if piece.heading != article.title else "",
            text=piece.text,
            principal=article.principal,
            language=article.language,
            valid_from=article.valid_from,
            valid_to=article.valid_to,
        )
        for n, piece in enumerate(chunk(article), start=1)
    ]


class _Writer:
    def __init__(self, sources: Sources, embedders: Embedders, path: Path, progress: Progress | None) -> None:
        self._sources, self._path, self._progress = sources, path, progress
        cache = sources.cache / "vectors.sqlite"
        self._passages = Cached(embedders.passages, cache)
        self._utterances = Cached(embedders.utterances, cache, batch=256)  # a sentence takes a millisecond
        self._server = ChromaServer(sources.chroma_url) if sources.chroma_url else None

    def write(self, articles: Sequence[Article], examples: Sequence[SituationExample]) -> int:
        """Write every collection and the models; returns the number of chunks."""
        groups: dict[tuple[str, Language], list[Chunk]] = {}
        for article in articles:
            groups.setdefault((article.principal, article.language), []).extend(chunks_of(article))
        everything = [piece for group in groups.values() for piece in group]
        vectors = self._passages.passages([piece.full_text for piece in everything], self._progress)
        start = 0
        for (principal, language), group in groups.items():
            self._collection(principal, language, group, vectors[start : start + len(group)])
            start += len(group)
        self._models(everything, examples)
        return len(everything)

    def _collection(self, principal: str, language: Language, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        folder = self._path / "collections" / f"{principal}.{language}"
        folder.mkdir()
        save_chunks(folder / CHUNKS, chunks)
        texts = [piece.full_text for piece in chunks]
        for cut in (WORDS, LETTERS):
            Lexical.build(texts, language, cut).save(folder)
        embed_windows(chunks, self._passages, self._progress).save(folder)
        if self._server is not None:
            self._server.write(collection_name(self._path.name, principal, language), vectors)
        else:
            np.save(folder / VECTORS, vectors)

    def _models(self, chunks: Sequence[Chunk], examples: Sequence[SituationExample]) -> None:
        cues = _cues(self._sources.library)
        situations = SituationModel.train(examples, self._embed, self._sources.situations, cues)
        texts = [e.text for e in examples] + [piece.text for piece in chunks]
        language = LanguageModel.train(texts, [e.language for e in examples] + [piece.language for piece in chunks])
        joblib.dump(Models(situations, language), self._path / MODELS)

    def _embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of utterances, only new ones computed."""
        report = self._progress
        said = None if report is None else lambda _, done, total: report("utterances", done, total)
        return self._utterances.passages(texts, said)


def _examples(sources: Sources) -> list[SituationExample]:
    examples: list[SituationExample] = []
    for language in LANGUAGES:
        path = situations_path(sources.library, language)
        if path.is_file():
            examples.extend(read_examples(path, language, known=sources.situations))
    return examples


def _cues(library: Path) -> Cues:
    path = cues_path(library)
    return read_cues(path) if path.is_file() else NO_CUES


def _content_files(library: Path) -> Iterator[Path]:
    for principal in principal_folders(library):
        for language in LANGUAGES:
            folder = library / principal / "articles" / language
            if folder.is_dir():
                yield from sorted(p for p in folder.iterdir() if p.is_file())
    for path in (*(situations_path(library, language) for language in LANGUAGES), cues_path(library)):
        if path.is_file():
            yield path


def _clean_up(sources: Sources, keep: set[str]) -> None:
    """Remove all but the index in use and the one before, which a slow reader may be opening."""
    for folder in sources.index.iterdir():
        if folder.is_dir() and folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)
    if sources.chroma_url:
        server = ChromaServer(sources.chroma_url)
        old = (name for name in server.names("ascolto-") if name.split("-")[1] not in keep)
        server.remove(list(old))
