"""The wire: every event that goes in or out of a live call, as JSON that stays stable.

An event is flat: `{"seq", "call_id", "at", "type", ...payload}`. `seq` counts from 1 within a call and has no gaps in
what a panel receives. The JSON schema of both unions is served at `/v1/schema/live.json`.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator

from assistant.domain.calls import Purpose, ScoredSituation, Speaker
from assistant.domain.cards import Card, Citation, Figure, Opening
from assistant.domain.findings import Finding
from assistant.domain.money import Language
from assistant.domain.notes import Note
from assistant.domain.plans import Approval, Limits, PlanResult
from assistant.domain.policy import Severity
from assistant.domain.said import Said

MAX_EVENT_BYTES = 65_536


class InEvent(BaseModel):
    """What a feed or a panel sends. Unknown fields are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    call_id: str = Field(min_length=1, max_length=128, pattern=r"^[\w.:@-]+$")
    at: datetime | None = None
    seq: int | None = None


class CallStarted(InEvent):
    """`customer` is `PRINCIPAL/REF`, or `REF` where that is unique. Only a feed sends it."""

    type: Literal["call.started"] = "call.started"
    customer: str = Field(max_length=200)
    principal: str | None = None
    started_at: datetime | None = None
    language: Language | None = None
    purpose: Purpose = "overdue"
    operator: str = Field(default="", max_length=64, pattern=r"^[\w.@ -]*$")

    @field_validator("started_at")
    @classmethod
    def _within_reason(cls, moment: datetime | None) -> datetime | None:
        if moment is not None and not 2000 <= moment.year <= 2100:
            raise ValueError("a call starts between the years 2000 and 2100")
        return moment


class UtterancePartial(InEvent):
    type: Literal["utterance.partial"] = "utterance.partial"
    t: float = Field(ge=0, allow_inf_nan=False)
    speaker: Speaker
    text: str
    id: str | None = Field(default=None, max_length=64, pattern=r"^[\w.:@-]+$")


class UtteranceFinal(InEvent):
    type: Literal["utterance.final"] = "utterance.final"
    t: float = Field(ge=0, allow_inf_nan=False)
    speaker: Speaker
    text: str
    id: str | None = Field(default=None, max_length=64, pattern=r"^[\w.:@-]+$")


class CallEnded(InEvent):
    type: Literal["call.ended"] = "call.ended"


class SuggestionUsed(InEvent):
    type: Literal["suggestion.used"] = "suggestion.used"
    card_id: str


class SuggestionEdited(InEvent):
    """The operator said it in other words: `text`."""

    type: Literal["suggestion.edited"] = "suggestion.edited"
    card_id: str
    text: str = Field(min_length=1, max_length=2_000)


class SuggestionDismissed(InEvent):
    type: Literal["suggestion.dismissed"] = "suggestion.dismissed"
    card_id: str


class PlanLimits(InEvent):
    type: Literal["plan.limits"] = "plan.limits"
    limits: Limits


class PlanChosen(InEvent):
    type: Literal["plan.chosen"] = "plan.chosen"
    plan_id: str


class PlanApprove(InEvent):
    """A supervisor allows a plan that is beyond the operator's authority."""

    type: Literal["plan.approve"] = "plan.approve"
    plan_id: str
    text: str = Field(default="", max_length=500)


class PlanReject(InEvent):
    """A supervisor refuses it, and says why: the operator has to tell the customer."""

    type: Literal["plan.reject"] = "plan.reject"
    plan_id: str
    text: str = Field(min_length=1, max_length=500)


class Ask(InEvent):
    """A question of the operator to the policy and the customer's records."""

    type: Literal["ask"] = "ask"
    question: str = Field(min_length=1, max_length=500)


class MessageSend(InEvent):
    """A supervisor's word to the operator, who reads it during the call."""

    type: Literal["message.send"] = "message.send"
    text: str = Field(min_length=1, max_length=500)


class NoteDraft(InEvent):
    """The operator asks for the note as the call stands: for a transfer, or where an ended call has none yet."""

    type: Literal["note.draft"] = "note.draft"


class NoteEdit(InEvent):
    """The operator changes the note. `version` is the one that was edited: an older one is refused."""

    type: Literal["note.edit"] = "note.edit"
    version: int = Field(ge=1)
    note: Note


class NoteConfirm(InEvent):
    """The operator confirms the note as it stands in `version`; it then goes to the CRM."""

    type: Literal["note.confirm"] = "note.confirm"
    version: int = Field(ge=1)


FeedEvent = Annotated[CallStarted | UtterancePartial | UtteranceFinal | CallEnded, Field(discriminator="type")]
PanelEvent = Annotated[
    SuggestionUsed
    | SuggestionEdited
    | SuggestionDismissed
    | PlanLimits
    | PlanChosen
    | PlanApprove
    | PlanReject
    | Ask
    | MessageSend
    | NoteDraft
    | NoteEdit
    | NoteConfirm,
    Field(discriminator="type"),
]
FEED_EVENTS: TypeAdapter[FeedEvent] = TypeAdapter(FeedEvent)
PANEL_EVENTS: TypeAdapter[PanelEvent] = TypeAdapter(PanelEvent)


class OutEvent(BaseModel):
    """What a call emits. The call's log assigns `seq`."""

    seq: int = 0
    call_id: str
    at: datetime


class ChecklistEntry(BaseModel):
    item: str
    text: str
    done: bool = False


class Fact(BaseModel):
    """A line of the customer's facts: a label's key, and a figure with its source."""

    key: str
    figure: Figure


class CallOpened(OutEvent):
    """`customer` is `PRINCIPAL/REF`; `customer_name` and `facts` are what the panel's head shows."""

    type: Literal["call.opened"] = "call.opened"
    customer: str
    customer_name: str
    contact_name: str = ""
    principal_name: str = ""
    language: Language
    purpose: Purpose
    started_at: datetime
    facts: list[Fact] = []
    checklist: list[ChecklistEntry]
    opening: Opening | None = None


class UtteranceHeard(OutEvent):
    """A partial is replaced by the next event with the same `utterance_id`."""

    type: Literal["utterance.heard"] = "utterance.heard"
    utterance_id: str
    t: float
    speaker: Speaker
    text: str
    partial: bool = False


class SituationDetected(OutEvent):
    """What the words mean, the figures in them, and all that the customer has said that holds after them (`said`)."""

    type: Literal["situation.detected"] = "situation.detected"
    utterance_id: str
    situations: list[ScoredSituation]
    findings: list[Finding] = []
    said: list[Said] = []


class SuggestionReady(OutEvent):
    type: Literal["suggestion.ready"] = "suggestion.ready"
    card: Card


class SuggestionTailored(OutEvent):
    """A guarded variant of the card's sentence; `mention` is the customer's own words, where only they are new.

    `model` and `prompt` (`id.language@hash`) say what wrote it.
    """

    type: Literal["suggestion.tailored"] = "suggestion.tailored"
    card_id: str
    text: str
    figures: list[Figure] = []
    mention: str = ""
    model: str = ""
    prompt: str = ""


class SuggestionWithheld(OutEvent):
    """The tailoring was withheld; the approved sentence stands. `model` and `prompt` name what was asked, if any."""

    type: Literal["suggestion.withheld"] = "suggestion.withheld"
    card_id: str
    reason: str
    model: str = ""
    prompt: str = ""


class SuggestionClosed(OutEvent):
    type: Literal["suggestion.closed"] = "suggestion.closed"
    card_id: str
    state: Literal["used", "edited", "dismissed", "expired", "replaced"]
    text: str | None = None


class PlansUpdated(OutEvent, PlanResult):
    """The plans for the limits known so far (`limits`); which one the operator proposed aloud, and which was chosen.

    `approvals` is what was asked of supervisors in this call and decided by them, by plan.
    """

    type: Literal["plans.updated"] = "plans.updated"
    limits: Limits = Limits()
    offered: str | None = None
    chosen: str | None = None
    approvals: list[Approval] = []


class ChecklistTicked(OutEvent):
    type: Literal["checklist.ticked"] = "checklist.ticked"
    item: str
    utterance_id: str


class AlertRaised(OutEvent):
    type: Literal["alert.raised"] = "alert.raised"
    rule: str
    severity: Severity
    text: str
    kinder: str | None = None
    citation: str | None = None
    """The source of a contact rule, in a line."""
    utterance_id: str | None = None


class AnswerReady(OutEvent):
    """What the articles and records say to the operator's question: quotes, or none (`citations` empty)."""

    type: Literal["answer.ready"] = "answer.ready"
    question: str
    citations: list[Citation]


class MessageSent(OutEvent):
    """A supervisor's word to the operator; `by` is the supervisor's name."""

    type: Literal["message.sent"] = "message.sent"
    text: str
    by: str


class CallClosed(OutEvent):
    """The call is over (the feed's `call.ended`, as panels see it); nothing follows but the after-call work."""

    type: Literal["call.ended"] = "call.ended"
    lost: bool = False
    """Nobody hung up: no words came for so long that the server ended the call."""


class NoteDrafted(OutEvent, Note):
    """The note as it stands now: at the end of the call, on request during it (`final` is then false), or edited.

    A note whose narrative or e-mail a model has worded names `model` and `prompt` (their references, comma-separated).
    """

    model_config = ConfigDict(frozen=False, extra="ignore")  # as all events; the note alone is neither

    type: Literal["note.drafted"] = "note.drafted"
    version: int = 1
    final: bool = True
    by: str = ""
    """User name of whoever edited it; empty where it is as drafted."""
    model: str = ""
    prompt: str = ""


class NotePosted(OutEvent):
    """The note was confirmed `by` whom (`state` is then `confirmed`), and what became of it at each connector."""

    type: Literal["note.posted"] = "note.posted"
    version: int
    by: str
    connector: str = ""
    state: Literal["confirmed", "delivered", "refused"] = "confirmed"
    text: str = ""
    """The receiver's id of the note, or why it was refused."""


class ErrorRaised(OutEvent):
    type: Literal["error"] = "error"
    code: str
    message: str


AnyOutEvent = Annotated[
    CallOpened
    | UtteranceHeard
    | SituationDetected
    | SuggestionReady
    | SuggestionTailored
    | SuggestionWithheld
    | SuggestionClosed
    | PlansUpdated
    | ChecklistTicked
    | AlertRaised
    | AnswerReady
    | MessageSent
    | CallClosed
    | NoteDrafted
    | NotePosted
    | ErrorRaised,
    Field(discriminator="type"),
]
OUT_EVENTS: TypeAdapter[AnyOutEvent] = TypeAdapter(AnyOutEvent)


def live_schema() -> dict[str, Any]:
    """The JSON schema of the live wire: `feed` and `panel` events in, `out` events out."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Ascolto live events",
        "feed": FEED_EVENTS.json_schema(),
        "panel": PANEL_EVENTS.json_schema(),
        "out": OUT_EVENTS.json_schema(mode="serialization"),
    }
