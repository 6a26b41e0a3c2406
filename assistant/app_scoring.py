"""The composition of scoring alone, a part of the composition root: what keeps the facts and scores of calls."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from assistant.adapters.clock import SystemClock
from assistant.adapters.extraction import SpokenFigures
from assistant.adapters.lemmas import lemma
from assistant.adapters.library import FileLibrary
from assistant.adapters.store import (
    Database,
    StoredCalls,
    StoredCustomers,
    StoredFacts,
    StoredNotes,
    StoredScores,
    StoredUsers,
)
from assistant.app_delivery import opened_database
from assistant.services.call_facts import FactsPorts
from assistant.services.judging import Judge
from assistant.services.ports import Calls, Library
from assistant.services.ports_notes import Notes
from assistant.services.scoring import ScoringPorts
from assistant.settings import Settings


def facts_ports(
    database: Database, library: Library, calls: Calls, notes: Notes, judge: Judge | None = None
) -> FactsPorts:
    """Without a judge the rules stand."""
    return FactsPorts(
        scoring=ScoringPorts(calls, library, SpokenFigures(), lemma, judge),
        notes=notes,
        customers=StoredCustomers(database),
        users=StoredUsers(database),
        facts=StoredFacts(database),
        scores=StoredScores(database),
        clock=SystemClock(),
    )


@asynccontextmanager
async def keeping_facts(settings: Settings) -> AsyncIterator[FactsPorts]:
    """Open the data folder for a worker: no model, so the rules stand."""
    async with opened_database(settings) as database:
        library = FileLibrary(settings.library_path)
        yield facts_ports(database, library, StoredCalls(database), StoredNotes(database))
