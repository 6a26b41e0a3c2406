"""Bank entries against open invoices: what is certain, what is proposed, and that nothing is guessed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.accounts import Account, Book
from assistant.domain.bank import Allocation, BankEntry
from assistant.domain.ledger import OpenItem
from assistant.domain.matching import MOST_CANDIDATES, Matching, match, match_all

DAY = date(2026, 11, 2)


def item(number: str, amount: str, due: date = DAY, currency: str = "EUR", paid: str = "0") -> OpenItem:
    owed = Decimal(amount)
    return OpenItem(number, date(2026, 10, 1), due, currency, owed - Decimal(paid), owed)


def entry(amount: str, text: str = "", name: str = "", **changes: Any) -> BankEntry:
    fields = {"id": f"{amount}{text}{name}", "booked_on": DAY, "currency": "EUR", "amount": Decimal(amount)}
    return BankEntry(**(fields | {"remittance": text, "debtor_name": name} | changes))


def accounts() -> list[Account]:
    return [
        Account("C1", "Rossi Prova S.r.l.", [item("2026/1", "100"), item("2026/2", "250", date(2026, 12, 1))]),
        Account("C2", "Condominio Le Betulle", [item("2026/3", "100")]),
        Account("C3", "Verdi Esempio SpA", [item("2026/4", "75"), item("2026/5", "75", date(2026, 12, 1))]),
        Account("C4", "Sample Trading Ltd", [item("2026/6", "500", currency="GBP")]),
        Account("C5", "Bianchi Esempio", [item("2026/7", "80", paid="80"), item("118", "60")]),
    ]


@pytest.fixture
def book() -> Book:
    return Book(accounts())


def parts(matching: Matching) -> list[tuple[str, str, str]]:
    return [(part.customer, part.invoice_number, f"{part.amount:.2f}") for part in matching.allocations]


def proposals(matching: Matching) -> list[list[tuple[str, str, str]]]:
    return [
        [(part.customer, part.invoice_number, f"{part.amount:.2f}") for part in candidate.allocations]
        for candidate in matching.candidates
    ]


CERTAIN = [
    (entry("100", "saldo ft 2026/1"), ("reference",), [("C1", "2026/1", "100.00")]),
    (entry("40", "acc.to ft 2026/1"), ("reference", "partial"), [("C1", "2026/1", "40.00")]),
    (entry("130", "ft 2026/1"), ("reference", "over"), [("C1", "2026/1", "100.00"), ("C1", "", "30.00")]),
    (entry("350", "ft 2026/2 e 2026/1"), ("reference",), [("C1", "2026/1", "100.00"), ("C1", "2026/2", "250.00")]),
    (
        entry("120", "ft 2026/2 + 2026/1"),
        ("reference", "partial"),
        [("C1", "2026/1", "100.00"), ("C1", "2026/2", "20.00")],
    ),
    (entry("100", end_to_end="2026-0001"), ("reference",), [("C1", "2026/1", "100.00")]),
    (entry("100", "ft 2026/1", "Studio Amministrazioni Prova"), ("reference",), [("C1", "2026/1", "100.00")]),
    (entry("20", "fattura 118"), ("reference", "partial"), [("C5", "118", "20.00")]),
    (entry("60", "118"), ("reference",), [("C5", "118", "60.00")]),
    (entry("60", "Via Prova 118", "Bianchi Esempio"), ("reference",), [("C5", "118", "60.00")]),
    (entry("250", "saldo", "ROSSI PROVA SRL"), ("amount_and_name",), [("C1", "2026/2", "250.00")]),
    (
        entry("350", "", "Rossi Prova Srl"),
        ("amount_and_name",),
        [("C1", "2026/1", "100.00"), ("C1", "2026/2", "250.00")],
    ),
    (entry("250", "fattura n. 2", "Rossi Prova Srl"), ("amount_and_name",), [("C1", "2026/2", "250.00")]),
]


@pytest.mark.parametrize(("received", "why", "expected"), CERTAIN)
def test_what_is_certain(received: BankEntry, why: tuple[str, ...], expected: list[Any], book: Book) -> None:
    found = match(received, book)
    assert (found.state, found.why, parts(found)) == ("matched", why, expected)
    assert found.candidates == ()


DOUBTFUL = [
    (entry("100", "canone"), ("amount",), [[("C1", "2026/1", "100.00")], [("C2", "2026/3", "100.00")]]),
    (entry("99", "canone", "Rossi Prova Srl"), ("name",), [[("C1", "", "99.00")]]),
    (
        entry("75", "", "Verdi Esempio S.p.A."),
        ("several_fit",),
        [[("C3", "2026/4", "75.00")], [("C3", "2026/5", "75.00")]],
    ),
    (
        entry("100", "ft 2026/1", "Condominio Le Betulle"),
        ("contradiction",),
        [[("C1", "2026/1", "100.00")], [("C2", "", "100.00")]],
    ),
    (
        entry("200", "ft 2026/1 e 2026/3"),
        ("several_customers",),
        [[("C1", "2026/1", "100.00"), ("C1", "", "100.00")], [("C2", "2026/3", "100.00"), ("C2", "", "100.00")]],
    ),
    (entry("500", "invoice 2026/6"), ("other_currency",), [[("C4", "", "500.00")]]),
    (entry("500", "", "Sample Trading Limited"), ("name", "other_currency"), [[("C4", "", "500.00")]]),
    (entry("80", "ft 2026/7"), ("already_paid",), [[("C5", "", "80.00")]]),
    (entry("60", "ft 119", "Bianchi Esempio"), ("unknown_number",), [[("C5", "118", "60.00")]]),
    (
        entry("20", "Via Prova 118", "Bianchi Esempio"),
        ("name",),
        [[("C5", "118", "20.00")], [("C5", "", "20.00")]],
    ),
    (entry("60", "Via Prova 118"), ("unsure_number", "amount"), [[("C5", "118", "60.00")]]),
    (entry("55", "Via Prova 118"), ("unsure_number",), [[("C5", "118", "55.00")]]),
    (entry("250", "", "Rossi Prova"), ("similar_name", "amount"), [[("C1", "2026/2", "250.00")]]),
]


@pytest.mark.parametrize(("received", "why", "expected"), DOUBTFUL)
def test_what_is_doubtful_is_proposed(
    received: BankEntry, why: tuple[str, ...], expected: list[Any], book: Book
) -> None:
    found = match(received, book)
    assert (found.state, found.why, proposals(found)) == ("proposed", why, expected)
    assert found.allocations == ()


def test_what_fits_nowhere_is_unmatched(book: Book) -> None:
    found = match(entry("12.34", "canone ottobre", "Sconosciuto Esempio"), book)
    assert (found.state, found.why, found.candidates) == ("unmatched", ("nothing_fits",), ())


def test_a_number_of_two_customers_and_a_name_of_two_customers_are_doubtful() -> None:
    twins = [Account(ref, "Aurora Prova", [item("7/2026", amount)]) for ref, amount in (("C1", "10"), ("C2", "20"))]
    book = Book(twins)
    assert match(entry("10", "fattura 7/2026"), book).why == ("several_customers",)
    assert match(entry("10", "", "Aurora Prova"), book).why == ("same_name",)
    assert match(entry("10", "", "Aurora Prova"), book).state == "proposed"


def test_zeros_in_front_tell_apart_what_nothing_else_does() -> None:
    book = Book([Account("C1", "Uno", [item("ML-0118", "10")]), Account("C2", "Due", [item("ML-118", "10")])])
    assert parts(match(entry("10", "ML-0118"), book)) == [("C1", "ML-0118", "10.00")]
    assert parts(match(entry("10", "ML-118"), book)) == [("C2", "ML-118", "10.00")]
    assert match(entry("10", "ML-00118"), book).state == "proposed"


def test_two_readings_of_one_customer_are_both_proposed() -> None:
    book = Book([Account("C1", "Uno", [item("ML/118", "10"), item("ML-118", "20")])])
    found = match(entry("20", "ML 118"), book)
    assert (found.state, found.why) == ("proposed", ("several_fit",))
    assert [numbers[0][1] for numbers in proposals(found)] == ["ML-118", "ML/118"]


def test_only_so_many_candidates_are_shown() -> None:
    book = Book([Account(f"C{n:02}", f"Prova {n}", [item(f"A/{n}", "10")]) for n in range(15)])
    found = match(entry("10"), book)
    assert (len(found.candidates), found.more) == (MOST_CANDIDATES, 15 - MOST_CANDIDATES)


def test_a_second_payment_of_an_invoice_is_proposed() -> None:
    twice = [entry("100", "ft 2026/1", id=str(n)) for n in range(2)]
    first, second = match_all(twice, Book(accounts()))
    assert (first.state, second.state, second.why) == ("matched", "proposed", ("already_paid",))


def test_an_entry_that_may_stand_there_twice_is_proposed() -> None:
    one, other = entry("40", "ft 2026/1", id="a"), entry("40", "ft 2026/1", id="a-2", alike=True)
    first, second = match_all([one, other], Book(accounts()))
    assert (first.state, second.state) == ("matched", "proposed")
    assert second.why == ("possible_duplicate", "reference", "partial")
    assert proposals(second) == [[("C1", "2026/1", "40.00")]]
    assert match(other, Book(accounts())).state == "proposed"


def test_what_names_its_invoice_goes_first() -> None:
    by_name = entry("75", "", "Verdi Esempio SpA", booked_on=DAY - timedelta(days=3))
    by_number = entry("75", "2026/4", "Verdi Esempio SpA")
    found = match_all([by_name, by_number], Book(accounts()))
    assert [parts(matching) for matching in found] == [[("C3", "2026/5", "75.00")], [("C3", "2026/4", "75.00")]]


def test_money_on_account_settles_the_oldest_in_the_book(book: Book) -> None:
    book.take([Allocation(customer="C1", amount=Decimal("130"))], "EUR")
    assert parts(match(entry("220", "", "Rossi Prova Srl"), book)) == [("C1", "2026/2", "220.00")]
    assert [account.ref for account in book.owing(Decimal(100), "EUR")] == ["C2"]


AMOUNTS = st.sampled_from(["50", "75", "100", "175", "250", "350", "0.01", "1234.56"]).map(Decimal)
TEXTS = st.lists(
    st.sampled_from(["ft", "2026/1", "2026/2", "2026/3", "2026/6", "118", "fattura", "e", "saldo", "canone 10/2026"]),
    max_size=4,
).map(" ".join)
NAMES = st.sampled_from(["", "ROSSI PROVA SRL", "Condominio Le Betulle", "Verdi Esempio SpA", "Nessuno", "Rossi Prova"])
ENTRIES = st.lists(st.tuples(AMOUNTS, TEXTS, NAMES), max_size=6).map(
    lambda rows: [entry(str(a), text, name, id=str(n)) for n, (a, text, name) in enumerate(rows)]
)


@given(ENTRIES)
@settings(max_examples=300, deadline=None)
def test_every_cent_is_allocated_to_what_is_owed(entries: list[BankEntry]) -> None:
    book = Book(accounts())
    owed = {(account.ref, number): account.open_of(number) for account in accounts() for number in account.numbers}
    for received, found in zip(entries, match_all(entries, book), strict=True):
        assert found.entry == received.id
        for allocations in [found.allocations, *(candidate.allocations for candidate in found.candidates)]:
            if allocations or found.state == "matched":
                assert sum(part.amount for part in allocations) == received.amount
                assert len({part.customer for part in allocations}) == 1
        assert bool(found.candidates) == (found.state == "proposed")
        for part in found.allocations:
            if part.invoice_number:
                owed[part.customer, part.invoice_number] -= part.amount
    assert min(owed.values()) >= 0


@given(ENTRIES, st.randoms())
@settings(max_examples=200, deadline=None)
def test_the_order_of_a_file_makes_no_difference(entries: list[BankEntry], chance: Any) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)
    one = {found.entry: found for found in match_all(entries, Book(accounts()))}
    other = {found.entry: found for found in match_all(shuffled, Book(accounts()))}
    assert one == other


@given(AMOUNTS, st.text(alphabet="abcdefghij ", max_size=20))
@settings(deadline=None)
def test_no_guess_without_a_number_and_a_known_name(amount: Decimal, text: str) -> None:
    assert match(entry(str(amount), text, "Nessuno Qui"), Book(accounts())).state != "matched"


def test_what_is_left_of_an_invoice_may_be_a_part_of_another_as_large() -> None:
    """The ledger set a credit note of 10 against the older; the payer may have taken it off the younger."""
    older, younger = item("A-1001", "100", paid="10"), item("A-1002", "100", date(2026, 12, 1))
    found = match(entry("90", "", "Uno Prova"), Book([Account("C1", "Uno Prova", [older, younger])]))
    assert (found.state, found.why) == ("proposed", ("several_fit",))
    assert proposals(found) == [[("C1", "A-1001", "90.00")], [("C1", "A-1002", "90.00")]]


def test_the_full_amount_of_an_invoice_that_is_partly_settled_is_no_certain_payment_of_another() -> None:
    older, younger = item("A-1001", "100", paid="10"), item("A-1002", "100", date(2026, 12, 1))
    found = match(entry("100", "", "Uno Prova"), Book([Account("C1", "Uno Prova", [older, younger])]))
    assert (found.state, found.why) == ("proposed", ("several_fit",))
    alone = match(entry("100", "", "Uno Prova"), Book([Account("C1", "Uno Prova", [older])]))
    assert (alone.state, alone.why) == ("proposed", ("name", "over"))
    assert proposals(alone) == [[("C1", "A-1001", "90.00"), ("C1", "", "10.00")]]
