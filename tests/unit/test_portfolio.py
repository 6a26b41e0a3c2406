"""The portfolio of a principal, with figures worked out by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from assistant.domain.portfolio import CurrencyPortfolio, Portfolio, PortfolioQuery, portfolio
from assistant.domain.records import Customer, CustomerFile, Due, Invoice, Payment, Promise
from tests.unit.test_facts import POLICY, invoice, paying

ON = date(2026, 11, 25)
QUERY = PortfolioQuery(principal="p", on=ON, language="en")


def file(ref: str, **records: Any) -> CustomerFile:
    return CustomerFile(customer=Customer(principal="p", ref=ref, name=f"Ditta {ref}"), **records)


def paid(number: str, on: date, amount: str, currency: str = "EUR") -> Payment:
    return Payment(
        id=f"payment:{number}{on}", paid_on=on, currency=currency, amount=Decimal(amount), invoice_number=number
    )


def promise(n: int, amount: str, outcome: Any, currency: str = "EUR") -> Promise:
    day = date(2026, 9, n)
    return Promise(
        id=f"promise:{n}", made_on=day, due_on=day, amount=Decimal(amount), currency=currency, outcome=outcome
    )


def of(*files: CustomerFile, query: PortfolioQuery = QUERY) -> Portfolio:
    return portfolio(files, POLICY, query)


def only(found: Portfolio) -> CurrencyPortfolio:
    (currency,) = found.currencies
    return currency


TWO = (
    # The period is 28 August to 25 November; invoices are issued 30 days before they fall due.
    file(
        "A",
        invoices=(
            invoice("1", date(2026, 8, 20), "500"),  # open at the start, paid in the period
            invoice("2", date(2026, 10, 1), "300"),  # 55 days past due, disputed
            invoice("3", date(2026, 12, 10), "200", issued_on=date(2026, 11, 10)),  # not due yet
            invoice("N", date(2026, 11, 1), "50", kind="credit_note", issued_on=date(2026, 11, 1)),
        ),
        payments=(paid("1", date(2026, 9, 1), "500"),),
        disputes=(),
    ),
    file(
        "B",
        invoices=(invoice("1", date(2026, 8, 1), "1000", disputed=True), invoice("2", date(2026, 9, 30), "400")),
        payments=(paid("2", date(2026, 10, 10), "430"),),
    ),
)


def test_totals_ageing_and_the_largest() -> None:
    found = only(of(*TWO))
    # A: 300 - 50 (the note lowers the oldest) + 200; B: 1000, and 30 paid too much.
    assert (found.outstanding, found.overdue, found.disputed, found.credit) == (1450, 1250, 1000, 30)
    assert found.ageing == {"current": 200, "1-30": 0, "31-60": 250, "61-90": 0, ">90": 1000}
    assert (found.customers, found.overdue_customers) == (2, 2)
    rows = [(entry.customer, entry.overdue, entry.disputed, entry.days_past_due) for entry in found.largest_overdue]
    assert rows == [("p/B", 1000, 1000, 116), ("p/A", 250, 0, 55)]
    assert len(only(of(*TWO, query=replace(QUERY, largest=1))).largest_overdue) == 1


def test_dso_and_cei_over_the_period() -> None:
    found = only(of(*TWO))
    # Issued from 28 August on: 300 + 200 - 50 of A, 400 of B.
    assert (found.dso.receivables, found.dso.sales, found.dso.days) == (1450, 850, Decimal("153.5"))
    # At the end of 27 August 500 + 1000 were open. Collected: 1500 + 850 - 1450 = 900 of 1500 + 850 - 200 = 2150.
    assert (found.cei.opening, found.cei.closing, found.cei.closing_current) == (1500, 1450, 200)
    assert found.cei.percent == Decimal("41.9")


def test_days_to_pay_of_what_was_paid_in_the_period() -> None:
    days = only(of(*TWO)).days_to_pay
    assert days is not None
    # 42 and 40 days after issue; 12 and 10 days late.
    assert (days.count, days.average, days.median_delay, days.trend) == (2, 41.0, 11.0, None)


def test_currencies_stand_apart() -> None:
    pounds = file(
        "C",
        invoices=(invoice("9", date(2026, 11, 1), "70", currency="GBP"),),
        promises=(promise(1, "70", "kept", "GBP"),),
    )
    found = of(*TWO, pounds, file("D"))
    assert (found.customers, [entry.currency for entry in found.currencies]) == (4, ["EUR", "GBP"])
    eur, gbp = found.currencies
    assert (eur.outstanding, gbp.outstanding, gbp.dso.days) == (1450, 70, 90)
    assert eur.promises is None and gbp.promises is not None and gbp.promises.rate == 1


def test_promises_of_all_customers() -> None:
    found = of(
        file("A", promises=(promise(1, "100", "kept"), promise(2, "300", "broken"))),
        file("B", promises=(promise(1, "200", "kept"), promise(3, "50", "open"))),
    )
    kept = only(found).promises
    assert kept is not None
    # The open one's day and grace are over: it counts as not kept.
    assert (kept.due, kept.kept, kept.rate) == (4, 2, Decimal("0.5000"))
    assert (kept.amount_due, kept.amount_kept, kept.amount_rate) == (650, 300, Decimal("0.4615"))


def test_cash_expected_by_each_customers_pattern() -> None:
    """Delays 4 to 12: quartiles 6, 8, 10. By 25 December: all of it, the likely half, or only what may be early."""
    history = paying(4, 5, 6, 7, 8, 9, 10, 11, 12)
    due = {"certain": date(2026, 12, 1), "likely": date(2026, 12, 16), "maybe": date(2026, 12, 18)}
    later = tuple(
        invoice(number, day, amount, issued_on=ON)
        for (number, day), amount in zip(due.items(), ("100", "20", "3"), strict=True)
    )
    known = file("A", invoices=(*history["invoices"], *later), payments=history["payments"])
    unknown = file("B", invoices=(invoice("1", date(2026, 12, 1), "700", issued_on=ON),))
    cash = only(of(known, unknown)).expected_cash
    assert cash.by == date(2026, 12, 25)
    assert (cash.low, cash.expected, cash.high, cash.unpredicted) == (100, 120, 123, 700)


def test_disputed_amounts_are_no_expected_cash() -> None:
    history = paying(4, 5, 6, 7, 8, 9, 10, 11, 12)
    contested = invoice("x", date(2026, 12, 1), "100", issued_on=ON, disputed=True)
    cash = only(of(file("A", invoices=(*history["invoices"], contested), payments=history["payments"]))).expected_cash
    assert (cash.high, cash.unpredicted) == (0, 100)


def test_a_warning_names_the_customer() -> None:
    history = paying(5, 6, 7, 6, 5, 7, 6, 5)
    late = tuple(invoice(f"L{n}", ON - timedelta(days=60 + n), "100") for n in range(3))
    found = of(file("A", invoices=(*history["invoices"], *late), payments=history["payments"]), file("B"))
    (warned,) = found.warnings
    assert (warned.customer, warned.name) == ("p/A", "Ditta A") and "day" in warned.warning


def test_nothing_at_all() -> None:
    found = of()
    assert (found.customers, found.currencies, found.warnings) == (0, (), ())


def test_a_figure_that_cannot_be_computed_says_why() -> None:
    old = file("A", invoices=(invoice("1", date(2026, 5, 1), "100"),))
    found = only(of(old))
    assert (found.dso.days, found.dso.reason) == (None, "no_sales")
    assert (found.cei.percent, found.cei.opening) == (0, 100)
    coming = file(
        "A", invoices=(Invoice(number="1", issued_on=ON, currency="EUR", dues=(Due(due_on=ON, amount=Decimal(9)),)),)
    )
    assert only(of(coming)).cei.reason == "nothing_to_collect"


@pytest.mark.parametrize("day", [date(2026, 8, 27), date(2026, 8, 28)])
def test_the_first_day_of_the_period(day: date) -> None:
    """What was issued on the opening day is opening; the day after, it is sales."""
    found = only(of(file("A", invoices=(invoice("1", date(2026, 9, 30), "100", issued_on=day),))))
    assert (found.cei.opening, found.cei.sales) == ((100, 0) if day == QUERY.opening_day else (0, 100))
