from pathlib import Path

import pytest

from assistant.adapters.prompts import PromptFiles
from assistant.app import shipped_folder
from assistant.domain.gbnf import keeps_to
from assistant.domain.money import Language

GRAMMAR = """root ::= start word (" " word){0,2}
start ::= "the " | "l'"
word ::= [a-zàè'-]{1,20}
"""


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("the lift", True),
        ("l'ascensore è fermo", True),
        ("the lift that is stuck", False),
        ("The lift", False),
        ("the lift.", False),
        ("the 3 lifts", False),
        ("", False),
        ("Sure! Here it is: the lift", False),
    ],
)
def test_a_text_keeps_to_the_grammar_or_does_not(text: str, keeps: bool) -> None:
    assert keeps_to(GRAMMAR, text) is keeps


def test_literals_are_taken_as_they_stand() -> None:
    assert keeps_to(r'root ::= "a.b" | "say \"x\""', 'say "x"')
    assert not keeps_to('root ::= "a.b"', "axb")


@pytest.mark.parametrize("grammar", ["root ::= other", 'root ::= "a" root', "root ::= %", 'other ::= "a"'])
def test_a_grammar_beyond_the_subset_is_an_error(grammar: str) -> None:
    with pytest.raises(ValueError, match="rule"):
        keeps_to(grammar, "a")


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_shipped_grammars_are_within_it(language: Language) -> None:
    for path in Path(shipped_folder("prompts")).glob(f"*.{language}.md"):
        prompt = PromptFiles(shipped_folder("prompts")).get(path.name.split(".")[0], language)
        if prompt.grammar:
            assert not keeps_to(prompt.grammar, "3 %")
