"""What a principal knows of a customer: invoices, payments, promises, plans, disputes, tickets, contacts.

A `CustomerFile` is the whole history as rules read it. All types are immutable; amounts are positive `Decimal`s.
Every record has an `id` of the form `kind:key` (`invoice:2026/118`, `payment:17`): citations and figures name it.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.money import Language, Money

Channel = Literal["call", "email", "chat"]
CustomerKind = Literal["business", "consumer", "public"]
"""`public` is a public administration; the law on late payment protects claims on it and on businesses."""
_PRINCIPAL_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Principal(Record):
    """A creditor company that the contact centre works for."""

    id: str
    name: str
    language: Language = "it"
    country: str = "IT"
    currency: str = "EUR"


def may_name_principal(name: str) -> bool:
    """Whether this can be a principal's id, and its folder's name; `common` is what holds for everybody."""
    return _PRINCIPAL_ID.fullmatch(name) is not None and name != "common"


class ContactPerson(Record):
    name: str
    role: str = ""
    email: str = ""
    phone: str = ""


class Customer(Record):
    principal: str
    ref: str
    name: str
    country: str = "IT"
    language: Language = "it"
    vat_number: str = ""
    sales_rep: str = ""
    client_since: date | None = None
    kind: CustomerKind = "business"
    insolvency_since: date | None = None
    """First day of an insolvency procedure that is open; None where there is none."""
    contacts: tuple[ContactPerson, ...] = ()

    @property
    def id(self) -> str:
        """`PRINCIPAL/REF`."""
        return f"{self.principal}/{self.ref}"


class Due(Record):
    """One due date of an invoice, with its own amount."""

    due_on: date
    amount: Money


class Invoice(Record):
    """`total` is the sum of `dues`. A credit note (`kind="credit_note"`) has a positive total that lowers the debt."""

    number: str
    kind: Literal["invoice", "credit_note"] = "invoice"
    issued_on: date
    currency: str
    dues: tuple[Due, ...]
    disputed: bool = False

    @property
    def id(self) -> str:
        return f"invoice:{self.number}"

    @property
    def total(self) -> Decimal:
        return sum((due.amount for due in self.dues), Decimal(0))


class Payment(Record):
    """Money received. Without an `invoice_number` it is on account: it settles the oldest due date first."""

    id: str
    paid_on: date
    currency: str
    amount: Money
    invoice_number: str = ""
    reference: str = ""


class Promise(Record):
    id: str
    made_on: date
    due_on: date
    amount: Money
    currency: str
    outcome: Literal["open", "kept", "broken"] = "open"
    invoices: tuple[str, ...] = ()


class PlanRecord(Record):
    """A payment plan agreed in the past, as it was then.

    `schedule` says when which part is due, and `invoices` what the plan is for; both may be unknown (empty).
    """

    id: str
    agreed_on: date
    total: Money
    currency: str
    instalments: int
    state: Literal["running", "completed", "broken"] = "running"
    schedule: tuple[Due, ...] = ()
    invoices: tuple[str, ...] = ()


class Dispute(Record):
    id: str
    opened_on: date
    invoice_number: str = ""
    reason: str
    state: Literal["open", "resolved"] = "open"
    resolution: str = ""


class Ticket(Record):
    """A complaint or a service ticket."""

    id: str
    kind: Literal["complaint", "service"]
    opened_on: date
    subject: str
    text: str = ""
    state: Literal["open", "closed"] = "open"
    closed_on: date | None = None


class Contact(Record):
    """A past conversation, with the note that was written of it."""

    id: str
    at: datetime
    channel: Channel
    with_whom: str = ""
    note: str = ""


class CustomerFile(Record):
    """All that is known of one customer of one principal."""

    customer: Customer
    invoices: tuple[Invoice, ...] = ()
    payments: tuple[Payment, ...] = ()
    promises: tuple[Promise, ...] = ()
    plans: tuple[PlanRecord, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    contacts: tuple[Contact, ...] = ()
