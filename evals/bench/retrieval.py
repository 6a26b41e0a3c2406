"""How long one search takes among 1,000, 10,000 and 100,000 passages.

Embedding so many real passages would take hours, so theirs are random vectors, and their words are drawn from the
shipped articles' with those articles' endings on other stems, as often as words of a language are (Zipf). The questions
are real ones of the trade. The time is that of the product's own `candidates`: words, letters, the question's embedding
by the real encoder, exact comparison with every passage, windows of those in the running, and the fusion.
"""

import os
import random
from collections.abc import Sequence
from typing import Any

import numpy as np

from evals.bench.machine import percentiles, processor
from knowledge.articles import load_articles
from knowledge.bench import BUDGET_MS, Watch
from knowledge.embeddings import Vectors
from knowledge.fusion import Embed
from knowledge.index import Chunk, Collection
from knowledge.lexical import LETTERS, Lexical
from knowledge.seed import SHIPPED
from knowledge.vectors import LocalVectors, Windows

SIZES = (1_000, 10_000, 100_000)
PASSAGE_WORDS = 120
WINDOWS_EACH = 3
VOCABULARY = 50_000
SEED = 231


def bench_scale(embed: Embed, size: int, asked: Sequence[str], sizes: Sequence[int] = SIZES) -> dict[str, Any]:
    """The figures of the report, in milliseconds; `size` is the length of a vector. The first question warms up."""
    words = vocabulary()
    rows = []
    for passages in sizes:
        chance = np.random.default_rng(SEED + passages)
        collection = made_up(passages, words, size, chance)
        rows.append({"passages": passages, "questions": len(asked) - 1, **_timed(asked, embed, collection)})
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "budget_ms_p95": BUDGET_MS,
        "includes": ["question embedding", "words", "letters", "passage vectors", "window vectors", "fusion"],
        "sizes": rows,
    }


def _timed(asked: Sequence[str], embed: Embed, collection: Collection) -> dict[str, dict[str, float]]:
    watch = Watch(embed)
    for question in asked:
        watch.candidates(question, collection)
    rest = [whole - part for whole, part in zip(watch.spent, watch.embedding, strict=True)]
    return {
        "search_ms": percentiles(watch.spent[1:]),
        "embedding_ms": percentiles(watch.embedding[1:]),
        "index_ms": percentiles(rest[1:]),
    }


def vocabulary() -> list[str]:
    """The words of the shipped Italian articles, the commonest first, then new ones from their beginnings and ends."""
    articles, _ = load_articles(SHIPPED)
    text = " ".join(article.text for article in articles if article.language == "it").lower()
    counts: dict[str, int] = {}
    for word in text.split():
        if word.isalpha():
            counts[word] = counts.get(word, 0) + 1
    words = sorted(counts, key=lambda word: -counts[word])
    long = [word for word in words if len(word) > 4]
    chance = random.Random(SEED)
    known = dict.fromkeys(words)
    while len(known) < VOCABULARY:
        first, second = chance.choice(long), chance.choice(long)
        known[first[: chance.randint(2, len(first) - 1)] + second[-chance.randint(2, len(second) - 1) :]] = None
    return list(known)


def draw(words: Sequence[str], shape: tuple[int, int], chance: np.random.Generator) -> list[list[str]]:
    """Texts of words, each word as often as its place in the list says."""
    weights = 1 / np.arange(1, len(words) + 1)
    drawn = chance.choice(len(words), size=shape, p=weights / weights.sum())
    return [[words[n] for n in row] for row in drawn]


def made_up(passages: int, words: Sequence[str], size: int, chance: np.random.Generator) -> Collection:
    """A collection of `passages` texts of drawn words with random unit vectors of length `size`."""
    texts = [" ".join(text) for text in draw(words, (passages, PASSAGE_WORDS), chance)]
    chunks = [Chunk(f"p{n}", f"p{n}", "", "", text, "bench", "it") for n, text in enumerate(texts)]
    windows = Windows(_unit(passages * WINDOWS_EACH, size, chance), [WINDOWS_EACH] * passages)
    lexical, letters = Lexical.build(texts, "it"), Lexical.build(texts, "it", LETTERS)
    return Collection("bench", "it", chunks, lexical, letters, LocalVectors(_unit(passages, size, chance)), windows)


def _unit(rows: int, size: int, chance: np.random.Generator) -> Vectors:
    vectors = chance.standard_normal((rows, size), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors
