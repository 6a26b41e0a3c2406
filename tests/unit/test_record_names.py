"""Names of a recorded call: masked wherever they stand as names, told where that isn't sure."""

import pytest

from assistant.domain.money import Language
from evals.record_mask import lexicon
from evals.record_names import NameMask, replaced


def mask(language: Language, *people: str, companies: tuple[str, ...] = ()) -> NameMask:
    made = NameMask(language, lexicon(language), ("Montelupo Ascensori", "Brackwater Industrial Supplies"))
    for person in people:
        made.person(person)
    for company in companies:
        made.company(company)
    return made


def masked(made: NameMask, text: str) -> str:
    made.learn_from(text)
    return replaced(text, made.spans(text))


@pytest.mark.parametrize(
    "text",
    [
        "Parlo con la signora Ghezzoni?",
        "sono carla ghezzoni, mi dica",
        "la ghezzoni sono io",
        "GHEZZONI, sì",
        "Ghezzoni ha scritto a Carla.",
        "dica pure alla Carla",
    ],
)
def test_a_name_is_masked_however_it_is_spoken(text: str) -> None:
    said = masked(mask("it", "Carla Ghezzoni"), text)
    assert "ghezzoni" not in said.lower()
    assert "carla" not in said.lower()


def test_the_same_name_is_always_the_same_and_its_case_is_kept() -> None:
    made = mask("it", "Carla Ghezzoni", companies=("Officina Fratelli Ghezzoni S.n.c.",))
    assert made.name("Carla Ghezzoni") == "Fintina Fintaldi"
    assert made.name("Officina Fratelli Ghezzoni S.n.c.") == "Officina Fratelli Fintaldi S.n.c."
    assert masked(made, "ghezzoni, la Ghezzoni, GHEZZONI") == "fintaldi, la Fintaldi, FINTALDI"


def test_a_word_that_people_say_anyway_is_masked_where_it_is_a_name_and_else_told() -> None:
    made = mask("it", "Anna Costa")
    assert masked(made, "buongiorno signora costa, quanto costa?") == "buongiorno signora fintaldi, quanto costa?"
    assert masked(made, "mi passa la Costa?") == "mi passa la Fintaldi?"
    text = "quanto costa?"
    assert masked(made, text) == text
    assert list(made.doubts(text, [])) == ['"costa" is a word of a real name too']


def test_a_company_is_known_by_two_of_its_words_and_by_its_street_and_number() -> None:
    made = mask("it", companies=("Condominio Via dei Tigli Storti 12", "Hotel Le Tre Lune S.r.l."))
    said = masked(made, "il condominio di via dei tigli storti 12, sono dodici rate, 12 rate")
    assert said == "il condominio di via dei fintaldi fantasieri 4, sono dodici rate, 12 rate"
    said = masked(made, "alle tre lune abbiamo tre fatture")
    assert "lune" not in said
    assert said.endswith("abbiamo tre fatture")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Buongiorno, sono Elvira, chiamo per Montelupo Ascensori.", "Elvira"),
        ("glielo dico al dottor Pampaluga", "Pampaluga"),
        ("ne parli con la signora pampaluga", "pampaluga"),
        ("Sig.ra Pampaluga, buongiorno", "Pampaluga"),
        ("abbiamo traslocato in via Pampaluga 7", "Pampaluga"),
    ],
)
def test_names_that_the_speech_gives_away_are_learned(text: str, name: str) -> None:
    said = masked(mask("it"), text)
    assert name not in said
    assert said.count(" ") == text.count(" ")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Good morning, this is Tamsin calling from Brackwater Industrial Supplies.", "Tamsin"),
        ("ask Mr Quibblethorpe about it", "Quibblethorpe"),
        ("we're at 14 Quibblethorpe Lane now", "Quibblethorpe"),
    ],
)
def test_and_in_english(text: str, name: str) -> None:
    said = masked(mask("en"), text)
    assert name not in said
    assert ("Brackwater Industrial Supplies" in said) == ("Brackwater" in text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ne ho parlato con Gualtiero ieri", ['"Gualtiero" may be a name']),
        ("ne ho parlato con gualtierotti ieri", ['"gualtierotti" is no word of the dictionary; a name?']),
        ("Le mando la conferma lunedì, d'accordo? Grazie a Lei.", []),
        ("Quattrocentoventi euro, gliela mando subito; dirmelo prima è meglio", []),
    ],
)
def test_what_may_be_a_name_is_told_and_ordinary_words_are_not(text: str, told: list[str]) -> None:
    made = mask("it")
    assert masked(made, text) == text
    assert list(made.doubts(text, [])) == told


def test_an_invented_name_is_never_a_real_one() -> None:
    made = mask("it", "Fintina Fintaldi", "Bea Fantasieri")
    assert {*made.name("Fintina Fintaldi Bea Fantasieri").split()}.isdisjoint(
        {"Fintina", "Fintaldi", "Bea", "Fantasieri"}
    )


def test_names_enough_for_a_long_call() -> None:
    words = [f"Cognome{chr(ord('a') + n)}x" for n in range(24)]
    made = mask("it", *(f"Pia {word}" for word in words))
    assert len({made.name(word) for word in words}) == len(words)
