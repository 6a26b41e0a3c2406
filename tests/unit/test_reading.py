"""Stems, synonyms and negations of a sentence."""

import pytest

from assistant.adapters.lemmas import lemma
from assistant.domain.money import Language
from assistant.domain.reading import Reading, supported


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Le mando la conferma", "inviare confermare", "it"),
        ("il versamento", "pagare", "it"),
        ("mandarLe", "spedisco", "it"),
        ("the payment", "we settle", "en"),
        ("I realise", "understand", "en"),
    ],
)
def test_words_of_one_meaning_have_one_stem(one: str, other: str, language: Language) -> None:
    assert Reading(one, language, lemma).stems <= Reading(other, language, lemma).stems


@pytest.mark.parametrize(
    ("text", "language", "denied"),
    [
        ("Non riceverà solleciti", "it", {"ricev"}),
        ("Non possiamo dividere l'importo", "it", {"suddividere"}),
        ("I condomini non mi versano le spese", "it", {"pagare"}),
        ("You will get no reminders", "en", {"reminder"}),
        ("They haven't paid us", "en", {"pay"}),
        ("the unpaid rent", "en", {"pay"}),
        ("No technician turned up", "en", {"technician", "turn"}),
        ("Va tutto bene", "it", set()),
    ],
)
def test_what_is_denied(text: str, language: Language, denied: set[str]) -> None:
    reading = Reading(text, language, lemma)
    assert reading.denied == denied
    assert denied.isdisjoint(reading.affirmed)


def test_a_word_may_be_denied_in_one_place_and_affirmed_in_another() -> None:
    reading = Reading("Pago questa, non pago l'altra.", "it", lemma)
    assert "pagare" in reading.denied
    assert "pagare" in reading.affirmed


def test_slots_and_first_words_are_known() -> None:
    reading = Reading("Grazie. Registro {{amount}}.", "it", lemma)
    assert reading.slots == ["amount"]
    assert [word.text for word in reading.tokens if word.first] == ["Grazie", "Registro"]


def test_words_support_those_that_begin_alike_if_long_enough() -> None:
    assert supported("verific", frozenset({"verificar"}))
    assert not supported("pa", frozenset({"pagare"}))
