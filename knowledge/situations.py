"""Learns from example utterances what a customer's words mean, and says so of new ones with calibrated confidence.

Two stages. A kernel ridge regression likens the utterance, and each of its clauses, to the examples. Logistic
regressions turn what it says of both, and the cues, into probabilities: one for which situation is the primary, one a
situation for whether it holds beside it. They learn from what the first stage says of examples that it hasn't seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.composites import NONE, composites, folds_of
from knowledge.cues import NO_CUES, Cues
from knowledge.embeddings import Embedder
from knowledge.ridge import FOLDS, Margins, Ridge
from knowledge.sentences import Embed, Reader, clauses, prepared
from knowledge.types import SituationExample

BESIDE = 0.5
"""From this confidence a situation holds beside the primary one."""
ALONE = 0.2
"""Below this confidence of the likeliest situation the words are taken for `none`."""
ELLIPTIC_WORDS = 6
"""Utterances up to this length ("sì, va bene") take their meaning from what the operator had said; longer ones hardly.

Most examples have nothing before them while in a call there always is something, so longer utterances are compared
without it; the cues of what was said, which fade with the length, are left.
"""
LEAST = 60
"""Examples below which there are too few to calibrate with: margins become odds by a constant."""
_SHARPNESS = 10.0
_ALSO_WEIGHT = 0.5
_CUE_WEIGHT = 0.3
_COMPOSITES = 0.5
"""So many composites an example, each counting half."""
_FIRMNESS = 2.0
"""Inverse strength of the second stage's penalty: 1 and 2 are equally right, 2 is silent less often."""
_CLOSE = 1e-3
"""How near to its best fit the second stage stops: nearer takes longer and is right no more often."""


@dataclass(frozen=True)
class Found:
    """A situation and how sure it is, 0 to 1."""

    id: str
    confidence: float


class SituationModel:
    """Trained by `train`. Situations are in the order of precedence that was given there."""

    def __init__(self, situations: Sequence[str], reader: Reader, ridge: Ridge) -> None:
        self._situations = list(situations)
        self._reader, self._ridge = reader, ridge
        self._primary: Any = None
        self._beside: tuple[Margins, Margins] = (np.zeros((0, 0)), np.zeros(0))

    @classmethod
    def train(
        cls, examples: Sequence[SituationExample], embed: Embed, order: Sequence[str], cues: Cues = NO_CUES
    ) -> "SituationModel | None":
        """Train on all examples; None where they show fewer than two situations. `order` decides which of several
        situations is the primary one."""
        shown = {name for example in examples for name in example.situations}
        situations = [name for name in order if name in shown]
        if len(situations) < 2:
            return None
        examples = [e.model_copy(update={"text": prepared(e.text), "previous": _before(e)}) for e in examples]
        texts, before = [e.text for e in examples], [e.previous for e in examples]
        reader = Reader(cues)
        reader.learn(texts, before)
        folds = folds_of(texts, FOLDS)
        truth = _truth(examples, situations)
        ridge = Ridge(reader.read(texts, before, embed), truth, folds)
        model = cls(situations, reader, ridge)
        if len(examples) >= LEAST:
            model._calibrate(examples, folds, embed)
        ridge.ready()
        return model

    def find(self, text: str, previous: str, embedder: Embedder) -> list[Found]:
        """The situations that hold, the primary first, then in their order; `none` alone where nothing does."""
        if not self._reader.knows(prepared(text)):
            return [Found(NONE, 1.0)]
        primary, held = self._chances(text, previous, embedder)
        likeliest = max(primary, key=lambda name: primary[name])
        found = {name: held[name] for name in self._situations if name != NONE and held[name] >= BESIDE}
        # What clearly holds and comes earlier in the order is the primary one, and as sure as that it holds.
        rank = self._situations.index
        if likeliest != NONE and primary[likeliest] >= ALONE and all(rank(name) >= rank(likeliest) for name in found):
            found[likeliest] = primary[likeliest]
        if not found:
            return [Found(NONE, primary.get(NONE, 0.0))]
        return [Found(name, found[name]) for name in self._situations if name in found]

    def odds(self, text: str, previous: str, embedder: Embedder) -> dict[str, float]:
        """The calibrated probability that each situation is the primary one; they add up to 1."""
        return self._chances(text, previous, embedder)[0]

    def _chances(self, text: str, previous: str, embedder: Embedder) -> tuple[dict[str, float], dict[str, float]]:
        signals = self._signals([prepared(text)], [prepared(previous) if previous.strip() else ""], embedder.queries)
        if self._primary is None:
            primary = held = _softmax(_SHARPNESS * signals[0, : len(self._situations)])
        else:
            primary = np.zeros(len(self._situations))
            primary[self._primary.classes_] = self._primary.predict_proba(signals)[0]
            held = self._chances_beside(signals)
        names = self._situations
        return (
            {name: float(chance) for name, chance in zip(names, primary, strict=True)},
            {name: float(chance) for name, chance in zip(names, held, strict=True)},
        )

    def _chances_beside(self, signals: Margins) -> Margins:
        """What the regressions of the situations say of one row, without asking each of them."""
        slopes, constants = self._beside
        chances: Margins = 1 / (1 + np.exp(-(slopes @ signals[0] + constants)))
        return chances

    def _signals(
        self, texts: Sequence[str], before: Sequence[str], embed: Embed, folds: Sequence[int] | None = None
    ) -> Margins:
        """A row an utterance: its margins, the highest of it and its clauses, and its cues."""
        parts = [clauses(text) for text in texts]
        owner = [*range(len(texts)), *(n for n, part in enumerate(parts) for _ in part)]
        pieces = [*texts, *(clause for part in parts for clause in part)]
        heard = [
            words if len(text.split()) <= ELLIPTIC_WORDS else "" for text, words in zip(texts, before, strict=True)
        ]
        heard += [""] * (len(pieces) - len(texts))
        left_out = None if folds is None else [folds[n] for n in owner]
        margins = self._ridge.margins(self._reader.read(pieces, heard, embed), left_out)
        highest = margins[: len(texts)].copy()
        np.maximum.at(highest, owner, margins)
        return np.hstack([margins[: len(texts)], highest, _CUE_WEIGHT * self._reader.cues(texts, before)])

    def _calibrate(self, examples: Sequence[SituationExample], folds: NDArray[np.int_], embed: Embed) -> None:
        """Learn the second stage from the examples, and from pairs of them, with their folds left out."""
        count = int(_COMPOSITES * len(examples))
        pairs, pair_folds = composites(examples, self._situations, folds, count)
        everything = [*examples, *(e.model_copy(update={"text": prepared(e.text)}) for e in pairs)]
        signals = self._signals(
            [e.text for e in everything], [e.previous for e in everything], embed, [*folds.tolist(), *pair_folds]
        )
        truth = _truth(everything, self._situations)
        weights = np.where(np.arange(len(everything)) < len(examples), 1.0, 0.5)
        self._primary = _regression()
        self._primary.fit(signals, truth.argmax(axis=1), sample_weight=weights)
        fitted = [_fitted(signals, column) for column in (truth > 0).T]
        self._beside = np.array([slope for slope, _ in fitted]), np.array([constant for _, constant in fitted])


def _regression() -> Any:
    from sklearn.linear_model import LogisticRegression  # slow to import, see language.py

    return LogisticRegression(C=_FIRMNESS, tol=_CLOSE, max_iter=500)


def _fitted(signals: Margins, holds: NDArray[np.bool_]) -> tuple[Margins, float]:
    """Slopes and constant of the logistic regression; what holds in every example holds always."""
    if holds.all():
        return np.zeros(signals.shape[1]), 10.0
    fitted = _regression().fit(signals, holds)
    return fitted.coef_[0], float(fitted.intercept_[0])


def _truth(examples: Sequence[SituationExample], situations: Sequence[str]) -> Margins:
    """A row an example: 1 for the primary situation, less for what holds beside it."""
    truth = np.zeros((len(examples), len(situations)), np.float32)
    for row, example in enumerate(examples):
        held = sorted(situations.index(name) for name in example.situations)
        truth[row, held] = _ALSO_WEIGHT
        truth[row, held[0]] = 1.0
    return truth


def _before(example: SituationExample) -> str:
    return prepared(example.previous) if example.previous.strip() else ""


def _softmax(values: Margins) -> Margins:
    raised = np.exp(values - values.max())
    shares: Margins = raised / raised.sum()
    return shares
