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


CLOSED = {dt.date(2026, 12, 25), dt.date(2026, 12, 26), dt.date(2027, 1, 6)}


def is_working_day(day: dt.date) -> bool:
    return day.weekday() < 5 and day not in CLOSED


READING = PlanReading(DEBTS, POLICY.model_copy(update={"tiers": (TIER,)}), [SHOWN], is_working_day)


def talk(count: int, amount: str | None, first: dt.date | None) -> PlanTalk:
    return PlanTalk(count, Decimal(amount) if amount else None, "EUR", first)


def meant(count: int, amount: str | None, first: dt.date | None) -> Plan | None:
    return READING.plan_of(talk(count, amount, first), ("A-1",))


def test_the_shown_plan_is_meant_where_count_amount_and_day_fit() -> None:
    assert meant(2, "300.00", dt.date(2026, 12, 10)) == SHOWN
    assert meant(2, None, None) == SHOWN


@pytest.mark.parametrize(
    ("count", "amount", "first", "authority"),
    [
        (2, "300.00", dt.date(2026, 12, 18), "operator"),
        (6, "100.00", dt.date(2026, 12, 25), "operator"),
        (6, "100.00", dt.date(2026, 12, 28), "supervisor"),
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


def dues(plan: Plan | None) -> list[str]:
    return [part.due.isoformat() for part in plan.instalments] if plan else []


def test_a_day_on_which_nobody_works_is_moved_and_told() -> None:
    spoken = talk(3, "250.00", dt.date(2027, 1, 6))
    plan = READING.plan_of(spoken, ("A-1",))
    assert dues(plan) == ["2027-01-07", "2027-02-08", "2027-03-08"]
    assert plan is not None
    assert READING.moved(spoken, plan) == [
        (dt.date(2027, 1, 6), dt.date(2027, 1, 7)),
        (dt.date(2027, 2, 6), dt.date(2027, 2, 8)),
        (dt.date(2027, 3, 6), dt.date(2027, 3, 8)),
    ]


def test_the_first_instalment_stays_within_the_days_of_its_tier() -> None:
    spoken = talk(2, "300.00", dt.date(2026, 12, 25))
    plan = READING.plan_of(spoken, ("A-1",))
    assert dues(plan) == ["2026-12-24", "2027-01-25"], "the tier wants it by the twenty-fifth"
    assert plan is not None
    assert READING.moved(spoken, plan) == [(dt.date(2026, 12, 25), dt.date(2026, 12, 24))]


def test_a_shown_plan_that_begins_right_after_a_holiday_is_meant_by_the_holiday() -> None:
    reading = PlanReading(DEBTS, READING.policy, [SHOWN], lambda day: day != dt.date(2026, 12, 8))
    assert reading.plan_of(talk(2, "300.00", dt.date(2026, 12, 8)), ("A-1",)) == SHOWN
    assert reading.plan_of(talk(2, "300.00", dt.date(2026, 12, 9)), ("A-1",)) != SHOWN


def test_only_the_days_on_which_nobody_works_are_moved() -> None:
    spoken = talk(2, "250.00", dt.date(2026, 12, 16))
    plan = READING.plan_of(spoken, ("A-1",))
    assert plan is not None and dues(plan) == ["2026-12-16", "2027-01-18"]
    assert READING.moved(spoken, plan) == [(dt.date(2027, 1, 16), dt.date(2027, 1, 18))]
    assert READING.moved(talk(2, None, None), SHOWN) == []
