"""Learns from example utterances what a customer's words mean, and says so of new ones with calibrated confidence.

Several situations may hold; which one is the primary is for the caller, who knows their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.multiclass import OneVsRestClassifier

from knowledge.embeddings import Embedder, clean
from knowledge.types import SituationExample

NONE = "none"
HOLDS = 0.5
"""From this confidence a situation holds beside others."""
ALONE = 0.34
"""From this confidence the likeliest situation holds where none reaches `HOLDS`."""
MAX_CHARS = 1_000
_FOLDS = 5
_PREVIOUS_WEIGHT = 0.4
Matrix = Any


@dataclass(frozen=True)
class Found:
    """A situation and how sure it is, 0 to 1."""

    id: str
    confidence: float


class SituationModel:
    """One logistic regression a situation over sentence vectors and n-grams, with one calibration for all."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = list(labels)
        self._chars = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2, dtype=np.float32
        )
        self._words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\b\w+\b", dtype=np.float32)
        self._before = TfidfVectorizer(sublinear_tf=True, token_pattern=r"\b\w+\b", dtype=np.float32)
        self._model: Any = None
        self._slope, self._offset = 1.0, 0.0

    @classmethod
    def train(cls, examples: Sequence[SituationExample], embedder: Embedder) -> "SituationModel":
        """Train on all examples; ten or so of a situation are the least that makes sense."""
        labels = sorted({name for example in examples for name in example.situations} | {NONE})
        model = cls(labels)
        model._fit(examples, embedder)
        return model

    def find(self, text: str, previous: str, embedder: Embedder) -> list[Found]:
        """The situations that hold, the surest first; `none` alone where nothing does."""
        if not any(c.isalpha() for c in text):
            return [Found(NONE, 1.0)]
        odds = self.odds(text, previous, embedder)
        ranked = sorted(odds.items(), key=lambda pair: -pair[1])
        likeliest, confidence = ranked[0]
        meant = [Found(name, value) for name, value in ranked if name != NONE and value >= HOLDS]
        if likeliest == NONE or (not meant and confidence < ALONE):
            sure = max(odds[NONE], 1 - max(v for k, v in odds.items() if k != NONE)) if len(odds) > 1 else 1.0
            return [Found(NONE, sure)]
        return meant or [Found(likeliest, confidence)]

    def odds(self, text: str, previous: str, embedder: Embedder) -> dict[str, float]:
        """The calibrated probability of each situation, each by itself."""
        features = self._features([text], [previous], embedder)
        margins = self._model.decision_function(features)[0]
        chances = 1 / (1 + np.exp(-(self._slope * margins + self._offset)))
        return dict(zip(self.labels, (float(value) for value in chances), strict=True))

    def _fit(self, examples: Sequence[SituationExample], embedder: Embedder) -> None:
        texts = [prepared(example.text) for example in examples]
        self._chars.fit(texts)
        self._words.fit(texts)
        self._before.fit([prepared(example.previous) for example in examples if example.previous] or [". nothing"])
        features = self._features(texts, [example.previous for example in examples], embedder)
        truth = np.array([[label in example.situations for label in self.labels] for example in examples], dtype=int)
        self._model = OneVsRestClassifier(LogisticRegression(C=10, class_weight="balanced", solver="liblinear"))
        if len(examples) >= 4 * _FOLDS:
            self._calibrate(features, truth)
        self._model.fit(features, truth)

    def _calibrate(self, features: Matrix, truth: NDArray[np.int_]) -> None:
        folds = KFold(_FOLDS, shuffle=True, random_state=0)
        margins = cross_val_predict(self._model, features, truth, cv=folds, method="decision_function")
        platt = LogisticRegression(C=1e6).fit(margins.reshape(-1, 1), truth.ravel())
        self._slope, self._offset = float(platt.coef_[0, 0]), float(platt.intercept_[0])

    def _features(self, texts: Sequence[str], previous: Sequence[str], embedder: Embedder) -> Matrix:
        texts = [prepared(text) for text in texts]
        previous = [prepared(text) for text in previous]
        said = [n for n, text in enumerate(previous) if text != "."]
        before = np.zeros((len(texts), embedder.size), np.float32)
        if said:
            before[said] = embedder.queries([previous[n] for n in said])
        dense = np.hstack([embedder.queries(texts), _PREVIOUS_WEIGHT * before])
        sparse = [
            self._chars.transform(texts),
            self._words.transform(texts),
            _PREVIOUS_WEIGHT * self._before.transform(previous),
        ]
        return hstack([csr_matrix(dense), *sparse], format="csr")


def prepared(text: str) -> str:
    """The utterance as the features see it: one line, small letters, cut."""
    return clean(text[:MAX_CHARS]).lower()
