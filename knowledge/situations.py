"""Learns from example utterances what a customer's words mean, and says so of new ones with calibrated confidence.

Several situations may hold; which one is the primary is for the caller, who knows their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import KFold
from sklearn.svm import SVC

from knowledge.embeddings import Embedder, Vectors, clean
from knowledge.types import SituationExample

NONE = "none"
BESIDE = 0.35
"""From this confidence a situation holds beside the likeliest one."""
ALONE = 0.2
"""Below this confidence of the likeliest situation the words are taken for `none`."""
MAX_CHARS = 1_000
_FOLDS = 3
_LEAST = 60
"""Examples below which confidence isn't calibrated by cross-validation."""
_PREVIOUS_WEIGHT = 0.4
Margins = NDArray[np.float64]


@dataclass(frozen=True)
class Found:
    """A situation and how sure it is, 0 to 1."""

    id: str
    confidence: float


class SituationModel:
    """A support vector machine over sentence vectors; its margins, out of fold, teach how sure it may be."""

    def __init__(self) -> None:
        self._machine: Any = _machine()
        self._sharpness = 2.0

    @classmethod
    def train(cls, examples: Sequence[SituationExample], embedder: Embedder) -> "SituationModel | None":
        """Train on all examples; None where they show fewer than three situations."""
        if len({example.situations[0] for example in examples}) < 3:
            return None
        model = cls()
        features = _features([e.text for e in examples], [e.previous for e in examples], embedder)
        primary = np.array([example.situations[0] for example in examples])
        model._machine.fit(features, primary)
        model._calibrate(features, primary)
        return model

    def find(self, text: str, previous: str, embedder: Embedder) -> list[Found]:
        """The situations that hold, the surest first; `none` alone where nothing does."""
        if not any(c.isalpha() for c in text):
            return [Found(NONE, 1.0)]
        ranked = sorted(self.odds(text, previous, embedder).items(), key=lambda pair: -pair[1])
        likeliest, confidence = ranked[0]
        if likeliest == NONE:
            return [Found(NONE, confidence)]
        if confidence < ALONE:
            return [Found(NONE, 1 - confidence)]
        beside = [Found(name, value) for name, value in ranked[1:] if name != NONE and value >= BESIDE]
        return [Found(likeliest, confidence), *beside]

    def odds(self, text: str, previous: str, embedder: Embedder) -> dict[str, float]:
        """The calibrated probability that each situation is the main one; they add up to 1."""
        margins = self._machine.decision_function(_features([text], [previous], embedder))
        chances = _softmax(self._sharpness * margins)[0]
        return {str(name): float(chance) for name, chance in zip(self._machine.classes_, chances, strict=True)}

    def _calibrate(self, features: Vectors, primary: NDArray[np.str_]) -> None:
        """Choose how steeply margins become odds, by what machines say of examples that they didn't see."""
        classes = self._machine.classes_
        margins = np.zeros((len(primary), len(classes)))
        if len(primary) < _LEAST:
            return
        for seen, unseen in KFold(_FOLDS, shuffle=True, random_state=0).split(features):
            if len(set(primary[seen])) < len(classes):
                return
            margins[unseen] = _machine().fit(features[seen], primary[seen]).decision_function(features[unseen])
        truth = np.searchsorted(classes, primary)
        rows = np.arange(len(primary))

        def surprise(sharpness: float) -> float:
            return float(-np.log(_softmax(sharpness * margins)[rows, truth]).mean())

        self._sharpness = min(np.geomspace(0.1, 10, 60), key=surprise)


def _machine() -> Any:
    return SVC(C=3.0, gamma=1.0, cache_size=300)


def _softmax(values: Margins) -> Margins:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    shares: Margins = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _features(texts: Sequence[str], previous: Sequence[str], embedder: Embedder) -> Vectors:
    """Vectors of the utterances beside, with less weight, those of what the operator had said."""
    said = [n for n, text in enumerate(previous) if text.strip()]
    before = np.zeros((len(texts), embedder.size), np.float32)
    if said:
        before[said] = embedder.queries([prepared(previous[n]) for n in said])
    return np.hstack([embedder.queries([prepared(text) for text in texts]), _PREVIOUS_WEIGHT * before])


def prepared(text: str) -> str:
    """The utterance as the features see it: one line, small letters, cut."""
    return clean(text[:MAX_CHARS]).lower()
