"""How likely a passage answers a question, 0 to 1: one scale for articles and records, and the threshold on it.

A logistic regression over what the sentence encoder and the words say, fitted to questions of the trade and to
others that have nothing to do with it, in both languages. `python -m evals.relevance` fits it again and says how well
it does.
"""

import math
from dataclasses import dataclass

THRESHOLD = 0.5


@dataclass(frozen=True)
class Signals:
    """`cosine` and `likeness` of question and passage by the two encoders; `coverage`: share of words' weight found."""

    cosine: float
    coverage: float
    likeness: float


def relevance(signals: Signals) -> float:
    """The calibrated probability that the passage bears on the question."""
    margin = -64.4 + 72.6 * signals.cosine + 2.57 * signals.coverage + 27.1 * signals.likeness
    return 1 / (1 + math.exp(-margin))
