"""Plan tables that contradict themselves: which tier and field is named, and what is left alone."""

from typing import Any

import pytest
import yaml

from assistant.adapters.library import SHIPPED
from assistant.domain.policy import Policy, Tier
from assistant.domain.tiers import tier_faults
from tests.unit.test_solver import policy


def tier(id: str = "plain", total: str = "1000", days: int = 90, **changes: Any) -> Tier:
    when = {"total_max": total, "days_past_due_max": days}
    when |= {name: changes.pop(name) for name in ("promise_kept_min", "clv_band") if name in changes}
    return policy(id=id, when=when, **changes).tiers[0]


def found(*tiers: Tier) -> list[tuple[int, str]]:
    return [(fault.index, ".".join(fault.field)) for fault in tier_faults(tiers)]


@pytest.mark.parametrize(
    ("first", "second", "hidden"),
    [
        ({}, {}, True),
        ({}, {"total": "999", "days": 10}, True),
        ({}, {"total": "1001"}, False),
        ({}, {"days": 91}, False),
        ({}, {"promise_kept_min": "0.8"}, True),
        ({"promise_kept_min": "0.8"}, {}, False),
        ({"promise_kept_min": "0.8"}, {"promise_kept_min": "0.9"}, True),
        ({"promise_kept_min": "0.9"}, {"promise_kept_min": "0.8"}, False),
        ({"promise_kept_min": "0.8"}, {"clv_band": "high"}, False),
        ({"clv_band": "medium"}, {"clv_band": "high", "promise_kept_min": "0.5"}, True),
        ({"clv_band": "high"}, {"clv_band": "medium"}, False),
    ],
)
def test_a_tier_behind_one_that_covers_it(first: dict[str, Any], second: dict[str, Any], hidden: bool) -> None:
    faults = list(tier_faults([tier("first", **first), tier("second", **second)]))
    assert [(fault.index, fault.field) for fault in faults] == ([(1, ("when",))] if hidden else [])
    assert all("'first' above it" in fault.message for fault in faults)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"min_amount": "1000.01"}, "min_amount"),
        ({"min_amount": "1000", "max_instalments": 1}, None),
        ({"min_amount": "500", "max_instalments": 2}, None),
        ({"min_amount": "500.01", "max_instalments": 2}, "min_amount"),
        ({"min_amount": "100", "deposit_percent": "90"}, None),
        ({"min_amount": "100", "deposit_percent": "90.01"}, "deposit_percent"),
        ({"deposit_percent": "10", "max_instalments": 1}, "deposit_percent"),
    ],
)
def test_a_tier_without_any_plan(changes: dict[str, Any], field: str | None) -> None:
    assert found(tier(**changes)) == ([(0, field)] if field else [])


@pytest.mark.parametrize(
    ("good", "plain", "field"),
    [
        ({"max_instalments": 5}, {"max_instalments": 6}, "max_instalments"),
        ({"min_amount": "101"}, {"min_amount": "100"}, "min_amount"),
        ({"first_due_within_days": 29}, {"first_due_within_days": 30}, "first_due_within_days"),
        ({"frequency": "weekly"}, {"frequency": "biweekly"}, "frequency"),
        ({"deposit_percent": "5"}, {}, "deposit_percent"),
        ({"interest": "charged"}, {"interest": "waived_if_kept"}, "interest"),
        ({"interest": "waived_if_kept"}, {"interest": "waived"}, "interest"),
        ({"authority": "supervisor"}, {"authority": "operator"}, "authority"),
        ({"max_instalments": 7, "min_amount": "50", "frequency": "monthly"}, {"frequency": "weekly"}, None),
    ],
)
@pytest.mark.parametrize("behaviour", [{"promise_kept_min": "0.8"}, {"clv_band": "high"}])
def test_good_behaviour_may_only_widen(
    good: dict[str, Any], plain: dict[str, Any], field: str | None, behaviour: dict[str, str]
) -> None:
    assert found(tier("good", **behaviour, **good), tier(**plain)) == ([(0, field)] if field else [])


def test_only_the_tier_that_would_apply_counts() -> None:
    """For every debt of `good` it is `small` that applies without good behaviour; `large` never does."""
    good = tier("good", promise_kept_min="0.8", max_instalments=6)
    large = tier("large", total="9000", days=300, max_instalments=12)
    assert found(good, tier("small", max_instalments=6), large) == []
    assert found(good, tier("small", total="900", max_instalments=6), large) == [(0, "max_instalments")]
    # A plain tier above it decides first, so it takes nothing away.
    assert found(tier("small", total="900", max_instalments=12), good) == []


def test_the_starter_is_sound() -> None:
    text = (SHIPPED / "common" / "starter" / "policy.yaml").read_text(encoding="utf-8")
    assert list(tier_faults(Policy.model_validate(yaml.safe_load(text)).tiers)) == []
