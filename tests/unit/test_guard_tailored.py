"""A rewriting of an approved sentence: what it keeps passes, every small swap is seen."""

import pytest

from assistant.adapters.lemmas import lemma
from assistant.domain.guard_tailored import Approved, check_tailored
from assistant.domain.money import Language
from assistant.domain.text_checks import Tools

TOOLS = Tools(lemma)
IT = Approved(
    "La ringrazio dell'impegno. Registro {{amount}} con data {{day}} e Le mando una conferma scritta.",
    "Quando il comune non ritarda vi faccio il versamento di trecento euro, parola di Baldini.",
)
EN = Approved(
    "Thank you for the commitment. I am recording {{amount}} for {{day}} and will send you a written confirmation.",
    "Once the council pays us I'll transfer three hundred, they never pay early.",
)
GOOD_IT = (
    "La ringrazio dell'impegno per il versamento. Registro {{amount}} con data {{day}} e Le mando una conferma scritta."
)
GOOD_EN = (
    "Thank you for the commitment. I am recording {{amount}} for {{day}}, once the council pays you, "
    "and will send you a written confirmation."
)


def reasons(text: str, approved: Approved, language: Language, tools: Tools = TOOLS) -> set[str]:
    return {violation.reason for violation in check_tailored(text, approved, language, tools)}


@pytest.mark.parametrize(
    ("text", "approved", "language"),
    [(IT.template, IT, "it"), (GOOD_IT, IT, "it"), (EN.template, EN, "en"), (GOOD_EN, EN, "en")],
)
def test_what_keeps_the_sentence_passes(text: str, approved: Approved, language: Language) -> None:
    assert check_tailored(text, approved, language, TOOLS) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("{{amount}} ", "", "slot"),
        ("{{day}}", "{{day}} e {{day}}", "slot"),
        ("{{amount}} con data {{day}}", "{{day}} con data {{amount}}", "slot"),
        ("dell'impegno", "dell'impegno di trecento", "number"),
        ("dell'impegno", "dell'impegno di ⅛", "number"),
        ("dell'impegno", "dell'impegno di ٣", "number"),
        ("dell'impegno", "dell'impegno del comma XII", "number"),
        ("dell'impegno", "dell'impegno di metà", "number"),
        ("Registro", "Domani registro", "date"),
        ("Registro", "A fine mese registro", "date"),
        ("La ringrazio", "Signor Colli, La ringrazio", "name"),
        ("e Le mando", "e Le garantisco", "promise"),
        ("e Le mando", "e Le regalo e Le mando", "promise"),
        ("Registro", "Per l'avvocato registro", "legal"),
        ("La ringrazio", "Come assistente La ringrazio", "refusal"),
        ("La ringrazio", "Thank you for the, la ringrazio", "language"),
        ("Le mando", "ti mando", "register"),
        ("Le mando", "vi mando", "register"),
        ("scritta.", "scritta 🙂.", "debris"),
        ("Registro", "[nome] registro", "debris"),
        ("Registro", "«Registro»", "debris"),
        ("Registro", "Con la caldaia registro", "unsupported"),
        ("e Le mando", "e non Le mando", "negation"),
        ("scritta.", "scritta?", "question"),
        ("Le mando", "mi manda", "roles"),
        (" Registro {{amount}} con data {{day}} e Le mando una conferma scritta.", " {{amount}}, {{day}}.", "meaning"),
        ("scritta.", "scritta. Registro il versamento. La ringrazio dell'impegno." * 3, "length"),
    ],
)
def test_each_fault_is_seen_and_named(old: str, new: str, reason: str) -> None:
    text = IT.template.replace(old, new, 1)
    assert text != IT.template
    assert reason in reasons(text, IT, "it")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("I am recording", "I am not recording", "negation"),
        ("will send you", "you will send me", "roles"),
        ("Thank you for", "I promise. Thank you for", "promise"),
        ("commitment", "commitment of three hundred", "number"),
        ("commitment", "commitment next week", "date"),
        ("I am recording", "Before it goes to court I am recording", "legal"),
        ("Thank you", "As an AI, thank you", "refusal"),
    ],
)
def test_english_faults_are_seen(old: str, new: str, reason: str) -> None:
    assert reason in reasons(EN.template.replace(old, new, 1), EN, "en")


def test_a_negation_of_the_customer_may_not_be_lost() -> None:
    assert reasons(GOOD_IT.replace("per il versamento", "se il comune ritarda"), IT, "it") == {"negation"}
    assert reasons(GOOD_IT.replace("per il versamento", "se il comune non ritarda"), IT, "it") == set()


def test_a_name_that_the_customer_said_may_stand() -> None:
    text = GOOD_IT.replace("per il versamento", "di Baldini")
    assert "name" not in reasons(text, IT, "it")


def test_voi_passes_where_the_customer_speaks_for_a_company() -> None:
    approved = Approved("La ringrazio di avermelo detto.", "Abbiamo depositato il concordato.")
    text = "Avete depositato il concordato: La ringrazio di avermelo detto."
    assert check_tailored(text, approved, "it", TOOLS) == []


def test_detector_and_likeness_are_asked_where_there_are_any() -> None:
    strange = Tools(lemma, detect=lambda text: "en")
    assert reasons(GOOD_IT, IT, "it", strange) == {"language"}
    far = Tools(lemma, similarity=lambda one, other: 0.1)
    assert reasons(GOOD_IT, IT, "it", far) == {"meaning"}


@pytest.mark.parametrize(
    ("opening", "wrong"),
    [
        ("Per il versamento, ", False),
        ("Con il comune che non ritarda, ", False),
        ("Per la ringrazio, ", True),
        ("Per il comune ritarda, ", True),
        ("Con il sconto, ", True),
        ("Per i sconti, ", True),
    ],
)
def test_openings_that_no_italian_would_say_are_seen(opening: str, wrong: bool) -> None:
    approved = Approved(IT.template, f"{IT.utterance} Il comune non ritarda, ci sono sconti.")
    text = opening + IT.template
    assert ("grammar" in reasons(text, approved, "it")) is wrong
