"""Which of some sentences a line resembles most: by the sentence encoder that also tells situations apart."""

from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np

from knowledge.embeddings import Embedder, Vectors


class SentenceResemblance:
    """The port `Resemblance`. The encoder is loaded at the first question, the sentences' vectors are kept."""

    def __init__(self, encoder: Callable[[], Embedder]) -> None:
        self._encoder = encoder
        self._kept: dict[tuple[str, ...], Vectors] = {}
        self._lock = Lock()

    def nearest(self, text: str, sentences: Sequence[str]) -> tuple[int, float]:
        """Place and likeness (0 to 1) of the sentence most like the text."""
        encoder = self._encoder()
        alike = self._vectors(encoder, tuple(sentences)) @ encoder.queries([text])[0]
        place = int(np.argmax(alike))
        return place, max(0.0, float(alike[place]))

    def _vectors(self, encoder: Embedder, sentences: tuple[str, ...]) -> Vectors:
        with self._lock:
            if sentences not in self._kept:
                self._kept[sentences] = encoder.queries(list(sentences))
            return self._kept[sentences]
