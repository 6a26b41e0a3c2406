"""Generated records of a customer, in which much goes wrong: early, unnamed, wrongly named and too large payments."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from assistant.domain.records import Customer, CustomerFile, Due, Invoice, Payment, PlanRecord, Promise

START = date(2026, 1, 1)
DAYS = tuple(START + timedelta(days=n) for n in range(-2, 180, 3))
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


@st.composite
def promises(draw: st.DrawFn) -> list[Promise]:
    made = []
    for n in range(draw(st.integers(0, 4))):
        made_on = START + timedelta(days=draw(offsets))
        fields: dict[str, Any] = {"amount": draw(cents), "currency": draw(currencies)}
        fields["outcome"] = draw(st.sampled_from(["open", "open", "kept", "broken"]))
        fields["invoices"] = draw(st.sampled_from([(), (), ("F0",), ("F1", "F2")]))
        due_on = made_on + timedelta(days=draw(st.integers(0, 20)))
        made.append(Promise(id=f"promise:{n}", made_on=made_on, due_on=due_on, **fields))
    return made


@st.composite
def plans(draw: st.DrawFn) -> list[PlanRecord]:
    made = []
    for n in range(draw(st.integers(0, 2))):
        agreed_on = START + timedelta(days=draw(offsets))
        parts = draw(st.lists(st.tuples(st.integers(0, 40), cents), max_size=3))
        schedule = tuple(Due(due_on=agreed_on + timedelta(days=after), amount=amount) for after, amount in parts)
        fields: dict[str, Any] = {"total": Decimal(90), "currency": draw(currencies), "instalments": 3}
        fields["state"] = draw(st.sampled_from(["running", "running", "completed", "broken"]))
        made.append(PlanRecord(id=f"plan:{n}", agreed_on=agreed_on, schedule=schedule, **fields))
    return made


@st.composite
def files(draw: st.DrawFn, in_order: bool = False) -> CustomerFile:
    """A customer; `in_order`: each payment names an invoice issued before it, and there are no credit notes."""
    made, paid = draw(invoices()), draw(payments())
    if in_order:
        made = [one.model_copy(update={"kind": "invoice"}) for one in made]
        issued = {(one.number, one.currency): one.issued_on for one in made}
        paid = [
            one
            for one in paid
            if (one.invoice_number, one.currency) in issued and issued[one.invoice_number, one.currency] <= one.paid_on
        ]
    return CustomerFile(
        customer=Customer(principal="montelupo", ref="C1", name="Condominio C1"),
        invoices=tuple(made),
        payments=tuple(paid),
        promises=tuple(draw(promises())),
        plans=tuple(draw(plans())),
    )
