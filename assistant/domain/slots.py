"""The slots of approved sentences: `{{name}}`, filled by code from a record, the policy, a plan or an utterance.

A phrase whose slots can't all be filled is passed over. `{{mention}}` stands in tailored variants only.
"""

import re

from assistant.domain.errors import LibraryError

OPENING = "opening"
"""What stands in a phrase's `situation` for the first sentence of a call, ..."""
TOPIC = "topic"
"""... and for what is said once the right person is on the line: what the call is about."""
SLOTS: dict[str, str] = {
    "customer_name": "the customer's company",
    "contact_name": "the first contact person of the customer",
    "principal_name": "the creditor company",
    "operator_name": "the operator's display name",
    "outstanding": "sum of all open amounts, due or not, less credit notes",
    "overdue_total": "sum of what is past due",
    "overdue_count": "how many due dates are past",
    "invoice_number": "the invoice being talked about: the one named last in the call, else the oldest overdue one "
    "that isn't disputed",
    "invoice_amount": "what is still open of that invoice",
    "invoice_due": "its earliest open due date",
    "invoice_days": "its days past due",
    "upcoming_invoice": "the invoice that falls due next: issued, no part of it late, not disputed",
    "upcoming_amount": "what is still open of that invoice",
    "upcoming_due": "its earliest open due date",
    "last_payment_amount": "amount of the latest payment received",
    "last_payment_date": "date of the latest payment received",
    "promise_amount": "amount of the latest promise that is open or broken",
    "promise_date": "its date",
    "ticket_subject": "subject of the latest open complaint or service ticket",
    "ticket_opened": "date on which it was opened",
    "dispute_invoice": "invoice number of the latest open dispute",
    "dispute_opened": "date on which it was opened",
    "settled_dispute_invoice": "invoice number of the latest dispute that was settled, where none is open",
    "settled_dispute_opened": "date on which it was opened",
    "plan_count": "number of instalments of the balanced plan",
    "plan_instalment": "largest instalment of the balanced plan",
    "plan_first_due": "first date of the balanced plan",
    "plan_total": "total of the balanced plan",
    "dispute_days": "policy: working days to answer a dispute",
    "complaint_days": "policy: working days to answer a complaint",
    "document_days": "policy: working days to send documents",
    "payment_check_days": "policy: working days to check a payment",
    "discount_percent": "policy: early-payment discount",
    "discount_days": "policy: days within which it holds",
    "discount_total": "what would be paid with that discount",
    "spoken_amount": "the one amount the customer just named",
    "spoken_date": "the one date the customer just named",
    "mention": "what the customer just said, as a noun phrase in the customer's own words (tailored variants only)",
}

_SLOT = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_FIELD = re.compile(r"\{+\s*(\w+)\s*\}+")


def slots_in(template: str) -> list[str]:
    """Names of the slots in the order they stand."""
    return _SLOT.findall(template)


def check_slots(template: str, *, mention: bool, where: str) -> None:
    """Raise `LibraryError` for an unknown slot, or a `{{mention}}` outside a tailored variant."""
    for name in slots_in(template):
        if name not in SLOTS:
            raise LibraryError(f"Unknown slot {{{{{name}}}}}; the slots are: {', '.join(SLOTS)}.", where=where)
        if name == "mention" and not mention:
            raise LibraryError("{{mention}} may stand only in `tailored`.", where=where)
    if mention and "mention" not in slots_in(template):
        raise LibraryError("`tailored` needs a {{mention}} slot.", where=where)


def as_fields(template: str) -> str:
    """The text as a model reads it, with slots in single braces: double ones are a prompt's own inputs."""
    return _SLOT.sub(r"{\1}", template)


def from_fields(text: str) -> str:
    """What a model wrote, with `{{slots}}` in the place of its braces, however many it put."""
    return _FIELD.sub(r"{{\1}}", text)


def fill(template: str, values: dict[str, str]) -> str:
    """Put the values in; every slot must have one (`KeyError` otherwise)."""
    return _SLOT.sub(lambda match: values[match.group(1)], template)
