"""The composition of practice, a part of the composition root."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.adapters.bus import MemoryBus
from assistant.adapters.memory import MemoryCalls, MemoryNotes
from assistant.adapters.store import Database, StoredAudit, StoredExercises
from assistant.domain.calls import CallInfo
from assistant.domain.events import AnyOutEvent
from assistant.domain.exercises import Exercise
from assistant.domain.records import CustomerFile
from assistant.domain.rubric import Score
from assistant.services.coaching import Booth, Coach, ScenarioCustomers
from assistant.services.live import LiveCalls
from assistant.services.practice import PracticePorts, Scorer, records_seen
from assistant.services.practice_room import RoomPorts
from assistant.services.practice_view import ViewPorts
from assistant.services.scoring import ScoringPorts, score_events
from assistant.services.session import LivePorts
from assistant.services.tailor import Tailor


def scorer_of(scoring: ScoringPorts) -> Scorer:
    """A practice call is scored as a real one is."""

    async def scored(info: CallInfo, events: Sequence[AnyOutEvent]) -> Score:
        return (await score_events(scoring, info, events)).score

    return scored


def practice_ports(database: Database, practice: PracticePorts, live: LivePorts, approved_only: Tailor) -> ViewPorts:
    """What practising needs. Its coach is the live pipeline with approved words; its calls are never kept as calls."""

    def booth(file: CustomerFile) -> Booth:
        calls = MemoryCalls()
        ports = replace(
            live,
            calls=calls,
            notes=MemoryNotes(),
            bus=MemoryBus(),
            customers=ScenarioCustomers(file),
            tailor=approved_only,
            teller=None,
        )
        return Booth(LiveCalls(ports), calls)

    def seen(exercise: Exercise) -> CustomerFile:
        return records_seen(exercise.practice, practice)

    room = RoomPorts(StoredExercises(database), practice, live.users, StoredAudit(database), live.clock)
    return ViewPorts(room, Coach(booth, seen))
