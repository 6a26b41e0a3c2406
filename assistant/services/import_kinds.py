"""The kinds of table that can be imported: their columns, how a row becomes a record, and two example rows each."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from assistant.domain.errors import InvalidInput
from assistant.domain.records import (
    Contact,
    ContactPerson,
    Customer,
    CustomerKind,
    Dispute,
    Due,
    Invoice,
    Payment,
    PlanRecord,
    Principal,
    Promise,
    Record,
    Ticket,
)
from assistant.services.import_fields import BadCell, Fields, read_amount, read_day
from assistant.services.ports import RecordKind

_ID = 120
_NOTE = 10_000


@dataclass(frozen=True)
class Kind:
    """A table: `read` turns a row into the customer's reference and the record.

    A table may lack the `optional` columns (named as the record's fields): what is stored of them then stays.
    """

    name: RecordKind
    columns: tuple[str, ...]
    read: Callable[[Fields, Principal], tuple[str, Record]]
    examples: tuple[str, str]
    optional: tuple[str, ...] = ()


def _ref(fields: Fields, name: str = "customer_ref") -> str:
    ref = fields.text(name, required=True, longest=64)
    if re.search(r"[/\s]", ref):
        fields.reject(name, f"is {ref!r}; a reference has no spaces and no slash")
    return ref


def _customer(fields: Fields, principal: Principal) -> tuple[str, Record]:
    ref = _ref(fields, "ref")
    name = fields.text("name", required=True)
    country = fields.text("country").upper() or principal.country
    if not re.fullmatch(r"[A-Z]{2}", country):
        fields.reject("country", f"is {country!r}; write an ISO 3166 code of two letters, e.g. IT")
    email = fields.text("email")
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        fields.reject("email", f"is {email!r}, which is not an address")
    role, phone = fields.text("contact_role"), fields.text("phone", longest=60)
    person = fields.text("contact_name", longest=_ID)
    kind: Any = fields.choice("kind", get_args(CustomerKind), "business")
    contact = ContactPerson(name=person or name[:_ID], role=role, email=email, phone=phone)
    customer = Customer(
        principal=principal.id,
        ref=ref,
        name=name,
        country=country,
        language="en" if fields.choice("language", ("it", "en"), principal.language) == "en" else "it",
        vat_number=plain_tax_number(fields.text("vat_number", longest=40)),
        sales_rep=fields.text("sales_rep"),
        contacts=(contact,) if person or email or phone or role else (),
        kind=kind,
        insolvency_since=fields.day("insolvency_since", required=False),
    )
    return ref, customer


def _invoice(fields: Fields, _principal: Principal) -> tuple[str, Record]:
    invoice = Invoice(
        number=fields.text("number", required=True, longest=_ID),
        kind="credit_note" if fields.choice("kind", ("invoice", "credit_note"), "invoice") != "invoice" else "invoice",
        issued_on=fields.day_of("issued_on"),
        currency=fields.currency(),
        dues=(Due(due_on=fields.day_of("due_on"), amount=fields.amount("total")),),
    )
    return _ref(fields), invoice


def _payment(fields: Fields, _principal: Principal) -> tuple[str, Record]:
    ref = _ref(fields)
    values: dict[str, Any] = {
        "invoice_number": fields.text("invoice_number", longest=_ID),
        "paid_on": fields.day_of("paid_on"),
        "amount": fields.amount("amount"),
        "currency": fields.currency(),
        "reference": fields.text("reference"),
    }
    # A payment has no number of its own: what it says identifies it, so that repeating an import finds it again.
    identity = "\n".join([ref, *(str(value) for value in values.values())])
    digest = hashlib.sha256(identity.encode()).hexdigest()[:16]
    return ref, Payment(id=f"payment:{digest}", **values)


def _promise(fields: Fields, _principal: Principal) -> tuple[str, Record]:
    values: dict[str, Any] = {
        "made_on": fields.day_of("made_on"),
        "due_on": fields.day_of("due_on"),
        "currency": fields.currency(),
        "amount": fields.amount("amount"),
        "outcome": fields.choice("outcome", ("open", "kept", "broken"), "open"),
        "invoices": _listed(fields, "invoices"),
    }
    return _ref(fields), Promise(id=_id(fields, "promise"), **values)


def _listed(fields: Fields, name: str) -> tuple[str, ...]:
    """The parts of a cell that semicolons separate."""
    parts = [part.strip() for part in fields.text(name, longest=_NOTE).split(";")]
    return tuple(part for part in parts if part)


def _schedule(fields: Fields) -> tuple[Due, ...]:
    """`2026-05-31=150.00;2026-06-30=150.00`: when which part of a plan is due."""
    dues = []
    for part in _listed(fields, "schedule"):
        day, _, amount = part.partition("=")
        try:
            due = Due(due_on=read_day(day.strip()), amount=read_amount(amount.strip()))
        except BadCell as problem:
            fields.reject("schedule", f"{problem}, in the part {part!r}; write 2026-05-31=150.00;2026-06-30=150.00")
            return ()
        if due.amount <= 0:
            fields.reject("schedule", f"has {due.amount} in the part {part!r}; an amount must be greater than zero")
        dues.append(due)
    return tuple(dues)


def _plan(fields: Fields, _principal: Principal) -> tuple[str, Record]:
    values: dict[str, Any] = {
        "agreed_on": fields.day_of("agreed_on"),
        "currency": fields.currency(),
        "total": fields.amount("total"),
        "instalments": fields.count("instalments"),
        "state": fields.choice("state", ("running", "completed", "broken"), "running"),
        "invoices": _listed(fields, "invoices"),
        "schedule": _schedule(fields),
    }
    if values["schedule"]:
        if len(values["schedule"]) != values["instalments"]:
            fields.reject(
                "schedule", f"has {len(values['schedule'])} parts, but instalments is {values['instalments']}"
            )
        if sum(due.amount for due in values["schedule"]) != values["total"]:
            fields.reject("schedule", f"doesn't add up to the total, {values['total']}")
    return _ref(fields), PlanRecord(id=_id(fields, "plan"), **values)


def _dispute(fields: Fields, _principal: Principal) -> tuple[str, Record]:
    values: dict[str, Any] = {
        "opened_on": fields.day_of("opened_on"),
        "invoice_number": fields.text("invoice_number", longest=_ID),
        "reason": fields.text("reason", required=True, longest=_NOTE),
        "state": fields.choice("state", ("open", "resolved"), "open"),
        "resolution": fields.text("resolution", longest=_NOTE),
    }
    return _ref(fields), Dispute(id=_id(fields, "dispute"), **values)


def _ticket(fields: Fields, _principal: Principal) -> tuple[str, Record]:
    values: dict[str, Any] = {
        "kind": fields.choice("kind", ("complaint", "service")),
        "opened_on": fields.day_of("opened_on"),
        "subject": fields.text("subject", required=True),
        "text": fields.text("text", longest=_NOTE),
        "state": fields.choice("state", ("open", "closed"), "open"),
        "closed_on": fields.day("closed_on", required=False),
    }
    return _ref(fields), Ticket(id=_id(fields, "ticket"), **values)


def _contact(fields: Fields, _principal: Principal) -> tuple[str, Record]:
    values: dict[str, Any] = {
        "at": fields.moment("at"),
        "channel": fields.choice("channel", ("call", "email", "chat")),
        "with_whom": fields.text("with_whom"),
        "note": fields.text("note", longest=_NOTE),
    }
    return _ref(fields), Contact(id=_id(fields, "contact"), **values)


def _id(fields: Fields, prefix: str) -> str:
    return f"{prefix}:{fields.text('id', required=True, longest=_ID)}"


def _kind(
    name: RecordKind,
    columns: str,
    read: Callable[[Fields, Principal], tuple[str, Record]],
    *rows: str,
    optional: tuple[str, ...] = (),
) -> Kind:
    return Kind(name, tuple(columns.split(",")), read, (rows[0], rows[1]), optional)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind(
            "customers",
            "ref,name,country,language,vat_number,email,phone,contact_name,contact_role,sales_rep",
            _customer,
            "C-001,Condominio Esempio,IT,it,IT00000000001,ada@example.org,+39 000 000000,Ada Prova,contabile,Ugo Test",
            "C-002,Example Trading Ltd,GB,en,GB000000001,office@example.com,+44 0000 000000,Sam Sample,accounts,",
            optional=("kind", "insolvency_since"),
        ),
        _kind(
            "invoices",
            "customer_ref,number,kind,issued_on,due_on,currency,total",
            _invoice,
            "C-001,2026/1,invoice,2026-01-31,2026-02-28,EUR,1234.50",
            "C-001,2026/2,credit_note,2026-02-10,2026-02-28,EUR,100.00",
        ),
        _kind(
            "payments",
            "customer_ref,invoice_number,paid_on,currency,amount,reference",
            _payment,
            "C-001,2026/1,2026-03-02,EUR,500.00,bank transfer 17",
            "C-001,,2026-03-20,EUR,250.00,on account",
        ),
        _kind(
            "promises",
            "customer_ref,id,made_on,due_on,currency,amount,outcome,invoices",
            _promise,
            "C-001,1,2026-03-05,2026-03-20,EUR,250.00,kept,2026/1",
            "C-001,2,2026-03-25,2026-04-10,EUR,484.50,open,2026/1",
        ),
        _kind(
            "plans",
            "customer_ref,id,agreed_on,currency,total,instalments,state",
            _plan,
            "C-001,1,2025-05-05,EUR,900.00,3,completed",
            "C-001,2,2026-04-01,EUR,600.00,4,running",
            optional=("schedule", "invoices"),
        ),
        _kind(
            "disputes",
            "customer_ref,id,opened_on,invoice_number,reason,state,resolution",
            _dispute,
            "C-001,1,2026-02-15,2026/1,The second visit was charged twice,resolved,Credit note 2026/2",
            "C-001,2,2026-04-02,2026/1,The price differs from the offer,open,",
        ),
        _kind(
            "tickets",
            "customer_ref,id,kind,opened_on,subject,text,state,closed_on",
            _ticket,
            "C-001,1,service,2026-01-10,Yearly check,Done as planned,closed,2026-01-12",
            "C-001,2,complaint,2026-04-03,Late visit,The technician came a day late,open,",
        ),
        _kind(
            "contacts",
            "customer_ref,id,at,channel,with_whom,note",
            _contact,
            "C-001,1,2026-03-05T10:30,call,Ada Prova,Promised a first payment",
            "C-001,2,2026-03-25T15:00,email,Ada Prova,Sent the statement",
        ),
    )
}
ELECTRONIC = "fatturapa"
STATEMENT = "bank_statement"
FILE_KINDS = (*KINDS, ELECTRONIC, STATEMENT)
"""What `--kind` may say; the order in which files of one import are read, so that what others refer to comes first."""


def template(kind: str) -> str:
    """A CSV with the header and two example rows."""
    if kind not in KINDS:
        raise InvalidInput(f"There is no template {kind!r}; the kinds are: {', '.join(KINDS)}.", where="--template")
    spec = KINDS[kind]
    return "\n".join([",".join(spec.columns), *spec.examples]) + "\n"


def detect(columns: Sequence[str], stem: str) -> Kind | None:
    """The kind whose columns are all there; else the nearest (its missing columns are reported), or None."""
    present = set(columns)
    whole = [kind for kind in KINDS.values() if present.issuperset(kind.columns)]
    if whole:
        return max(whole, key=lambda kind: len(kind.columns))
    if stem in KINDS:
        return KINDS[stem]
    nearest = max(KINDS.values(), key=lambda kind: len(present & set(kind.columns)) / len(kind.columns))
    return nearest if len(present & set(nearest.columns)) * 2 > len(nearest.columns) else None


def plain_tax_number(written: str) -> str:
    """A VAT number or tax code without spaces and dots, in capitals."""
    return re.sub(r"[\s.\-]", "", written).upper()
