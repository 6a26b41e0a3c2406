from collections.abc import Sequence

import numpy as np

from assistant.adapters.resemblance import SentenceResemblance
from knowledge.embeddings import Vectors


class Letters:
    """An encoder by the letters a, b and c; counts what it was asked."""

    name = "letters"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def queries(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        counts = np.array([[text.count(letter) for letter in "abc"] for text in texts], dtype=np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)

    passages = queries


def test_the_nearest_sentence_and_how_alike_it_is() -> None:
    alike = SentenceResemblance(Letters)
    assert alike.nearest("aab", ["ccc", "aaab", "abc"])[0] == 1
    assert alike.nearest("a", ["b", "a"]) == (1, 1.0)


def test_the_sentences_are_read_once() -> None:
    encoder = Letters()
    alike = SentenceResemblance(lambda: encoder)
    for text in ("a", "b"):
        alike.nearest(text, ["a", "c"])
    assert encoder.texts == ["a", "c", "a", "b"]
