"""What a practice call is made of: a line as it was read, the customer's move, where the call stands. All is JSON."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.money import Money
from assistant.domain.plans import Plan
from assistant.domain.scenario import Act, Deal, Lines, Name, Scenario, Settlement

Ending = Literal["", "hung_up", "goodbye"]
MoodCause = Literal[
    "courtesy", "empathy", "pressure", "threat", "insult", "brusque", "dismissed", "passed_over", "rule", "impatience"
]


class PracticeModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ActCues(PracticeModel):
    """How an act is recognised: signals of `common/manner/LANG.yaml` or regular expressions; `unless` takes it back.

    `examples` are whole lines: one that nothing else tells is taken for what the most similar of them does.
    """

    signals: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


class House(PracticeModel):
    """What holds for every scenario of a language: cues of acts, and written lines for what any customer may say.

    `common/practice/LANG.yaml`. A scenario's own lines for the same intent are spoken first.
    """

    version: int
    acts: dict[Act, ActCues]
    lines: dict[Name, Lines]


class Offer(PracticeModel):
    """What a line proposes to pay. `each`: the amount is that of one instalment; `whole`: all that is open, at once."""

    count: int | None = None
    amount: Money | None = None
    each: bool = False
    whole: bool = False
    first: dt.date | None = None


class LineReading(PracticeModel):
    """All that the customer reacts to in a line of the operator."""

    acts: tuple[Act, ...] = ()
    offer: Offer | None = None
    empty: bool = False
    repeated: bool = False
    """The same words were said before."""

    def does(self, *acts: Act) -> bool:
        return any(act in self.acts for act in acts)


class Agreed(PracticeModel):
    """What the customer undertook to pay: `count` payments of at most `instalment`, `total` in all, from `first`."""

    kind: Deal
    total: Money
    count: int
    instalment: Money
    first: dt.date


class Figures(PracticeModel):
    """A scenario's figures on the day of practice. The records show `outstanding`; `collectable` is truly due."""

    on: dt.date
    currency: str
    outstanding: Money
    collectable: Money
    per_month: Money | None = None
    at_once: Money | None = None
    first_day: dt.date | None = None
    promise_amount: Money | None = None
    promise_day: dt.date | None = None
    best: Plan | None = None
    """The quickest plan that policy and the hidden limit allow."""


class Progress(PracticeModel):
    """Where the call stands after some turns."""

    mood: float
    out: tuple[str, ...] = ()
    done: tuple[Act, ...] = ()
    fired: tuple[str, ...] = ()
    spoken: dict[str, int] = {}
    """How often each intent was spoken."""
    settled: tuple[Settlement, ...] = ()
    deal: Agreed | None = None
    spoke_of: str = "none"
    unanswered: bool = False
    """A difficulty was told, and the operator has not acknowledged it yet."""
    passed_over: int = 0
    courtesies: int = 0
    refused_offers: int = 0
    silences: int = 0
    idle: int = 0
    """Turns in a row that led nowhere."""
    ended: Ending = ""


class MoodStep(PracticeModel):
    cause: MoodCause
    by: float


class CustomerMove(PracticeModel):
    """What the customer does, and the rule that caused it: a rule of the scenario, or `house.NAME`."""

    intent: Name
    rule: str
    reveals: tuple[str, ...] = ()
    settles: Settlement | None = None
    deal: Agreed | None = None
    mood_before: float
    mood_after: float
    causes: tuple[MoodStep, ...] = ()
    ends: Ending = ""


class PracticeTurn(PracticeModel):
    """One exchange. `before` is where the call stood, so that the turn can be taken back."""

    n: int
    line: str
    reading: LineReading
    move: CustomerMove
    answer: str
    template: str = ""
    """The written line behind the answer, with its slots."""
    by: Literal["written", "model"] = "written"
    before: Progress


class PracticeState(PracticeModel):
    """A practice call as it is kept: scenario and figures as they were when it began."""

    scenario: Scenario
    seed: int
    figures: Figures
    opening: str
    """The customer's first words."""
    progress: Progress
    turns: tuple[PracticeTurn, ...] = ()
    finished: bool = False

    @property
    def over(self) -> bool:
        """Nothing more can be said: the customer ended the call, or the trainee did."""
        return self.finished or self.progress.ended != ""
