from datetime import date

from assistant.domain.calls import Situation
from assistant.domain.events import AlertRaised, CallClosed, CallOpened, ChecklistTicked, SituationDetected
from assistant.domain.practice_log import call_info, practice_events, utterances
from assistant.domain.practice_state import PracticeState
from assistant.services.practice import say, start
from tests.fake_practice import shipped_practice

PORTS = shipped_practice()
LINES = (
    "Buongiorno, sono Ada Neri di Montelupo Ascensori. Parlo con la signora Tinti?",
    "Grazie. Come vanno le cose?",
    "È colpa sua, doveva pensarci prima.",
    "",
)


async def call() -> PracticeState:
    state = await start("it-promessa-malattia", 1, date(2026, 11, 25), PORTS)
    for line in LINES:
        state = await say(state, line, PORTS)
    return state


async def test_who_said_what_in_which_order() -> None:
    said = utterances(await call())
    assert [one.id for one in said] == ["c0", "o1", "c1", "o2", "c2", "o3", "c3", "c4"]
    assert [one.speaker for one in said[:3]] == ["customer", "operator", "customer"]
    assert [one.t for one in said] == sorted(one.t for one in said)


async def test_the_log_is_that_of_a_call_with_these_words() -> None:
    state, library = await call(), PORTS.library
    principal, policy = library.principal("montelupo"), library.policy("montelupo")
    events = list(practice_events(state, principal, library.conduct(), policy))
    assert isinstance(events[0], CallOpened)
    assert isinstance(events[-1], CallClosed)
    assert (events[0].purpose, events[0].call_id) == ("promise_follow_up", call_info(state).id)
    meant = {one.utterance_id: one.situations[0].id for one in events if isinstance(one, SituationDetected)}
    assert meant["c2"] == Situation.BEREAVEMENT_OR_ILLNESS
    assert meant["c0"] == Situation.NONE
    assert {one.item for one in events if isinstance(one, ChecklistTicked)} >= {"identification", "right_person"}
    assert [one.utterance_id for one in events if isinstance(one, AlertRaised)] == ["o3"]
