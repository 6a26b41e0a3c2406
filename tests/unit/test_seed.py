"""The shipped vectors: complete for the shipped articles, and used instead of the encoder."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.embeddings import E5, Vectors, key_of
from knowledge.seed import SEED, Seeded, shipped_passages


class Encoder:
    """Counts what it is asked to compute."""

    name = E5.name
    size = 3

    def __init__(self) -> None:
        self.asked: list[str] = []

    def queries(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), self.size), np.float32)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.full((len(texts), self.size), 0.5, np.float32)


def test_every_passage_of_the_shipped_library_is_there() -> None:
    with np.load(SEED) as saved:
        known = {bytes(key) for key in saved["keys"]}
    missing = [text for text in shipped_passages() if key_of(E5.name, text) not in known]
    assert not missing, f"{len(missing)} shipped passages have no vector: run `make vectors`"


def test_known_passages_are_looked_up_and_others_computed(tmp_path: Path) -> None:
    path = tmp_path / "seed.npz"
    keys = np.frombuffer(key_of(E5.name, "known"), np.uint8).reshape(1, 32)
    np.savez(path, keys=keys, vectors=np.array([[0.0, 2.0, 0.0]], np.float16))
    encoder = Encoder()
    vectors = Seeded(encoder, path).passages(["new", "known"])
    assert encoder.asked == ["new"]
    assert vectors.tolist() == [[0.5, 0.5, 0.5], [0.0, 1.0, 0.0]]


def test_without_a_file_everything_is_computed(tmp_path: Path) -> None:
    encoder = Encoder()
    assert Seeded(encoder, tmp_path / "none.npz").passages([]).shape == (0, 3)
    Seeded(encoder, tmp_path / "none.npz").passages(["a"])
    assert encoder.asked == ["a"]
