"""Measures retrieval on a corpus and questions with known answers, ours beside BM25 in the same run."""

import json
import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, Field, ValidationError

from knowledge.chunking import split_text
from knowledge.embeddings import E5, Cached, Progress, Vectors
from knowledge.errors import ContentError
from knowledge.fusion import Candidate, Embed, candidates
from knowledge.index import Chunk, Collection, collection_in_memory
from knowledge.lexical import Lexical, terms
from knowledge.types import Language
from knowledge.vectors import top_rows

R = TypeVar("R", bound=BaseModel)
DEPTH = 20
BUDGET_MS = 30.0
"""p95 of one search."""


class Document(BaseModel):
    doc_id: str
    title: str = ""
    text: str


class Question(BaseModel):
    query_id: str
    query: str
    relevant: list[str] = Field(min_length=1)


class Figures(BaseModel):
    """Means over the questions, 0 to 1."""

    recall_1: float = Field(serialization_alias="R@1")
    recall_5: float = Field(serialization_alias="R@5")
    recall_10: float = Field(serialization_alias="R@10")
    recall_20: float = Field(serialization_alias="R@20")
    ndcg_10: float = Field(serialization_alias="nDCG@10")


class Benchmark(BaseModel):
    """`p50_ms` and `p95_ms`: milliseconds of one search of ours; `embedding_p95_ms`: the question's part of them."""

    documents: int
    queries: int
    language: Language
    ours: Figures
    bm25: Figures
    p50_ms: float
    p95_ms: float
    embedding_p95_ms: float
    budget_ms: float = BUDGET_MS


def read_corpus(path: Path) -> list[Document]:
    """JSON Lines `{doc_id, title, text}`; raises `ContentError`."""
    return [_row(Document, line, f"{path}:{n}") for n, line in _lines(path)]


def read_queries(path: Path) -> list[Question]:
    """JSON Lines `{query_id, query, relevant}`; raises `ContentError`."""
    return [_row(Question, line, f"{path}:{n}") for n, line in _lines(path)]


def run_benchmark(
    documents: Sequence[Document],
    questions: Sequence[Question],
    cache: Path,
    language: Language | None = None,
    progress: Progress | None = None,
) -> Benchmark:
    """Index the corpus (vectors are cached) and answer every question twice."""
    language = language or guess_language([d.text for d in documents[:50]])
    embedder = Cached(E5(), cache / "vectors.sqlite")
    collection = build_collection(documents, language, embedder, progress)
    whole = Lexical.build([f"{d.title}\n{d.text}" for d in documents], language)
    ours, plain, watch = [], [], Watch(embedder.queries)
    for question in questions:
        found = watch.candidates(question.query, collection)
        ours.append(list(dict.fromkeys(c.chunk.article_id for c in found))[:DEPTH])
        plain.append([documents[row].doc_id for row in top_rows(whole.scores(question.query), DEPTH)])
    wanted = [question.relevant for question in questions]
    return Benchmark(
        documents=len(documents),
        queries=len(questions),
        language=language,
        ours=figures(ours, wanted),
        bm25=figures(plain, wanted),
        p50_ms=round(float(np.percentile(watch.spent, 50)), 1),
        p95_ms=round(float(np.percentile(watch.spent, 95)), 1),
        embedding_p95_ms=round(float(np.percentile(watch.embedding, 95)), 1),
    )


class Watch:
    """Searches and keeps the time: `spent` by each search, and by `embedding` its question, in milliseconds."""

    def __init__(self, embed: Embed) -> None:
        self._embed = embed
        self.spent: list[float] = []
        self.embedding: list[float] = []

    def candidates(self, question: str, collection: Collection) -> list[Candidate]:
        start = time.perf_counter()
        found = candidates(question, self._timed, [(collection, "article")])
        self.spent.append(1000 * (time.perf_counter() - start))
        return found

    def _timed(self, texts: Sequence[str]) -> Vectors:
        start = time.perf_counter()
        vectors = self._embed(texts)
        self.embedding.append(1000 * (time.perf_counter() - start))
        return vectors


def build_collection(
    documents: Sequence[Document], language: Language, embedder: Cached, progress: Progress | None = None
) -> Collection:
    """A collection in memory; pieces carry their document's id as `article_id`."""
    chunks = [
        Chunk(f"{d.doc_id}#{n}", d.doc_id, d.title, "", part, "bench", language)
        for d in documents
        for n, part in enumerate(split_text(d.text))
    ]
    return collection_in_memory("bench", language, chunks, embedder, progress)


def guess_language(texts: Sequence[str]) -> Language:
    """Italian or English, by how many stop words of each the texts hold."""
    sample = " ".join(texts)[:20_000]
    return "it" if len(terms(sample, "it")) < len(terms(sample, "en")) else "en"


def figures(found: Sequence[Sequence[str]], relevant: Sequence[Sequence[str]]) -> Figures:
    """Recall at several depths and nDCG@10 of ranked ids against the relevant ones."""
    pairs = list(zip(found, relevant, strict=True))

    def recall(depth: int) -> float:
        return _mean([len(set(ids[:depth]) & set(want)) / len(set(want)) for ids, want in pairs])

    return Figures(
        recall_1=recall(1),
        recall_5=recall(5),
        recall_10=recall(10),
        recall_20=recall(20),
        ndcg_10=_mean([ndcg(ids[:10], set(want)) for ids, want in pairs]),
    )


def ndcg(ids: Sequence[str], relevant: set[str]) -> float:
    """Normalised discounted cumulative gain of up to ten ranked ids: 1 is the best order there is."""
    gain = sum(1 / math.log2(rank + 1) for rank, doc in enumerate(ids, start=1) if doc in relevant)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(relevant), 10) + 1))
    return gain / best


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


def _lines(path: Path) -> list[tuple[int, Any]]:
    rows: list[tuple[int, Any]] = []
    try:
        with path.open(encoding="utf-8") as file:
            for n, line in enumerate(file, start=1):
                if line.strip():
                    rows.append((n, json.loads(line)))
    except (OSError, ValueError) as error:
        message = f"Can't be read as JSON Lines: {error}; give a file of one object a line."
        raise ContentError.single(message, str(path)) from error
    if not rows:
        raise ContentError.single("The file is empty; give at least one line.", str(path))
    return rows


def _row(kind: type[R], value: Any, where: str) -> R:
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise ContentError.single(f"Field {name!r}: {first['msg']}.", where) from error
