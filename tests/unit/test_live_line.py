"""A line of the live view: folded once, then brought up to date."""

from assistant.domain.calls import ScoredSituation, Situation
from assistant.domain.events import AlertRaised, AnyOutEvent, MessageSent, PlansUpdated, SituationDetected
from assistant.domain.live_line import LiveLine
from assistant.domain.plans import Approval
from tests.unit.test_call_page import BASE, heard, plan


def numbered(*events: AnyOutEvent, begin: int = 1) -> list[AnyOutEvent]:
    return [event.model_copy(update={"seq": n}) for n, event in enumerate(events, begin)]


def detected(situation: Situation) -> SituationDetected:
    return SituationDetected(**BASE, utterance_id="u1", situations=[ScoredSituation(id=situation, confidence=0.9)])


def waits(state: str) -> PlansUpdated:
    approval = Approval.model_validate({"plan_id": "p1", "state": state})
    return PlansUpdated(**BASE, customer="acme/C1", on=BASE["at"].date(), options=[plan()], approvals=[approval])


def test_the_last_words_their_meaning_alerts_and_what_waits() -> None:
    line = LiveLine()
    words = [heard(n, f"parole {n}") for n in range(1, 6)]
    alert = AlertRaised(**BASE, rule="threat", severity="critical", text="Minaccia")
    line.take_in(
        numbered(*words, detected(Situation.REFUSAL), alert, waits("pending"), MessageSent(**BASE, text="x", by="s"))
    )
    assert [last.text for last in line.words] == ["parole 3", "parole 4", "parole 5"]
    assert (line.situation, line.waiting, line.messages, line.last_seq) == (Situation.REFUSAL, ["balanced"], 1, 9)
    assert [alert.severity for alert in line.alerts] == ["critical"]
    assert line.last_at == BASE["at"]
    line.take_in(numbered(detected(Situation.NONE), waits("approved"), begin=10))
    assert (line.situation, line.waiting) == (None, [])


def test_what_was_folded_isn_t_folded_again() -> None:
    line = LiveLine()
    events = numbered(AlertRaised(**BASE, rule="r", severity="info", text="t"))
    line.take_in(events)
    line.take_in(events)
    assert len(line.alerts) == 1
