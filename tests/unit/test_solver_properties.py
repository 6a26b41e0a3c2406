"""What no plan may ever break, over generated debts, policies and limits, with the calendars of several countries.

The arithmetic here is the test's own (day by day, cent by cent), so that a mistake of the solver can't hide in it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from functools import partial
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from assistant.adapters.calendar import HolidayCalendar
from assistant.domain.amounts import Terms, allowed, parts_of
from assistant.domain.eligibility import PlanContext
from assistant.domain.interest import RatePack, RateTable, interest_on
from assistant.domain.ledger import OpenItem, Settled
from assistant.domain.plans import Limits, Plan
from assistant.domain.policy import Policy, Tier
from assistant.domain.schedule import step
from assistant.domain.solver import solve
from tests.unit.test_solver import check_limits, policy, tiers

CENT = Decimal("0.01")
COUNTRIES = ("IT", "GB", "DE", "US")
CALENDAR = HolidayCalendar(COUNTRIES)
TABLE = RateTable.model_validate(
    {
        "packs": {
            country: {
                "law": "L",
                "currency": currency,
                "margin": "8",
                "changes": changes,
                "compensation": [{"below": "1000", "amount": "40"}, {"amount": "70"}],
                "rates": [
                    {"half_year": half_year, "percent": percent, "source": "S"}
                    for half_year, percent in (("2025-H1", "3.15"), ("2025-H2", "2.15"), ("2026-H1", "1.05"))
                ],
            }
            for country, currency, changes in (("IT", "EUR", "half_yearly"), ("GB", "GBP", "at_start"))
        }
    }
)

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
cents = st.integers(1, 3_000_000).map(lambda n: Decimal(n) / 100)
tier_rows = st.fixed_dictionaries(
    {
        "max_instalments": st.integers(1, 14),
        "min_amount": st.integers(1, 60_000).map(lambda n: str(Decimal(n) / 100)),
        "first_due_within_days": st.integers(1, 60),
        "frequency": st.sampled_from(["weekly", "biweekly", "monthly"]),
        "deposit_percent": st.sampled_from(["0", "12.5", "33.3", "60"]),
        "interest": st.sampled_from(["charged", "charged", "waived"]),
        "authority": st.sampled_from(["operator", "supervisor"]),
    }
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[OpenItem], Policy, Limits, PlanContext]:
    """Items of one currency (some partly paid, some disputed), a policy of one tier, limits, a day and a country."""
    on = draw(days)
    country = draw(st.sampled_from(COUNTRIES))
    principal = draw(st.sampled_from(["IT", "GB"]))
    rules = policy(
        early=draw(st.booleans()), when={"total_max": "1000000", "days_past_due_max": 9999}, **draw(tier_rows)
    )
    context = PlanContext(
        customer="p/C1",
        country=country,
        on=on,
        working_days=partial(CALENDAR.is_working_day, country=country),
        rates=TABLE,
        principal_country=principal,
    )
    items = draw(st.lists(open_item(on), min_size=1, max_size=6))
    return items, rules, draw(limits_from(on)), context


@st.composite
def open_item(draw: st.DrawFn, on: date) -> OpenItem:
    due = on - timedelta(days=draw(st.integers(-60, 500)))
    amount, paid = draw(cents), draw(st.none() | cents)
    settled = (Settled(due + timedelta(days=draw(st.integers(-10, 30))), paid),) if paid else ()
    return OpenItem(
        invoice_number=f"2026/{draw(st.integers(1, 4))}",
        issued_on=due - timedelta(days=30),
        due_on=due,
        currency="EUR",
        amount=amount,
        original=amount + (paid or 0),
        disputed=draw(st.sampled_from([False, False, False, True])),
        settled=tuple(part for part in settled if part.on <= on) or (),
    )


@st.composite
def limits_from(draw: st.DrawFn, on: date) -> Limits:
    after = st.integers(-10, 500).map(lambda n: on + timedelta(days=n))
    chosen: dict[str, Any] = {
        "first_not_before": st.integers(-5, 70).map(lambda n: on + timedelta(days=n)),
        "max_instalment": cents,
        "max_count": st.integers(1, 14),
        "day_of_month": st.integers(1, 31),
        "deposit": st.integers(0, 500_000).map(lambda n: Decimal(n) / 100),
        "end_by": after,
    }
    names = draw(st.sets(st.sampled_from(sorted(chosen)), max_size=3))
    return Limits(**{name: draw(chosen[name]) for name in sorted(names)})


def shown(result: Any) -> Iterator[Plan]:
    yield from result.options
    if result.nearest is not None:
        yield result.nearest


@settings(max_examples=120, deadline=None)
@given(cases())
def test_amounts_add_up_to_the_cent(case: tuple[list[OpenItem], Policy, Limits, PlanContext]) -> None:
    result = solve(*case)
    for plan in shown(result):
        amounts = [part.amount for part in plan.instalments]
        assert sum(amounts) == plan.total == plan.outstanding - plan.discount + plan.interest + plan.compensation
        assert all(amount > 0 and amount == amount.quantize(CENT) for amount in (*amounts, plan.total))
        assert plan.outstanding == sum(
            item.amount for item in case[0] if not item.disputed and _counted(item, case[0], case[3].on)
        )


def _counted(item: OpenItem, items: list[OpenItem], on: date) -> bool:
    """Whether the item is due for the plan: what is overdue, else all that is open."""
    any_late = any(other.due_on < on and not other.disputed for other in items)
    return item.due_on < on or not any_late


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 100_000_000).map(lambda n: Decimal(n) / 100),
    st.integers(1, 60),
    st.sampled_from(["0", "0.1", "12.5", "33.3", "99.9"]),
    st.none() | st.integers(0, 10_000_000).map(lambda n: Decimal(n) / 1000),
)
@example(Decimal("0.01"), 60, "0", None)
@example(Decimal("0.05"), 3, "99.9", Decimal("0.009"))
def test_any_amount_divides_into_any_count(total: Decimal, count: int, percent: str, offered: Decimal | None) -> None:
    tier = policy(max_instalments=60, min_amount="0.01", deposit_percent=percent).tiers[0]
    terms = Terms(tier, Limits(deposit=offered))
    parts = parts_of(terms, total, count)
    assert sum(parts) == total and len(parts) == count
    assert all(part == part.quantize(CENT) for part in parts)
    if allowed(terms, parts) and count > 1:
        equal = parts[1:] if tier.deposit_percent or (offered or 0) >= CENT else parts
        assert min(parts) >= CENT
        # The last carries the rounding: never more than the others, and less by at most a cent for each.
        assert all(part == equal[0] for part in equal[:-1])
        assert 0 <= equal[0] - equal[-1] <= CENT * len(equal)


@settings(max_examples=120, deadline=None)
@given(cases())
def test_dates_are_working_days_within_the_policy(case: tuple[list[OpenItem], Policy, Limits, PlanContext]) -> None:
    _, rules, limits, context = case
    tier = rules.tiers[0]
    result = solve(*case)
    for plan in shown(result):
        dues = [part.due for part in plan.instalments]
        assert dues == sorted(set(dues)) and dues[0] >= context.on
        assert all(CALENDAR.is_working_day(day, context.country) for day in dues)
        assert dues[0] <= context.on + timedelta(days=tier.first_due_within_days)
        assert dues[-1] <= _end(tier, context)
    for plan in result.options:
        check_limits(plan, limits)


def _end(tier: Tier, context: PlanContext) -> date:
    """The last day of the longest plan: where it would end nominally, or the next working day."""
    latest = context.on + timedelta(days=tier.first_due_within_days)
    day = step(latest, tier.max_instalments - 1, tier.frequency)
    while not context.working_days(day):
        day += timedelta(days=1)
    return day


@settings(max_examples=120, deadline=None)
@given(cases())
def test_counts_amounts_and_authority_are_the_policys(
    case: tuple[list[OpenItem], Policy, Limits, PlanContext],
) -> None:
    tier = case[1].tiers[0]
    for plan in shown(solve(*case)):
        amounts = [part.amount for part in plan.instalments]
        assert (len(amounts) <= tier.max_instalments, plan.authority, plan.tier) == (True, tier.authority, tier.id)
        if len(amounts) > 1:
            assert min(amounts) >= tier.min_amount
            assert amounts[0] >= plan.total * tier.deposit_percent / 100
            assert [part.deposit for part in plan.instalments][1:] == [False] * (len(amounts) - 1)
        if tier.interest != "charged":
            assert plan.interest == plan.compensation == 0 and not plan.estimate


@settings(max_examples=120, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_same_input_same_plans_in_any_order(
    case: tuple[list[OpenItem], Policy, Limits, PlanContext], chance: Any
) -> None:
    items, *rest = case
    mixed = [replace(item, currency=chance.choice(["EUR", "GBP"])) for item in items]
    for given_items in (items, mixed):
        turned = list(given_items)
        chance.shuffle(turned)
        assert solve(given_items, *rest) == solve(turned, *rest) == solve(given_items, *rest)


@settings(max_examples=80, deadline=None)
@given(cases(), st.integers(7, 60))
def test_a_missed_plan_makes_stricter_and_never_refuses(
    case: tuple[list[OpenItem], Policy, Limits, PlanContext], within: int
) -> None:
    items, rules, _, context = case
    rule = {"authority": "supervisor", "first_due_within_days": within, "article": "payment-plans"}
    strict = Policy.model_validate(rules.model_dump() | {"replanning": rule})
    before = solve(items, rules, Limits(), context).options
    after = solve(items, strict, Limits(), replace(context, missed_plan=True)).options
    assert bool(before) == bool(after)
    for plan in after:
        assert plan.authority == "supervisor"
        assert plan.instalments[0].due <= context.on + timedelta(days=within)


TIGHTER: dict[str, Any] = {
    "first_not_before": lambda value: value + timedelta(days=9),
    "max_instalment": lambda value: value * Decimal("0.7"),
    "max_count": lambda value: value - 1,
    "end_by": lambda value: value - timedelta(days=20),
}


@settings(max_examples=120, deadline=None)
@given(cases())
def test_tightening_a_limit_never_yields_an_option_that_breaks_it(
    case: tuple[list[OpenItem], Policy, Limits, PlanContext],
) -> None:
    items, rules, limits, context = case
    options = solve(*case).options
    assume(options)
    taken = options[len(options) // 2].instalments
    start: dict[str, Any] = {
        "first_not_before": taken[0].due,
        "max_instalment": max(part.amount for part in taken),
        "max_count": len(taken),
        "end_by": taken[-1].due,
    }
    for name, tighten in TIGHTER.items():
        value = tighten(getattr(limits, name) or start[name])
        if value in (0, Decimal(0)):
            continue
        tight = limits.model_copy(update={name: value})
        for plan in solve(items, rules, tight, context).options:
            check_limits(plan, tight)


def daily_interest(item: OpenItem, paid: list[tuple[date, Decimal]], pack: RatePack) -> Decimal:
    """Day by day: what is open of the item that day, at the rate of the day (or of the first, where that holds)."""
    known = {rate.key: rate.percent for rate in pack.rates}
    settled = [(part.on, part.amount) for part in item.settled] + paid
    hundredths, day = Decimal(0), item.due_on + timedelta(days=1)
    first = day
    while day <= max(on for on, _ in settled):
        unpaid = sum((amount for on, amount in settled if on >= day), Decimal(0))
        at = first if pack.changes == "at_start" else day
        half_year = (at.year, 1 if at.month < 7 else 2)
        earlier = [key for key in known if key <= half_year]
        hundredths += unpaid * (known[max(earlier) if earlier else min(known)] + pack.margin)
        day += timedelta(days=1)
    return (hundredths / 36500).quantize(CENT, rounding=ROUND_HALF_UP)


def shares(principal: Decimal, count: int, tier: Tier, offered: Decimal | None) -> list[Decimal]:
    """How a plan pays the principal back: as the instalments divide the total."""
    if count == 1:
        return [principal]
    asked = max((principal * tier.deposit_percent / 100).quantize(CENT, rounding=ROUND_UP), tier.min_amount)
    deposit = asked if tier.deposit_percent else Decimal(0)
    if offered is not None:
        deposit = offered.quantize(CENT, rounding=ROUND_DOWN)
    deposit = min(deposit, principal)
    equal = count - 1 if deposit else count
    each = ((principal - deposit) / equal).quantize(CENT, rounding=ROUND_UP)
    rest = principal - deposit - each * (equal - 1)
    return ([deposit] if deposit else []) + [each] * (equal - 1) + [rest]


@settings(max_examples=120, deadline=None)
@given(cases())
def test_interest_is_what_each_day_bears(case: tuple[list[OpenItem], Policy, Limits, PlanContext]) -> None:
    items, rules, limits, context = case
    tier = rules.tiers[0]
    pack = TABLE.packs[context.principal_country]
    counted = [item for item in items if not item.disputed and _counted(item, items, context.on)]
    counted.sort(key=lambda item: (item.due_on, item.issued_on, item.invoice_number, item.amount, item.original))
    for plan in solve(*case).options:
        if tier.interest != "charged":
            continue
        parts = shares(plan.outstanding, len(plan.instalments), tier, limits.deposit)
        left = [[instalment.due, share] for instalment, share in zip(plan.instalments, parts, strict=True)]
        expected = Decimal(0)
        for item in counted:
            paid, missing = [], item.amount
            for slot in left:
                used = min(slot[1], missing)
                slot[1], missing = slot[1] - used, missing - used
                paid.append((slot[0], used))
            if item.due_on < context.on:
                expected += daily_interest(item, [pair for pair in paid if pair[1]], pack)
        assert plan.interest == expected


@settings(max_examples=100, deadline=None)
@given(
    st.dates(date(2024, 12, 1), date(2026, 6, 30)),
    st.lists(st.tuples(st.integers(-20, 400), cents), min_size=1, max_size=5),
    st.sampled_from(["IT", "GB"]),
)
def test_segments_cover_each_day_once(due: date, parts: list[tuple[int, Decimal]], country: str) -> None:
    paid = [Settled(due + timedelta(days=after), amount) for after, amount in parts]
    found = interest_on(due, paid, TABLE.packs[country])
    late = [part for part in paid if part.on > due]
    assert sum(segment.days for segment in found.segments) == max(((part.on - due).days for part in late), default=0)
    assert all(segment.days > 0 and segment.principal > 0 for segment in found.segments)
    exact = sum((s.principal * s.days * s.percent for s in found.segments), Decimal(0)) / 36500
    assert found.amount == exact.quantize(CENT, rounding=ROUND_HALF_UP)


@settings(max_examples=100, deadline=None)
@given(cases(), st.decimals("0", "1", places=2), st.decimals("0", "1", places=2))
def test_keeping_promises_never_takes_anything_away(
    case: tuple[list[OpenItem], Policy, Limits, PlanContext], less: Decimal, more: Decimal
) -> None:
    """A tier for reliable customers that is as wide as the plain one: who keeps more is offered as many instalments."""
    items, rules, limits, context = case
    row = rules.tiers[0]
    when = {"total_max": "1000000", "days_past_due_max": 9999}
    plain = {
        name: getattr(row, name) for name in ("min_amount", "first_due_within_days", "frequency", "deposit_percent")
    }
    both = tiers(
        {"id": "reliable", "when": when | {"promise_kept_min": "0.8"}, **plain, "max_instalments": 14},
        {"id": "plain", "when": when, **plain, "max_instalments": row.max_instalments},
    )
    low, high = sorted((less, more))
    worse, better = (solve(items, both, limits, replace(context, promise_kept=rate)).options for rate in (low, high))
    assert bool(better) or not worse
    if worse:
        assert len(better[-1].instalments) >= len(worse[-1].instalments)
