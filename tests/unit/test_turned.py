"""Possessives of the customer's words change sides when the operator takes them up."""

import pytest

from assistant.domain.money import Language
from assistant.domain.turned import turned


@pytest.mark.parametrize(
    ("text", "approved", "utterance", "language", "new"),
    [
        (
            "With my mother there, I am sorry.",
            "I am sorry.",
            "My mother is stuck.",
            "en",
            "With your mother there, I am sorry.",
        ),
        ("Your driver was late.", "Thank you.", "your driver was late", "en", "Our driver was late."),
        ("I log it in your words.", "I log it in your words.", "You twist your words", "en", "I log it in your words."),
        ("Con mia suocera appesa", "Mi dispiace.", "mia suocera resta appesa", "it", "Con Sua suocera appesa"),
        ("Il vostro tecnico", "Mi dispiace.", "il vostro tecnico non viene", "it", "Il nostro tecnico"),
        ("la mia chiamata", "la mia chiamata", "la mia chiamata", "it", "la mia chiamata"),
        ("con mio fratello", "Grazie.", "con il fratello", "it", "con mio fratello"),
    ],
)
def test_owners_are_turned_where_the_customer_said_them(
    text: str, approved: str, utterance: str, language: Language, new: str
) -> None:
    assert turned(text, approved, utterance, language) == new
