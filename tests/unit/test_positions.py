"""The sums of many days at once are the ledger's, day by day, over generated histories."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.ledger import settle
from assistant.domain.positions import trails
from assistant.domain.records import Customer, CustomerFile, Due, Invoice, Payment

START = date(2026, 1, 1)
DAYS = tuple(START + timedelta(days=n) for n in range(0, 61, 4))
WINDOW = 20
offsets = st.integers(0, 60)
cents = st.integers(1, 50).map(lambda n: Decimal(n) * 10)
currencies = st.sampled_from(["EUR", "EUR", "EUR", "GBP"])


@st.composite
def invoices(draw: st.DrawFn) -> list[Invoice]:
    made = []
    for number in range(draw(st.integers(0, 6))):
        issued = START + timedelta(days=draw(offsets))
        dues = draw(st.lists(st.tuples(st.integers(-3, 40), cents), min_size=1, max_size=3))
        made.append(
            Invoice(
                number=f"F{number}",
                kind=draw(st.sampled_from(["invoice", "invoice", "invoice", "credit_note"])),
                issued_on=issued,
                currency=draw(currencies),
                dues=tuple(Due(due_on=issued + timedelta(days=n), amount=amount) for n, amount in dues),
            )
        )
    return made


@st.composite
def payments(draw: st.DrawFn) -> list[Payment]:
    return [
        Payment(
            id=f"payment:{n}",
            paid_on=START + timedelta(days=draw(offsets)),
            currency=draw(currencies),
            amount=draw(cents),
            invoice_number=draw(st.sampled_from(["", "F0", "F1", "F2", "F3", "unknown"])),
        )
        for n in range(draw(st.integers(0, 8)))
    ]


@settings(deadline=None, max_examples=300)
@given(invoices(), payments())
def test_each_day_is_what_the_ledger_says(made: list[Invoice], paid: list[Payment]) -> None:
    customer = Customer(principal="montelupo", ref="C1", name="Condominio C1")
    file = CustomerFile(customer=customer, invoices=tuple(made), payments=tuple(paid))
    found = trails(file, DAYS, WINDOW)
    for place, day in enumerate(DAYS):
        items = settle(file, day).open
        for currency in ("EUR", "GBP"):
            mine = [item for item in items if item.currency == currency]
            sales = sum(
                (one.total if one.kind == "invoice" else -one.total)
                for one in made
                if one.currency == currency and day - timedelta(days=WINDOW) < one.issued_on <= day
            )
            trail = found.get(currency)
            shown = (trail.outstanding[place], trail.current[place], trail.sales[place]) if trail else (0, 0, 0)
            current = sum(item.amount for item in mine if item.days_past_due(day) <= 0)
            assert shown == (sum(item.amount for item in mine), current, sales), (day, currency)


def test_trails_add_up() -> None:
    invoice = Invoice(
        number="F1", issued_on=START, currency="EUR", dues=(Due(due_on=START + timedelta(days=9), amount=Decimal(70)),)
    )
    customer = Customer(principal="montelupo", ref="C1", name="Condominio C1")
    one = trails(CustomerFile(customer=customer, invoices=(invoice,)), DAYS, WINDOW)["EUR"]
    one.add(trails(CustomerFile(customer=customer, invoices=(invoice,)), DAYS, WINDOW)["EUR"])
    assert one.outstanding == [Decimal(140)] * len(DAYS)
    assert one.current[2:4] == [Decimal(140), Decimal(0)]
