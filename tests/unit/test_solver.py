"""The plan solver: what always holds, and what it says when nothing is possible."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.eligibility import PlanContext
from assistant.domain.interest import RateTable
from assistant.domain.ledger import OpenItem
from assistant.domain.plans import Limits, Plan, PlanResult
from assistant.domain.policy import Policy, Replanning
from assistant.domain.schedule import step
from assistant.domain.solver import solve

ON = date(2026, 11, 23)
HOLIDAYS = {date(2026, 12, 8), date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 6), date(2027, 3, 29)}
RATES = RateTable.model_validate(
    {
        "packs": {
            "IT": {
                "law": "L",
                "currency": "EUR",
                "margin": "8",
                "changes": "half_yearly",
                "compensation": [{"amount": "40"}],
                "rates": [{"half_year": "2026-H2", "percent": "2.15", "source": "S"}],
            }
        }
    }
)


def working(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def context(**changes: Any) -> PlanContext:
    return PlanContext(
        **{"customer": "p/C1", "country": "IT", "on": ON, "working_days": working, "rates": RATES} | changes
    )


def policy(early: bool = False, **tier: Any) -> Policy:
    row = {
        "id": "standard",
        "when": {"total_max": "100000", "days_past_due_max": 400},
        "max_instalments": 6,
        "min_amount": "100",
        "first_due_within_days": 30,
        "interest": "waived",
        "article": "payment-plans",
    }
    times = {"dispute_days": 5, "complaint_days": 5, "document_days": 2, "payment_check_days": 3}
    discount = {"percent": "2", "within_days": 10, "article": "early-payment-discount"}
    return Policy.model_validate(
        {"tiers": [row | tier], "response_times": times, "early_payment": discount if early else None}
    )


def item(amount: str, number: str = "2026/1", due: date = date(2026, 9, 30), **changes: Any) -> OpenItem:
    base = {"invoice_number": number, "issued_on": due - timedelta(days=30), "due_on": due, "currency": "EUR"}
    return OpenItem(**base | {"amount": Decimal(amount), "original": Decimal(amount)} | changes)


def code(result: PlanResult) -> str | None:
    return result.reason.code if result.reason else None


def amounts(plan: Plan) -> list[str]:
    return [str(part.amount) for part in plan.instalments]


cents = st.integers(10_000, 2_000_000).map(lambda n: Decimal(n) / 100)
policies = st.builds(
    policy,
    early=st.booleans(),
    max_instalments=st.integers(1, 12),
    min_amount=st.integers(1, 500).map(str),
    first_due_within_days=st.integers(5, 60),
    frequency=st.sampled_from(["weekly", "biweekly", "monthly"]),
    deposit_percent=st.sampled_from(["0", "10", "33.3"]),
    interest=st.sampled_from(["charged", "waived", "waived_if_kept"]),
)
limits_of = st.builds(
    Limits,
    first_not_before=st.none() | st.dates(ON - timedelta(days=5), ON + timedelta(days=70)),
    max_instalment=st.none() | cents,
    max_count=st.none() | st.integers(1, 12),
    day_of_month=st.none() | st.integers(1, 31),
    deposit=st.none() | st.integers(0, 5000).map(Decimal),
    end_by=st.none() | st.dates(ON, ON + timedelta(days=400)),
)
item_lists = st.lists(st.tuples(cents, st.dates(date(2025, 11, 1), date(2027, 1, 31))), min_size=1, max_size=5).map(
    lambda rows: [item(str(amount), f"2026/{n}", due) for n, (amount, due) in enumerate(rows)]
)


def check_plan(plan: Plan, rules: Policy, limits: Limits) -> None:
    tier = rules.tiers[0]
    parts = plan.instalments
    total = plan.outstanding - plan.discount + plan.interest + plan.compensation
    assert sum(part.amount for part in parts) == plan.total == total
    assert all(part.amount > 0 and part.amount == round(part.amount, 2) for part in parts)
    dues = [part.due for part in parts]
    assert dues == sorted(set(dues)) and all(working(day) and day >= ON for day in dues)
    assert [part.n for part in parts] == list(range(1, len(parts) + 1))
    assert len(parts) <= tier.max_instalments
    assert dues[0] <= ON + timedelta(days=tier.first_due_within_days)
    # A week of grace: the last date may move to the next working day.
    end = step(ON + timedelta(days=tier.first_due_within_days), tier.max_instalments - 1, tier.frequency)
    assert dues[-1] <= end + timedelta(days=7)
    if len(parts) > 1:
        assert min(part.amount for part in parts) >= tier.min_amount
        if tier.deposit_percent:
            assert parts[0].deposit and parts[0].amount >= plan.total * tier.deposit_percent / 100
    check_limits(plan, limits)


def check_limits(plan: Plan, limits: Limits) -> None:
    parts = plan.instalments
    if limits.first_not_before:
        assert parts[0].due >= limits.first_not_before
    if limits.end_by:
        assert parts[-1].due <= limits.end_by
    if limits.max_count:
        assert len(parts) <= limits.max_count
    if limits.max_instalment:
        counted = [part for part in parts if not (part.deposit and limits.deposit)] if len(parts) > 1 else parts
        assert (limits.deposit and len(parts) == 1) or max(p.amount for p in counted) <= limits.max_instalment
    if limits.deposit and len(parts) > 1:
        assert parts[0].deposit and parts[0].amount == limits.deposit


@settings(max_examples=150, deadline=None)
@given(item_lists, policies, limits_of)
def test_every_option_keeps_policy_and_limits(items: list[OpenItem], rules: Policy, limits: Limits) -> None:
    result = solve(items, rules, limits, context())
    assert bool(result.options) != bool(result.reason)
    for plan in result.options:
        check_plan(plan, rules, limits)
    assert len({(tuple(p.due for p in o.instalments), tuple(amounts(o))) for o in result.options}) == len(
        result.options
    )
    assert len({o.label for o in result.options}) == len(result.options)
    counts = [len(plan.instalments) for plan in result.options]
    assert counts == sorted(counts)
    if result.nearest and code(result) != "no_tier":
        check_plan(result.nearest, rules, Limits())


@settings(max_examples=50, deadline=None)
@given(item_lists, policies, limits_of)
def test_same_input_same_plans(items: list[OpenItem], rules: Policy, limits: Limits) -> None:
    assert solve(items, rules, limits, context()) == solve(list(reversed(items)), rules, limits, context())


@settings(max_examples=80, deadline=None)
@given(item_lists, policies, limits_of, limits_of)
def test_a_tighter_limit_is_never_broken(items: list[OpenItem], rules: Policy, first: Limits, more: Limits) -> None:
    both = first.model_copy(update=more.model_dump(exclude_none=True, exclude={"invoices"}))
    for plan in solve(items, rules, both, context()).options:
        check_limits(plan, both)


@settings(max_examples=50, deadline=None)
@given(item_lists, policies)
def test_without_limits_there_is_a_balanced_plan(items: list[OpenItem], rules: Policy) -> None:
    labels = [plan.label for plan in solve(items, rules, Limits(), context()).options]
    assert "balanced" in labels and len(labels) >= 2


def test_three_options_from_few_to_many() -> None:
    result = solve([item("1000")], policy(), Limits(), context())
    assert [(plan.label, amounts(plan)) for plan in result.options] == [
        ("quickest", ["1000"]),
        ("balanced", ["250.00"] * 4),
        ("lightest", ["166.67"] * 5 + ["166.65"]),
    ]
    assert [plan.instalments[0].due for plan in result.options] == [
        date(2026, 11, 30),
        date(2026, 12, 11),
        date(2026, 12, 23),
    ]
    assert {plan.authority for plan in result.options} == {"operator"}


def test_plan_ids_do_not_depend_on_the_label_or_on_other_limits() -> None:
    free = solve([item("1000")], policy(), Limits(), context()).options[0]
    assert free.id == solve([item("1000")], policy(), Limits(max_count=1), context()).options[0].id
    assert free.id != solve([item("1000")], policy(), Limits(), context(customer="p/C2")).options[0].id


def test_one_count_gives_options_that_differ_in_dates() -> None:
    result = solve([item("1000")], policy(), Limits(max_count=1), context())
    dues = [plan.instalments[0].due for plan in result.options]
    assert [len(plan.instalments) for plan in result.options] == [1, 1, 1]
    assert dues == sorted(set(dues))


def test_tightest_limits_leave_one_plan_called_balanced() -> None:
    limits = Limits(first_not_before=date(2026, 12, 10), end_by=date(2026, 12, 10))
    result = solve([item("1000")], policy(), limits, context())
    assert [(plan.label, plan.instalments[0].due) for plan in result.options] == [("balanced", date(2026, 12, 10))]


def test_day_of_month_moves_to_the_next_working_day() -> None:
    result = solve([item("1000")], policy(), Limits(day_of_month=8), context())
    lightest = result.options[-1]
    # 8 December is a holiday, 8 May 2027 a Saturday.
    assert [part.due for part in lightest.instalments][:1] == [date(2026, 12, 9)]
    assert lightest.instalments[-1].due == date(2027, 5, 10)


def test_the_last_day_of_short_months() -> None:
    limits = Limits(day_of_month=31)
    dues = [part.due for part in solve([item("1000")], policy(), limits, context()).options[-1].instalments]
    assert dues[:3] == [date(2026, 11, 30), date(2026, 12, 31), date(2027, 2, 1)]


def test_a_deposit_by_the_tier_comes_first() -> None:
    plan = solve([item("1000")], policy(deposit_percent="20"), Limits(), context()).options[1]
    assert plan.instalments[0].deposit and str(plan.instalments[0].amount) == "200.00"
    assert not any(part.deposit for part in plan.instalments[1:])


def test_the_customer_may_offer_a_larger_deposit_than_the_instalments() -> None:
    limits = Limits(deposit=Decimal(500), max_instalment=Decimal(125))
    plan = solve([item("1000")], policy(deposit_percent="20"), limits, context()).options[0]
    assert amounts(plan) == ["500.00", "125.00", "125.00", "125.00", "125.00"]


def test_a_deposit_of_the_total_or_more_pays_at_once_whatever_an_instalment_may_be() -> None:
    for offered in ("1000", "1500", "1e40"):
        limits = Limits(deposit=Decimal(offered), max_instalment=Decimal(125))
        result = solve([item("1000")], policy(), limits, context())
        assert {tuple(amounts(plan)) for plan in result.options} == {("1000",)}


def test_early_payment_discount_for_one_payment_in_time() -> None:
    quickest, balanced, _ = solve([item("1000")], policy(early=True), Limits(), context()).options
    assert (quickest.discount, quickest.total, quickest.article) == (
        Decimal("20.00"),
        Decimal("980.00"),
        "early-payment-discount",
    )
    assert (balanced.discount, balanced.article) == (0, "payment-plans")


def test_charged_interest_runs_to_each_payment() -> None:
    """3,650.00 due 30 Nov 2026 at 10.15 %, asked on 1 Dec, paid in full on 7 and, by the other plan, 18 December.

    7 days: 3,650 x 7 x 10.15 / 36,500 = 7.105, so 7.11. 18 days: 18.27. Flat sum 40.00.
    """
    rules = policy(interest="charged", first_due_within_days=17)
    on = date(2026, 12, 1)
    limits = Limits(max_count=1)
    late = item("3650", due=date(2026, 11, 30))
    options = solve([late], rules, limits, context(on=on)).options
    by_date = {plan.instalments[0].due: (plan.interest, plan.compensation, plan.total) for plan in options}
    assert by_date[date(2026, 12, 18)] == (Decimal("18.27"), Decimal(40), Decimal("3708.27"))
    early = by_date[min(by_date)]
    days = (min(by_date) - date(2026, 11, 30)).days
    assert early[0] == {6: Decimal("6.09"), 7: Decimal("7.11")}[days]
    assert not any(plan.estimate for plan in options)


def test_interest_into_an_unknown_half_year_is_an_estimate() -> None:
    result = solve([item("1000")], policy(interest="charged"), Limits(), context())
    assert [plan.estimate for plan in result.options] == [False, True, True]
    assert result.options[0].interest < result.options[1].interest < result.options[2].interest


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"first_not_before": date(2027, 2, 1)}, "limits_first_date"),
        ({"max_instalment": Decimal(100)}, "limits_max_instalment"),
        ({"max_instalment": Decimal(200), "max_count": 3}, "limits_max_count"),
        ({"max_instalment": Decimal(250), "end_by": date(2026, 12, 31)}, "limits_end_by"),
        ({"end_by": date(2026, 11, 1)}, "limits_end_by"),
        ({"deposit": Decimal(50)}, "limits_deposit"),
        ({"invoices": ("2026/999",)}, "invoice_not_open"),
        ({"max_instalment": Decimal(100), "first_not_before": date(2027, 2, 1)}, "limits_combined"),
    ],
)
@pytest.mark.parametrize("language", ["it", "en"])
def test_what_prevents_a_plan_and_the_nearest(limits: dict[str, Any], expected: str, language: Any) -> None:
    result = solve([item("1000")], policy(), Limits(**limits), context(language=language))
    assert (code(result), result.options) == (expected, [])
    assert result.reason is not None and "{" not in result.reason.text
    assert result.nearest is not None
    check_plan(result.nearest, policy(), Limits())


def test_nearest_to_a_late_first_date_starts_as_late_as_policy_allows() -> None:
    nearest = solve([item("1000")], policy(), Limits(first_not_before=date(2027, 2, 1)), context()).nearest
    assert nearest is not None and nearest.instalments[0].due == date(2026, 12, 23)


def test_the_reason_says_how_many_instalments_there_could_be() -> None:
    result = solve([item("250")], policy(), Limits(max_instalment=Decimal(50)), context(language="en"))
    assert result.reason is not None
    assert result.reason.text == ("Instalments of at most €50.00 don't reach the total (possible: 2).")


def test_day_of_month_outside_the_window() -> None:
    result = solve([item("1000")], policy(first_due_within_days=10), Limits(day_of_month=15), context())
    assert code(result) == "limits_day_of_month" and result.nearest is not None


def test_disputed_invoices_stay_out() -> None:
    items = [item("1000"), item("500", "2026/2", disputed=True)]
    assert solve(items, policy(), Limits(), context()).options[0].invoices == ["2026/1"]
    named = solve(items, policy(), Limits(invoices=("2026/2",)), context())
    assert code(named) == "invoice_disputed" and named.nearest is not None
    assert code(solve(items[1:], policy(), Limits(), context())) == "invoice_disputed"


def test_invoices_as_spoken() -> None:
    items = [item("1000"), item("500", "2026/2")]
    assert solve(items, policy(), Limits(invoices=("2026-2",)), context()).options[0].invoices == ["2026/2"]


def test_overdue_first_else_all_that_is_open() -> None:
    coming = item("500", "2026/2", due=date(2026, 12, 31))
    assert solve([item("1000"), coming], policy(), Limits(), context()).options[0].outstanding == 1000
    assert solve([coming], policy(), Limits(), context()).options[0].outstanding == 500


def test_nothing_open_and_mixed_currencies() -> None:
    assert code(solve([], policy(), Limits(), context())) == "nothing_open"
    mixed = solve([item("1000"), item("500", "2026/2", currency="GBP")], policy(), Limits(), context())
    assert code(mixed) == "mixed_currencies"
    assert mixed.nearest is not None and mixed.nearest.currency == "EUR"


def test_no_tier_needs_a_supervisor() -> None:
    result = solve([item("200000")], policy(), Limits(), context())
    assert code(result) == "no_tier"
    assert result.nearest is not None and result.nearest.authority == "supervisor"


def tiers(*rows: dict[str, Any]) -> Policy:
    base = policy()
    return base.model_copy(update={"tiers": tuple(policy(**row).tiers[0] for row in rows)})


@pytest.mark.parametrize(
    ("known", "tier"),
    [
        ({"promise_kept": Decimal("0.9")}, "trusted"),
        ({"promise_kept": Decimal("0.5")}, "standard"),
        ({}, "standard"),
        ({"clv_band": "high"}, "valued"),
        ({"clv_band": "low"}, "standard"),
    ],
)
def test_behaviour_widens(known: dict[str, Any], tier: str) -> None:
    when = {"total_max": "100000", "days_past_due_max": 400}
    rules = tiers(
        {"id": "trusted", "when": when | {"promise_kept_min": "0.8"}},
        {"id": "valued", "when": when | {"clv_band": "medium"}},
        {"id": "standard"},
    )
    assert solve([item("1000")], rules, Limits(), context(**known)).options[0].tier == tier


def test_a_large_debt_not_yet_due_is_no_days_late() -> None:
    result = solve([item("200000", due=date(2027, 1, 31))], policy(), Limits(), context(language="en"))
    assert result.reason is not None and "at 0 days past due" in result.reason.text


def test_behaviour_never_refuses() -> None:
    when = {"total_max": "100000", "days_past_due_max": 400, "promise_kept_min": "0.8"}
    result = solve([item("1000")], policy(when=when), Limits(), context(promise_kept=Decimal(0)))
    assert {plan.authority for plan in result.options} == {"supervisor"}


REPLANNING = {"authority": "supervisor", "first_due_within_days": 10, "article": "payment-plans"}


def replanning(**tier: Any) -> Policy:
    return Policy.model_validate(policy(**tier).model_dump() | {"replanning": REPLANNING})


def test_after_a_missed_plan_a_supervisor_decides_and_the_first_date_is_near() -> None:
    kept = solve([item("1000")], replanning(), Limits(), context())
    assert kept == solve([item("1000")], policy(), Limits(), context())
    missed = solve([item("1000")], replanning(), Limits(), context(missed_plan=True))
    assert {plan.authority for plan in missed.options} == {"supervisor"}
    assert all(plan.instalments[0].due <= ON + timedelta(days=10) for plan in missed.options)
    assert [len(plan.instalments) for plan in missed.options] == [len(plan.instalments) for plan in kept.options]
    assert solve([item("1000")], policy(), Limits(), context(missed_plan=True)) == kept


def test_a_missed_plan_never_widens_a_tier() -> None:
    for tier, days in (({"first_due_within_days": 5}, 5), ({"first_due_within_days": 30}, 10)):
        plan = solve([item("1000")], replanning(**tier), Limits(max_count=1), context(missed_plan=True)).options[-1]
        assert plan.instalments[0].due <= ON + timedelta(days=days)
    strict = replanning(authority="supervisor").model_copy(
        update={"replanning": Replanning.model_validate(REPLANNING | {"authority": "operator"})}
    )
    plans = solve([item("1000")], strict, Limits(), context(missed_plan=True)).options
    assert {plan.authority for plan in plans} == {"supervisor"}


def test_a_first_date_too_late_after_a_missed_plan_names_the_nearer_bound() -> None:
    limits = Limits(first_not_before=ON + timedelta(days=20))
    result = solve([item("1000")], replanning(), limits, context(missed_plan=True, language="en"))
    assert result.reason is not None and "by 3 December 2026" in result.reason.text
    assert result.nearest is not None and result.nearest.authority == "supervisor"


def test_no_working_day_in_the_window() -> None:
    result = solve([item("1000")], policy(first_due_within_days=1), Limits(), context(on=date(2026, 11, 28)))
    assert (code(result), result.nearest) == ("no_working_day", None)


def test_a_tier_deposit_above_the_ceiling_is_refused_unless_the_customer_offers_it() -> None:
    rules = policy(deposit_percent="50", max_instalments=12, min_amount="10")
    assert code(solve([item("1000")], rules, Limits(max_instalment=Decimal(100)), context())) == "limits_max_instalment"
    offered = solve([item("1000")], rules, Limits(max_instalment=Decimal(100), deposit=Decimal(500)), context())
    assert offered.options[0].instalments[0].deposit


def test_rounding_never_lifts_an_instalment_above_the_ceiling() -> None:
    limits = Limits(max_instalment=Decimal("14.29"))
    plan = solve([item("100")], policy(max_instalments=7, min_amount="1"), limits, context()).options[0]
    assert amounts(plan) == ["14.29"] * 6 + ["14.26"]


def test_interest_of_instalments_falls_with_what_is_paid() -> None:
    """1,000.00 due 30 September in four parts of 250.00: 250 x (sum of days to each part) x 10.15 / 36,500."""
    plan = solve([item("1000")], policy(interest="charged"), Limits(), context()).options[1]
    days = sum((part.due - date(2026, 9, 30)).days for part in plan.instalments)
    assert len(plan.instalments) == 4
    assert plan.interest == round(Decimal(250) * days * Decimal("10.15") / 36500, 2)
    assert plan.total == 1000 + plan.interest + 40
