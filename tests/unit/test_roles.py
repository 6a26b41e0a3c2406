"""Who does, gets and owns what; and where that changed sides."""

import pytest

from assistant.adapters.lemmas import lemma
from assistant.domain.money import Language
from assistant.domain.reading import Reading
from assistant.domain.roles import Known, roles_in, swapped, undertaken, verbs_in


def roles(text: str, language: Language) -> set[tuple[str, str, int]]:
    return {(role.part, role.stem, role.person) for role in roles_in(Reading(text, language, lemma))}


@pytest.mark.parametrize(
    ("text", "language", "role"),
    [
        ("Le invio il piano", "it", ("does", "mandare", 1)),
        ("Le invio il piano", "it", ("gets", "mandare", 2)),
        ("Lei mi invia il piano", "it", ("does", "mandare", 3)),
        ("Lei mi invia il piano", "it", ("gets", "mandare", 1)),
        ("Avete depositato il bilancio", "it", ("does", "deposit", 2)),
        ("posso mandarLe il dettaglio", "it", ("gets", "mandare", 2)),
        ("C'è altro che possiamo fare per Lei?", "it", ("owns", "-", 0)),
        ("con le Sue parole", "it", ("owns", "parol", 2)),
        ("da parte nostra", "it", ("owns", "part", 1)),
        ("We will send you the plan", "en", ("does", "send", 1)),
        ("We will send you the plan", "en", ("gets", "send", 2)),
        ("You will send me the plan", "en", ("does", "send", 2)),
        ("I am noting it and will send a note", "en", ("does", "send", 1)),
        ("in your words", "en", ("owns", "word", 2)),
        ("what we can do for you", "en", ("does", "do", 1)),
    ],
)
def test_roles_are_read(text: str, language: Language, role: tuple[str, str, int]) -> None:
    if role[1] == "-":
        assert not any(part == role[0] for part, _, _ in roles(text, language))
    else:
        assert role in roles(text, language)


@pytest.mark.parametrize(
    ("known", "new", "language", "wrong"),
    [
        ("Le mando una conferma", "mi manda una conferma", "it", True),
        ("Le mando una conferma", "Le invio la conferma", "it", False),
        ("Verifichiamo l'incasso", "Lei verifica l'incasso", "it", True),
        ("La ringrazio", "mi ringrazio", "it", True),
        ("C'è altro che possiamo fare per Lei?", "C'è altro che può fare per noi?", "it", True),
        ("We will check receipt", "You will check receipt", "en", True),
        ("We will check receipt", "I will check the receipt", "en", False),
        ("in your words", "in our words", "en", True),
        ("I would like to tell you", "I would like to tell me", "en", True),
        ("tell me", "what you tell me", "en", False),
    ],
)
def test_swapped_sides_are_seen(known: str, new: str, language: Language, wrong: bool) -> None:
    old, text = Reading(known, language, lemma), Reading(new, language, lemma)
    verbs = verbs_in([old, text])
    have = Known.of([old], [], verbs)
    assert any(swapped(role, have, language) for role in roles_in(text, verbs)) is wrong


def test_the_customers_words_are_turned_round() -> None:
    heard = Reading("Abbiamo depositato il concordato", "it", lemma)
    have = Known.of([], [heard], verbs_in([heard]))
    assert have.persons("does", "deposit") == {2}


def test_what_nobody_does_is_undertaken() -> None:
    old, new = Reading("La ascolto", "it", lemma), Reading("Capisco e inviamo un tecnico", "it", lemma)
    verbs = verbs_in([old, new])
    have = Known.of([old], [], verbs)
    assert [r.stem for r in roles_in(new, verbs) if undertaken(r, have, "it")] == ["mandare"]
