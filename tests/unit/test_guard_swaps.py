"""Swaps made by rule in approved sentences: each is another sentence, and the guard sees it."""

from assistant.adapters.lemmas import lemma
from assistant.domain.guard_text import Tools
from evals.guard_swaps import judge_swaps, swaps

TOOLS = Tools(lemma)


def test_swaps_change_the_sentence_and_are_caught() -> None:
    sentence = "Non Le chiedo altro. Registro {{amount}} con data {{day}} e Le mando una conferma."
    made = list(swaps(sentence, "it"))
    assert {"slot", "negation lost", "gets", "does", "promise"} <= {kind for kind, _ in made}
    assert all(text != sentence for _, text in made)
    found = judge_swaps([("it", sentence)], TOOLS)
    assert (found["sentences"], found["stopped"], found["passed"]) == (1, [], [])


def test_swaps_that_pass_are_told() -> None:
    found = judge_swaps([("en", "It rains.")], Tools(lambda word, language: word))
    assert all(row["caught"] <= row["planted"] for row in found["kinds"].values())
