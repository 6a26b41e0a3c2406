"""The customers' figures add up to what `ascolto portfolio` says; promises, plans and risk by hand."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from assistant.domain.book import (
    CustomerFigures,
    customer_figures,
    month_ends,
    plan_counts,
    promises,
    receivables,
)
from assistant.domain.dashboard import Period
from assistant.domain.dashboard_risk import at_risk
from assistant.domain.past import CustomerPast
from assistant.domain.portfolio import PortfolioQuery, portfolio
from assistant.domain.positions import Totals, changes_of
from assistant.domain.records import Customer, CustomerFile, Due, Invoice, Payment, PlanRecord, Promise
from tests.fake_dashboard import LIBRARY

PERIOD = Period(first=date(2026, 9, 1), last=date(2026, 11, 20))
POLICY = LIBRARY.policy("montelupo")


def figures(file: CustomerFile) -> CustomerFigures:
    return customer_figures(CustomerPast(file, POLICY.promise_grace_days), POLICY, PERIOD)


def customer(ref: str, **records: Any) -> CustomerFile:
    who = Customer(principal="montelupo", ref=ref, name=f"Ditta {ref}")
    return CustomerFile(customer=who, **records)


def invoice(number: str, issued_on: date, amount: int, currency: str = "EUR", terms: int = 30) -> Invoice:
    due = Due(due_on=issued_on + timedelta(days=terms), amount=Decimal(amount))
    return Invoice(number=number, issued_on=issued_on, currency=currency, dues=(due,))


def slower(ref: str, lately: int) -> CustomerFile:
    """Pays eleven monthly invoices on the due date, the last two so many days late."""
    invoices, payments = [], []
    for n in range(13):
        issued = date(2025, 8, 1) + timedelta(days=30 * n)
        invoices.append(invoice(f"{ref}-{n}", issued, 1_000))
        late = lately if n >= 11 else n % 3
        paid_on = issued + timedelta(days=30 + late)
        payments.append(
            Payment(
                id=f"payment:{ref}{n}",
                paid_on=paid_on,
                currency="EUR",
                amount=Decimal(1_000),
                invoice_number=f"{ref}-{n}",
            )
        )
    return customer(ref, invoices=tuple(invoices), payments=tuple(payments))


FILES = [
    customer(
        "A",
        invoices=(
            invoice("1", date(2026, 10, 25), 700),
            invoice("2", date(2026, 7, 1), 400),
            invoice("3", date(2026, 10, 30), 90, "GBP"),
        ),
        payments=(Payment(id="payment:1", paid_on=date(2026, 9, 2), currency="EUR", amount=Decimal(150)),),
    ),
    customer("B", invoices=(invoice("4", date(2026, 6, 1), 1_000), invoice("5", date(2026, 11, 1), 50))),
    slower("S", 55),
]


def test_periods_and_month_ends() -> None:
    assert (PERIOD.days, PERIOD.before.first, PERIOD.before.last) == (81, date(2026, 6, 12), date(2026, 8, 31))
    assert month_ends(date(2026, 3, 15), 4) == [
        date(2025, 12, 31),
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 15),
    ]


def test_receivables_are_those_of_the_portfolio() -> None:
    found = receivables(Totals(changes_of(file) for file in FILES), PERIOD)
    for side, last in (("now", PERIOD.last), ("before", PERIOD.before.last)):
        shown = portfolio(FILES, POLICY, PortfolioQuery("montelupo", last, "it"))
        for one in shown.currencies:
            mine = next(part for part in found if part.currency == one.currency)
            assert getattr(mine.outstanding, side) == one.outstanding
            assert getattr(mine.overdue, side) == one.overdue
            assert {part.bucket: getattr(part.amount, side) for part in mine.ageing} == one.ageing
            assert (mine.dso if side == "now" else mine.dso_before) == one.dso
            assert (mine.cei if side == "now" else mine.cei_before) == one.cei
            assert getattr(mine.overdue_customers, side) == one.overdue_customers
    assert [one.currency for one in found] == ["EUR", "GBP"]
    assert found[0].months[-1].dso == found[0].dso
    for month in found[0].months:
        shown = portfolio(FILES, POLICY, PortfolioQuery("montelupo", month.on, "it"))
        assert (month.dso, month.cei) == (shown.currencies[0].dso, shown.currencies[0].cei)


def promise(key: str, due_on: date, amount: int, outcome: str = "open") -> Promise:
    return Promise.model_validate(
        {"id": f"promise:{key}", "made_on": date(2026, 6, 20), "due_on": due_on, "amount": amount, "currency": "EUR"}
        | {"outcome": outcome}
    )


def test_promises_of_a_period_are_those_due_in_it_whose_outcome_is_known() -> None:
    file = customer(
        "A",
        promises=(
            promise("1", date(2026, 9, 10), 300, "kept"),
            promise("2", date(2026, 10, 10), 100),
            promise("3", date(2026, 11, 19), 50),
            promise("4", date(2026, 12, 1), 70),
            promise("5", date(2026, 7, 1), 40, "broken"),
        ),
    )
    found = promises([figures(file)], PERIOD)
    (one,) = found
    assert one.now and one.before
    assert (one.now.due, one.now.kept, one.now.amount_due, one.now.amount_kept) == (2, 1, Decimal(400), Decimal(300))
    assert (one.before.due, one.before.kept, one.waiting) == (1, 0, 1)
    by_month = {month.month.month: (month.kept, month.broken) for month in one.months if month.month.year == 2026}
    assert (by_month[9], by_month[10], by_month[11], by_month[7]) == ((1, 0), (0, 1), (0, 0), (0, 1))


def test_plans_of_a_year_by_what_became_of_them() -> None:
    plans = [
        PlanRecord.model_validate(
            {"id": f"plan:{n}", "agreed_on": day, "total": "90", "currency": "EUR", "instalments": 3, "state": state}
        )
        for n, (day, state) in enumerate(
            (
                (date(2026, 10, 1), "running"),
                (date(2026, 8, 1), "completed"),
                (date(2026, 8, 2), "broken"),
                (date(2025, 11, 21), "broken"),
                (date(2025, 11, 20), "broken"),
            )
        )
    ]
    found = plan_counts([figures(customer("A", plans=tuple(plans)))], PERIOD)
    assert (found.running.now, found.kept.now, found.missed.now) == (1, 1, 2)
    assert (found.running.before, found.kept.before, found.missed.before) == (0, 1, 3)


def test_customers_out_of_their_pattern_are_weighed_by_their_value() -> None:
    book = [figures(file) for file in (slower("S", 55), slower("T", 1), slower("U", 70))]
    (found,) = at_risk(book, PERIOD, POLICY.early_warning.false_alarms_per_100_customers_a_year, "it")
    assert [line.customer for line in found.lines] == ["montelupo/S", "montelupo/U"]
    assert found.customers.now == 2
    assert found.clv.now == sum(line.clv or 0 for line in found.lines) > 0
    assert found.lines[0].warning.startswith("Di solito paga")
