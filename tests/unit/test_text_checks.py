"""The checks that all written sentences share."""

import pytest

from assistant.adapters.lemmas import lemma
from assistant.domain.money import Language
from assistant.domain.reading import Reading
from assistant.domain.text_checks import (
    Tools,
    check_debris,
    check_language,
    check_names,
    check_opposites,
    check_phrases,
    check_register,
    check_words,
)


@pytest.mark.parametrize(
    "text",
    [
        "ciao {{x}",
        "**ciao**",
        "Ciao!\nOperatore: ciao",
        "<|im_end|>",
        '"ciao"',
        "ciao 👍",
        "# ciao",
        "[nome]",
        "→ ciao",
    ],
)
def test_marks_that_nobody_speaks_are_debris(text: str) -> None:
    assert [violation.reason for violation in check_debris(text, "")]
    assert not [*check_debris("l'importo, l'attesa; i soci' conti", "")]


def test_quotes_of_the_approved_sentence_may_stay() -> None:
    assert not [*check_debris("la segnalazione «»", "la segnalazione «»")]


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("Le garantisco", "it", "promise"),
        ("cancelleremo tutto", "it", "promise"),
        ("La nostra azione legale", "it", "legal"),
        ("non posso aiutarLa", "it", "refusal"),
        ("Come assistente", "it", "refusal"),
        ("We will waive it", "en", "promise"),
        ("your credit rating", "en", "legal"),
        ("As an AI", "en", "refusal"),
        ("Here is the rewritten sentence", "en", "refusal"),
    ],
)
def test_phrases_pass_only_where_the_source_has_them(text: str, language: Language, reason: str) -> None:
    assert reason in {violation.reason for violation in check_phrases(text, "", language)}
    assert not [*check_phrases(text, text, language)]


def test_a_violation_says_where_it_stands() -> None:
    text = "Certo, Le garantisco tutto."
    (violation,) = check_phrases(text, "", "it")
    assert text[violation.start : violation.end] == violation.text == "garantisco"


@pytest.mark.parametrize(("text", "seen"), [("I have it per il cliente", True), ("grazie della Sua chiamata", False)])
def test_words_of_the_other_language_are_seen(text: str, seen: bool) -> None:
    assert bool([*check_language(text, "it", Tools(lemma))]) is seen


@pytest.mark.parametrize("text", ["come puoi pagare", "il tuo conto", "Guarda, pago io", "dimmi", "quando potete"])
def test_only_lei_is_formal(text: str) -> None:
    assert [violation.reason for violation in check_register(text, "", plural=False)] == ["register"]


def test_voi_passes_where_it_is_allowed() -> None:
    assert not [*check_register("quando potete", "", plural=True)]
    assert not [*check_register("quando potete", "se potete", plural=False)]


def test_names_need_a_source() -> None:
    known = [Reading("Ho parlato con Ferri.", "it", lemma)]
    text = Reading("Grazie, signor Ferri. Sentiamo Rossi con la Sua collega.", "it", lemma)
    assert [violation.text for violation in check_names(text, known)] == ["Rossi"]
    first = Reading("Mr Hall called.", "en", lemma)
    assert [violation.text for violation in check_names(first, [])] == ["Hall"]


def test_words_need_a_source() -> None:
    known = Reading("Il padre è morto, pago il conto", "it", lemma)
    text = Reading("la morte del padre e il pagamento della caldaia", "it", lemma)
    assert [violation.text for violation in check_words(text, known.stems, known.text)] == ["caldaia"]


def test_opposites_are_seen_where_the_source_has_the_other_only() -> None:
    assert [v.text for v in check_opposites("oltre dieci giorni", "entro dieci giorni", "it")] == ["oltre"]
    assert not [*check_opposites("entro e oltre", "entro e oltre", "it")]
    both = "entro dieci giorni, e oltre al resto"
    assert not [*check_opposites(both, "entro dieci giorni", "it", instead=True)]
