"""An invented history of calls, written straight into the tables: for benches, tests and whoever looks around.

Seeded: the same `HistorySpec` gives the same rows. Customers pay as `evals.payers` do; their calls, notes, facts and
scores hang together, so that lists, searches and reports have something true to say.
"""

from dataclasses import dataclass
from pathlib import Path

from assistant.adapters.calendar import HolidayCalendar
from assistant.adapters.store import Database
from evals.history.build import Builder, HistorySpec
from evals.history.houses import houses
from evals.history.record import CustomerHistory
from evals.history.write import write_histories, write_users

__all__ = ["Builder", "CustomerHistory", "HistorySpec", "Seeded", "builder", "houses", "seed_history"]


@dataclass(frozen=True)
class Seeded:
    """How much was written."""

    customers: int
    calls: int


def builder(library_path: Path, spec: HistorySpec) -> Builder:
    """What builds this history, by the rules and sentences of the library in this folder."""
    return Builder(houses(library_path, spec.seed), spec, HolidayCalendar().is_working_day)


async def seed_history(database: Database, library_path: Path, spec: HistorySpec) -> Seeded:
    """Write the history; the database must not hold it yet."""
    made = builder(library_path, spec)
    await write_users(database, [user for house in made.houses for user in house.users])
    customers, calls = await write_histories(database, made.histories())
    return Seeded(customers, calls)
