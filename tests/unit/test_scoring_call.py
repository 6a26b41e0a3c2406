from assistant.domain.calls import Situation
from assistant.domain.scoring_call import read_call
from tests.unit.scored_calls import log_of, read, reader


def test_every_turn_is_read_for_what_it_does() -> None:
    call = read("O: Buongiorno, sono Sara di Montelupo, parlo con il signor Abeti?\nC: sì, arrivederci")
    assert call.operator[0].does("greets", "asks_who") and not call.operator[0].does("goodbye")
    assert call.customer[0].says == {"goodbye", "agrees"}
    assert call.operator[0].evidence("asks_who").utterance_id == "u1"


def test_a_log_without_its_opening_is_no_call() -> None:
    assert read_call(log_of("O: Buongiorno")[1:], reader()) is None


def test_only_wording_breaks_a_rule() -> None:
    """The third party's alert warns the operator, and the hour of a call is no wording."""
    events = log_of("O: La porto in tribunale.\nC: ah")
    alert = next(event for event in events if event.type == "alert.raised")
    hints = [alert.model_copy(update={"rule": rule}) for rule in ("missed_empathy", "calling_hours")]
    call = read_call([*events, *hints], reader())
    assert call is not None
    assert [(breach.rule, breach.severity) for breach in call.breaches] == [("legal_threat", "critical")]


def test_somebody_else_on_the_line() -> None:
    assert read("O: Buongiorno\nT: non c'è, sono la figlia").stranger
    assert not read("O: Buongiorno\nT: glielo passo\nC: eccomi").stranger
    assert read("O: Buongiorno\nC: ha sbagliato numero", meant={2: Situation.WRONG_PERSON}).stranger
    later = {2: Situation.WRONG_PERSON, 4: Situation.PROMISE_TO_PAY}
    assert not read("O: Buongiorno\nC: non sono io\nO: Scusi\nC: ah sì, pago venerdì", meant=later).stranger


def test_where_a_transcript_begins_and_stops() -> None:
    assert read("C: ...e quindi non ho pagato\nO: Capisco.").begins_late
    assert not read("O: Buongiorno\nC: sì").begins_late
    assert read("O: Buongiorno, chiamo per la fattura.\nC: sì la\nO: Mi scusi, non la sento, può ripe").breaks_off
    assert not read("O: Buongiorno\nC: sì\nO: Grazie, arrivederci.\nC: arrivederci").breaks_off
    assert not read("O: buongiorno\nC: sì\nO: a presto allora arrivederci").breaks_off


def test_a_call_whose_feed_was_lost_breaks_off_whatever_was_said() -> None:
    events = log_of("O: Buongiorno\nC: sì\nO: Grazie, arrivederci.")
    lost = [*events[:-1], events[-1].model_copy(update={"lost": True})]
    call = read_call(lost, reader())
    assert call is not None and call.breaks_off and not call.ended
