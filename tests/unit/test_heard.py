"""Utterances folded by their ids, wherever a log is read: the last words count, in the place of the first."""

from datetime import UTC, datetime

from assistant.domain.calls import Speaker, Utterance
from assistant.domain.callstate import RECENT_UTTERANCES, CallState
from assistant.domain.dialogue import turns_of
from assistant.domain.events import UtteranceHeard
from assistant.domain.heard import corrected, spoken, taken_in, utterances
from assistant.domain.live_line import LiveLine
from assistant.domain.scoring_call import read_call
from tests.unit.scored_calls import log_of, reader

AT = datetime(2026, 11, 25, 10, tzinfo=UTC)


def said(name: str, text: str, speaker: Speaker = "customer", partial: bool = False, seq: int = 0) -> UtteranceHeard:
    heard = UtteranceHeard(call_id="c", at=AT, utterance_id=name, t=1.0, speaker=speaker, text=text, partial=partial)
    return heard.model_copy(update={"seq": seq})


LOG = [said("u1", "pago venerdì"), said("u2", "non", partial=True), said("u2", "non so"), said("u1", "pago lunedì")]


def test_the_last_words_stand_in_the_place_of_the_first() -> None:
    assert [(one.utterance_id, one.text) for one in spoken(LOG)] == [("u1", "pago lunedì"), ("u2", "non so")]
    assert [one.text for one in utterances(LOG)] == ["pago lunedì", "non so"]
    assert [turn.text for turn in turns_of(LOG, lambda text: [])] == ["pago lunedì", "non so"]


def test_a_correction_is_put_in_and_what_is_new_comes_last() -> None:
    one, two = (
        Utterance(id="u1", t=1, speaker="customer", text="a"),
        Utterance(id="u2", t=2, speaker="customer", text="b"),
    )
    better = one.model_copy(update={"text": "c"})
    assert taken_in([one], two) == [one, two]
    assert taken_in([one, two], better) == corrected([one, two], better) == [better, two]
    assert corrected([two], better) == [two]


def test_the_state_of_a_call_counts_a_corrected_utterance_once() -> None:
    state = CallState.fold([said("u1", "pago venerdì"), said("u2", "bene", "operator"), said("u1", "pago lunedì")])
    assert [one.text for one in state.recent] == ["pago lunedì", "bene"]
    assert (state.customer_turns, state.operator_turns) == (1, 1)
    many = [said(f"u{n}", "sì") for n in range(2, 2 + RECENT_UTTERANCES)]
    later = CallState.fold([said("u1", "pago venerdì"), *many, said("u1", "pago lunedì")])
    assert [one.id for one in later.recent] == [one.utterance_id for one in many], "it has left what is recent"


def test_the_live_line_shows_a_corrected_utterance_once() -> None:
    line = LiveLine()
    line.take_in([said("u1", "pago venerdì", seq=1), said("u2", "bene", "operator", seq=2)])
    line.take_in([said("u1", "pago lunedì", seq=3)])
    assert [words.text for words in line.words] == ["pago lunedì", "bene"]
    line.take_in([said(f"u{n}", "sì", seq=n + 1) for n in range(3, 6)])
    line.take_in([said("u1", "pago martedì", seq=7)])
    assert [words.id for words in line.words] == ["u3", "u4", "u5"]


def test_the_scorer_reads_a_corrected_utterance_once() -> None:
    log = log_of("O: Buongiorno, parlo con la signora Abeti?\nC: sì\nO: Mi deve pagare subito.")
    last = next(event for event in log if isinstance(event, UtteranceHeard) and event.utterance_id == "u3")
    better = last.model_copy(update={"text": "Mi vuole parlare subito?"})
    read = read_call([*log, better], reader("it"))
    assert read is not None
    assert [turn.utterance.text for turn in read.operator] == [
        "Buongiorno, parlo con la signora Abeti?",
        "Mi vuole parlare subito?",
    ]
    assert not any(turn.does("orders") for turn in read.operator)
