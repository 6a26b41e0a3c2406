"""The measurement of the early warning: its arithmetic, and that the shipped thresholds keep their budgets."""

from datetime import date
from math import sqrt

from assistant.domain.early_warning import THRESHOLDS
from evals.early_warning import CALIBRATION_SEED, SEED, Run, _hits, _Seen, calibrate, measure


def test_budgets_hold_on_payers_that_did_not_set_them() -> None:
    """At most the budget and three standard deviations of so few payers; hits grow with change and with budget."""
    customers = 300
    report = measure(Run(customers, SEED, every_days=7))
    rates = []
    for row in report["budgets"]:
        share = row["budget"] / 100
        assert row["false_alarms_per_100_customers_a_year"] / 100 <= share + 3 * sqrt(share * (1 - share) / customers)
        hits = [change["hit_rate"] for change in row["changes"]]
        assert hits == sorted(hits) and hits[-1] > 0.5
        rates.append(hits[0])
    assert rates == sorted(rates) and rates[-1] > rates[0]


def test_calibration_gives_a_threshold_a_budget_and_falls() -> None:
    found = calibrate(Run(200, CALIBRATION_SEED, every_days=30))
    assert tuple(found) == tuple(THRESHOLDS)
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_hits_by_hand() -> None:
    due, paid = date(2025, 3, 1), date(2025, 4, 10)
    seen = [
        _Seen(due, paid, ((date(2025, 3, 5), 1.0), (date(2025, 3, 31), 2.0))),  # after 30 days, before it was paid
        _Seen(due, paid, ((date(2025, 6, 29), 3.0),)),  # after 120 days
        _Seen(due, paid, ((date(2025, 3, 5), 1.9),)),  # never
        _Seen(due, paid, ()),
        None,  # nothing fell due after the change: no chance to see it
    ]
    assert _hits(10, seen, 2.0) == {
        "slower_by_days": 10,
        "customers": 4,
        "hit_rate": 0.5,
        "hit_rate_within_90_days": 0.25,
        "median_days_until_seen": 75.0,
        "seen_before_the_first_was_paid": 0.25,
    }
