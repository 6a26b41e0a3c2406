"""Names of themes: the words that set them apart, in each language by itself."""

from assistant.domain.theme_names import Corpus, Said, WordForms

FORMS = WordForms(
    key=lambda word, _: "" if word in _EMPTY else word[:6],
    names_thing=lambda word, _: word not in _EMPTY and not word.endswith("are"),
)
_EMPTY = {"la", "le", "di", "in", "è", "sono", "e", "non", "the", "are", "is", "sempre", "of", "with", "l"}
LATE: list[Said] = [
    ("le consegne in ritardo", "it"),
    ("sono le consegne in ritardo, sempre", "it"),
    ("la consegna è in ritardo", "it"),
    ("late deliveries", "en"),
    ("the deliveries are late", "en"),
]
OTHER: list[Said] = [("la fattura è sbagliata", "it"), ("la porta non chiude", "it"), ("the door is broken", "en")]


def test_a_name_is_a_phrase_of_the_voices_in_each_language() -> None:
    naming = Corpus([*LATE, *OTHER], FORMS).name(range(5))
    assert naming.names == {"it": "consegne in ritardo", "en": "late deliveries"}
    assert naming.voices == {"it": 3, "en": 2}
    assert naming.coverage == 1.0
    assert {term.key: term.voices for term in naming.terms["it"]} == {"conseg": 3, "ritard": 3}


def test_without_a_phrase_the_telling_things_stand_side_by_side() -> None:
    said: list[Said] = [("ritardo, e la consegna", "it"), ("consegnare è sempre ritardo", "it"), *OTHER]
    assert Corpus(said, FORMS).name(range(2)).names == {"it": "consegna, ritardo"}


def test_what_everybody_says_tells_nothing_apart() -> None:
    said: list[Said] = [(f"pagamento consegna {n}", "it") for n in range(3)]
    said += [(f"pagamento altro{n}", "it") for n in range(30)]
    naming = Corpus(said, FORMS).name(range(3))
    assert naming.terms["it"][0].key == "conseg"
    assert naming.terms["it"][0].voices == 3


def test_voices_that_share_no_word_are_not_covered() -> None:
    naming = Corpus(OTHER, FORMS).name(range(3))
    assert (naming.names, naming.coverage) == ({}, 0.0)


def test_what_is_said_word_for_word_alike_counts_once() -> None:
    naming = Corpus([LATE[0]] * 9 + LATE[1:3] + OTHER, FORMS).name(range(11))
    assert (naming.voices, naming.terms["it"][0].voices) == ({"it": 3}, 3)


def test_a_single_voice_gives_a_language_no_name() -> None:
    naming = Corpus([*LATE[:3], LATE[3], *OTHER], FORMS).name(range(4))
    assert set(naming.names) == {"it"}


def test_an_apostrophe_stays_in_the_name() -> None:
    said: list[Said] = [("prezzo dell'aumento", "it"), ("un prezzo dell'aumento", "it")]
    forms = WordForms(
        lambda word, _: "" if word in ("dell", "un") else word, lambda word, _: word not in ("dell", "un")
    )
    assert Corpus(said, forms).name(range(2)).names == {"it": "prezzo dell'aumento"}
