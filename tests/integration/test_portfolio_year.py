"""A simulated year of more than two thousand customers: every euro is accounted for, and every figure is recomputed.

The bank's entries go through the matching, the records into the real store, the figures come out of
`ascolto portfolio`; `receivables.sql` computes them anew from the raw rows of the database.
"""

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from assistant.adapters.store import Database, StoredRecords
from assistant.domain.ledger import settle
from tests.conftest import ascolto
from tests.integration.portfolio_year import LAST, PRINCIPAL, Truth, Year, simulate

pytestmark = pytest.mark.integration

CUSTOMERS, SEED, PERIOD, GRACE = 2_100, 2025, 90, 3
OPENING = LAST - timedelta(days=PERIOD)


@dataclass(frozen=True)
class Book:
    year: Year
    shown: dict[str, Any]
    rows: sqlite3.Connection

    def of(self, currency: str) -> dict[str, Any]:
        return next(part for part in self.shown["currencies"] if part["currency"] == currency)

    def on(self, day: date) -> sqlite3.Connection:
        """The database, with the receivables of the day computed from its rows."""
        self.rows.execute("DELETE FROM asked")
        self.rows.execute("INSERT INTO asked VALUES (?)", (day.isoformat(),))
        self.rows.executescript((Path(__file__).parent / "receivables.sql").read_text())
        return self.rows


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    home = tmp_path_factory.mktemp("year")
    year = simulate(CUSTOMERS, SEED)
    asyncio.run(_store(year, home / "ascolto.db"))
    done = ascolto(home, "portfolio", "--principal", PRINCIPAL, "--on", LAST.isoformat(), "--json")
    assert done.returncode == 0, done.stderr
    rows = sqlite3.connect(home / "ascolto.db")
    rows.execute("CREATE TEMP TABLE asked (day TEXT)")
    yield Book(year, json.loads(done.stdout), rows)
    rows.close()


async def _store(year: Year, path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{path}")
    await database.migrate()
    kinds: dict[str, Any] = {"invoices": year.invoices, "payments": year.payments}
    kinds |= {"promises": year.promises, "disputes": year.disputes}
    changes = {kind: [(ref, one) for ref, all_ in found.items() for one in all_] for kind, found in kinds.items()}
    changes["customers"] = [*year.customers.items()]
    await StoredRecords(database).write(PRINCIPAL, changes)  # type: ignore[arg-type]
    await database.close()


def _sum(rows: sqlite3.Connection, query: str, *values: object) -> Decimal:
    """A sum of cents as an amount."""
    return Decimal(rows.execute(query, values).fetchone()[0] or 0).scaleb(-2)


def _tenth(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


CURRENCIES = ("EUR", "GBP")


def test_every_entry_is_matched_proposed_or_unmatched(book: Book) -> None:
    year = book.year
    assert len(year.customers) >= 2_000 and len(year.entries) > 15_000
    assert {entry.id for entry, _ in year.entries} == set(year.matchings)
    states = Counter(matching.state for matching in year.matchings.values())
    assert sum(states.values()) == len(year.entries) and set(states) == {"matched", "proposed", "unmatched"}
    assert states["matched"] / len(year.entries) > 0.75


@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_euro_received_is_booked_or_waits(book: Book, currency: str) -> None:
    year = book.year
    received = sum(entry.amount for entry, _ in year.entries if entry.currency == currency)
    booked = sum(payment.amount for all_ in year.payments.values() for payment in all_ if payment.currency == currency)
    waiting = sum(entry.amount for entry in year.waiting if entry.currency == currency)
    assert received == booked + waiting and booked > 0 and waiting > 0


@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_euro_invoiced_is_paid_credited_or_open(book: Book, currency: str) -> None:
    """Invoices = paid for them + credit notes used + still open; and what wasn't used of either is credit."""
    paid = noted = still_open = Decimal(0)
    for file in book.year.files(LAST):
        for item in settle(file, LAST).items:
            if item.currency == currency:
                still_open += item.amount
                noted += sum(part.amount for part in item.settled if part.credit_note)
                paid += sum(part.amount for part in item.settled if not part.credit_note)
    total = (
        "SELECT SUM(amount) FROM dues JOIN invoices USING (principal, ref, number) "
        "WHERE kind = ? AND currency = ? AND issued_on <= ?"
    )
    assert _sum(book.rows, total, "invoice", currency, LAST.isoformat()) == paid + noted + still_open
    credit = Decimal(book.of(currency)["credit"])
    received = _sum(book.rows, "SELECT SUM(amount) FROM payments WHERE currency = ?", currency)
    assert received + _sum(book.rows, total, "credit_note", currency, LAST.isoformat()) == paid + noted + credit
    assert Decimal(book.of(currency)["outstanding"]) == still_open


def _is_wrong(book: Book, entry_id: str, truth: Truth) -> bool:
    parts = book.year.matchings[entry_id].allocations
    numbers = {part.invoice_number for part in parts if part.invoice_number}
    return any(part.customer != truth.customer for part in parts) or not numbers <= truth.numbers


def test_no_certain_match_goes_to_another_customer_or_against_a_number(book: Book) -> None:
    for entry, truth in book.year.entries:
        matching = book.year.matchings[entry.id]
        if matching.state == "matched":
            assert {part.customer for part in matching.allocations} == {truth.customer}, entry
            assert "reference" not in matching.why or not _is_wrong(book, entry.id, truth), entry


def test_no_certain_match_goes_to_another_invoice_of_the_customer(book: Book) -> None:
    matched = [pair for pair in book.year.entries if book.year.matchings[pair[0].id].state == "matched"]
    wrong = [entry.id for entry, truth in matched if _is_wrong(book, entry.id, truth)]
    assert not wrong, f"{len(wrong)} of {len(matched)}: {wrong}"


@pytest.mark.parametrize("currency", CURRENCIES)
def test_totals_and_ageing(book: Book, currency: str) -> None:
    rows, shown = book.on(LAST), book.of(currency)
    query = "SELECT SUM(open) FROM item WHERE currency = ?"
    assert Decimal(shown["outstanding"]) == _sum(rows, query, currency) > 0
    assert Decimal(shown["disputed"]) == _sum(rows, f"{query} AND is_disputed", currency) > 0
    late = "CAST(julianday((SELECT day FROM asked)) - julianday(due_on) AS INTEGER)"
    assert Decimal(shown["overdue"]) == _sum(rows, f"{query} AND {late} > 0", currency)
    limits = {"current": (-1000, 0), "1-30": (1, 30), "31-60": (31, 60), "61-90": (61, 90), ">90": (91, 1000)}
    for bucket, (low, high) in limits.items():
        found = _sum(rows, f"{query} AND {late} BETWEEN ? AND ?", currency, low, high)
        assert Decimal(shown["ageing"][bucket]) == found > 0, bucket
    customers = "SELECT COUNT(DISTINCT ref) FROM item WHERE open > 0 AND currency = ?"
    assert shown["customers"] == rows.execute(customers, (currency,)).fetchone()[0]
    assert shown["overdue_customers"] == rows.execute(f"{customers} AND {late} > 0", (currency,)).fetchone()[0]


@pytest.mark.parametrize("currency", CURRENCIES)
def test_credit(book: Book, currency: str) -> None:
    """What was paid for an invoice beyond its total, and what money on account found nothing to pay."""
    rows = book.on(LAST)
    over = _sum(
        rows,
        "SELECT SUM(MAX(0, got - total)) FROM (SELECT ref, number, MAX(hi) AS total FROM due WHERE currency = ? "
        "GROUP BY ref, number) JOIN (SELECT ref, number, SUM(amount) AS got FROM named GROUP BY ref, number) "
        "USING (ref, number)",
        currency,
    )
    unused = _sum(
        rows,
        "SELECT SUM(MAX(0, got - COALESCE(needed, 0))) FROM (SELECT ref, SUM(amount) AS got FROM pool "
        "WHERE currency = ? GROUP BY ref) LEFT JOIN (SELECT ref, SUM(rest) AS needed FROM rest "
        "WHERE currency = ? GROUP BY ref) USING (ref)",
        currency,
        currency,
    )
    assert Decimal(book.of(currency)["credit"]) == over + unused > 0


@pytest.mark.parametrize("currency", CURRENCIES)
def test_dso_and_cei(book: Book, currency: str) -> None:
    opening = _sum(book.on(OPENING), "SELECT SUM(open) FROM item WHERE currency = ?", currency)
    rows, shown = book.on(LAST), book.of(currency)
    closing = _sum(rows, "SELECT SUM(open) FROM item WHERE currency = ?", currency)
    current = _sum(rows, "SELECT SUM(open) FROM item WHERE currency = ? AND due_on >= ?", currency, LAST.isoformat())
    sales = _sum(
        rows,
        "SELECT SUM(CASE kind WHEN 'invoice' THEN amount ELSE -amount END) FROM dues "
        "JOIN invoices USING (principal, ref, number) WHERE currency = ? AND issued_on > ? AND issued_on <= ?",
        currency,
        OPENING.isoformat(),
        LAST.isoformat(),
    )
    assert shown["dso"]["days"] == _tenth(closing / sales * PERIOD)
    assert shown["cei"]["percent"] == _tenth((opening + sales - closing) / (opening + sales - current) * 100)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_days_to_pay(book: Book, currency: str) -> None:
    found = (
        book.on(LAST)
        .execute(
            "SELECT julianday(last_paid) - julianday(issued_on), julianday(last_paid) - julianday(due_on) FROM item "
            "WHERE open = 0 AND currency = ? AND last_paid > ?",
            (currency, OPENING.isoformat()),
        )
        .fetchall()
    )
    shown = book.of(currency)["days_to_pay"]
    assert shown["count"] == len(found) > 100
    assert shown["average"] == round(sum(days for days, _ in found) / len(found), 1)
    assert shown["median_delay"] == median(delay for _, delay in found)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_promises_kept(book: Book, currency: str) -> None:
    """A recorded outcome stands; else kept is what was paid in full from its day until the grace was over."""
    due = book.rows.execute(
        "SELECT promises.amount, CASE outcome WHEN 'open' THEN promises.amount <= COALESCE((SELECT SUM(p.amount) "
        "FROM payments p WHERE p.ref = promises.ref AND p.currency = promises.currency "
        "AND p.paid_on BETWEEN made_on AND MIN(DATE(due_on, ?), ?) "
        "AND p.invoice_number IN ('', json_extract(invoices, '$[0]'))), 0) ELSE outcome = 'kept' END "
        "FROM promises WHERE currency = ? AND made_on <= ? AND (outcome <> 'open' OR due_on < DATE(?, ?))",
        (f"+{GRACE} days", LAST.isoformat(), currency, LAST.isoformat(), LAST.isoformat(), f"-{GRACE} days"),
    ).fetchall()
    shown = book.of(currency)["promises"]
    assert (shown["due"], shown["kept"]) == (len(due), sum(kept for _, kept in due))
    assert 0 < shown["kept"] < shown["due"]
    by_amount = Decimal(sum(amount for amount, kept in due if kept)) / sum(amount for amount, _ in due)
    assert shown["rate"] == str((Decimal(shown["kept"]) / len(due)).quantize(Decimal("0.0001")))
    assert shown["amount_rate"] == str(by_amount.quantize(Decimal("0.0001")))


@pytest.mark.parametrize("currency", CURRENCIES)
def test_expected_cash_is_an_interval_within_what_is_open(book: Book, currency: str) -> None:
    shown = book.of(currency)
    cash = {name: Decimal(shown["expected_cash"][name]) for name in ("low", "expected", "high", "unpredicted")}
    assert 0 < cash["low"] < cash["expected"] < cash["high"]
    assert cash["high"] + cash["unpredicted"] <= Decimal(shown["outstanding"])


def test_warnings_are_few_and_explained(book: Book) -> None:
    warnings = book.shown["warnings"]
    assert 0 < len(warnings) < CUSTOMERS / 10
    assert all(entry["warning"].startswith("Di solito paga") for entry in warnings)
