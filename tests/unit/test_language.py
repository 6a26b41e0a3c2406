"""Italian or English, in a few words."""

import pytest

from knowledge.language import LanguageModel

ITALIAN = [
    "ho già pagato la fattura",
    "non posso pagare adesso",
    "mi richiami domani mattina",
    "buongiorno, chi parla?",
]
ENGLISH = ["I have already paid the invoice", "I can't pay right now", "call me tomorrow morning", "hello, who is it?"]


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    trained = LanguageModel.train(ITALIAN + ENGLISH, ["it"] * len(ITALIAN) + ["en"] * len(ENGLISH))
    assert trained is not None
    return trained


@pytest.mark.parametrize(
    ("text", "language"),
    [("la fattura è già pagata", "it"), ("the invoice is paid already", "en"), ("", None), ("12?", None), ("ψ", None)],
)
def test_detection(model: LanguageModel, text: str, language: str | None) -> None:
    assert model.detect(text) == language


def test_one_language_teaches_nothing() -> None:
    assert LanguageModel.train(ITALIAN, ["it"] * len(ITALIAN)) is None
