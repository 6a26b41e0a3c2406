"""A customer's journey: everything with a customer on one time line, with the moments of truth that rules find in it.

`journey_steps` puts records, calls and tasks into words, `journey_moments` holds the rules; this module says what a
journey is. Advisory only: it shows and explains, and decides nothing.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.call_facts import CallFacts
from assistant.domain.calls import Situation
from assistant.domain.facts import CustomerFacts
from assistant.domain.money import Language, Money
from assistant.domain.note_texts import NoteTexts
from assistant.domain.notes import Disposition, Note
from assistant.domain.policy import Policy
from assistant.domain.records import Channel, Customer, CustomerFile
from assistant.domain.tasks import Task

StepKind = Literal[
    "invoice", "due", "payment", "promise", "plan", "dispute", "complaint", "service", "contact", "call", "task"
]
STEP_KINDS: tuple[StepKind, ...] = (
    "invoice",
    "due",
    "payment",
    "promise",
    "plan",
    "dispute",
    "complaint",
    "service",
    "contact",
    "call",
    "task",
)
StepState = Literal["open", "paid", "late", "kept", "broken", "running", "completed", "resolved", "closed", "done"]
"""Of an invoice `late` is paid after its day, or past it and open; of a task, past its day and not closed."""
MomentRule = Literal[
    "first_missed_payment",
    "back_in_time",
    "promise_broken",
    "promise_kept",
    "dispute_opened",
    "dispute_answered_late",
    "dispute_unanswered",
    "complaint_while_overdue",
    "plan_kept",
    "plan_broken",
    "payment_after_call",
    "critical_alert",
]
Tone = Literal["good", "bad", "turn"]


class JourneyModel(BaseModel):
    model_config = ConfigDict(frozen=True)


class Moment(JourneyModel):
    """A moment of truth: which rule found it, why, in one sentence, and the records behind it (ids of steps)."""

    rule: MomentRule
    tone: Tone
    day: dt.date
    text: str
    records: tuple[str, ...]


class InstalmentStep(JourneyModel):
    """An instalment of a plan and what came of it."""

    due_on: dt.date
    amount: Money
    state: Literal["open", "kept", "broken"]
    completed_on: dt.date | None


class Step(JourneyModel):
    """One thing that happened. `id` is the record's (`invoice:2026/118`), `call:ID`, `task:ID`, `due:NUMBER/n`.

    `days_late` counts from the due date to the payment, or to today where it is open; `moments` are those that it is
    the first record of.
    """

    id: str
    kind: StepKind
    day: dt.date
    title: str
    text: str
    state: StepState | None = None
    at: dt.datetime | None = None
    amount: Money | None = None
    currency: str = ""
    due_on: dt.date | None = None
    days_late: int | None = None
    channel: Channel | None = None
    call_id: str = ""
    """The call that it is, or that it came of."""
    disposition: Disposition | None = None
    situations: tuple[Situation, ...] = ()
    instalments: tuple[InstalmentStep, ...] = ()
    related: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()


class PayPoint(JourneyModel):
    """A due date that was paid in full: `delay` days after it (before it: negative)."""

    due_on: dt.date
    paid_on: dt.date
    delay: int


@dataclass(frozen=True)
class JourneyBasis:
    """What a journey is made of, as known on the day `on`; `texts` are the note's words for what calls came to."""

    file: CustomerFile
    policy: Policy
    on: dt.date
    language: Language
    texts: NoteTexts
    calls: Sequence[CallFacts] = ()
    notes: Mapping[str, Note] = field(default_factory=dict)
    tasks: Sequence[Task] = ()


class Journey(JourneyModel):
    """The whole of it; `steps` and `moments` newest first, `pattern` oldest first."""

    customer: Customer
    facts: CustomerFacts
    pattern: tuple[PayPoint, ...]
    moments: tuple[Moment, ...]
    steps: tuple[Step, ...]
