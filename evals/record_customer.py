"""The customer of a recorded call: the records as they stood when it began, masked, in the shape of a case.

Records carry days, not the moment at which somebody entered them: what was entered after the call for a day before it
is in the draft too. What the call itself showed as open tells whether that happened.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.errors import InvalidInput
from assistant.domain.money import Language
from assistant.domain.records import Contact, CustomerFile, Dispute, Invoice, Payment, PlanRecord, Promise, Ticket
from evals.case import CaseInvoice, CaseRecords
from evals.record_mask import Mask

_CURRENCIES = ("EUR", "GBP")
_DISPUTED: dict[Language, str] = {"it": "Fattura contestata.", "en": "Disputed invoice."}


def as_it_was(file: CustomerFile, call_id: str, at: dt.datetime) -> CustomerFile:
    """The records as at the start of the call, without what the call itself left; `at` is by the customer's clock."""
    on = at.date()
    return file.model_copy(
        update={
            "invoices": tuple(one for one in file.invoices if one.issued_on <= on),
            "payments": tuple(one for one in file.payments if one.paid_on <= on),
            "promises": tuple(_promise(p, on) for p in file.promises if p.made_on <= on and not _of(call_id, p.id)),
            "plans": tuple(_plan(p, on) for p in file.plans if p.agreed_on <= on and not _of(call_id, p.id)),
            "disputes": tuple(d for d in file.disputes if d.opened_on <= on and not _of(call_id, d.id)),
            "tickets": tuple(_ticket(one, on) for one in file.tickets if one.opened_on <= on),
            "contacts": tuple(one for one in file.contacts if _aware(one.at) < at and not _of(call_id, one.id)),
        }
    )


def _of(call_id: str, record_id: str) -> bool:
    """Whether the call's confirmed note made the record (`promise:CALL:1`)."""
    return record_id.partition(":")[2].startswith(f"{call_id}:")


def _aware(at: dt.datetime) -> dt.datetime:
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def _promise(promise: Promise, on: dt.date) -> Promise:
    return promise.model_copy(update={"outcome": "open"}) if promise.due_on >= on else promise


def _plan(plan: PlanRecord, on: dt.date) -> PlanRecord:
    ran_on = any(due.due_on >= on for due in plan.schedule)
    return plan.model_copy(update={"state": "running"}) if ran_on else plan


def _ticket(ticket: Ticket, on: dt.date) -> Ticket:
    closed_later = ticket.closed_on is not None and ticket.closed_on > on
    return ticket.model_copy(update={"state": "open", "closed_on": None}) if closed_later else ticket


def left_uncertain(file: CustomerFile) -> Iterator[str]:
    """What the records can't tell of the day of the call, and what a case doesn't hold."""
    for n, dispute in enumerate(file.disputes, start=1):
        if dispute.state == "resolved":
            yield f"dispute:{n} is resolved now; it may have been open at the call"
    customer = file.customer
    if customer.country != ("GB" if _currency(file) == "GBP" else "IT"):
        yield f"the customer is in {customer.country}; a case takes holidays and rules of its currency's country"
    if customer.kind != "business":
        yield f"the customer is of the kind {customer.kind!r}; a case's customer is a business"


def _currency(file: CustomerFile) -> str:
    """Raises `InvalidInput` for records that no case can hold."""
    found = {invoice.currency for invoice in file.invoices}
    if not found:
        message = "The customer had no invoice when the call began; a case needs one. Record another call."
        raise InvalidInput(message, where=file.customer.id)
    if len(found) > 1 or not found <= {*_CURRENCIES}:
        message = (
            f"A case holds invoices in EUR or in GBP; these are in {', '.join(sorted(found))}. Record another call."
        )
        raise InvalidInput(message, where=file.customer.id)
    return found.pop()


@dataclass(frozen=True)
class MaskedCustomer:
    """`numbers` are the case's invoices for each real one: several where the real one has several due dates."""

    records: CaseRecords
    numbers: Mapping[str, tuple[str, ...]]

    def invoices(self, real: Sequence[str]) -> tuple[str, ...]:
        return tuple(number for one in real for number in self.numbers.get(one, ()))


def masked_customer(file: CustomerFile, mask: Mask) -> MaskedCustomer:
    """The records in the shape of a case. Raises `InvalidInput` for records that no case can hold."""
    parts = {invoice.number: _parts(invoice, mask.numbers.invoice(invoice.number)) for invoice in file.invoices}
    numbers = {real: tuple(part.number for part in made) for real, made in parts.items()}
    customer = file.customer
    records = CaseRecords.model_validate(
        {
            "ref": mask.numbers.account,
            "name": mask.names.name(customer.name),
            "contacts": [
                {"name": mask.name(one.name, "a contact's name"), "role": mask.text(one.role, "a contact's role")}
                for one in customer.contacts
            ],
            "sales_rep": mask.name(customer.sales_rep, "the sales representative"),
            "client_since": customer.client_since,
            "insolvency_since": customer.insolvency_since,
            "currency": _currency(file),
            "invoices": [part for made in parts.values() for part in made],
            "payments": list(_payments(file.payments, parts)),
            **_agreements(file, numbers),
            "disputes": list(_disputes(file, numbers, mask)),
            "tickets": [_masked_ticket(one, n, mask) for n, one in enumerate(file.tickets, start=1)],
            "notes": [_masked_contact(one, n, mask) for n, one in enumerate(file.contacts, start=1)],
        }
    )
    return MaskedCustomer(records, numbers)


def _parts(invoice: Invoice, number: str) -> list[CaseInvoice]:
    """A case's invoice has one due date: one with several becomes as many, `NUMBER/1`, `NUMBER/2`."""
    several = len(invoice.dues) > 1
    return [
        CaseInvoice(
            number=f"{number}/{n}" if several else number,
            issued_on=invoice.issued_on,
            due_on=max(due.due_on, invoice.issued_on),
            amount=due.amount,
            kind=invoice.kind,
        )
        for n, due in enumerate(sorted(invoice.dues, key=lambda due: due.due_on), start=1)
    ]


def _payments(payments: Sequence[Payment], parts: Mapping[str, Sequence[CaseInvoice]]) -> Iterator[Payment]:
    """Without their references, which are a bank's or a person's words; set against parts, the oldest first."""
    left = {part.number: part.amount for made in parts.values() for part in made}
    n = 0
    for payment in sorted(payments, key=lambda one: (one.paid_on, one.id)):
        rest = payment.amount
        for part in parts.get(payment.invoice_number, ()):
            last = part is parts[payment.invoice_number][-1]
            amount = rest if last else min(rest, left[part.number])
            if amount > 0:
                n, rest = n + 1, rest - amount
                left[part.number] -= amount
                yield _payment(payment, n, amount, part.number)
        if rest > 0:
            n += 1
            yield _payment(payment, n, rest, "")


def _payment(payment: Payment, n: int, amount: Decimal, number: str) -> Payment:
    changes = {"id": f"payment:{n}", "amount": amount, "invoice_number": number, "reference": ""}
    return payment.model_copy(update=changes)


def _agreements(
    file: CustomerFile, numbers: Mapping[str, tuple[str, ...]]
) -> dict[str, list[Promise] | list[PlanRecord]]:
    def known(invoices: Sequence[str]) -> tuple[str, ...]:
        return tuple(number for one in invoices for number in numbers.get(one, ()))

    promises = [
        one.model_copy(update={"id": f"promise:{n}", "invoices": known(one.invoices)})
        for n, one in enumerate(file.promises, start=1)
    ]
    plans = [
        one.model_copy(update={"id": f"plan:{n}", "invoices": known(one.invoices)})
        for n, one in enumerate(file.plans, start=1)
    ]
    return {"promises": promises, "plans": plans}


def _disputes(file: CustomerFile, numbers: Mapping[str, tuple[str, ...]], mask: Mask) -> Iterator[Dispute]:
    """Those of the records, one for each part, and one for each invoice that is marked as disputed alone."""
    open_ones: dict[str, bool] = defaultdict(bool)
    n = 0
    for dispute in file.disputes:
        open_ones[dispute.invoice_number] |= dispute.state == "open"
        for number in numbers.get(dispute.invoice_number, ("",)):
            n += 1
            texts = {name: mask.text(getattr(dispute, name), f"dispute:{n}") for name in ("reason", "resolution")}
            yield dispute.model_copy(update={"id": f"dispute:{n}", "invoice_number": number} | texts)
    for invoice in file.invoices:
        for number in numbers[invoice.number] if invoice.disputed and not open_ones[invoice.number] else ():
            n += 1
            reason = _DISPUTED[file.customer.language]
            yield Dispute(id=f"dispute:{n}", opened_on=invoice.issued_on, invoice_number=number, reason=reason)


def _masked_ticket(ticket: Ticket, n: int, mask: Mask) -> Ticket:
    texts = {name: mask.text(getattr(ticket, name), f"ticket:{n}") for name in ("subject", "text")}
    return ticket.model_copy(update={"id": f"ticket:{n}"} | texts)


def _masked_contact(contact: Contact, n: int, mask: Mask) -> Contact:
    note = mask.text(contact.note, f"contact:{n}")
    changes = {"id": f"contact:{n}", "with_whom": mask.name(contact.with_whom, f"contact:{n}"), "note": note}
    return contact.model_copy(update=changes)
