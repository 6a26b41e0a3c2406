"""Promises and plans followed to their end."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.followup import Followed, follow_up
from assistant.domain.records import Customer, CustomerFile, Due, Payment, PlanRecord, Promise

CUSTOMER = Customer(principal="p", ref="C1", name="Condominio Prova")
MADE, DUE, GRACE = date(2026, 10, 1), date(2026, 10, 20), 3
LATER = date(2026, 12, 31)


def promise(amount: str = "100", n: int = 1, **changes: Any) -> Promise:
    fields = {"id": f"promise:{n}", "made_on": MADE, "due_on": DUE, "amount": Decimal(amount), "currency": "EUR"}
    return Promise(**(fields | {"invoices": ("1",)} | changes))


def paid(amount: str, day: date = DUE, number: str = "1", **changes: Any) -> Payment:
    fields = {"id": f"payment:{amount}{day}{number}", "paid_on": day, "amount": Decimal(amount), "currency": "EUR"}
    return Payment(**(fields | {"invoice_number": number} | changes))


def file(promises: list[Promise], payments: list[Payment], plans: tuple[PlanRecord, ...] = ()) -> CustomerFile:
    return CustomerFile(customer=CUSTOMER, promises=tuple(promises), payments=tuple(payments), plans=plans)


def follow(promises: list[Promise], payments: list[Payment], on: date = LATER) -> list[Followed]:
    return list(follow_up(file(promises, payments), GRACE, on).promises)


def days(count: int) -> date:
    return DUE + timedelta(days=count)


@pytest.mark.parametrize(
    ("payments", "on", "state", "outcome", "received"),
    [
        ([], days(3), "open", "open", "0"),
        ([], days(4), "broken", "broken", "0"),
        ([paid("100")], LATER, "kept", "kept", "100"),
        ([paid("100", days(-5))], LATER, "early", "kept", "100"),
        ([paid("100", days(-5))], days(-4), "early", "kept", "100"),
        ([paid("100", days(3))], LATER, "kept_late", "kept", "100"),
        ([paid("100", days(4))], LATER, "broken", "broken", "0"),
        ([paid("40")], days(1), "partial", "open", "40"),
        ([paid("40")], LATER, "partial", "broken", "40"),
        ([paid("40", days(-2)), paid("60")], LATER, "kept", "kept", "100"),
        ([paid("130")], LATER, "over", "kept", "130"),
        ([paid("100", MADE - timedelta(days=1))], LATER, "broken", "broken", "0"),
        ([paid("100", number="2")], LATER, "broken", "broken", "0"),
        ([paid("100", number="")], LATER, "kept", "kept", "100"),
        ([paid("100", currency="USD")], LATER, "broken", "broken", "0"),
        ([paid("100", days(2))], days(1), "open", "open", "0"),
    ],
)
def test_a_promise(payments: list[Payment], on: date, state: str, outcome: str, received: str) -> None:
    (found,) = follow([promise()], payments, on)
    assert (found.state, found.outcome, found.received) == (state, outcome, Decimal(received))


def test_what_was_recorded_stands() -> None:
    (kept,) = follow([promise(outcome="kept")], [])
    assert (kept.state, kept.outcome, kept.recorded, kept.received) == ("kept", "kept", True, Decimal(0))
    (broken,) = follow([promise(outcome="broken")], [paid("100")])
    assert (broken.state, broken.outcome, broken.received) == ("broken", "broken", Decimal(100))


def test_a_payment_counts_for_one_promise_only() -> None:
    one, other = follow([promise(n=1), promise(n=2, due_on=days(1))], [paid("100")])
    assert (one.outcome, other.outcome) == ("kept", "broken")
    one, other = follow([promise(n=1), promise(n=2, due_on=days(1))], [paid("150")])
    assert (one.state, other.state, other.received) == ("kept", "partial", Decimal(50))


def test_a_payment_is_for_the_promise_that_names_its_invoice() -> None:
    general, named = promise(n=1, invoices=(), due_on=days(-1)), promise(n=2)
    found = {item.id: item.outcome for item in follow([general, named], [paid("100")])}
    assert found == {"promise:1": "broken", "promise:2": "kept"}


def test_what_comes_after_the_grace_keeps_the_newer_promise() -> None:
    newer = promise(n=2, made_on=days(5), due_on=days(15))
    found = {item.id: item.state for item in follow([promise(), newer], [paid("100", days(15))])}
    assert found == {"promise:1": "broken", "promise:2": "kept"}


def plan(**changes: Any) -> PlanRecord:
    parts = tuple(Due(due_on=date(2026, month, 20), amount=Decimal(50)) for month in (10, 11, 12))
    fields = {"id": "plan:1", "agreed_on": MADE, "total": Decimal(150), "currency": "EUR", "instalments": 3}
    return PlanRecord(**(fields | {"schedule": parts, "invoices": ("1",)} | changes))


@pytest.mark.parametrize(
    ("payments", "on", "state", "states"),
    [
        ([], days(0), "running", ["open", "open", "open"]),
        ([paid("50")], days(20), "running", ["kept", "open", "open"]),
        ([paid("70")], days(20), "running", ["kept", "partial", "open"]),
        ([paid("150")], days(1), "completed", ["kept", "early", "early"]),
        ([], days(4), "broken", ["broken", "open", "open"]),
        ([paid("50", days(10))], days(20), "broken", ["broken", "open", "open"]),
        ([paid("160")], days(1), "completed", ["kept", "early", "over"]),
    ],
)
def test_a_plan(payments: list[Payment], on: date, state: str, states: list[str]) -> None:
    (found,) = follow_up(file([], payments, (plan(),)), GRACE, on).plans
    assert (found.state, [part.state for part in found.instalments]) == (state, states)
    assert found.received == sum(payment.amount for payment in payments)


def test_a_plan_without_a_schedule_or_with_a_recorded_end() -> None:
    (unknown,) = follow_up(file([], [], (plan(schedule=()),)), GRACE, LATER).plans
    assert (unknown.state, unknown.recorded, unknown.instalments) == ("running", True, ())
    (ended,) = follow_up(file([], [], (plan(state="completed"),)), GRACE, LATER).plans
    assert (ended.state, ended.recorded) == ("completed", True)


PROMISES = st.lists(
    st.tuples(st.integers(1, 300), st.integers(0, 30), st.sampled_from([(), ("1",), ("2",), ("1", "2")])), max_size=5
).map(
    lambda rows: [
        promise(str(amount), n=n, due_on=MADE + timedelta(days=due), invoices=numbers)
        for n, (amount, due, numbers) in enumerate(rows)
    ]
)
PAYMENTS = st.lists(
    st.tuples(st.integers(1, 300), st.integers(-5, 60), st.sampled_from(["", "1", "2", "3"])), max_size=6
).map(
    lambda rows: [
        paid(str(amount), MADE + timedelta(days=day), number, id=f"payment:{n}")
        for n, (amount, day, number) in enumerate(rows)
    ]
)


@given(PROMISES, PAYMENTS, st.randoms())
@settings(deadline=None)
def test_every_cent_counts_once_whatever_the_order(
    promises: list[Promise], payments: list[Payment], chance: Any
) -> None:
    customer = file(promises, payments, (plan(),))
    found = follow_up(customer, GRACE, LATER)
    parts = [*found.promises, *found.plans[0].instalments]
    assert sum(part.received for part in parts) <= sum(payment.amount for payment in payments)
    assert all(part.excess == 0 or part.received == part.amount + part.excess for part in parts)
    assert all((part.outcome == "kept") == (part.state in ("early", "kept", "kept_late", "over")) for part in parts)
    shuffled = list(payments)
    chance.shuffle(shuffled)
    assert follow_up(file(promises, shuffled, (plan(),)), GRACE, LATER) == found


@given(PROMISES, PAYMENTS)
@settings(deadline=None)
def test_a_kept_promise_never_breaks_later(promises: list[Promise], payments: list[Payment]) -> None:
    early = {item.id: item.outcome for item in follow(promises, payments, DUE)}
    late = {item.id: item.outcome for item in follow(promises, payments, LATER)}
    for promise_id, outcome in early.items():
        assert outcome == "open" or late[promise_id] == outcome
