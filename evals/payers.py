"""Invented payers of a portfolio, seeded: how often they are billed, how late they pay, and what may change.

They differ as real ones do: punctual, late by habit, irregular, on a fixed day of the month, forgetful now and then,
drifting, shut in August. A planted change makes a payer so many days slower from a day on; nothing else changes.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

KINDS = {"punctual": 30, "late": 25, "irregular": 15, "monthly_run": 12, "forgetful": 10, "drifting": 8}
"""Kinds of payers and their weights in a portfolio, in per cent."""
EVERY = {30: 55, 14: 15, 61: 15, 91: 15}
"""Days between invoices and their weights."""
TERMS = (30, 30, 60, 60, 90)
SHUT_IN_AUGUST = 0.3
"""Share of payers who pay nothing from 5 to 25 August."""


@dataclass(frozen=True)
class Paid:
    """An invoice and the day on which its payer pays it."""

    issued_on: date
    due_on: date
    paid_on: date

    @property
    def delay(self) -> int:
        return (self.paid_on - self.due_on).days


@dataclass(frozen=True)
class Payer:
    """`usual` and `spread` are days past the due date; `changes_on` None is a payer who never changes."""

    kind: str
    every: int
    terms: int
    usual: float
    spread: float
    shut: bool
    run_day: int
    changes_on: date | None = None
    slower_by: int = 0


def payer(chance: random.Random, changes_on: date | None = None, slower_by: int = 0) -> Payer:
    """One payer of the portfolio, by the weights above."""
    kind = chance.choices([*KINDS], [*KINDS.values()])[0]
    usual, spread = {
        "punctual": (chance.uniform(-3, 3), chance.uniform(1, 3)),
        "late": (chance.uniform(5, 45), chance.uniform(2, 6)),
        "irregular": (chance.uniform(0, 25), chance.uniform(8, 18)),
        "monthly_run": (chance.uniform(-2, 20), chance.uniform(1, 4)),
        "forgetful": (chance.uniform(0, 15), chance.uniform(2, 5)),
        "drifting": (chance.uniform(0, 20), chance.uniform(3, 6)),
    }[kind]
    return Payer(
        kind=kind,
        every=chance.choices([*EVERY], [*EVERY.values()])[0],
        terms=chance.choice(TERMS),
        usual=usual,
        spread=spread,
        shut=chance.random() < SHUT_IN_AUGUST,
        run_day=chance.choice((5, 10, 15, 27)),
        changes_on=changes_on,
        slower_by=slower_by,
    )


def invoices(who: Payer, chance: random.Random, first: date, last: date) -> Iterator[Paid]:
    """The payer's invoices issued from `first` to `last`, oldest first, with the day each is paid."""
    issued = first + timedelta(days=chance.randrange(who.every))
    drift = 0.0
    while issued <= last:
        due = issued + timedelta(days=who.terms)
        drift = 0.8 * drift + chance.gauss(0, who.spread) if who.kind == "drifting" else 0.0
        yield Paid(issued, due, _paid_on(who, chance, due, drift))
        issued += timedelta(days=max(1, who.every + chance.randint(-2, 2)))


def _paid_on(who: Payer, chance: random.Random, due: date, drift: float) -> date:
    delay = who.usual + drift + chance.gauss(0, who.spread)
    if who.kind == "irregular":
        delay = who.usual + chance.gammavariate(1.5, who.spread)
    if who.kind == "forgetful" and chance.random() < 0.08:
        delay += chance.uniform(15, 60)
    if who.changes_on is not None and due >= who.changes_on:
        delay += who.slower_by
    day = due + timedelta(days=max(1 - who.terms, round(delay)))
    if who.shut and date(day.year, 8, 5) <= day <= date(day.year, 8, 25):
        day = date(day.year, 8, 26) + timedelta(days=chance.randrange(8))
    if who.kind == "monthly_run":
        day = _next_run(day, who.run_day)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def _next_run(day: date, run_day: int) -> date:
    if day.day <= run_day:
        return day.replace(day=run_day)
    return (day.replace(day=1) + timedelta(days=32)).replace(day=run_day)
