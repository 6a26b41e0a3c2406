"""Kernel ridge regression from utterances to situations, and what it says of utterances it hasn't seen.

The likeness of two utterances is a Gaussian of their sentence vectors plus the product of their wording. What the model
would say had a part of the examples been left out follows in closed form, so nothing is fitted twice.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from knowledge.sentences import Sentences

Margins = NDArray[np.floating[Any]]
FOLDS = 10
ALL = -1
"""The fold of utterances that aren't among the examples."""
_RIDGE = 0.3
_BEFORE_WEIGHT = 0.16
_BLOCK = 1_000


class Ridge:
    """A row a sentence, a column a situation: margins of about 1 where it holds, 0 where it doesn't."""

    def __init__(self, examples: Sentences, truth: Margins, folds: NDArray[np.int_]) -> None:
        self._meaning, self._before = examples.meaning, examples.before
        self._preceded = np.flatnonzero(examples.before.any(axis=1))
        self._norms = _norms(examples.meaning), _norms(examples.before)
        self._prior = truth.mean(axis=0)
        self._alphas: dict[int, Margins] = {}
        self._words: dict[int, Margins] = {}
        likeness = self._likeness(examples)
        for start in range(0, len(examples), _BLOCK):  # all at once would take three times the memory
            rows = slice(start, start + _BLOCK)
            likeness[rows] += (examples.wording[rows] @ examples.wording.T).toarray()
        inverse = _inverse(likeness)
        weights = inverse @ (truth - self._prior)
        self._keep(ALL, weights, examples)
        for fold in np.unique(folds):
            out = np.flatnonzero(folds == fold)
            left = weights - inverse[:, out] @ np.linalg.solve(inverse[np.ix_(out, out)], weights[out])
            left[out] = 0
            self._keep(int(fold), left, examples)

    def margins(self, sentences: Sentences, folds: Sequence[int] | None = None) -> Margins:
        """What the model says of the sentences, each without the examples of its fold; None: with all of them."""
        which = np.full(len(sentences), ALL) if folds is None else np.asarray(folds)
        found = np.zeros((len(sentences), len(self._prior)), np.float32)
        for start in range(0, len(sentences), _BLOCK):
            rows = np.arange(start, min(start + _BLOCK, len(sentences)))
            likeness = self._likeness(sentences.rows(rows))
            for fold in np.unique(which[rows]):
                here = which[rows] == fold
                words = sentences.wording[rows[here]] @ self._words[int(fold)]
                found[rows[here]] = likeness[here] @ self._alphas[int(fold)] + words + self._prior
        return found

    def ready(self) -> None:
        """Forget what only the training needs."""
        self._alphas, self._words = {ALL: self._alphas[ALL]}, {ALL: self._words[ALL]}

    def _keep(self, fold: int, weights: Margins, examples: Sentences) -> None:
        self._alphas[fold] = weights.astype(np.float32)
        self._words[fold] = np.asarray(examples.wording.T @ weights, np.float32)

    def _likeness(self, sentences: Sentences) -> Margins:
        """Gaussian of the distance between the vectors of the sentences, and of what had been said before them."""
        distances = _norms(sentences.meaning)[:, None] + self._norms[0]
        distances -= 2 * (sentences.meaning @ self._meaning.T)
        distances += _BEFORE_WEIGHT * (_norms(sentences.before)[:, None] + self._norms[1])
        if len(self._preceded) and sentences.before.any():
            earlier = sentences.before @ self._before[self._preceded].T
            distances[:, self._preceded] -= 2 * _BEFORE_WEIGHT * earlier
        likeness: Margins = np.exp(-np.maximum(distances, 0, out=distances), out=distances)
        return likeness


def _norms(vectors: Margins) -> Margins:
    """Squared lengths of the rows."""
    lengths: Margins = np.einsum("ij,ij->i", vectors, vectors)
    return lengths


def _inverse(likeness: Margins) -> Margins:
    """The inverse with the ridge added, in the same memory, by Cholesky: half the work of a general inverse."""
    likeness[np.diag_indices_from(likeness)] += _RIDGE
    # The transpose of a symmetric array is itself, in the order that LAPACK works on without a copy.
    factor, failed = scipy.linalg.lapack.spotrf(likeness.T, lower=1, overwrite_a=1)
    inverse: Margins
    inverse, failed_too = scipy.linalg.lapack.spotri(factor, lower=1, overwrite_c=1)
    if failed or failed_too:
        raise np.linalg.LinAlgError("the likeness of the examples isn't positive definite")
    for start in range(0, len(inverse), _BLOCK):  # only the lower half was written
        stop = start + _BLOCK
        square = inverse[start:stop, start:stop]
        square += np.tril(square, -1).T - np.triu(square, 1)
        inverse[start:stop, stop:] = inverse[stop:, start:stop].T
    return inverse
