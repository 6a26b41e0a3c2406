"""What of a model's answer may be shown: the longest beginning that is a path, and nothing that may not be named."""

import pytest

from assistant.adapters.lemmas import lemma
from assistant.domain.mention_guard import choose
from assistant.domain.mention_paths import paths
from assistant.domain.money import Language

FLATS = "I condomini non pagano le spese da mesi, siamo fermi."
LIFT = "The lift keeps breaking down and your engineers never turn up."


def named(raw: str, utterance: str, language: Language) -> tuple[str | None, str | None]:
    found = choose(raw, utterance, language, paths(utterance, language, lemma))
    return found.text, found.reason


@pytest.mark.parametrize(
    ("raw", "utterance", "language", "shown"),
    [
        ("le spese non pagate dai condomini", FLATS, "it", "le spese non pagate dai condomini"),
        ("Capisco: i condomini che non pagano le spese.", FLATS, "it", "i condomini che non pagano le spese"),
        ("le spese non pagate da mesi", FLATS, "it", "le spese non pagate"),
        ("il bonifico di domani", "Faccio il bonifico domani, stia tranquillo.", "it", "il bonifico"),
        ("la mia caldaia rotta", "La mia caldaia è rotta e nessuno viene.", "it", "la Sua caldaia rotta"),
        ("the lift that keeps breaking down", LIFT, "en", "the lift that keeps breaking down"),
        ("the loss of my mother", "My mother passed away and I run it alone.", "en", "the loss of your mother"),
    ],
)
def test_a_path_is_shown(raw: str, utterance: str, language: Language, shown: str) -> None:
    assert named(raw, utterance, language) == (shown, None)


@pytest.mark.parametrize(
    ("raw", "utterance", "language", "reason"),
    [
        ("le tasse non pagate", FLATS, "it", "not_supported"),
        ("la gara del porto", "Ci è scaduta la gara del porto, cioè, quella dell'aeroporto.", "it", "not_supported"),
        ("the harbour contract", "We lost the harbour contract, no, I mean the airport one.", "en", "not_supported"),
        ("le spese pagate", FLATS, "it", "not_supported"),
        ("i condomini non pagano", FLATS, "it", "not_supported"),
        ("le spese di tre condomini", "Le spese di tre condomini mancano ancora.", "it", "number"),
        ("le 3 spese", FLATS, "it", "number"),
        ("the invoice ⅛ paid", "The invoice was paid in part only.", "en", "number"),
        ("i ladri della ditta", "Siete i ladri della ditta, vergogna.", "it", "hostile"),
        ("il debito cancellato", "Mi hanno scritto che il debito è cancellato.", "it", "concession"),
        ("the lift is breaking down", LIFT, "en", "not_supported"),
        ("the раyment", "The раyment is late again this time.", "en", "not_supported"),
        ("-", FLATS, "it", "empty"),
        ("", LIFT, "en", "empty"),
    ],
)
def test_what_may_not_be_shown_is_withheld(raw: str, utterance: str, language: Language, reason: str) -> None:
    assert named(raw, utterance, language) == (None, reason)


def test_beside_grief_nothing_else_is_named() -> None:
    utterance = "My wife is in intensive care, I can't think about the open invoices."
    assert named("the open invoices", utterance, "en") == (None, "not_supported")
    assert named("your wife in intensive care", utterance, "en") == ("your wife in intensive care", None)
