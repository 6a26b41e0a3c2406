"""The composition of practice, a part of the composition root."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant.adapters.bus import MemoryBus
from assistant.adapters.calendar import HolidayCalendar
from assistant.adapters.library_content import SHIPPED, read_content
from assistant.adapters.library_scenarios import ScenarioFiles, read_practice
from assistant.adapters.memory import MemoryCalls, MemoryNotes
from assistant.adapters.rates import load_rates
from assistant.adapters.scenario_writing import ScenarioWriter
from assistant.adapters.store import Database, StoredAudit, StoredExercises
from assistant.domain.calls import CallInfo
from assistant.domain.events import AnyOutEvent
from assistant.domain.exercises import Exercise
from assistant.domain.records import CustomerFile
from assistant.domain.rubric import Score
from assistant.domain.scenario_reach import reach_faults
from assistant.services.coaching import Booth, Coach, ScenarioCustomers
from assistant.services.live import LiveCalls
from assistant.services.plans import PlanBasis
from assistant.services.practice import PracticePorts, Scorer, records_seen
from assistant.services.practice_figures import limit_faults
from assistant.services.practice_room import RoomPorts
from assistant.services.practice_view import ViewPorts
from assistant.services.scoring import ScoringPorts, score_events
from assistant.services.session import LivePorts
from assistant.services.tailor import Tailor
from knowledge.errors import Problem

CHECKED_ON = date(2026, 11, 25)
"""The day on which limits are held against the policy: a Wednesday without holidays near it."""


def scorer_of(scoring: ScoringPorts) -> Scorer:
    """A practice call is scored as a real one is."""

    async def scored(info: CallInfo, events: Sequence[AnyOutEvent]) -> Score:
        return (await score_events(scoring, info, events)).score

    return scored


def practice_problems(library: Path) -> list[Problem]:
    """Every fault of the scenarios of a library: those of their files, then what can't come about."""
    houses, files, problems = read_practice(library, SHIPPED)
    content, _ = read_content(library)
    if content is None or problems:
        return problems
    rates, days = load_rates(library), HolidayCalendar()
    for file in files:
        scenario = file.scenario
        principal, policy = content.principals.get(scenario.principal), content.policies.get(scenario.principal)
        if principal is None or policy is None:
            continue
        faults = [*reach_faults(scenario, houses[scenario.language])]
        faults += limit_faults(scenario, PlanBasis(principal, policy, CHECKED_ON, days, rates))
        problems += [file.problem(fault) for fault in faults]
    return problems


def practice_ports(
    database: Database, files: ScenarioFiles, practice: PracticePorts, live: LivePorts, approved_only: Tailor
) -> ViewPorts:
    """What practising needs. Its coach is the live pipeline with approved words; its calls are never kept as calls."""

    def booth(file: CustomerFile, tailor: Tailor | None = None) -> Booth:
        calls, notes = MemoryCalls(), MemoryNotes()
        ports = replace(
            live,
            calls=calls,
            notes=notes,
            bus=MemoryBus(),
            customers=ScenarioCustomers(file),
            tailor=tailor or approved_only,
            teller=None,
        )
        return Booth(LiveCalls(ports), calls, notes)

    def seen(exercise: Exercise) -> CustomerFile:
        return records_seen(exercise.practice, practice)

    room = RoomPorts(
        exercises=StoredExercises(database),
        shelf=ScenarioWriter(files),
        practice=practice,
        users=live.users,
        audit=StoredAudit(database),
        clock=live.clock,
    )
    return ViewPorts(room, Coach(booth, seen))
