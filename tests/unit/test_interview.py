"""The customer's own words under the question they answer, and what they are about."""

from collections.abc import Sequence

import pytest

from assistant.adapters.lemmas import lemma
from assistant.adapters.library import SHIPPED, FileLibrary
from assistant.domain.calls import Utterance
from assistant.domain.interview import Words, answers, key_concepts
from assistant.domain.money import Language
from assistant.domain.notes import Answer
from knowledge.lexical import is_common

WORDS = Words(lemma, is_common)
CONDUCT = FileLibrary(SHIPPED).conduct()


def interview(lines: Sequence[tuple[str, str]], language: Language = "it") -> list[Answer]:
    utterances = [
        Utterance(id=f"u{n}", t=n, speaker="operator" if who == "o" else "customer", text=text)
        for n, (who, text) in enumerate(lines, 1)
    ]
    return answers(CONDUCT, CONDUCT.purposes["feedback_interview"].questions, utterances, language, WORDS)


def test_answers_stand_under_their_question_in_the_customers_words() -> None:
    found = interview(
        [
            ("o", "Come si trova con noi?"),
            ("c", "Bene tutto sommato, i tecnici sono gentili."),
            ("o", "Mi racconta un episodio?"),
            ("c", "A marzo l'ascensore si è fermato e il tecnico è arrivato dopo tre giorni."),
        ]
    )
    assert [(answer.question, [one.utterance_id for one in answer.evidence]) for answer in found] == [
        ("ask_experience", ["u2"]),
        ("ask_episode", ["u4"]),
    ]
    assert found[1].evidence[0].quote == "A marzo l'ascensore si è fermato e il tecnico è arrivato dopo tre giorni."


def test_asking_why_keeps_the_question_open() -> None:
    found = interview(
        [
            ("o", "How do you find working with us?"),
            ("c", "To be honest it has become harder lately."),
            ("o", "Why is that?"),
            ("c", "Nobody answers the phone after four o'clock."),
        ],
        "en",
    )
    assert [(answer.question, len(answer.evidence)) for answer in found] == [("ask_experience", 2)]


def test_a_bare_yes_is_no_answer_and_words_before_the_first_question_belong_to_none() -> None:
    assert (
        interview([("c", "Buongiorno, mi dica pure, ho cinque minuti."), ("o", "Come si trova con noi?"), ("c", "Sì.")])
        == []
    )


def test_the_operators_words_are_never_an_answer() -> None:
    found = interview([("o", "Come si trova con noi?"), ("o", "Intendo con i tempi di consegna degli ultimi mesi.")])
    assert found == []


@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        ("it", ["I tempi di risposta sono lunghi, e i tempi di risposta per noi contano."], "tempi di risposta"),
        ("en", ["Delivery times are the problem: delivery times got worse."], "delivery times"),
    ],
)
def test_what_is_said_twice_is_the_first_concept(language: Language, texts: list[str], expected: str) -> None:
    assert key_concepts(texts, language, WORDS)[0] == expected


def test_no_words_no_concepts() -> None:
    assert key_concepts(["Mah, non so."], "it", WORDS) == ()
