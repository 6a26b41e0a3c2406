"""Who takes part in an invented history: principals with their operators, customers, and the outlines of calls."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from assistant.domain.calls import Purpose, Situation
from assistant.domain.money import Language
from assistant.domain.note_texts import NoteTexts
from assistant.domain.notes import Disposition
from assistant.domain.plans import Plan
from assistant.domain.policy import Conduct, Policy
from assistant.domain.records import Principal
from assistant.domain.users import User
from evals.history.people import person
from evals.history.stock import Stock
from knowledge.types import Phrase

TEAMS: Mapping[str, Mapping[str, float]] = {
    "montelupo": {"aurora": 0.72, "brezza": 0.62, "cometa": 0.54},
    "brackwater": {"delta": 0.68, "echo": 0.57},
}
"""Teams of each principal, and how warm their operators are on average, from 0 to 1."""
_ZONES = {"IT": "Europe/Rome", "GB": "Europe/London"}
_OPERATORS_A_TEAM = 4


@dataclass(frozen=True)
class Operator:
    """`warmth`, 0 to 1, moves the words that an operator chooses; nothing else knows of it."""

    user: User
    warmth: float

    @property
    def first_name(self) -> str:
        return self.user.display_name.partition(" ")[0]


@dataclass(frozen=True, eq=False)
class House:
    """A principal as the history needs it: its rules, its people, its sentences."""

    principal: Principal
    policy: Policy
    conduct: Conduct
    operators: Sequence[Operator]
    supervisor: User
    stock: Mapping[Language, Stock]
    phrases: Mapping[tuple[Language, str], Sequence[Phrase]]
    """Approved sentences without slots, by language and situation."""
    texts: Mapping[Language, NoteTexts]
    rubric: int
    """The version of the rubric by which its calls are scored."""
    prefix: str
    """What its invoice numbers begin with."""

    @property
    def id(self) -> str:
        return self.principal.id

    @property
    def users(self) -> list[User]:
        return [*(one.user for one in self.operators), self.supervisor]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(_ZONES[self.principal.country])


@dataclass(frozen=True)
class Story:
    """A call before it is told: who spoke with whom, why, about what, and how it ended.

    `heard` are parts of the stock that the customer says, each with the situation it means, in order. `promise` is a
    day and an amount; `complete` is false where the transcript stops in the middle.
    """

    id: str
    house: House
    customer: str
    """`PRINCIPAL/REF`."""
    customer_name: str
    contact: str
    language: Language
    sales_rep: str
    operator: Operator
    warmth: float
    at: dt.datetime
    purpose: Purpose
    disposition: Disposition
    heard: tuple[tuple[str, Situation], ...]
    invoice: str
    amount: Decimal
    currency: str
    promise: tuple[dt.date, Decimal] | None = None
    plan: Plan | None = None
    call_back_on: dt.date | None = None
    paid_on: dt.date | None = None
    theme: str = ""
    complete: bool = True

    @property
    def day(self) -> dt.date:
        return self.at.date()


def supervisor_of(principal: Principal, chance: random.Random) -> User:
    """The invented supervisor of a principal."""
    name = person(chance, principal.language).name
    return User(
        username=f"{name.lower().replace(' ', '.')}.{principal.id}",
        display_name=name,
        role="supervisor",
        principals=(principal.id,),
        language=principal.language,
    )


def operators_of(principal: Principal, chance: random.Random) -> list[Operator]:
    """The invented operators of a principal, team by team, one a little warmer than the other."""
    found: list[Operator] = []
    taken: set[str] = set()
    for team, warmth in TEAMS.get(principal.id, {"team": 0.6}).items():
        for _ in range(_OPERATORS_A_TEAM):
            name = person(chance, principal.language).name
            while name in taken:
                name = person(chance, principal.language).name
            taken.add(name)
            username = name.lower().replace(" ", ".")
            user = User(
                username=username,
                display_name=name,
                role="operator",
                principals=(principal.id,),
                team=team,
                language=principal.language,
            )
            found.append(Operator(user, min(0.95, max(0.15, chance.gauss(warmth, 0.08)))))
    return found
