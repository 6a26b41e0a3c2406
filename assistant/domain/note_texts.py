"""The sentences of notes and e-mails as data: `library/common/notes/LANG.yaml`, edited by trainers, filled by code."""

import re
from typing import Literal, Self, get_args

from pydantic import model_validator

from assistant.domain.calls import Purpose
from assistant.domain.notes import Disposition, Owner
from assistant.domain.policy import PolicyModel

ItemText = Literal[
    "promise",
    "promise_no_date",
    "promise_no_amount",
    "plan",
    "plan_open",
    "dispute",
    "dispute_no_invoice",
    "complaint",
    "request_documents",
    "request_discount",
    "request_instalments",
    "send",
    "verify_payment",
    "answer_dispute",
    "answer_complaint",
    "call_back",
    "call_back_no_day",
    "supervisor",
    "legal",
    "sales",
    "technician",
    "conditional",
    "approve_plan",
]
NOTE_SLOTS = frozenset(
    {
        "amount", "date", "invoices", "quote", "count", "instalment", "last", "moved", "by", "paid",
        "customer_name", "contact_name", "principal_name", "operator_name", "purpose", "outcome", "items", "call_date",
    }
)  # fmt: skip
"""Every slot is filled by code: figures from the item, words from utterances and records."""
_SLOT = re.compile(r"\{\{\s*(\w+)\s*\}\}")


class ItemTexts(PolicyModel):
    """`note` is what the CRM reads; `email` what the customer reads of it, empty where it isn't for them.

    `told` says who does what, for a model that words the narrative; empty where the item isn't narrated.
    """

    note: str
    email: str = ""
    told: str = ""


class EmailTexts(PolicyModel):
    """`body` holds `{{items}}`: one line an item that has an `email` text."""

    subject: str
    greeting: str
    greeting_unnamed: str
    body: str
    line: str
    closing: str


class NarrativeTexts(PolicyModel):
    """At most three sentences: why the call was made, what the customer told, how it ended."""

    call: str
    told: str
    outcome: str
    no_items: str
    wrong_party: str
    silent: str


class NoteTexts(PolicyModel):
    purposes: dict[Purpose, str]
    dispositions: dict[Disposition, str]
    owners: dict[Owner, str]
    reason: str
    items: dict[ItemText, ItemTexts]
    narrative: NarrativeTexts
    email: EmailTexts
    for_invoices: str
    """How invoices are named after an amount; holds `{{invoices}}`."""
    paid: str
    """What was said to be paid; holds `{{amount}}` and `{{date}}`, each left out with its sentence part."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for field, wanted in (
            ("purposes", get_args(Purpose)),
            ("dispositions", get_args(Disposition)),
            ("owners", get_args(Owner)),
            ("items", get_args(ItemText)),
        ):
            missing = [name for name in wanted if name not in getattr(self, field)]
            if missing:
                raise ValueError(f"`{field}` lacks {', '.join(missing)}; write a text for each")
        for slot in _SLOT.findall(self.model_dump_json()):
            if slot not in NOTE_SLOTS:
                raise ValueError(f"unknown slot {{{{{slot}}}}}; the slots are: {', '.join(sorted(NOTE_SLOTS))}")
        return self


def filled(template: str, values: dict[str, str]) -> str:
    """The text with its slots; a `[[part]]` in which a slot has no value is left out whole."""

    def part(match: re.Match[str]) -> str:
        inner = match.group(1)
        return inner if all(values.get(slot) for slot in _SLOT.findall(inner)) else ""

    text = re.sub(r"\[\[(.*?)\]\]", part, template, flags=re.DOTALL)
    return re.sub(r" {2,}", " ", _SLOT.sub(lambda match: values.get(match.group(1), ""), text)).strip()
