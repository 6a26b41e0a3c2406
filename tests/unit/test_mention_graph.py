"""The graph of what may be named: what it takes, how far it follows a phrase, and its grammar."""

import re

import pytest

from assistant.domain.mention_graph import START, Graph


def lift() -> Graph:
    """ "l'ascensore", "l'ascensore rotto", "la scala rotta"."""
    graph = Graph(finals={"one", "two"})
    for source, word, target in (
        (START, " l'", "elided"),
        ("elided", "ascensore", "one"),
        ("one", " rotto", "two"),
        (START, " la", "article"),
        ("article", " scala", "noun"),
        ("noun", " rotta", "two"),
        ("noun", " chiusa", "dead end"),
    ):
        graph.add(source, word, target)
    return graph.pruned()


@pytest.mark.parametrize(
    ("phrase", "accepted"),
    [
        ("l'ascensore", True),
        ("l'ascensore rotto", True),
        ("la scala rotta", True),
        ("la scala", False),
        ("l'ascensore rotta", False),
        ("ascensore", False),
        ("", False),
    ],
)
def test_whole_paths_are_accepted(phrase: str, accepted: bool) -> None:
    assert lift().accepts(phrase) is accepted


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("l'ascensore rotto da mesi", "l'ascensore rotto"),
        ("l'ascensore rott", "l'ascensore"),
        ("l'ascensori", ""),
        ("la scala bella", ""),
    ],
)
def test_a_phrase_is_followed_as_far_as_it_may_end(phrase: str, found: str) -> None:
    assert lift().longest(phrase, 9) == found


def test_no_more_words_than_allowed() -> None:
    assert lift().longest("l'ascensore rotto", 1) == "l'ascensore"


def test_dead_ends_are_gone() -> None:
    assert "chiusa" not in lift().grammar()
    assert not lift().empty
    assert Graph().pruned().empty


def test_the_grammar_has_a_rule_for_every_state_it_names() -> None:
    grammar = lift().grammar()
    assert grammar.startswith('root ::= "-" | start\nstart ::= "l\'" s1 | "la" s2')
    defined = set(re.findall(r"^(\w+) ::=", grammar, re.MULTILINE))
    assert set(re.findall(r"\b(s\d+|start)\b", grammar)) <= defined
