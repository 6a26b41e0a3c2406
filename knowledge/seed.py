"""Vectors of the shipped library, computed beforehand, so that a first start takes seconds instead of minutes.

`make vectors` writes them anew after the shipped articles have changed; a passage that isn't here is simply computed.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from knowledge.articles import LANGUAGES, article_files, load_articles, read_article
from knowledge.embeddings import E5, Embedder, Vectors, key_of
from knowledge.ingest import chunks_of

SHIPPED = Path(__file__).parent / "library"
SEED = Path(__file__).parent / "seed.npz"


class Seeded:
    """Another embedder that looks its passages up in the file at `path` first."""

    def __init__(self, inner: Embedder, path: Path = SEED) -> None:
        self.name, self.size = inner.name, inner.size
        self._inner, self._path = inner, path

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._inner.queries(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        known = [self._seed.get(key_of(self.name, text)) for text in texts]
        missing = [text for text, vector in zip(texts, known, strict=True) if vector is None]
        computed = iter(self._inner.passages(missing)) if missing else iter(())
        rows = [next(computed) if vector is None else vector for vector in known]
        return np.stack(rows) if rows else np.zeros((0, self.size), np.float32)

    @cached_property
    def _seed(self) -> dict[bytes, Vectors]:
        if not self._path.is_file():
            return {}
        with np.load(self._path) as saved:
            keys, vectors = saved["keys"], saved["vectors"].astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return {bytes(key): vector for key, vector in zip(keys, vectors, strict=True)}


def shipped_passages(library: Path = SHIPPED) -> list[str]:
    """The texts that an ingestion of the shipped library embeds, a new principal's starter articles included."""
    articles, _ = load_articles(library)
    for language in LANGUAGES:
        folder = library / "common" / "starter" / "articles" / language
        articles += [read_article(path, "starter", language) for path in article_files(folder)]
    pieces = [piece for article in articles for piece in chunks_of(article)]
    return list(dict.fromkeys(text for piece in pieces for text in (piece.full_text, *piece.windows)))


def write_seed(path: Path = SEED) -> int:
    """Compute what is new and write the file; returns the number of passages. Half precision is plenty for cosines."""
    texts = shipped_passages()
    embedder = Seeded(E5(), path)
    vectors = embedder.passages(texts).astype(np.float16)
    keys = np.frombuffer(b"".join(key_of(embedder.name, text) for text in texts), np.uint8).reshape(-1, 32)
    np.savez_compressed(path, keys=keys, vectors=vectors)
    return len(texts)


if __name__ == "__main__":
    write_seed()
