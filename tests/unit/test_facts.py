"""Facts of a customer, with figures worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from assistant.domain.facts import customer_facts, lifetime_value, promise_kept
from assistant.domain.followup import follow_up
from assistant.domain.policy import EarlyWarningPolicy, Policy
from assistant.domain.records import Customer, CustomerFile, Dispute, Due, Invoice, Payment, Promise, Ticket

ON = date(2026, 11, 23)
POLICY = Policy.model_validate(
    {
        "tiers": [
            {
                "id": "t",
                "when": {"total_max": "1", "days_past_due_max": 1},
                "max_instalments": 1,
                "min_amount": "1",
                "first_due_within_days": 1,
                "article": "a",
            }
        ],
        "response_times": {"dispute_days": 5, "complaint_days": 5, "document_days": 2, "payment_check_days": 3},
        "clv_bands": ["3000", "10000"],
    }
)


def invoice(number: str, due: date, amount: str = "1000", **changes: Any) -> Invoice:
    fields = {"number": number, "issued_on": due - timedelta(days=30), "currency": "EUR"} | changes
    return Invoice(dues=(Due(due_on=due, amount=Decimal(amount)),), **fields)


def paying(*delays: int, amount: str = "1000") -> dict[str, Any]:
    """Invoices of successive months, each paid `delay` days after its due date."""
    first = date(2025, 1, 31)
    dues = [first + timedelta(days=30 * n) for n in range(len(delays))]
    return {
        "invoices": tuple(invoice(str(n), due, amount) for n, due in enumerate(dues)),
        "payments": tuple(
            Payment(
                id=f"payment:{n}",
                paid_on=due + timedelta(days=delay),
                currency="EUR",
                amount=Decimal(amount),
                invoice_number=str(n),
            )
            for n, (due, delay) in enumerate(zip(dues, delays, strict=True))
        ),
    }


def file(**records: Any) -> CustomerFile:
    return CustomerFile(customer=Customer(principal="p", ref="C1", name="Residence Arcobaleno"), **records)


def with_open(history: dict[str, Any], *more: Invoice) -> CustomerFile:
    return file(invoices=(*history["invoices"], *more), payments=history["payments"])


def test_balances_and_the_oldest_item() -> None:
    records = file(
        invoices=(
            invoice("1", date(2026, 9, 30), "500"),
            invoice("2", date(2026, 11, 10), "200", disputed=True),
            invoice("3", date(2026, 12, 31), "100"),
            invoice("4", date(2026, 12, 31), "70", currency="GBP", issued_on=date(2026, 11, 1)),
        )
    )
    facts = customer_facts(records, POLICY, ON, "it")
    eur, gbp = facts.balances
    # Invoice 3 was issued on 1 December: not known yet.
    assert (eur.outstanding, eur.overdue, eur.overdue_count, eur.disputed) == (700, 700, 2, 200)
    assert eur.ageing == {"current": 0, "1-30": 200, "31-60": 500, "61-90": 0, ">90": 0}
    assert (gbp.currency, gbp.outstanding, gbp.overdue) == ("GBP", 70, 0)
    assert facts.oldest is not None
    assert (facts.oldest.invoice_number, facts.oldest.days_past_due) == ("1", 54)


def test_nobody_without_history() -> None:
    facts = customer_facts(file(), POLICY, ON, "it")
    assert facts.model_dump(exclude={"customer", "name", "on", "balances"}, exclude_none=True) == {
        "followed_promises": (),
        "followed_plans": (),
    }
    assert facts.balances == ()


def test_days_to_pay_and_trend() -> None:
    days = customer_facts(file(**paying(2, 2, 2, 2, 20, 20, 20, 20)), POLICY, ON, "it").days_to_pay
    assert days is not None
    # 30 days to the due date, and (2 x 4 + 20 x 4) / 8 = 11 late on average.
    assert (days.count, days.average, days.median_delay, days.trend_days) == (8, 41.0, 11.0, 18.0)
    assert days.trend == "slower"


@pytest.mark.parametrize(
    ("delays", "trend"),
    [
        ((5, 6, 5, 6, 5, 6, 5, 6, 5, 6), "steady"),
        ((5, 5, 5, 5, 5, 5, 5, 5, 25, 26, 27, 28), "slower"),
        ((30, 30, 30, 30, 30, 30, 30, 30, 2, 2, 2, 2), "faster"),
        ((5, 5, 5), None),
    ],
)
def test_trend(delays: tuple[int, ...], trend: str | None) -> None:
    days = customer_facts(file(**paying(*delays)), POLICY, ON, "it").days_to_pay
    assert days is not None and days.trend == trend


def promise(n: int, amount: str, outcome: str, due: date = date(2026, 10, 1)) -> Promise:
    return Promise(
        id=f"promise:{n}",
        made_on=date(2026, 9, n),
        due_on=due,
        amount=Decimal(amount),
        currency="EUR",
        outcome=outcome,  # type: ignore[arg-type]
    )


def test_promise_kept_by_count_and_amount() -> None:
    promises = (
        promise(1, "100", "kept"),
        promise(2, "100", "kept"),
        promise(3, "800", "broken"),
        promise(4, "500", "open", due=date(2026, 12, 1)),
    )
    kept = promise_kept(follow_up(file(promises=promises), 3, ON), 3, ON)
    assert kept is not None
    assert (kept.due, kept.kept, kept.rate, kept.amount_rate) == (3, 2, Decimal("0.6667"), Decimal("0.2000"))


def test_payments_keep_a_promise_whose_outcome_nobody_recorded() -> None:
    due = ON - timedelta(days=9)
    promises = (promise(1, "100", "open", due=due), promise(2, "300", "open", due=due), promise(3, "50", "broken"))
    paid = Payment(id="payment:1", paid_on=due + timedelta(days=2), currency="EUR", amount=Decimal(100))
    known = file(promises=promises, payments=(paid,))
    kept = promise_kept(follow_up(known, 3, ON), 3, ON)
    assert kept is not None
    assert (kept.due, kept.kept, kept.amount_due, kept.amount_kept) == (3, 1, Decimal(450), Decimal(100))
    facts = customer_facts(known, POLICY, ON, "it")
    assert facts.promise == promises[2]
    assert customer_facts(file(promises=promises[:1], payments=(paid,)), POLICY, ON, "it").promise is None
    assert [item.state for item in facts.followed_promises] == ["kept_late", "broken", "broken"]


def test_an_open_promise_counts_after_its_grace() -> None:
    waiting = file(promises=(promise(1, "100", "open", due=ON - timedelta(days=3)),))
    assert promise_kept(follow_up(waiting, 3, ON), 3, ON) is None
    over = promise_kept(follow_up(waiting, 2, ON), 2, ON)
    assert over is not None and over.rate == 0


def test_the_latest_of_each_kind() -> None:
    records = file(
        promises=(promise(1, "100", "broken"), promise(2, "50", "kept")),
        payments=(
            Payment(id="payment:1", paid_on=date(2026, 5, 1), currency="EUR", amount=Decimal(1)),
            Payment(id="payment:2", paid_on=date(2026, 6, 1), currency="EUR", amount=Decimal(2)),
            Payment(id="payment:3", paid_on=date(2026, 12, 1), currency="EUR", amount=Decimal(3)),
        ),
        tickets=(
            Ticket(id="ticket:1", kind="service", opened_on=date(2026, 5, 1), subject="Porta"),
            Ticket(id="ticket:2", kind="service", opened_on=date(2026, 6, 1), subject="Freno", state="closed"),
        ),
        disputes=(Dispute(id="dispute:1", opened_on=date(2026, 5, 1), reason="prezzo"),),
    )
    facts = customer_facts(records, POLICY, ON, "it")
    found = (facts.promise, facts.last_payment, facts.ticket, facts.dispute)
    assert [record.id if record else None for record in found] == ["promise:1", "payment:2", "ticket:1", "dispute:1"]


def test_lifetime_value_by_hand() -> None:
    """730 days observed, 4 invoices of 1,000: 2 a year for 2 years, 2000 / 1.08 + 2000 / 1.1664 = 3,566.53."""
    issued = [ON - timedelta(days=n) for n in (730, 500, 300, 10)]
    invoices = tuple(invoice(str(n), ON, issued_on=day) for n, day in enumerate(issued))
    value = lifetime_value(file(invoices=invoices), POLICY.clv_bands, ON)
    assert value is not None
    assert (value.average_order, value.orders_per_year, value.horizon_years) == (1000, 2, 2)
    assert (value.value, value.band) == (Decimal("3566.53"), "medium")


def test_credit_notes_lower_the_value() -> None:
    invoices = (invoice("1", ON, "1000"), invoice("2", ON, "1000", kind="credit_note"))
    assert lifetime_value(file(invoices=invoices), POLICY.clv_bands, ON) is None


def test_expected_payment_from_quartiles() -> None:
    """Delays 4 to 12: median 8, quartiles 6 and 10, after 20 November; what is past can't be."""
    history = paying(4, 5, 6, 7, 8, 9, 10, 11, 12)
    facts = customer_facts(with_open(history, invoice("9", date(2026, 11, 20))), POLICY, ON, "it")
    assert facts.expected is not None
    assert (facts.expected.earliest, facts.expected.on, facts.expected.latest) == (
        date(2026, 11, 26),
        date(2026, 11, 28),
        date(2026, 11, 30),
    )
    late = customer_facts(with_open(history, invoice("9", date(2026, 9, 1))), POLICY, ON, "it")
    assert late.expected is None


def test_the_warning_follows_the_budget_of_the_policy() -> None:
    """Ten days later than usual, twice: beyond the threshold of the largest budget only."""
    records = file(**paying(5, 6, 7, 6, 5, 7, 6, 16, 17))
    assert customer_facts(records, POLICY, ON, "en").warning is None
    wide = POLICY.model_copy(update={"early_warning": EarlyWarningPolicy(false_alarms_per_100_customers_a_year=10)})
    assert customer_facts(records, wide, ON, "en").warning == (
        "Usually pays 6 days after the due date; the latest 2 due dates were all paid at least 16 days late: "
        "out of pattern."
    )


def test_the_warning_sees_open_invoices() -> None:
    open_now = invoice("9", date(2026, 9, 11), "100"), invoice("10", date(2026, 10, 11), "100")
    facts = customer_facts(with_open(paying(5, 6, 7, 6, 5, 7, 6), *open_now), POLICY, ON, "it")
    assert facts.warning is not None and "sono aperte da almeno 43 giorni" in facts.warning


def test_disputed_invoices_are_neither_expected_nor_a_warning() -> None:
    history = paying(5, 6, 7, 6, 5, 7, 6, 5)
    late = (invoice("8", date(2026, 8, 11), disputed=True), invoice("9", date(2026, 9, 11), disputed=True))
    facts = customer_facts(with_open(history, *late), POLICY, ON, "it")
    assert (facts.warning, facts.expected) == (None, None)
    due = invoice("10", date(2026, 11, 20), issued_on=date(2026, 11, 1))
    expected = customer_facts(with_open(history, *late, due), POLICY, ON, "it").expected
    assert expected is not None and expected.invoice_number == "10"


def test_a_credit_note_is_no_payment() -> None:
    """What a note settles entirely says nothing of the customer's pace; a payment beside a note does."""
    note = invoice("N", date(2026, 3, 1), "1500", kind="credit_note", issued_on=date(2026, 3, 1))
    records = file(
        invoices=(invoice("1", date(2026, 1, 31)), invoice("2", date(2026, 2, 28)), note),
        payments=(
            Payment(id="payment:1", paid_on=date(2026, 3, 10), currency="EUR", amount=Decimal(500), invoice_number="2"),
        ),
    )
    days = customer_facts(records, POLICY, ON, "it").days_to_pay
    assert days is not None
    assert (days.count, days.median_delay) == (1, 10.0)


@pytest.mark.parametrize("delays", [(5, 6, 7, 6, 5, 7, 6), (5, 90, 6, 5, 7, 6, 5), (60, 60)])
def test_no_warning_within_the_pattern(delays: tuple[int, ...]) -> None:
    facts = customer_facts(with_open(paying(*delays), invoice("9", date(2026, 11, 20))), POLICY, ON, "it")
    assert facts.warning is None
