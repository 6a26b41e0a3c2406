"""Evaluation conversations: a whole call, the customer's records, and what must come of it, turn by turn.

Cases are `cases/*.yaml`, one a file, checked against `cases/schema.json`. What a suggestion must do is named by acts
(`Act` of a scenario), so that a card and a free answer are read by the same rules.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.domain.calls import Purpose, Situation, Speaker, Utterance
from assistant.domain.money import Language
from assistant.domain.notes import Disposition
from assistant.domain.plans import Limits
from assistant.domain.records import (
    Contact,
    ContactPerson,
    Customer,
    CustomerFile,
    Dispute,
    Due,
    Invoice,
    Payment,
    PlanRecord,
    Promise,
    Ticket,
)
from assistant.domain.rubric import CriterionId, Level
from assistant.domain.scenario import Act
from evals.notes import ExpectedItem
from knowledge.errors import ContentError, Problem
from knowledge.yamlfiles import read_yaml, validated

CASES = Path(__file__).parent / "cases"
Split = Literal["dev", "test"]
Trap = Literal[
    "figure_misspoken",
    "expired_article",
    "third_person",
    "injection",
    "outdated_rate",
    "correction",
    "transcription_error",
    "interruption",
    "code_switching",
    "broken_off",
    "contradiction",
    "hostile",
]
_SECONDS_A_WORD = 0.4
_PAUSE = 1.2
_SPEAKERS: dict[str, Speaker] = {"o": "operator", "c": "customer", "t": "third_party"}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CaseInvoice(_Part):
    """One due date an invoice, which is all that a case needs."""

    number: str
    issued_on: dt.date
    due_on: dt.date
    amount: Annotated[Decimal, Field(gt=0)]
    kind: Literal["invoice", "credit_note"] = "invoice"


class CaseRecords(_Part):
    """The customer as the records know it before the call."""

    ref: str
    name: str
    contacts: tuple[ContactPerson, ...] = ()
    sales_rep: str = ""
    client_since: dt.date | None = None
    insolvency_since: dt.date | None = None
    currency: Literal["EUR", "GBP"] = "EUR"
    invoices: tuple[CaseInvoice, ...] = Field(min_length=1)
    payments: tuple[Payment, ...] = ()
    promises: tuple[Promise, ...] = ()
    plans: tuple[PlanRecord, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    notes: tuple[Contact, ...] = ()


class ExpectedPlan(_Part):
    """One option that may be offered: how many payments, the first day, the sum, and the regular instalment."""

    count: Annotated[int, Field(ge=1)]
    first: dt.date
    total: Annotated[Decimal, Field(gt=0)]
    instalment: Annotated[Decimal, Field(gt=0)]


class Expected(_Part):
    """What must hold once the customer has said this. What isn't given isn't judged.

    `situations`: acceptable primary ones, the best first. `card`: whether one must appear, may, or must not. `does`: a
    suggestion is acceptable if it does one of these; `never`: it is unacceptable if it does one of these. `cites` and
    `cites_not` are articles. `limits` are all that hold by now; `options` all that may be offered, empty where nothing.
    """

    situations: tuple[Situation, ...] = ()
    card: Literal["wanted", "any", "none"] = "any"
    does: tuple[Act, ...] = ()
    never: tuple[Act, ...] = ()
    cites: str = ""
    cites_not: str = ""
    limits: Limits | None = None
    options: tuple[ExpectedPlan, ...] | None = None


class CaseTurn(_Part):
    """One of `o` (operator), `c` (customer), `t` (third party) holds the words.

    `obeyed`: words of a suggestion that would show that it followed what was said as a command.
    """

    o: str | None = None
    c: str | None = None
    t: str | None = None
    expect: Expected = Expected()
    obeyed: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_speaker(self) -> Self:
        said = [who for who in _SPEAKERS if getattr(self, who) is not None]
        if len(said) != 1:
            raise ValueError("a turn has one of o, c, t: who speaks, and the words")
        if said == ["o"] and (self.expect != Expected() or self.obeyed):
            raise ValueError("only what the customer's line says has expectations; put them there")
        return self

    @property
    def speaker(self) -> Speaker:
        return next(speaker for who, speaker in _SPEAKERS.items() if getattr(self, who) is not None)

    @property
    def text(self) -> str:
        return str(self.o if self.o is not None else self.c if self.c is not None else self.t)


class ExpectedNote(_Part):
    disposition: Disposition
    items: tuple[ExpectedItem, ...] = ()


class Case(_Part):
    """A conversation. `started_at` is in the principal's zone; all dates are real, so that a case never changes."""

    id: Annotated[str, Field(pattern=r"^(it|en)-[a-z0-9-]{3,60}$")]
    split: Split
    language: Language
    principal: str
    purpose: Purpose
    about: Annotated[str, Field(min_length=8)]
    """What the call is about, in a line."""
    started_at: dt.datetime
    traps: tuple[Trap, ...] = ()
    customer: CaseRecords
    turns: tuple[CaseTurn, ...] = Field(min_length=4)
    note: ExpectedNote
    levels: dict[CriterionId, Level | None] = {}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.started_at.tzinfo is None:
            raise ValueError("started_at needs its zone, as in 2026-11-24T10:15:00+01:00")
        if not self.id.startswith(f"{self.language}-"):
            raise ValueError(f"the id begins with the language: {self.language}-")
        return self

    @property
    def on(self) -> dt.date:
        return self.started_at.date()

    @property
    def utterances(self) -> list[Utterance]:
        """With times as if all were spoken at one pace."""
        clock, spoken = 0.0, []
        for n, turn in enumerate(self.turns, start=1):
            clock += _PAUSE + _SECONDS_A_WORD * len(turn.text.split())
            spoken.append(Utterance(id=f"u{n}", t=round(clock, 1), speaker=turn.speaker, text=turn.text))
        return spoken

    @property
    def file(self) -> CustomerFile:
        """The records as the rules read them."""
        records = self.customer
        known = records.model_dump(include={"ref", "name", "contacts", "sales_rep", "client_since", "insolvency_since"})
        return CustomerFile(
            customer=Customer(principal=self.principal, language=self.language, country=self.country, **known),
            invoices=tuple(_invoice(invoice, records.currency) for invoice in records.invoices),
            payments=records.payments,
            promises=records.promises,
            plans=records.plans,
            disputes=records.disputes,
            tickets=records.tickets,
            contacts=records.notes,
        )

    @property
    def country(self) -> str:
        return "GB" if self.customer.currency == "GBP" else "IT"


def _invoice(invoice: CaseInvoice, currency: str) -> Invoice:
    known = invoice.model_dump(include={"number", "issued_on", "kind"})
    return Invoice(currency=currency, dues=(Due(due_on=invoice.due_on, amount=invoice.amount),), **known)


def load_cases(folder: Path = CASES, split: Split | None = None) -> list[Case]:
    """The cases of a folder, by name of file. Raises `ContentError` with every fault, each with file and line."""
    found: list[Case] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            located = read_yaml(path)
            case = validated(Case, located)
        except ContentError as error:
            problems.extend(error.problems)
            continue
        if case.id != path.stem:
            problems.append(Problem(f"The case calls itself {case.id!r}; name the file after it.", str(path)))
        found.append(case)
    if problems:
        raise ContentError(problems)
    return [case for case in found if split in (None, case.split)]


def schema() -> dict[str, Any]:
    """The JSON schema of a case, as editors read it."""
    return Case.model_json_schema()


def expected_turns(case: Case) -> Sequence[tuple[Utterance, CaseTurn]]:
    """The customer's turns, each with its utterance."""
    return [(said, turn) for said, turn in zip(case.utterances, case.turns, strict=True) if turn.speaker != "operator"]
