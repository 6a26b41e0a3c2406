"""Intervals of a share that mean something."""

import random

from assistant.adapters.interval import share_interval


def test_the_interval_holds_the_true_share_about_as_often_as_it_says() -> None:
    """Of 200 samples of 80 customers, 95 % intervals hold the share of all in at least 88 %."""
    chance = random.Random(5)
    everybody = [(chance.randint(1, 9) * 1_000, chance.random()) for _ in range(4_000)]
    pairs = [(whole, round(whole * (share if share > 0.4 else 0))) for whole, share in everybody]
    truth = sum(part for _, part in pairs) / sum(whole for whole, _ in pairs)
    held = 0
    for _ in range(200):
        low, high = share_interval(tuple(chance.sample(pairs, 80)))
        held += low <= truth <= high
    assert 176 <= held <= 199


def test_more_customers_make_it_narrower_and_it_comes_out_the_same_each_time() -> None:
    few, more = tuple((100, n % 2 * 100) for n in range(40)), tuple((100, n % 2 * 100) for n in range(400))
    (low, high), (lower, higher) = share_interval(few), share_interval(more)
    assert higher - lower < (high - low) / 2
    share_interval.cache_clear()
    assert share_interval(few) == (low, high)
