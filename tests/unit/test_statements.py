"""The lines of a bank statement against a book, and what a person decides of them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.domain.bank import BankEntry, BankMovement
from assistant.domain.errors import Conflict, InvalidInput, NotFound
from assistant.domain.records import Customer, Due, Invoice, Payment
from assistant.services.import_report import StatementReport
from assistant.services.ports import StatementLine
from assistant.services.statements import BankDesk, Changes, Stored, book_of, read_lines
from tests.unit.test_imports import MemorySink

DAY = date(2026, 11, 20)
CUSTOMERS: Stored = {("C1", ""): Customer(principal="p", ref="C1", name="Rossi Prova Srl")}
INVOICES: Stored = {
    ("C1", number): Invoice(
        number=number, issued_on=DAY, currency="EUR", dues=(Due(due_on=date(2027, 1, 31), amount=Decimal(amount)),)
    )
    for number, amount in (("ML-1", "100"), ("ML-2", "70"))
}


def entry(entry_id: str, amount: str, text: str = "", name: str = "") -> BankEntry:
    return BankEntry(
        id=entry_id, booked_on=DAY, currency="EUR", amount=Decimal(amount), remittance=text, debtor_name=name
    )


def received(*entries: BankEntry) -> list[StatementLine]:
    return [StatementLine(n, "received", item) for n, item in enumerate(entries, start=1)]


def read(lines: list[StatementLine], known: Stored | None = None) -> tuple[StatementReport, Changes]:
    report = StatementReport(file="bank.xml", kind="bank_statement")
    return report, read_lines(lines, known or {}, book_of(CUSTOMERS, INVOICES, {}), report)


def test_certain_entries_become_payments_with_their_reference() -> None:
    report, changes = read(received(entry("a", "120", "ft ML-1"), entry("b", "70", "", "ROSSI PROVA SRL")))
    payments: list[Any] = [record for _, record in changes["payments"]]
    assert [(p.id, p.invoice_number, p.amount, p.reference, p.paid_on) for p in payments] == [
        ("payment:a:1", "ML-1", Decimal(100), "ft ML-1", DAY),
        ("payment:a:2", "", Decimal(20), "ft ML-1", DAY),
    ]
    assert (report.accepted, report.matched, report.proposed) == (2, 1, 1)


def test_every_line_is_counted_once() -> None:
    lines = [
        *received(entry("a", "100", "ft ML-1"), entry("old", "5")),
        StatementLine(3, "received", entry("a", "100", "ft ML-1"), repeated=True),
        StatementLine(4, "returned", entry("r", "9")),
        StatementLine(5),
        StatementLine(6, problem=("Ntry/Amt", "is zero")),
        StatementLine(7, "received", entry("x", "1.23")),
    ]
    report, changes = read(lines, {("", "old"): BankMovement(entry=entry("old", "5"), state="closed")})
    assert (report.accepted, report.unchanged, report.ignored, len(report.rejected)) == (3, 2, 1, 1)
    assert (report.matched, report.unmatched, report.returned) == (1, 1, 1)
    assert [ref for ref, _ in changes["bank_entries"]] == ["", "", ""]


def test_payments_of_any_day_are_known_to_the_book() -> None:
    later = Payment(
        id="payment:1", paid_on=date(2028, 1, 1), currency="EUR", amount=Decimal(100), invoice_number="ML-1"
    )
    book = book_of(CUSTOMERS, INVOICES, {("C1", "payment:1"): later})
    assert book.account("C1").open_of("ML-1") == 0


async def desk(*movements: BankMovement) -> tuple[BankDesk, MemorySink]:
    sink = MemorySink()
    await sink.write(
        "p",
        {
            "customers": [(ref, record) for (ref, _), record in CUSTOMERS.items()],
            "invoices": [(ref, record) for (ref, _), record in INVOICES.items()],
            "bank_entries": [("", movement) for movement in movements],
        },
    )
    return BankDesk("p", sink), sink


async def test_candidates_are_those_of_today() -> None:
    waiting = BankMovement(entry=entry("a", "100", "ft ML-1"), state="unmatched", why=("nothing_fits",))
    settled = BankMovement(entry=entry("b", "1"), state="closed")
    people, _ = await desk(waiting, settled)
    (shown,) = await people.waiting()
    assert [candidate.why for candidate in shown.candidates] == [("reference",)]


async def test_several_targets_share_an_entry_in_their_order() -> None:
    people, sink = await desk(BankMovement(entry=entry("a", "185"), state="unmatched"))
    done = await people.assign("a", ["C1/ML-1", "C1/ML-2=50", "C1"])
    assert [(part.invoice_number, part.amount) for part in done.allocations] == [
        ("ML-1", Decimal(100)),
        ("ML-2", Decimal(50)),
        ("", Decimal(35)),
    ]
    assert len(sink.stored["payments"]) == 3
    with pytest.raises(Conflict, match="assigned already"):
        await people.assign("a", ["C1"])


async def test_what_a_bank_took_back_is_no_payment_any_more() -> None:
    returned = BankMovement(entry=entry("r", "100"), state="returned")
    other = BankMovement(entry=entry("o", "70", "ft ML-2"), state="unmatched")
    people, sink = await desk(returned, other, BankMovement(entry=entry("a", "100", "ft ML-1"), state="unmatched"))
    await people.assign("a", ["C1/ML-1"])
    waiting = {item.movement.id: item for item in await people.waiting()}
    assert [original.id for original in waiting["r"].originals] == ["a"]
    for targets in ([], ["a", "o"], ["o"], ["nobody"], ["C1"]):
        with pytest.raises(InvalidInput, match="back"):
            await people.assign("r", targets)
    gone = await people.assign("r", ["a"])
    assert (gone.id, gone.state) == ("a", "taken_back")
    assert sink.stored["payments"] == {}
    assert [item.movement.id for item in await people.waiting()] == ["o"]


async def test_the_same_reference_of_the_payer_comes_first() -> None:
    def booked(entry_id: str, end_to_end: str, day: date) -> BankMovement:
        changes = {"end_to_end": end_to_end, "booked_on": day}
        return BankMovement(entry=entry(entry_id, "9").model_copy(update=changes), state="matched")

    returned = booked("r", "E1", DAY).model_copy(update={"state": "returned"})
    others = [
        booked("a", "E1", date(2026, 11, 1)),
        booked("b", "", date(2026, 11, 2)),
        booked("c", "", date(2026, 11, 3)),
        booked("d", "E1", date(2026, 11, 21)),
    ]
    people, _ = await desk(returned, *others)
    (shown,) = await people.waiting()
    assert [original.id for original in shown.originals] == ["a", "c", "b"]


async def test_what_is_nobodys_payment_is_closed() -> None:
    people, sink = await desk(BankMovement(entry=entry("x", "9"), state="unmatched"))
    assert (await people.close("x")).state == "closed"
    assert "payments" not in sink.stored
    with pytest.raises(Conflict, match="closed already"):
        await people.close("x")
    with pytest.raises(NotFound, match="--unmatched"):
        await people.close("nobody")
