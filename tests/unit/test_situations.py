"""Learning situations from examples, with a fake encoder."""

import re

import pytest

from knowledge.cues import Cues
from knowledge.situations import LEAST, NONE, SituationModel
from knowledge.types import SituationExample
from tests.unit.fake_embedder import Trigrams

ORDER = ("already_paid", "promise_to_pay", "agreement", "anger", NONE)
CUES = Cues(customer=(re.compile("pagat|saldat"), re.compile("basta|stufat")), operator=(re.compile("va bene"),))
TEXTS = {
    "already_paid": ["ho già pagato {}", "il bonifico di {} è partito", "{} l'abbiamo saldata"],
    "promise_to_pay": ["venerdì pago {}", "per {} faccio il bonifico domani", "{} la saldo lunedì"],
    "anger": ["basta con {}", "mi avete stufato con {}", "{} è una vergogna"],
    NONE: ["buongiorno {}", "sì, dica pure di {}", "pronto, {} chi parla"],
}
THINGS = ["la fattura", "il conto", "ottobre", "questa storia", "ieri", "il canone", "quella rata"]
OFFER = "Facciamo tre rate, va bene?"


def example(text: str, *situations: str, previous: str = "") -> SituationExample:
    return SituationExample(text=text, situations=situations, language="it", previous=previous)


def examples() -> list[SituationExample]:
    alone = [example(text.format(thing), name) for name, texts in TEXTS.items() for text in texts for thing in THINGS]
    both = [
        example(f"{thing} l'ho già pagata e l'altra la pago domani", "already_paid", "promise_to_pay")
        for thing in THINGS
    ]
    words = ("sì", "ok", "va bene")
    agreed = [example(f"{word}, {tail}", "agreement", previous=OFFER) for word in words for tail in THINGS]
    return alone + both + agreed


@pytest.fixture(scope="module")
def model() -> SituationModel:
    trained = SituationModel.train(examples(), Trigrams().passages, ORDER, CUES)
    assert trained is not None
    return trained


def found(model: SituationModel, text: str, previous: str = "") -> list[str]:
    return [f.id for f in model.find(text, previous, Trigrams())]


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("guardi, ho già pagato la rata", "already_paid"),
        ("mi avete stufato", "anger"),
        ("buongiorno, pronto", NONE),
        ("", NONE),
        ("?? 12 !!", NONE),
    ],
)
def test_situations_of_new_words(model: SituationModel, text: str, situation: str) -> None:
    assert found(model, text)[0] == situation
    assert all(0 <= f.confidence <= 1 for f in model.find(text, "", Trigrams()))


def test_two_situations_hold_in_the_order_of_precedence(model: SituationModel) -> None:
    assert found(model, "il canone l'ho già pagato, ottobre lo pago domani") == ["already_paid", "promise_to_pay"]
    assert found(model, "ottobre lo pago domani, il canone l'ho già pagato") == ["already_paid", "promise_to_pay"]


def test_what_the_operator_had_said_decides_the_meaning_of_short_words(model: SituationModel) -> None:
    with_offer = model.odds("sì", OFFER, Trigrams())["agreement"]
    assert with_offer > model.odds("sì", "", Trigrams())["agreement"]
    assert found(model, "sì", OFFER) == ["agreement"]


@pytest.mark.parametrize(
    "text",
    [
        "ZZZ@@@ ﷽﷽﷽",
        "\x00\x07\ud800 a",
        "a" * 50_000,
        "🙂🙂 x 🙂",
        "كم المبلغ",
        "ho " * 30_000,
        "<script>alert(1)</script>",
    ],
)
def test_odd_words_are_taken_and_odds_add_up(model: SituationModel, text: str) -> None:
    odds = model.odds(text, text, Trigrams())
    assert sum(odds.values()) == pytest.approx(1, abs=1e-3)
    assert set(odds) == set(ORDER)
    assert model.find(text, text, Trigrams())


def test_words_unlike_all_examples_leave_doubt(model: SituationModel) -> None:
    assert max(model.odds("qwx zzk jjw vvy", "", Trigrams()).values()) < 0.6


def test_few_examples_are_learned_from_without_calibration() -> None:
    few = examples()[:: len(examples()) // (LEAST // 3)][: LEAST - 1]
    trained = SituationModel.train(few, Trigrams().passages, ORDER)
    assert trained is not None
    assert sum(trained.odds("ho già pagato la fattura", "", Trigrams()).values()) == pytest.approx(1, abs=1e-3)


def test_a_new_example_changes_what_is_understood(model: SituationModel) -> None:
    text = "il bollettino giace in posta"
    assert found(model, text) != ["anger"]
    again = SituationModel.train([*examples(), example(text, "anger")], Trigrams().passages, ORDER, CUES)
    assert again is not None
    assert found(again, text) == ["anger"]


def test_too_little_to_learn_from() -> None:
    assert SituationModel.train([example("ciao", NONE)], Trigrams().passages, ORDER) is None
    assert SituationModel.train([], Trigrams().passages, ORDER) is None
