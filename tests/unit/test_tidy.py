import pytest

from assistant.domain.money import Language
from assistant.domain.tidy import change_person, cleaned


@pytest.mark.parametrize(
    ("raw", "utterance", "clean"),
    [
        ('"Le spese."', "Le spese sono alte.", "le spese"),
        ("Capisco: il tetto rotto\nAltro", "Il tetto è rotto.", "il tetto rotto"),
        ("IL CLIENTE di Bergamo", "Il cliente di Bergamo è fallito.", "il cliente di Bergamo"),
        ("Il rimborso dell'IVA", "aspetto il rimborso dell'IVA", "il rimborso dell'IVA"),
        ("la banca che Vi ha tolto il fido", "la banca ci ha tolto il fido", "la banca che Vi ha tolto il fido"),
        ("-", "aspetti che chiudo", "-"),
        ("", "aspetti che chiudo", ""),
    ],
)
def test_quotes_lead_ins_and_capitals(raw: str, utterance: str, clean: str) -> None:
    assert cleaned(raw, utterance, "it") == clean


@pytest.mark.parametrize(
    ("text", "utterance", "language", "changed"),
    [
        ("la malattia di mia madre", "È la malattia di mia madre.", "it", "la malattia di Sua madre"),
        ("i vostri tecnici", "I vostri tecnici non vengono.", "it", "i nostri tecnici"),
        ("the stroke of my partner", "My partner had a stroke.", "en", "the stroke of your partner"),
        ("the delay of your courier", "Your courier is late.", "en", "the delay of our courier"),
        ("your husband in hospital", "My husband is in hospital.", "en", "your husband in hospital"),
    ],
)
def test_the_operator_speaks_now(text: str, utterance: str, language: Language, changed: str) -> None:
    assert change_person(text, utterance, language) == changed
