"""Finds passages: fused, filtered by who may see what and when it holds, silent below a threshold."""

from collections.abc import Sequence
from functools import lru_cache

from knowledge.chunking import split_text
from knowledge.embeddings import Cached, Embedder
from knowledge.fusion import POOL, Candidate, Searched, candidates
from knowledge.index import Chunk, Collection, Index, collection_in_memory
from knowledge.lexical import TermWeights, terms
from knowledge.relevance import THRESHOLD, Signals, relevance
from knowledge.types import COMMON, Language, Passage, RecordText, SearchQuery
from knowledge.vectors import top_rows

_JUDGED = 20
"""How many of the best candidates get a calibrated score."""
SHARED_TERMS = 2
"""Words that a record must share with an utterance to be cited by words alone."""
_SHORT = 400
"""Characters of a passage that the sentence encoder reads: it was made for sentences."""


class Searcher:
    """Search over one open index. `cache` keeps the vectors of records, so that a customer's are computed once."""

    def __init__(self, index: Index, embedder: Embedder, cache: Cached, utterances: Embedder) -> None:
        self.index = index
        self._embedder = embedder
        self._cache = cache
        self._short = lru_cache(maxsize=4096)(lambda text: utterances.queries([text])[0])
        self._weights = {language: self._term_weights(language) for language in ("it", "en")}
        self._records = lru_cache(maxsize=64)(self._record_collections)

    def search(self, query: SearchQuery) -> list[Passage]:
        """The best passages first, one an article or record; empty when nothing passes the threshold."""
        return self._judged(query, self.ranked(query))

    def ranked(self, query: SearchQuery) -> list[Candidate]:
        """The best piece of each article and record that may be found, the best first, without threshold."""
        if not any(c.isalnum() for c in query.text) or query.top < 1:
            return []
        language = query.language or self._detect(query.text)
        found = candidates(query.text, self._embedder.queries, self._searched(query), language)
        return _one_each([candidate for candidate in found if self._allowed(candidate, query)], language)

    def by_words(self, query: SearchQuery) -> list[Passage]:
        """Passages that share words with the query, without an encoder: in a millisecond or two, for a live call.

        Records need `SHARED_TERMS` words in common, so that one chance word cites nothing. `score` is the share of the
        query's weight that was found.
        """
        found: list[Candidate] = []
        for collection, kind in self._searched(query):
            asked = terms(query.text, collection.language)
            scores = collection.lexical.scores(query.text)
            for row in top_rows(scores, POOL):
                chunk = collection.chunks[row]
                shared = set(asked) & set(terms(chunk.full_text, collection.language))
                if scores[row] > 0 and (kind == "article" or len(shared) >= SHARED_TERMS):
                    coverage = self._weights[collection.language].coverage(asked, list(shared))
                    found.append(Candidate(chunk, kind, query.text, coverage, float(scores[row])))
        found.sort(key=lambda candidate: -candidate.fused)
        allowed = [candidate for candidate in found if self._allowed(candidate, query)]
        return [_passage(c, c.cosine) for c in _one_each(allowed, query.language)[: query.top]]

    def warm(self, records: Sequence[RecordText]) -> None:
        """Compute a customer's record vectors ahead of the first question."""
        self._records(tuple(records))

    def signals(self, candidate: Candidate) -> Signals:
        """What the calibrated score of a candidate is made of: how it answers the part of the question that it fits."""
        language = candidate.chunk.language
        asked = terms(candidate.part, language)
        coverage = self._weights[language].coverage(asked, terms(candidate.chunk.full_text, language))
        likeness = float(self._short(candidate.part) @ self._short(candidate.chunk.text[:_SHORT]))
        return Signals(candidate.cosine, coverage, likeness)

    def _judged(self, query: SearchQuery, found: Sequence[Candidate]) -> list[Passage]:
        passages: list[Passage] = []
        ceiling = 1.0
        for candidate in found[: max(_JUDGED, query.top)]:
            # Scores never rise down the list: the fused rank is the better order of near neighbours.
            ceiling = min(ceiling, relevance(self.signals(candidate)))
            if len(passages) == query.top or (ceiling < THRESHOLD and not query.everything):
                break
            passages.append(_passage(candidate, ceiling))
        return passages

    def _searched(self, query: SearchQuery) -> list[Searched]:
        found: list[Searched] = []
        if "article" in query.kinds:
            principals = None if query.principals is None else {COMMON, *query.principals}
            found += [
                (c, "article")
                for c in self.index.collections
                if (principals is None or c.principal in principals) and query.language in (None, c.language)
            ]
        if "record" in query.kinds and query.records:
            wanted = tuple(record for record in query.records if _wanted(record, query))
            found += [(c, "record") for c in self._records(wanted)]
        return found

    def _allowed(self, candidate: Candidate, query: SearchQuery) -> bool:
        chunk = candidate.chunk
        if candidate.kind == "record":
            return True
        if not chunk.valid_on(query.on):
            return False
        if chunk.principal != COMMON or query.principals is None:
            return True
        return not query.principals or any(not self._replaces(p, chunk, query) for p in query.principals)

    def _replaces(self, principal: str, common: Chunk, query: SearchQuery) -> bool:
        return any(
            own.article_id == common.article_id and own.valid_on(query.on)
            for collection in self.index.collections
            if collection.principal == principal and collection.language == common.language
            for own in collection.chunks
        )

    def _detect(self, text: str) -> Language | None:
        model = self.index.models.language
        return model.detect(text) if model is not None else None

    def _term_weights(self, language: Language) -> TermWeights:
        mine = [c for c in self.index.collections if c.language == language]
        return TermWeights([c.lexical for c in mine], [len(c.chunks) for c in mine])

    def _record_collections(self, records: tuple[RecordText, ...]) -> list[Collection]:
        found: list[Collection] = []
        for language in sorted({record.language for record in records}):
            chunks = [piece for record in records if record.language == language for piece in record_chunks(record)]
            found.append(collection_in_memory("", language, chunks, self._cache))
        return found


def record_chunks(record: RecordText) -> list[Chunk]:
    """A record's text in pieces; all carry the record's id."""
    return [
        Chunk(record.id, record.id, record.title, "", part, record.principal, record.language)
        for part in split_text(record.text)
        if part.strip()
    ]


def _wanted(record: RecordText, query: SearchQuery) -> bool:
    allowed = query.principals is None or record.principal in query.principals
    return allowed and query.language in (None, record.language) and record.on <= query.on


def _one_each(found: Sequence[Candidate], language: Language | None) -> list[Candidate]:
    """The best piece of each article or record, in the asked language where the article has one."""
    groups: dict[tuple[str, str], list[Candidate]] = {}
    for candidate in found:
        groups.setdefault((candidate.chunk.principal, candidate.chunk.article_id), []).append(candidate)
    return [next((c for c in group if c.chunk.language == language), group[0]) for group in groups.values()]


def _passage(candidate: Candidate, score: float) -> Passage:
    chunk = candidate.chunk
    return Passage(
        id=chunk.id,
        article_id=chunk.article_id if candidate.kind == "article" else None,
        kind=candidate.kind,
        title=chunk.title,
        principal=chunk.principal,
        language=chunk.language,
        score=round(score, 4),
        text=chunk.text,
    )
