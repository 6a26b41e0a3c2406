"""The note of a call as the CRM gets it: typed items with their evidence, a short narrative, a follow-up e-mail.

`notes_*` modules decide what goes into it; this one only says what it is. A note is a draft until an operator confirms
it. Each edit raises its `version`; whoever edits an older version is told, and nothing is overwritten.
"""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.calls import Situation
from assistant.domain.money import Language, Money
from assistant.domain.plans import Plan

Disposition = Literal[
    "plan_agreed",
    "promise_to_pay",
    "dispute_opened",
    "already_paid_to_verify",
    "callback_scheduled",
    "wrong_party",
    "refused",
    "escalated",
    "information_given",
    "no_outcome",
]
ItemKind = Literal["promise", "plan", "dispute", "complaint", "request", "next_action"]
Owner = Literal["operator", "back_office", "sales_representative", "technician", "supervisor"]
"""Who has to do what was agreed."""


class _NotePart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_NotePart):
    """Words of an utterance, as they were heard."""

    utterance_id: str
    quote: str


class NoteItem(_NotePart):
    """One thing that came out of the call. Figures are computed or quoted, never written by a model.

    `who` and `by` are the owner and the day of a next action.
    """

    kind: ItemKind
    text: str
    amount: Money | None = None
    currency: str | None = None
    date: dt.date | None = None
    invoices: tuple[str, ...] = ()
    plan: Plan | None = None
    who: Owner | None = None
    by: dt.date | None = None
    evidence: tuple[Evidence, ...] = ()


class Answer(_NotePart):
    """What the customer answered to a question of an interview, in their own words, and what it is about."""

    question: str
    """The id of the checklist item."""
    text: str
    """The question as the guide words it."""
    evidence: tuple[Evidence, ...]
    concepts: tuple[str, ...] = ()


class Narrative(_NotePart):
    """Three sentences at most; `by` says what worded it."""

    text: str = ""
    by: Literal["model", "template"] = "template"


class Email(_NotePart):
    """A follow-up to the customer, for the operator to send; empty where nothing should be written."""

    subject: str = ""
    body: str = ""


class Note(_NotePart):
    call_id: str
    customer: str
    language: Language
    disposition: Disposition
    reason: str
    """Why the call was made and how it ended, in a line."""
    situations: tuple[Situation, ...] = ()
    items: tuple[NoteItem, ...] = ()
    answers: tuple[Answer, ...] = ()
    """Only interviews have answers."""
    narrative: Narrative = Narrative()
    email: Email = Email()


class StoredNote(BaseModel):
    """A note with its history: as it was `drafted`, as it is now, which version, and who confirmed it when."""

    model_config = ConfigDict(frozen=True)

    note: Note
    drafted: Note
    version: int = 1
    edited_by: str = ""
    confirmed_by: str = ""
    confirmed_at: dt.datetime | None = None

    @property
    def confirmed(self) -> bool:
        return self.confirmed_at is not None
