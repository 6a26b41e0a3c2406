"""Which English words are read as verbs, by where they stand."""

import pytest

from assistant.adapters.lemmas import lemma
from assistant.domain.mention_en_reading import read


def verbs(utterance: str) -> list[str]:
    return [word.lower for word in read(utterance, lemma) if word.kind == "verb"]


@pytest.mark.parametrize(
    ("utterance", "verb"),
    [
        ("the wardrobe door sticks", "sticks"),
        ("the lamp flickers when the lift runs", "flickers"),
        ("the sensor on the gate hit a van", "hit"),
        ("my nephew set up the order", "set"),
        ("a pipe burst in the cellar", "burst"),
        ("the hinges squeak in the morning", "squeak"),
        ("the tank leaks oil all over", "leaks"),
        ("the shop sells cakes", "sells"),
        ("the site you made for us crashes on phones", "crashes"),
        ("the porter says the boiler leaks", "leaks"),
        ("the firm charges us for it", "charges"),
        ("check the totals", "check"),
        ("I'll borrow from my sister", "borrow"),
    ],
)
def test_a_noun_that_begins_a_clause_finds_its_verb(utterance: str, verb: str) -> None:
    assert verb in verbs(utterance)


@pytest.mark.parametrize(
    ("utterance", "noun"),
    [
        ("the service charges are too high", "charges"),
        ("the service charges, take them off", "charges"),
        ("the road works outside the shop keep people away", "works"),
        ("I sent the delivery notes to your office", "notes"),
        ("the drum leaks in the hall are back", "leaks"),
        ("the late penalties that I put in writing", "penalties"),
        ("we bought the tool set", "set"),
        ("the price rise was never agreed", "rise"),
    ],
)
def test_where_another_verb_follows_or_none_is_due_it_is_a_noun(utterance: str, noun: str) -> None:
    assert noun not in verbs(utterance)


def test_what_may_be_a_verb_and_is_not_known_holds_no_phrase() -> None:
    kinds = {word.lower: word.kind for word in read("the drum zonks at night", lemma)}
    assert kinds["zonks"] == "other"
