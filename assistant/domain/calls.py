"""A call: who speaks with whom and why, what was said, and what a customer's last words can mean."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.money import Language

Speaker = Literal["operator", "customer", "third_party"]
Purpose = Literal[
    "pre_due_courtesy", "overdue", "promise_follow_up", "dispute_follow_up", "feedback_interview", "inbound"
]
MAX_UTTERANCE_CHARS = 4_000
"""Longer utterances are cut when heard: nobody says more in one breath; a feed that sends more is broken."""


class Situation(StrEnum):
    """What the customer's last words mean, in the order that decides which of several is the primary one."""

    WRONG_PERSON = "wrong_person"
    INSOLVENCY_OR_LEGAL = "insolvency_or_legal"
    BEREAVEMENT_OR_ILLNESS = "bereavement_or_illness"
    ALREADY_PAID = "already_paid"
    INVOICE_DISPUTE = "invoice_dispute"
    SERVICE_COMPLAINT = "service_complaint"
    INSTALMENT_REQUEST = "instalment_request"
    DISCOUNT_REQUEST = "discount_request"
    PROMISE_TO_PAY = "promise_to_pay"
    AGREEMENT = "agreement"
    CALLBACK_REQUEST = "callback_request"
    TEMPORARY_DIFFICULTY = "temporary_difficulty"
    REFUSAL = "refusal"
    INFORMATION_REQUEST = "information_request"
    ANGER = "anger"
    NONE = "none"


class ScoredSituation(BaseModel):
    id: Situation
    confidence: float


class Classification(BaseModel):
    """`situation` is the primary one; `confidence` is its own; `situations` are all that hold, primary first."""

    situation: Situation
    confidence: float
    situations: list[ScoredSituation]
    language: Language


class Utterance(BaseModel):
    """One turn. `t` is seconds from the start of the call."""

    model_config = ConfigDict(frozen=True)

    id: str
    t: float = Field(ge=0)
    speaker: Speaker
    text: str


class CallInfo(BaseModel):
    """What is known of a call when it starts. `customer` is `PRINCIPAL/REF`."""

    model_config = ConfigDict(frozen=True)

    id: str
    customer: str
    principal: str
    started_at: datetime
    language: Language
    purpose: Purpose = "overdue"
    operator: str = ""
    """User name of the operator; empty where the feed didn't say."""


class Call(BaseModel):
    """A stored call as lists show it."""

    info: CallInfo
    customer_name: str
    ended_at: datetime | None = None
    last_seq: int = 0


class Transcript(BaseModel):
    """A whole call as a file holds it. Empty fields of `call` were not in the file."""

    started_at: datetime | None = None
    id: str | None = None
    principal: str | None = None
    customer: str | None = None
    language: Language | None = None
    purpose: Purpose | None = None
    utterances: list[Utterance]
