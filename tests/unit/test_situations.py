"""Learning situations from examples, with a fake encoder."""

import pytest

from knowledge.situations import NONE, SituationModel
from knowledge.types import SituationExample
from tests.unit.fake_embedder import Trigrams

TEXTS = {
    "already_paid": ["ho già pagato {}", "il bonifico di {} è partito", "{} l'abbiamo saldata"],
    "anger": ["basta con {}", "mi avete stufato con {}", "{} è una vergogna"],
    NONE: ["buongiorno {}", "sì, dica pure di {}", "pronto, {} chi parla"],
}
THINGS = ["la fattura", "il conto", "ottobre", "questa storia", "ieri", "il canone", "quella rata"]


@pytest.fixture(scope="module")
def model() -> SituationModel:
    examples = [
        SituationExample(text=text.format(thing), situations=(name,), language="it")
        for name, texts in TEXTS.items()
        for text in texts
        for thing in THINGS
    ]
    examples.append(
        SituationExample(
            text="ho già pagato, basta con le chiamate", situations=("already_paid", "anger"), language="it"
        )
    )
    trained = SituationModel.train(examples, Trigrams())
    assert trained is not None
    return trained


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("guardi, ho già pagato la rata", "already_paid"),
        ("mi avete stufato", "anger"),
        ("buongiorno, pronto", NONE),
        ("", NONE),
        ("?? 12 !!", NONE),
        ("ZZZ@@@ ﷽﷽﷽", NONE),
    ],
)
def test_situations_of_new_words(model: SituationModel, text: str, situation: str) -> None:
    found = model.find(text, "", Trigrams())
    assert found[0].id == situation
    assert all(0 <= f.confidence <= 1 for f in found)


def test_odds_add_up_and_huge_text_is_taken(model: SituationModel) -> None:
    odds = model.odds("ho già pagato " * 100_000, "Buongiorno", Trigrams())
    assert sum(odds.values()) == pytest.approx(1, abs=1e-3)
    assert set(odds) == set(TEXTS)


def test_too_little_to_learn_from() -> None:
    example = SituationExample(text="ciao", situations=(NONE,), language="it")
    assert SituationModel.train([example], Trigrams()) is None
