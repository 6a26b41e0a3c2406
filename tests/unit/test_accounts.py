"""The book that bank entries are matched against."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.domain.accounts import Account, Book
from assistant.domain.bank import Allocation
from assistant.domain.ledger import OpenItem
from assistant.domain.records import Customer, CustomerFile, Due, Invoice, Payment

DAY = date(2026, 10, 1)


def item(number: str, amount: str, due: date = DAY, currency: str = "EUR") -> OpenItem:
    return OpenItem(number, DAY, due, currency, Decimal(amount), Decimal(amount))


def account() -> Account:
    later = date(2026, 11, 1)
    return Account("C1", "Rossi", [item("B", "30", later), item("A", "30"), item("A", "20", later), item("D", "9")])


def fits(amount: str) -> list[dict[str, str]]:
    found = account().fits(Decimal(amount), "EUR")
    return [{part.invoice_number: str(part.amount) for part in parts} for parts in found]


def test_an_amount_fits_a_due_date_an_invoice_or_everything() -> None:
    assert fits("20") == [{"A": "20"}]
    assert fits("50") == [{"A": "50"}]
    assert fits("89") == [{"A": "50", "D": "9", "B": "30"}]
    assert fits("30") == [{"A": "30"}, {"B": "30"}]
    assert fits("59") == []
    assert account().fits(Decimal(20), "USD") == []


def test_two_due_dates_of_one_invoice_with_one_amount_are_one_way() -> None:
    halves = Account("C1", "Rossi", [item("A", "50"), item("A", "50", date(2026, 11, 1))])
    assert len(halves.fits(Decimal(50), "EUR")) == 1


def test_the_oldest_due_date_is_paid_first() -> None:
    parts = account().allocate(Decimal(70), ["B", "A"], "EUR")
    assert [(part.invoice_number, part.amount) for part in parts] == [("A", Decimal(50)), ("B", Decimal(20))]


def test_what_is_booked_is_not_owed_any_more() -> None:
    book = Book([account()])
    book.take([Allocation(customer="C1", invoice_number="A", amount=Decimal(30))], "EUR")
    assert (book.account("C1").open_of("A"), book.owing(Decimal(50), "EUR")) == (Decimal(20), [])
    assert [owing.ref for owing in book.owing(Decimal(59), "EUR")] == ["C1"]
    with pytest.raises(KeyError):
        book.take([Allocation(customer="C9", amount=Decimal(1))], "EUR")


def test_a_book_of_files_goes_by_the_ledger() -> None:
    invoice = Invoice(number="A", issued_on=DAY, currency="EUR", dues=(Due(due_on=DAY, amount=Decimal(50)),))
    paid = Payment(id="payment:1", paid_on=DAY, currency="EUR", amount=Decimal(20), invoice_number="A")
    customer = Customer(principal="p", ref="C1", name="Rossi Srl")
    book = Book.of([CustomerFile(customer=customer, invoices=(invoice,), payments=(paid,))], DAY)
    assert book.account("C1").open_of("A") == Decimal(30)
    assert [named.ref for named in book.named("ROSSI S.R.L.")] == ["C1"]
    assert (book.has("C1"), book.has("C2")) == (True, False)


def test_names_that_hold_one_another_are_similar() -> None:
    book = Book([Account("C1", "Condominio Le Betulle", []), Account("C2", "Condominio Le Rose", [])])
    assert [found.ref for found in book.similar("CONDOMINIO LE BETULLE C/O STUDIO PROVA")] == ["C1"]
    assert [found.ref for found in book.similar("Le Rose")] == ["C2"]
    assert book.similar("Betulle") == []
