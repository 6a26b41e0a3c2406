"""An invented history of calls, written straight into the tables: for benches, tests and whoever looks around.

Seeded: the same `HistorySpec` gives the same rows. Customers pay as `evals.payers` do; their calls, notes, facts and
scores hang together, so that lists, searches and reports have something true to say.
"""

import random
from dataclasses import dataclass
from pathlib import Path

from assistant.adapters.calendar import HolidayCalendar
from assistant.adapters.library import FileLibrary
from assistant.adapters.store import Database
from assistant.domain.money import LANGUAGES
from evals.history.build import Builder, HistorySpec
from evals.history.record import CustomerHistory
from evals.history.stock import load_stock
from evals.history.words import sayable
from evals.history.world import TEAMS, House, operators_of
from evals.history.write import write_histories, write_users

__all__ = ["Builder", "CustomerHistory", "HistorySpec", "Seeded", "builder", "houses", "seed_history"]
_PREFIXES = {"montelupo": "HL", "brackwater": "HW"}


@dataclass(frozen=True)
class Seeded:
    """How much was written."""

    customers: int
    calls: int


def houses(library_path: Path, seed: int) -> list[House]:
    """The demonstration's principals with invented operators, by the library in this folder."""
    library = FileLibrary(library_path)
    stock = {language: load_stock(library_path, language) for language in LANGUAGES}
    texts = {language: library.note_texts(language) for language in LANGUAGES}
    found = []
    for principal in library.principals():
        if principal.id not in TEAMS:
            continue
        phrases = {language: library.phrases(principal.id, language) for language in LANGUAGES}
        found.append(
            House(
                principal=principal,
                policy=library.policy(principal.id),
                conduct=library.conduct(),
                operators=operators_of(principal, random.Random(f"{seed}/{principal.id}")),
                stock=stock,
                phrases=sayable(phrases),
                texts=texts,
                prefix=_PREFIXES[principal.id],
            )
        )
    return found


def builder(library_path: Path, spec: HistorySpec) -> Builder:
    """What builds this history, by the rules and sentences of the library in this folder."""
    return Builder(houses(library_path, spec.seed), spec, HolidayCalendar().is_working_day)


async def seed_history(database: Database, library_path: Path, spec: HistorySpec) -> Seeded:
    """Write the history; the database must not hold it yet."""
    made = builder(library_path, spec)
    await write_users(database, [one.user for house in made.houses for one in house.operators])
    customers, calls = await write_histories(database, made.histories())
    return Seeded(customers, calls)
