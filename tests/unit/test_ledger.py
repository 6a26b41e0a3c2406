"""Payments and credit notes against due dates."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.ledger import OpenItem, Settled, ageing, bucket_of, open_items, settle
from assistant.domain.records import Customer, CustomerFile, Dispute, Due, Invoice, Payment

ON = date(2026, 11, 23)
CUSTOMER = Customer(principal="p", ref="C1", name="Condominio Le Betulle")


def invoice(number: str, *dues: tuple[date, str], **changes: object) -> Invoice:
    fields = {"number": number, "issued_on": date(2026, 6, 1), "currency": "EUR"} | changes
    return Invoice(dues=tuple(Due(due_on=day, amount=Decimal(amount)) for day, amount in dues), **fields)  # type: ignore[arg-type]


def payment(amount: str, number: str = "", day: date = date(2026, 9, 1), **changes: object) -> Payment:
    fields = {"id": f"payment:{amount}{number}", "paid_on": day, "currency": "EUR", "amount": Decimal(amount)}
    return Payment(**(fields | {"invoice_number": number} | changes))  # type: ignore[arg-type]


def file(invoices: list[Invoice], payments: list[Payment] | None = None, **changes: object) -> CustomerFile:
    return CustomerFile(customer=CUSTOMER, invoices=tuple(invoices), payments=tuple(payments or ()), **changes)  # type: ignore[arg-type]


JULY, AUGUST, OCTOBER = date(2026, 7, 31), date(2026, 8, 31), date(2026, 10, 31)


def left(customer_file: CustomerFile) -> list[tuple[str, date, str]]:
    return [(i.invoice_number, i.due_on, f"{i.amount:.2f}") for i in open_items(customer_file, ON)]


def outstanding(items: Iterable[OpenItem]) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for item in items:
        totals[item.currency] = totals.get(item.currency, Decimal(0)) + item.amount
    return totals


def test_a_payment_settles_its_invoice_oldest_due_date_first() -> None:
    invoices = [invoice("1", (JULY, "100"), (AUGUST, "100")), invoice("0", (date(2026, 6, 30), "50"))]
    assert left(file(invoices, [payment("120", "1")])) == [
        ("0", date(2026, 6, 30), "50.00"),
        ("1", AUGUST, "80.00"),
    ]


def test_on_account_settles_the_oldest_due_date_of_all() -> None:
    invoices = [invoice("1", (AUGUST, "100")), invoice("2", (JULY, "100"))]
    assert left(file(invoices, [payment("120")])) == [("1", AUGUST, "80.00")]


def test_named_payments_go_first_whatever_their_date() -> None:
    invoices = [invoice("1", (JULY, "100")), invoice("2", (AUGUST, "100"))]
    payments = [payment("100", day=date(2026, 8, 1)), payment("100", "1", day=date(2026, 9, 1))]
    assert left(file(invoices, payments)) == []


def test_credit_notes_count_on_account() -> None:
    invoices = [invoice("1", (JULY, "100")), invoice("N1", (OCTOBER, "30"), kind="credit_note")]
    assert left(file(invoices)) == [("1", JULY, "70.00")]


def test_overpayment_stays_as_credit() -> None:
    ledger = settle(file([invoice("1", (JULY, "100")), invoice("2", (AUGUST, "50"))], [payment("130", "1")]), ON)
    assert ledger.credit == {"EUR": Decimal(30)}
    assert outstanding(ledger.open) == {"EUR": Decimal(50)}


def test_a_payment_for_an_unknown_invoice_is_on_account() -> None:
    assert left(file([invoice("1", (JULY, "100"))], [payment("40", "999")])) == [("1", JULY, "60.00")]


def test_currencies_are_never_netted() -> None:
    invoices = [invoice("1", (JULY, "100")), invoice("2", (JULY, "100"), currency="GBP")]
    ledger = settle(file(invoices, [payment("150", currency="GBP")]), ON)
    assert outstanding(ledger.open) == {"EUR": Decimal(100)}
    assert ledger.credit == {"GBP": Decimal(50)}


def test_only_what_was_known_that_day() -> None:
    invoices = [invoice("1", (JULY, "100")), invoice("2", (AUGUST, "100"), issued_on=date(2026, 12, 1))]
    assert left(file(invoices, [payment("100", "1", day=date(2026, 12, 1))])) == [("1", JULY, "100.00")]


def test_parts_are_kept_with_their_days() -> None:
    (item,) = open_items(file([invoice("1", (JULY, "100"))], [payment("40", "1")]), ON)
    assert (item.settled, item.original, item.amount) == ((Settled(date(2026, 9, 1), Decimal(40)),), 100, 60)


def test_disputed_by_flag_or_by_an_open_dispute() -> None:
    invoices = [invoice("1", (JULY, "1"), disputed=True), invoice("2", (JULY, "1")), invoice("3", (JULY, "1"))]
    disputes = (
        Dispute(id="dispute:1", opened_on=JULY, invoice_number="2", reason="prezzo"),
        Dispute(id="dispute:2", opened_on=JULY, invoice_number="3", reason="prezzo", state="resolved"),
    )
    items = open_items(file(invoices, disputes=disputes), ON)
    assert [item.disputed for item in items] == [True, True, False]


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (-5, "current"),
        (0, "current"),
        (1, "1-30"),
        (30, "1-30"),
        (31, "31-60"),
        (60, "31-60"),
        (61, "61-90"),
        (90, "61-90"),
        (91, ">90"),
    ],
)
def test_buckets(days: int, bucket: str) -> None:
    assert bucket_of(days) == bucket


amounts = st.integers(1, 100_000).map(lambda n: Decimal(n) / 100)


@given(
    st.lists(st.tuples(st.sampled_from("123"), amounts), max_size=6),
    st.lists(st.tuples(st.sampled_from(["", "1", "2", "9"]), amounts), max_size=6),
)
def test_no_cent_is_lost(billed: list[tuple[str, Decimal]], received: list[tuple[str, Decimal]]) -> None:
    numbers = sorted({number for number, _ in billed})
    invoices = [invoice(n, *((JULY, str(a)) for m, a in billed if m == n)) for n in numbers]
    payments = [payment(str(a), n, id=f"payment:{i}") for i, (n, a) in enumerate(received)]
    ledger = settle(file(invoices, payments), ON)
    open_total = sum(outstanding(ledger.open).values())
    owed = sum((a for _, a in billed), Decimal(0)) - sum((a for _, a in received), Decimal(0))
    assert open_total - ledger.credit.get("EUR", Decimal(0)) == owed
    assert sum(ageing(ledger.open, ON).get("EUR", {}).values()) == open_total
    assert all(item.amount > 0 for item in ledger.open)


def test_what_a_credit_note_settled_is_marked() -> None:
    note = invoice("N1", (OCTOBER, "30"), kind="credit_note", issued_on=date(2026, 8, 5))
    (item,) = settle(file([invoice("1", (JULY, "100")), note], [payment("70", "1")]), ON).items
    parts = [(part.on, part.amount, part.credit_note) for part in item.settled]
    assert parts == [(date(2026, 9, 1), 70, False), (date(2026, 8, 5), 30, True)]
