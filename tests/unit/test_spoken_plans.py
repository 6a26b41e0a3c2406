"""Which plan was meant: shown, spoken within a shown tier, or spoken beyond it. The day is 25 November 2026."""

import datetime as dt
from decimal import Decimal

import pytest

from assistant.domain.payments import Debts, PlanTalk
from assistant.domain.plans import Instalment, Plan
from assistant.domain.policy import Tier, TierCondition
from assistant.domain.spoken_plans import PlanReading
from tests.unit.test_conduct import POLICY

DAY = dt.date(2026, 11, 25)
DEBTS = Debts(DAY, {"A-1": Decimal("600.00")}, frozenset({"A-1"}), ("A-1",), "EUR")
TIER = Tier(
    id="small",
    when=TierCondition(total_max=Decimal(1000), days_past_due_max=90),
    max_instalments=6,
    min_amount=Decimal(100),
    first_due_within_days=30,
    article="plans",
)
SHOWN = Plan(
    id="p1",
    label="balanced",
    invoices=["A-1"],
    currency="EUR",
    outstanding=Decimal("600.00"),
    discount=Decimal(0),
    interest=Decimal(0),
    compensation=Decimal(0),
    total=Decimal("600.00"),
    estimate=False,
    instalments=[
        Instalment(n=1, due=dt.date(2026, 12, 10), amount=Decimal("300.00")),
        Instalment(n=2, due=dt.date(2027, 1, 11), amount=Decimal("300.00")),
    ],
    authority="operator",
    tier="small",
    article="plans",
)


def meant(count: int, amount: str | None, first: dt.date | None) -> Plan | None:
    reading = PlanReading(DEBTS, POLICY.model_copy(update={"tiers": (TIER,)}), [SHOWN])
    return reading.plan_of(PlanTalk(count, Decimal(amount) if amount else None, "EUR", first), ("A-1",))


def test_the_shown_plan_is_meant_where_count_amount_and_day_fit() -> None:
    assert meant(2, "300.00", dt.date(2026, 12, 10)) == SHOWN
    assert meant(2, None, None) == SHOWN


@pytest.mark.parametrize(
    ("count", "amount", "first", "authority"),
    [
        (2, "300.00", dt.date(2026, 12, 18), "operator"),
        (6, "100.00", dt.date(2026, 12, 25), "operator"),
        (6, "100.00", dt.date(2026, 12, 26), "supervisor"),
        (8, "75.00", dt.date(2026, 12, 10), "supervisor"),
        (2, "250.00", dt.date(2026, 12, 10), "supervisor"),
    ],
)
def test_a_spoken_plan_is_the_operators_only_within_the_shown_tier(
    count: int, amount: str, first: dt.date, authority: str
) -> None:
    plan = meant(count, amount, first)
    assert plan is not None
    assert (plan.authority, plan.tier) == (authority, "small" if authority == "operator" else "")
    assert [part.amount for part in plan.instalments] == [Decimal(amount)] * count


def test_a_plan_without_a_day_cannot_be_known() -> None:
    assert meant(3, "200.00", None) is None
