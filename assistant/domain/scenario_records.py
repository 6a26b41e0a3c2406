"""A scenario's records as a customer's file on a day: as the operator sees them, and as things truly are."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from assistant.domain.practice_state import Figures
from assistant.domain.records import (
    Contact,
    ContactPerson,
    Customer,
    CustomerFile,
    Dispute,
    Due,
    Invoice,
    Payment,
    Principal,
    Promise,
)
from assistant.domain.scenario import Fact, Scenario
from assistant.domain.slots import slots_in

Side = Literal["seen", "true"]
_DAYS_TO_PAY = 30
PRACTICE_REF = "PRACTICE"
DEAL_SLOTS = ("agreed_total", "agreed_count", "agreed_instalment", "agreed_first")
"""Filled once something was agreed; lines that need them are passed over before."""
NAMES = ("persona_name", "company", "principal_name")
SCENARIO_SLOTS: dict[str, str] = {
    "persona_name": "who speaks",
    "company": "the customer's company",
    "principal_name": "the creditor company",
    "outstanding": "what the records show as open",
    "collectable": "what is truly due: without what is contested or was paid",
    "invoice_number": "the oldest invoice of the records",
    "invoice_amount": "its amount",
    "invoice_due": "its due date",
    "limit_month": "`bargain.limit.per_month`",
    "limit_once": "`bargain.limit.at_once`",
    "first_day": "`bargain.limit.first_day`, the next working day",
    "promise_amount": "`bargain.promise.amount`",
    "promise_day": "`bargain.promise.day`, the next working day",
    "agreed_total": "what was agreed in all",
    "agreed_count": "how many payments were agreed",
    "agreed_instalment": "the largest of them",
    "agreed_first": "the day of the first",
}
"""What may stand in a scenario's lines, beside `FACT_amount`, `FACT_day` and `FACT_invoice` of a fact that has them."""


def day_of(on: date, days: int) -> date:
    return on + timedelta(days=days)


def customer_file(scenario: Scenario, principal: Principal, on: date, side: Side) -> CustomerFile:
    """The records; on the `true` side with the payments and disputes that the customer knows of."""
    facts = scenario.facts if side == "true" else ()
    customer = Customer(
        principal=principal.id,
        ref=PRACTICE_REF,
        name=scenario.persona.company,
        country=principal.country,
        language=scenario.language,
        insolvency_since=next((day_of(on, fact.day or 0) for fact in facts if fact.kind == "insolvency"), None),
        contacts=(ContactPerson(name=scenario.persona.name, role=scenario.persona.role),),
    )
    return CustomerFile(
        customer=customer,
        invoices=_invoices(scenario, principal, on),
        payments=_payments(scenario, principal, on, facts),
        promises=_promises(scenario, principal, on),
        disputes=tuple(
            Dispute(id=f"dispute:{fact.id}", opened_on=on, invoice_number=fact.invoice, reason=fact.text)
            for fact in facts
            if fact.kind == "dispute" and fact.invoice
        ),
        contacts=tuple(
            Contact(
                id=f"contact:{n}",
                at=datetime.combine(day_of(on, contact.day), time(10), tzinfo=UTC),
                channel="call",
                with_whom=scenario.persona.name,
                note=contact.note,
            )
            for n, contact in enumerate(scenario.records.contacts, start=1)
        ),
    )


def _invoices(scenario: Scenario, principal: Principal, on: date) -> tuple[Invoice, ...]:
    return tuple(
        Invoice(
            number=invoice.number,
            issued_on=day_of(on, invoice.issued if invoice.issued is not None else invoice.due - _DAYS_TO_PAY),
            currency=principal.currency,
            dues=(Due(due_on=day_of(on, invoice.due), amount=invoice.amount),),
        )
        for invoice in scenario.records.invoices
    )


def _payments(scenario: Scenario, principal: Principal, on: date, facts: tuple[Fact, ...]) -> tuple[Payment, ...]:
    seen = [
        Payment(
            id=f"payment:{n}",
            paid_on=day_of(on, payment.paid),
            currency=principal.currency,
            amount=payment.amount,
            invoice_number=payment.invoice,
        )
        for n, payment in enumerate(scenario.records.payments, start=1)
    ]
    unseen = [
        Payment(
            id=f"payment:{fact.id}",
            paid_on=day_of(on, fact.day or 0),
            currency=principal.currency,
            amount=fact.amount,
            invoice_number=fact.invoice,
        )
        for fact in facts
        if fact.kind == "paid" and fact.amount
    ]
    return (*seen, *unseen)


def _promises(scenario: Scenario, principal: Principal, on: date) -> tuple[Promise, ...]:
    return tuple(
        Promise(
            id=f"promise:{n}",
            made_on=day_of(on, promise.made),
            due_on=day_of(on, promise.due),
            amount=promise.amount,
            currency=principal.currency,
            outcome=promise.outcome,
        )
        for n, promise in enumerate(scenario.records.promises, start=1)
    )


def slots_known(scenario: Scenario) -> set[str]:
    """Every slot that lines of this scenario may hold."""
    bargain = scenario.bargain
    missing = {"limit_month", "limit_once", "first_day"} if bargain is None else set()
    if bargain is None or bargain.promise is None:
        missing |= {"promise_amount", "promise_day"}
    return (set(SCENARIO_SLOTS) - missing) | {name for fact in scenario.facts for name in fact_slots(fact)}


def fact_slots(fact: Fact) -> tuple[str, ...]:
    named = {"amount": fact.amount is not None, "day": fact.day is not None, "invoice": bool(fact.invoice)}
    return tuple(f"{fact.id}_{name}" for name, given in named.items() if given)


def needs_deal(template: str) -> bool:
    """Whether the line names what was agreed."""
    return any(slot in DEAL_SLOTS for slot in slots_in(template))


def debts_of(scenario: Scenario, figures: Figures) -> frozenset[Decimal]:
    """Amounts that name the debt when the operator says them."""
    amounts = {invoice.amount for invoice in scenario.records.invoices}
    return frozenset({*amounts, figures.outstanding, figures.collectable})
