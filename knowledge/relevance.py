"""How likely a passage answers a question, 0 to 1: one scale for articles and records, and the threshold on it.

A logistic regression over what the sentence encoder and the words say, fitted to questions of the trade and to
others that have nothing to do with it, in both languages.
"""

import math
from dataclasses import dataclass

THRESHOLD = 0.5


@dataclass(frozen=True)
class Signals:
    """`cosine` of question and passage; `coverage` is the share (0 to 1) of the question's weight in the passage."""

    cosine: float
    coverage: float


def relevance(signals: Signals) -> float:
    """The calibrated probability that the passage bears on the question."""
    margin = -38.0 + 44.0 * signals.cosine + 3.0 * signals.coverage
    return 1 / (1 + math.exp(-margin))
