"""A scenario: a customer to practise on. One type for trainers and for the simulator of evaluations.

Days are relative to the day of practice (`-30` is thirty days before it), so that a scenario never goes out of date.
What is hidden comes out by rules only; figures stand in `{{slots}}`, filled by code.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.domain.calls import Purpose, Situation
from assistant.domain.money import Language, Money
from assistant.domain.notes import Disposition

Act = Literal[
    "introduce",
    "check_person",
    "state_purpose",
    "name_debt",
    "ask_how",
    "ask_why",
    "ask_amount",
    "ask_when",
    "ask_who",
    "ask_details",
    "ask_papers",
    "acknowledge",
    "name_it",
    "apologise",
    "condole",
    "offer_plan",
    "offer_check",
    "offer_papers",
    "offer_callback",
    "offer_discount",
    "refuse_request",
    "ask_all",
    "explain",
    "recap",
    "close",
    "courteous",
    "brusque",
    "dismiss",
    "press",
    "threaten",
    "insult",
    "steer",
]
"""What a line of the operator does. The last seven are its manner; `steer` is an attempt to command the machine."""
Difficulty = Literal["easy", "medium", "hard", "very_hard"]
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard", "very_hard")
FactKind = Literal[
    "cash_limit",
    "dispute",
    "complaint",
    "illness",
    "bereavement",
    "insolvency",
    "authority",
    "paid",
    "seasonal",
    "other",
]
Settlement = Literal["dispute", "complaint", "verify", "callback", "approval", "referral", "papers"]
"""What can be settled beside money: each is done by a rule's `settle`."""
Deal = Literal["plan", "promise"]
Temper = Literal["low", "even", "high"]
"""The mood in which a line is spoken: below -0.5, from -0.5 to 0.5, above."""
MOOD_MIN, MOOD_MAX = -3.0, 3.0
Mood = Annotated[float, Field(ge=MOOD_MIN, le=MOOD_MAX, multiple_of=0.5)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class ScenarioModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Persona(ScenarioModel):
    """Who answers. `manner` is how this person speaks; a model that acts reads it, and so does the trainer."""

    name: str = Field(min_length=1)
    role: str
    company: str
    manner: str


class ScenarioInvoice(ScenarioModel):
    number: str
    amount: Money = Field(gt=0)
    due: int
    """Days from the day of practice; negative is past."""
    issued: int | None = None
    """Thirty days before `due` where it isn't given."""


class ScenarioPayment(ScenarioModel):
    amount: Money = Field(gt=0)
    paid: int = Field(le=0)
    invoice: str = ""


class ScenarioPromise(ScenarioModel):
    amount: Money = Field(gt=0)
    made: int = Field(le=0)
    due: int
    outcome: Literal["open", "kept", "broken"] = "broken"


class ScenarioContact(ScenarioModel):
    """A note of an earlier conversation."""

    day: int = Field(le=0)
    note: str


class ScenarioRecords(ScenarioModel):
    """What the operator sees before and during the call."""

    invoices: tuple[ScenarioInvoice, ...] = Field(min_length=1)
    payments: tuple[ScenarioPayment, ...] = ()
    promises: tuple[ScenarioPromise, ...] = ()
    contacts: tuple[ScenarioContact, ...] = ()


class Fact(ScenarioModel):
    """One thing that the customer knows. `hidden`: the operator learns it only by a rule that reveals it.

    `text` is what the debrief shows; `words` are pieces of words by which a written line is recognised as telling it. A
    `dispute` names the invoice that it concerns; `paid` what was paid (not negative) and when.
    """

    id: Name
    kind: FactKind
    text: str
    hidden: bool = True
    words: tuple[str, ...] = Field(default=(), min_length=0)
    situation: Situation = Situation.NONE
    also: tuple[Situation, ...] = ()
    """What the words that tell it mean beside `situation`: somebody's death also that the wrong person is speaking."""
    invoice: str = ""
    amount: Money | None = None
    day: int | None = None

    @model_validator(mode="after")
    def _recognisable(self) -> Self:
        if self.hidden and not self.words:
            raise ValueError(f"hidden fact {self.id!r} needs `words` by which a line that tells it is recognised")
        return self


class When(ScenarioModel):
    """All that is given must hold. `acts`: the line does one of these; `done`: each was done, now or before."""

    acts: tuple[Act, ...] = ()
    done: tuple[Act, ...] = ()
    not_done: tuple[Act, ...] = ()
    mood_min: Mood | None = None
    mood_max: Mood | None = None
    out: tuple[str, ...] = ()
    """Facts that are out."""
    not_out: tuple[str, ...] = ()
    settled: tuple[Settlement, ...] = ()
    deal: Deal | None = None
    no_deal: bool = False
    spoke_of: tuple[Situation, ...] = ()
    """What the customer last spoke of is one of these."""
    hung_up: bool | None = None


class Rule(ScenarioModel):
    """One way in which the customer answers; the first whose `when` holds answers, each once unless `again`."""

    id: Name
    when: When
    say: Name
    """The lines that are spoken: a key of `lines`."""
    reveal: tuple[str, ...] = ()
    mood: Annotated[float, Field(ge=-2, le=2, multiple_of=0.5)] = 0
    settle: Settlement | None = None
    promise: bool = False
    """The customer promises what `bargain.promise` says."""
    hang_up: bool = False
    ends: bool = False
    """The customer ends the call in peace."""
    again: bool = False


class PromiseTerms(ScenarioModel):
    """What the customer promises of its own accord."""

    amount: Money = Field(gt=0)
    day: int = Field(ge=0)


class Limit(ScenarioModel):
    """What the customer can really carry; both stay hidden until a rule or the bargaining tells."""

    per_month: Money = Field(gt=0)
    first_day: int = Field(default=0, ge=0)
    """Days from the day of practice before which nothing can be paid."""
    at_once: Money = Field(default=Decimal(0), ge=0)
    """The largest single payment."""


class Bargain(ScenarioModel):
    """How the customer bargains about money."""

    limit: Limit
    limit_fact: str = ""
    """The fact that comes out when the limit is told."""
    agrees: When = When()
    """Until this holds no plan is agreed, and the customer answers with `unwilling`."""
    unwilling: Name = "not_ready"
    promise: PromiseTerms | None = None


class Thresholds(ScenarioModel):
    """From `opens` on the customer tells what is asked kindly; at `hangs_up` or below the call is over."""

    opens: Mood = 0
    hangs_up: Mood = -2.5


class Temperament(ScenarioModel):
    """How far one line moves the mood."""

    courtesy: float = Field(default=0.5, ge=0, le=1, multiple_of=0.5)
    empathy: float = Field(default=1, ge=0, le=2, multiple_of=0.5)
    pressure: float = Field(default=-1, ge=-2, le=0, multiple_of=0.5)


class OutcomeRule(ScenarioModel):
    """What counts as which disposition; the best stands first, the first that holds decides."""

    disposition: Disposition
    when: When = When()
    means: str = ""
    """In a few words, for the debrief."""


class SpokenLine(ScenarioModel):
    text: str = Field(min_length=1)
    mood: Temper | None = None
    """None: in any mood."""


class Lines(ScenarioModel):
    """The written lines of one intent, and what the intent is for (a model that acts reads it)."""

    purpose: str
    say: tuple[SpokenLine | str, ...] = Field(min_length=1)

    def spoken(self) -> Iterator[SpokenLine]:
        for line in self.say:
            yield SpokenLine(text=line) if isinstance(line, str) else line

    def fitting(self, temper: Temper) -> tuple[str, ...]:
        return tuple(line.text for line in self.spoken() if line.mood in (None, temper))


class Scenario(ScenarioModel):
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    version: int = Field(ge=1)
    language: Language
    title: str = Field(min_length=1)
    difficulty: Difficulty
    principal: str = Field(min_length=1)
    purpose: Purpose = "overdue"
    reason: str = Field(min_length=1)
    """What the operator is told before the call: why it is made and what it should bring."""
    persona: Persona
    records: ScenarioRecords
    knows: tuple[str, ...] = ()
    """What the customer knows and says freely."""
    facts: tuple[Fact, ...] = ()
    mood: Mood = 0
    thresholds: Thresholds = Thresholds()
    temperament: Temperament = Temperament()
    bargain: Bargain | None = None
    rules: tuple[Rule, ...] = ()
    outcomes: tuple[OutcomeRule, ...] = Field(min_length=1)
    lines: dict[Name, Lines] = {}

    def fact(self, fact_id: str) -> Fact:
        return next(fact for fact in self.facts if fact.id == fact_id)

    @property
    def hidden(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.hidden)


def temper_of(mood: float) -> Temper:
    if mood < -0.5:
        return "low"
    return "high" if mood > 0.5 else "even"
