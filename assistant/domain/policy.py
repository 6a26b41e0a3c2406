"""A principal's policy as data: plan tiers, discounts, response times, required statements, forbidden phrases.

The YAML file `library/PRINCIPAL/policy.yaml` holds exactly these fields; an unknown field is an error. The conduct of
calls (openings, checklists, forbidden phrases that hold for everybody) is `common/conduct.yaml`, type `Conduct`.
"""

from decimal import Decimal
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from assistant.domain.calls import Purpose, Situation
from assistant.domain.money import Language, Money
from assistant.domain.notes import ItemKind
from assistant.domain.plans import Authority

ClvBand = Literal["low", "medium", "high"]
Frequency = Literal["weekly", "biweekly", "monthly"]
InterestTreatment = Literal["charged", "waived", "waived_if_kept"]
Severity = Literal["info", "warning", "critical"]
Texts = dict[Language, str]
FalseAlarms = Literal[1, 2, 5, 10]
"""Budgets of false alarms for which thresholds are calibrated."""


class PolicyModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TierCondition(PolicyModel):
    """When a tier applies. `promise_kept_min` (0 to 1) and `clv_band` may widen what is offered, never refuse."""

    total_max: Money = Field(gt=0)
    days_past_due_max: int = Field(ge=0)
    promise_kept_min: Decimal | None = Field(default=None, ge=0, le=1)
    clv_band: ClvBand | None = None


class Tier(PolicyModel):
    """One row of the plan table; the first whose `when` holds decides."""

    id: str
    when: TierCondition
    max_instalments: int = Field(ge=1, le=60)
    min_amount: Money = Field(gt=0)
    first_due_within_days: int = Field(ge=1)
    frequency: Frequency = "monthly"
    deposit_percent: Decimal = Field(default=Decimal(0), ge=0, lt=100)
    interest: InterestTreatment = "waived_if_kept"
    authority: Authority = "operator"
    article: str


class EarlyPayment(PolicyModel):
    """A discount for paying everything within `within_days` of the call."""

    percent: Decimal = Field(gt=0, lt=100)
    within_days: int = Field(ge=1)
    article: str


class Settlement(PolicyModel):
    """The largest reduction that may be agreed to close a debt, and who may agree to it."""

    max_percent: Decimal = Field(ge=0, lt=100)
    min_days_past_due: int = Field(ge=0)
    authority: Authority = "supervisor"
    article: str


class Replanning(PolicyModel):
    """What holds for a new plan after one that was missed; it makes the tier's terms stricter, never refuses.

    `first_due_within_days` has a least of a week, so that a run of holidays never leaves a customer without a plan.
    """

    authority: Authority = "supervisor"
    first_due_within_days: int = Field(ge=7)
    article: str


class ResponseTimes(PolicyModel):
    """Working days within which the principal answers."""

    dispute_days: int = Field(ge=1)
    complaint_days: int = Field(ge=1)
    document_days: int = Field(ge=1)
    payment_check_days: int = Field(ge=1)


class ForbiddenPhrase(PolicyModel):
    """`patterns` are regular expressions, matched without regard to case; `kinder` is what to say instead."""

    id: str
    severity: Severity = "critical"
    purposes: tuple[Purpose, ...] = ()
    """Only in calls of these purposes; empty for all."""
    patterns: dict[Language, tuple[str, ...]]
    why: Texts
    kinder: Texts


class RequiredStatement(PolicyModel):
    """A sentence of the principal that must be spoken; it becomes a checklist item."""

    id: str
    purposes: tuple[Purpose, ...]
    text: Texts
    cues: dict[Language, tuple[str, ...]]


class EarlyWarningPolicy(PolicyModel):
    """How many false alarms are accepted: a smaller budget warns later and of larger changes only."""

    false_alarms_per_100_customers_a_year: FalseAlarms = 2


class NotePolicy(PolicyModel):
    """What goes into the notes of this principal's calls."""

    items: tuple[ItemKind, ...] = ("promise", "plan", "dispute", "complaint", "request", "next_action")
    narrative: bool = True
    email: bool = True


class Policy(PolicyModel):
    tiers: tuple[Tier, ...] = Field(min_length=1)
    early_payment: EarlyPayment | None = None
    settlement: Settlement | None = None
    replanning: Replanning | None = None
    response_times: ResponseTimes
    promise_grace_days: int = Field(default=3, ge=0)
    early_warning: EarlyWarningPolicy = EarlyWarningPolicy()
    note: NotePolicy = NotePolicy()
    clv_bands: tuple[Money, Money] = (Decimal(20000), Decimal(100000))
    """Customer lifetime value from which a customer is `medium`, and `high`."""
    required_statements: tuple[RequiredStatement, ...] = ()
    forbidden_phrases: tuple[ForbiddenPhrase, ...] = ()

    @field_validator("clv_bands")
    @classmethod
    def _bands_rise(cls, bands: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
        if not 0 < bands[0] < bands[1]:
            raise ValueError("two amounts greater than zero, the second greater than the first")
        return bands

    @model_validator(mode="after")
    def _tiers_have_ids_of_their_own(self) -> Self:
        seen: set[str] = set()
        for tier in self.tiers:
            if tier.id in seen:
                raise ValueError(f"tier {tier.id!r} stands twice; give each tier an id of its own")
            seen.add(tier.id)
        return self


class ChecklistItem(PolicyModel):
    """`cues` are regular expressions over what the operator says; any match ticks the item."""

    id: str
    text: Texts
    cues: dict[Language, tuple[str, ...]]


class PurposeGuide(PolicyModel):
    """How a call of this purpose runs: the phrase that opens it (an id of the phrase file) and its checklist.

    `questions` are the items of the checklist whose answers are kept in the customer's own words.
    """

    opening: str
    checklist: tuple[str, ...]
    questions: tuple[str, ...] = ()


class EmpathyHint(PolicyModel):
    """A difficulty wants an answer: the checklist item whose cues give it, and within how many turns."""

    acknowledged_by: str
    within_operator_turns: int = Field(default=2, ge=1, le=3)
    text: Texts
    kinder: Texts


class CardPolicy(PolicyModel):
    """How often a card may ask for attention, in seconds of the call."""

    cooldown_seconds: float = Field(default=4, ge=0)
    """So long a card stays before one of no higher precedence may replace it, unless the operator has answered."""
    quiet_after_dismissal_seconds: float = Field(default=60, ge=0)
    """So long a situation gets no card after the operator dismissed one for it."""


class Conduct(PolicyModel):
    """What holds for every principal."""

    purposes: dict[Purpose, PurposeGuide]
    checklist: tuple[ChecklistItem, ...]
    forbidden_phrases: tuple[ForbiddenPhrase, ...]
    silent_situations: tuple[Situation, ...] = (Situation.NONE,)
    empathy: EmpathyHint | None = None
    cards: CardPolicy = CardPolicy()

    @model_validator(mode="after")
    def _checklist_items_exist(self) -> Self:
        known = {item.id for item in self.checklist}
        for purpose, guide in self.purposes.items():
            for item in guide.checklist:
                if item not in known:
                    raise ValueError(f"purpose {purpose!r} names checklist item {item!r}, which is not defined")
            if strange := sorted(set(guide.questions) - set(guide.checklist)):
                raise ValueError(f"purpose {purpose!r}: the questions {strange} are not on its checklist")
        if self.empathy and self.empathy.acknowledged_by not in known:
            named = self.empathy.acknowledged_by
            raise ValueError(f"`empathy.acknowledged_by` names checklist item {named!r}, which is not defined")
        return self
