"""What the records that a card cites are looked for with. Cards themselves are tested in `test_live.py`."""

from assistant.domain.calls import Situation, Utterance
from assistant.domain.callstate import CallState
from assistant.domain.said import Said
from assistant.services.cards import sought

COMPLAINT = Situation.SERVICE_COMPLAINT


def heard(id_: str, text: str) -> Utterance:
    return Utterance(id=id_, t=0, speaker="customer", text=text)


def test_earlier_words_on_the_same_matter_are_sought_too() -> None:
    first, other, last = (
        heard("u1", "la caldaia perde acqua"),
        heard("u2", "pago venerdì"),
        heard("u3", "prima la riparate"),
    )
    complaint = Said(kind="complaint", situation=COMPLAINT, utterances=("u1", "u3"), text=last.text)
    promise = Said(kind="promise", situation=Situation.PROMISE_TO_PAY, utterances=("u2",), text=other.text)
    state = CallState(recent=[first, other, last], said=[complaint, promise])
    assert sought(state, last, COMPLAINT) == "la caldaia perde acqua prima la riparate"
    assert sought(state, last, Situation.REFUSAL) == "prima la riparate"
    assert sought(CallState(), last, COMPLAINT) == "prima la riparate"
