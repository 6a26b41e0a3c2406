"""The ports `Retriever` and `SituationClassifier` over the index in the data folder; blocking work runs in executors.

Searches and classifications have a thread each, so that a search never holds up a card.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from assistant.domain.calls import MAX_UTTERANCE_CHARS, Classification, ScoredSituation, Situation, Utterance
from assistant.domain.errors import LibraryError, NotFound
from assistant.domain.money import Language
from knowledge.embeddings import E5, Cached, Embedder, Progress, Use
from knowledge.errors import ContentError, IndexMissing
from knowledge.index import Index, IndexReader
from knowledge.ingest import Embedders, Ingested, Sources, ingest
from knowledge.search import Searcher
from knowledge.seed import Seeded
from knowledge.types import Passage, RecordText, SearchQuery

T = TypeVar("T")
_ORDER = list(Situation)


class Knowledge:
    """Articles, records and situations of one data folder. `language` is assumed where words could be either's."""

    def __init__(
        self, library: Path, index: Path, cache: Path, chroma_url: str = "", language: Language = "it"
    ) -> None:
        ids = tuple(str(situation) for situation in Situation)
        self._sources = Sources(library=library, index=index, cache=cache, situations=ids, chroma_url=chroma_url)
        self._language = language
        self._reader = IndexReader(index, chroma_url)
        self._searcher: Searcher | None = None
        self._lock = threading.Lock()
        self._searching = ThreadPoolExecutor(1, thread_name_prefix="search")
        self._classifying = ThreadPoolExecutor(1, thread_name_prefix="classify")
        self._preparing = ThreadPoolExecutor(1, thread_name_prefix="prepare")

    async def search(self, query: SearchQuery) -> list[Passage]:
        """The best passages first; empty when nothing passes the threshold."""
        return await self._run(self._searching, lambda: self._current_searcher().search(query))

    async def by_words(self, query: SearchQuery) -> list[Passage]:
        """Passages that share words with the query, in a few milliseconds."""
        return await self._run(self._searching, lambda: self._current_searcher().by_words(query))

    async def classify(
        self, text: str, language: Language | None = None, previous: Sequence[Utterance] = ()
    ) -> Classification:
        """What the words mean, in light of what the operator had said; never an error, `none` for noise."""
        before = next((u.text for u in reversed(previous) if u.speaker == "operator"), "")
        return await self._run(self._classifying, lambda: self._classify(text[:MAX_UTTERANCE_CHARS], language, before))

    def likeness(self, one: str, other: str) -> float:
        """How alike two sentences are in meaning, 0 to 1 (the cosine of their vectors); takes a few milliseconds."""
        with self._lock:
            encoder = self._use
        vectors = encoder.queries([one, other])
        return max(0.0, float(vectors[0] @ vectors[1]))

    def language_of(self, text: str) -> Language | None:
        """The language of a text, or None where its words would do for either. Raises `NotFound` before ingestion."""
        with self._lock:
            model = self._index().models.language
        return model.detect(text) if model else None

    def index_version(self) -> str:
        """The hash of the index in use. Raises `NotFound` before ingestion."""
        with self._lock:
            return self._index().hash

    def encoders(self) -> tuple[Embedder, Embedder]:
        """The encoders of utterances and of passages, for other work in the same process."""
        with self._lock:
            return self._use, self._e5

    async def ingest(self, progress: Progress | None = None) -> Ingested:
        """Bring the index up to date with the library; raises `LibraryError`."""
        return await self._run(self._preparing, lambda: self._ingest(progress))

    async def warm(self, records: Sequence[RecordText] = ()) -> None:
        """Load the encoders and the models, and compute a customer's record vectors, before they are asked for."""
        await self._run(self._preparing, lambda: self._current_searcher().warm(records))
        await self.classify("Buongiorno")

    def close(self) -> None:
        for executor in (self._searching, self._classifying, self._preparing):
            executor.shutdown(wait=False, cancel_futures=True)

    @cached_property
    def _e5(self) -> Seeded:
        return Seeded(E5(threads=1))

    @cached_property
    def _use(self) -> Use:
        return Use()

    async def _run(self, executor: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(executor, work)

    def _current_searcher(self) -> Searcher:
        with self._lock:
            index = self._index()
            if self._searcher is None or self._searcher.index is not index:
                cached = Cached(self._e5, self._sources.cache / "vectors.sqlite")
                self._searcher = Searcher(index, self._e5, cached, self._use)
            return self._searcher

    def _index(self) -> Index:
        try:
            return self._reader.get()
        except IndexMissing as error:
            raise NotFound(str(error), where=str(self._sources.index)) from error

    def _classify(self, text: str, language: Language | None, before: str) -> Classification:
        with self._lock:
            models = self._index().models
            use = self._use
        if language is None and models.language is not None:
            language = models.language.detect(text) or (models.language.detect(before) if before else None)
        found = [] if models.situations is None else models.situations.find(text, before, use)
        scored = [ScoredSituation(id=Situation(f.id), confidence=round(f.confidence, 4)) for f in found]
        scored.sort(key=lambda s: _ORDER.index(s.id))
        if not scored:
            scored = [ScoredSituation(id=Situation.NONE, confidence=1.0)]
        first = scored[0]
        return Classification(
            situation=first.id, confidence=first.confidence, situations=scored, language=language or self._language
        )

    def _ingest(self, progress: Progress | None) -> Ingested:
        try:
            return ingest(self._sources, Embedders(passages=self._e5, utterances=self._use), progress)
        except ContentError as error:
            first, more = error.problems[0], len(error.problems) - 1
            rest = f" ({more} more: run `ascolto check`)" if more else ""
            raise LibraryError(first.message + rest, where=first.where) from error
