"""The cache of vectors, and what encoders are given."""

from pathlib import Path

import numpy as np

from knowledge.embeddings import MAX_CHARS, Cached, clean
from tests.unit.fake_embedder import Trigrams


def test_each_text_is_embedded_once_and_kept_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "vectors.sqlite"
    inner = Trigrams()
    cached = Cached(inner, path)
    first = cached.passages(["uno", "due"])
    second = cached.passages(["due", "tre", "uno"])
    assert inner.embedded == ["uno", "due", "tre"]
    assert np.array_equal(first[0], second[2]) and np.array_equal(first[1], second[0])
    later = Trigrams()
    assert np.array_equal(Cached(later, path).passages(["tre"])[0], second[1])
    assert later.embedded == []
    assert cached.passages([]).shape == (0, Trigrams.size)


def test_a_cache_that_can_not_be_read_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite"
    path.write_bytes(b"garbage" * 1000)
    assert Cached(Trigrams(), path).passages(["uno"]).shape == (1, Trigrams.size)


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    Cached(Trigrams(), tmp_path / "v").passages([f"testo {n}" for n in range(20)], lambda *step: seen.append(step))
    assert seen[-1] == ("passages", 20, 20)


def test_clean_text_fits_an_encoder() -> None:
    assert clean("  a\x00b\n\tc ") == "a b c"
    assert clean("") == clean("\n") == "."
    assert len(clean("x" * 10_000)) == MAX_CHARS
