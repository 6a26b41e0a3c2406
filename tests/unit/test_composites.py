"""Pairs of examples in one breath, and near duplicates in one fold."""

import numpy as np

from knowledge.composites import composites, folds_of
from knowledge.types import SituationExample

ORDER = ("already_paid", "promise_to_pay", "refusal", "none")


def example(text: str, *situations: str, previous: str = "") -> SituationExample:
    return SituationExample(text=text, situations=situations, language="it", previous=previous)


EXAMPLES = [
    example("l'ho già pagata.", "already_paid"),
    example("il bonifico è partito", "already_paid"),
    example("pago venerdì", "promise_to_pay"),
    example("non vi pago", "refusal"),
    example("buongiorno", "none"),
    example("quella è pagata, l'altra la pago domani", "already_paid", "promise_to_pay"),
    example("sì", "promise_to_pay", previous="Paga venerdì?"),
]


def test_only_what_examples_show_together_is_joined_in_the_order_of_precedence() -> None:
    made, folds = composites(EXAMPLES, ORDER, np.zeros(len(EXAMPLES), int), 60)
    assert len(made) == len(folds) > 3
    held = {pair.situations for pair in made}
    assert ("already_paid", "promise_to_pay") in held
    assert ("refusal",) in held, "`none` beside another situation is that other"
    assert not any({"promise_to_pay", "refusal"} <= set(names) for names in held)
    assert not any(pair.text.startswith("sì") for pair in made)


def test_the_same_examples_give_the_same_pairs() -> None:
    folds = np.zeros(len(EXAMPLES), int)
    assert composites(EXAMPLES, ORDER, folds, 9) == composites(EXAMPLES, ORDER, folds, 9)
    assert composites(EXAMPLES[:1], ORDER, folds[:1], 9) == ([], [])


def test_both_halves_are_of_one_fold() -> None:
    folds = np.array([0, 1, 0, 1, 0, 1, 0])
    made, parts = composites(EXAMPLES, ORDER, folds, 30)
    texts = {0: [e.text.rstrip(".") for e, f in zip(EXAMPLES, folds, strict=True) if f == 0]}
    assert made
    for pair, fold in zip(made, parts, strict=True):
        starts = any(pair.text.startswith(text) for text in texts[0])
        assert starts == (fold == 0)


def test_near_duplicates_share_a_fold() -> None:
    rare = ["posso pagare in tre rate mensili?", "posso pagare in tre rate mensili"]
    texts = [*rare, *(f"frase diversa numero {n} {chr(97 + n % 26) * 8}" for n in range(60))]
    folds = folds_of(texts, 10)
    assert folds[0] == folds[1]
    assert set(folds) <= set(range(10)) and len(set(folds)) > 5
