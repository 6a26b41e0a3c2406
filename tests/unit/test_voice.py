"""What counts as a customer's voice, and what doesn't."""

from typing import Any

from assistant.domain.calls import ScoredSituation, Situation
from assistant.domain.events import NoteDrafted, SituationDetected, UtteranceHeard
from assistant.domain.notes import Answer, Evidence, NoteItem
from assistant.domain.records import Ticket
from assistant.domain.voice import Origin, ticket_text, voices_of_call, voices_of_ticket
from tests.fakes import NOON

ORIGIN = Origin("c1", "p", "p/C1", "call", "it", NOON, NOON.date(), 9, "c1")
LATE = "la merce arriva sempre in ritardo"


def heard(utterance_id: str, text: str, speaker: Any = "customer", *, partial: bool = False) -> UtteranceHeard:
    return UtteranceHeard(
        call_id="c1", at=NOON, utterance_id=utterance_id, t=3, speaker=speaker, text=text, partial=partial
    )


def meant(utterance_id: str, situation: Situation, confidence: float = 0.9) -> SituationDetected:
    scored = [ScoredSituation(id=situation, confidence=confidence)]
    return SituationDetected(call_id="c1", at=NOON, utterance_id=utterance_id, situations=scored)


def note(**fields: Any) -> NoteDrafted:
    known: Any = {"customer": "p/C1", "language": "it", "disposition": "no_outcome", "reason": "r"}
    return NoteDrafted(call_id="c1", at=NOON, **known, **fields)


def texts(*events: Any) -> list[str]:
    return [voice.text for voice in voices_of_call(ORIGIN, events)]


def test_complaints_and_disputes_of_the_service_count() -> None:
    [voice] = voices_of_call(ORIGIN, [heard("u1", LATE), meant("u1", Situation.SERVICE_COMPLAINT)])
    assert (voice.id, voice.call_id, voice.utterance_id, voice.text) == ("c1:u1", "c1", "u1", LATE)
    assert (voice.at - NOON).seconds == 3
    assert texts(heard("u1", LATE), meant("u1", Situation.INVOICE_DISPUTE)) == [LATE]


def test_what_is_unsure_or_of_something_else_does_not() -> None:
    assert texts(heard("u1", LATE), meant("u1", Situation.SERVICE_COMPLAINT, 0.4)) == []
    assert texts(heard("u1", "le pago la metà venerdì prossimo"), meant("u1", Situation.PROMISE_TO_PAY)) == []


def test_anger_counts_where_it_says_something() -> None:
    long = "ma vi rendete conto di come trattate chi lavora"
    assert texts(heard("u1", long), meant("u1", Situation.ANGER)) == [long]
    assert texts(heard("u1", "siete dei veri buffoni tutti"), meant("u1", Situation.ANGER)) == []


def test_only_the_customers_final_words_count() -> None:
    operator = heard("u1", LATE, "operator"), meant("u1", Situation.SERVICE_COMPLAINT)
    stranger = heard("u2", LATE, "third_party"), meant("u2", Situation.SERVICE_COMPLAINT)
    partial = heard("u3", LATE, partial=True), meant("u3", Situation.SERVICE_COMPLAINT)
    assert texts(*operator, *stranger, *partial) == []


def test_too_few_words_say_nothing() -> None:
    assert texts(heard("u1", "non va bene"), meant("u1", Situation.SERVICE_COMPLAINT)) == []


def test_the_latest_notes_complaints_and_answers_count_with_their_whole_utterance() -> None:
    item = NoteItem(kind="complaint", text="t", evidence=(Evidence(utterance_id="u1", quote="in ritardo"),))
    promise = NoteItem(kind="promise", text="t", evidence=(Evidence(utterance_id="u2", quote="pago"),))
    answer = Answer(question="q", text="?", evidence=(Evidence(utterance_id="u3", quote="x"),))
    words = heard("u1", LATE), heard("u2", "pago venerdì senza falta"), heard("u3", "siete sempre molto gentili")
    older = note(items=(promise,))
    assert texts(*words, older, note(items=(item, promise), answers=(answer,))) == [LATE, "siete sempre molto gentili"]
    assert texts(*words, note(items=(item,)), note()) == []
    assert texts(*words, note(items=(item,), final=False)) == []


def test_an_utterance_counts_once_however_it_was_found() -> None:
    item = NoteItem(kind="dispute", text="t", evidence=(Evidence(utterance_id="u1", quote="in ritardo"),))
    assert texts(heard("u1", LATE), meant("u1", Situation.INVOICE_DISPUTE), note(items=(item,))) == [LATE]


def test_a_complaint_of_the_record_is_a_voice_without_a_link() -> None:
    ticket = Ticket(
        id="ticket:9", kind="complaint", opened_on=NOON.date(), subject="porta bloccata.", text="Da giorni."
    )
    assert ticket_text(ticket) == "porta bloccata. Da giorni"
    origin = Origin("p/C1#ticket:9", "p", "p/C1", "ticket", "it", NOON, NOON.date(), 1)
    [voice] = voices_of_ticket(origin, ticket_text(ticket))
    assert (voice.id, voice.call_id, voice.utterance_id) == ("p/C1#ticket:9", "", "")
    assert voices_of_ticket(origin, "porta") == []
