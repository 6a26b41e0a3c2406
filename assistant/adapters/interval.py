"""How uncertain a share is: the percentile bootstrap, with vectorised draws (Efron and Tibshirani, chapter 13)."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

_RESAMPLES = 500
_SEED = 20_26
_TAIL = 0.025


@lru_cache(maxsize=64)  # the same customers and amounts have the same interval
def share_interval(pairs: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """95 % interval of the sum of the second parts over that of the first ones, when whole pairs are drawn anew.

    The same pairs come out the same each time. The first parts are positive, and there is at least one pair.
    """
    chance = np.random.default_rng(_SEED)
    amounts = np.array(pairs, dtype=np.int64)
    count = len(amounts)
    # Draw by draw: all of them at once would take a thousand times the memory of the pairs.
    sums = np.array([amounts[chance.integers(count, size=count)].sum(axis=0) for _ in range(_RESAMPLES)])
    shares = np.sort(sums[:, 1] / sums[:, 0])
    cut = round(_TAIL * _RESAMPLES)
    return round(float(shares[cut]), 4), round(float(shares[-1 - cut]), 4)
