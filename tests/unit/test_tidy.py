import pytest

from assistant.domain.money import Language
from assistant.domain.tidy import tidy_mention


@pytest.mark.parametrize(
    ("raw", "utterance", "language", "tidy"),
    [
        ('"Le spese."', "Le spese sono alte.", "it", "le spese"),
        ("Capisco: il tetto rotto\nAltro", "Il tetto è rotto.", "it", "il tetto rotto"),
        ("la malattia di mia madre", "È la malattia di mia madre.", "it", "la malattia di Sua madre"),
        ("i vostri tecnici", "I vostri tecnici non vengono.", "it", "i nostri tecnici"),
        ("the stroke of my partner", "My partner had a stroke.", "en", "the stroke of your partner"),
        ("the delay of your courier", "Your courier is late.", "en", "the delay of our courier"),
        ("your husband in hospital", "My husband is in hospital.", "en", "your husband in hospital"),
        ("la fattura di luglio addebitata due volte", "L'avete addebitata due volte.", "it", "la fattura di luglio"),
        ("le tre fatture", "Le tre fatture non tornano.", "it", "le fatture"),
        ("the delivery charged twice", "You charged the delivery twice.", "en", "the delivery"),
        ("IL CLIENTE di Bergamo", "Il cliente di Bergamo è fallito.", "it", "il cliente di Bergamo"),
    ],
)
def test_what_code_can_mend_is_mended(raw: str, utterance: str, language: Language, tidy: str) -> None:
    assert tidy_mention(raw, utterance, language) == tidy
