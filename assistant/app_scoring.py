"""The composition of scoring alone, a part of the composition root: what keeps the facts and scores of calls."""

from assistant.adapters.clock import SystemClock
from assistant.adapters.extraction import SpokenFigures
from assistant.adapters.lemmas import lemma
from assistant.adapters.store import (
    Database,
    StoredCustomers,
    StoredFacts,
    StoredScores,
    StoredUsers,
)
from assistant.services.call_facts import FactsPorts
from assistant.services.judging import Judge
from assistant.services.ports import Calls, Library
from assistant.services.ports_notes import Notes
from assistant.services.scoring import ScoringPorts


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
