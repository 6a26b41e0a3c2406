"""Narratives and e-mails: nothing beyond their sources, figures by value, nobody's part given to another."""

import pytest

from assistant.adapters.lemmas import lemma
from assistant.domain.guard_told import Source, check_email, check_narrative
from assistant.domain.text_checks import Tools

TOOLS = Tools(lemma)
SOURCES = (
    Source("Vi mando duecentocinquanta euro il venti dicembre.", "customer", ("250.00", "2026-12-20")),
    Source("promessa del cliente per la fattura ML-104", figures=("250.00", "2026-12-20", "ML-104")),
    Source("fattura ML-118 contestata", figures=("ML-118", "300.00")),
    Source("Non pago la ML-118 finché non riparate la macchina.", "customer"),
    Source("Apro la segnalazione al tecnico Sartori.", "operator"),
)
ENGLISH = (
    Source("promise by the customer", figures=("250.00", "2026-12-20", "ML-104")),
    Source("I will send you the statement.", "operator"),
    Source("I never ordered the pump.", "customer"),
)
NOTE = (
    "Il cliente ha promesso 250,00 € il 20 dicembre 2026 per la fattura ML-104. "
    "L'operatore ha aperto la segnalazione al tecnico Sartori."
)
LETTER = (
    "Gentile cliente, grazie della telefonata. "
    "Confermo 250,00 € il 20 dicembre 2026 per la fattura ML-104. Cordiali saluti"
)


def of_note(text: str) -> set[str]:
    return {violation.reason for violation in check_narrative(text, SOURCES, "it", TOOLS)}


def of_letter(text: str) -> set[str]:
    return {violation.reason for violation in check_email(text, SOURCES, "it", TOOLS)}


def test_what_the_sources_say_passes_in_digits_and_in_words() -> None:
    assert of_note(NOTE) == set()
    assert of_note(NOTE.replace("250,00 €", "duecentocinquanta euro")) == set()
    assert of_note("Il cliente ha detto «Non pago la ML-118 finché non riparate la macchina».") == set()
    assert of_letter(LETTER) == set()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("250,00", "520,00", "number"),
        ("250,00", "300,00", "date"),  # that amount stands in another item, which has no such date
        ("ML-104", "ML-140", "number"),
        ("20 dicembre", "21 dicembre", "date"),
        ("20 dicembre 2026", "domani", "date"),
        ("Sartori", "Santori", "name"),
        ("Il cliente ha promesso", "L'operatore ha promesso", "roles"),
        ("L'operatore ha aperto", "Il cliente ha aperto", "roles"),
        ("ha aperto", "non ha aperto", "negation"),
        ("ha aperto", "ha garantito e aperto", "promise"),
        ("al tecnico", "all'avvocato", "legal"),
        ("Il cliente", "Il cliente con la moglie malata", "unsupported"),
        ("L'operatore ha aperto", "Ho aperto", "person"),
        ("Il cliente", "# Il cliente", "debris"),
        (". L'operatore", ". Bene. Bene. L'operatore", "length"),
    ],
)
def test_each_fault_of_a_narrative_is_seen(old: str, new: str, reason: str) -> None:
    assert reason in of_note(NOTE.replace(old, new, 1))


def test_a_denied_payment_is_not_a_payment() -> None:
    assert "negation" in of_note("Il cliente paga la ML-118.")
    assert of_note("Il cliente non paga la ML-118.") == set()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Gentile cliente, ", "", "length"),
        (" Cordiali saluti", "", "length"),
        ("grazie della", "ti ringrazio della", "register"),
        ("250,00", "205,00", "number"),
        ("Confermo", "Le garantisco", "promise"),
        ("Confermo", "In mancanza agiremo per vie legali. Confermo", "legal"),
        ("Confermo", "Lei ha aperto la segnalazione. Confermo", "roles"),
    ],
)
def test_each_fault_of_an_email_is_seen(old: str, new: str, reason: str) -> None:
    assert reason in of_letter(LETTER.replace(old, new, 1))


def test_english_letters_are_checked_alike() -> None:
    good = (
        "Dear customer, as agreed the payment of €250.00 for invoice ML-104 is due on 20 December 2026. "
        "I will send you the statement. Kind regards"
    )
    assert check_email(good, ENGLISH, "en", TOOLS) == []
    swapped = good.replace("I will send you", "You will send me")
    assert {v.reason for v in check_email(swapped, ENGLISH, "en", TOOLS)} == {"roles"}
    note = "The customer never ordered the pump. The operator will send the statement."
    assert check_narrative(note, ENGLISH, "en", TOOLS) == []
    assert check_narrative(note.replace("never ", ""), ENGLISH, "en", TOOLS) != []
