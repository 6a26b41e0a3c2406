"""The guard on its cases and on swaps made by rule; the figures are those of `ascolto bench guard` without vectors."""

from dataclasses import replace

import pytest

from assistant.adapters.lemmas import lemma
from assistant.domain.guard_text import Source, TextViolation, Tools, check_text
from evals.guard import Judged, judge, read_cases, report
from evals.guard_swaps import judge_swaps, swaps

TOOLS = Tools(lemma)


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return judge(read_cases(), TOOLS)


def test_the_set_is_large_enough_and_half_italian() -> None:
    cases = read_cases()
    good = [case for case in cases if case.reason is None]
    assert len(cases) >= 240
    assert len(good) >= 100
    assert sum(case.language == "it" for case in cases) * 2 == len(cases)
    assert len({case.id for case in cases}) == len(cases)


def test_every_planted_fault_is_caught_and_few_good_sentences_are_stopped(judged: list[Judged]) -> None:
    groups = report(judged)["groups"]
    assert groups["all"]["caught"] == groups["all"]["planted"]
    assert groups["all"]["false_alarm_share"] < 0.05


def test_the_report_counts_and_explains() -> None:
    good, bad = (next(case for case in read_cases() if (case.reason is None) is wanted) for wanted in (True, False))
    found = report(
        [
            Judged(good, [TextViolation("number", "due")]),
            Judged(replace(bad, reason="negation"), []),
            Judged(replace(bad, reason="name"), [TextViolation("number", "due")]),
        ]
    )
    figures = found["groups"]["all"]
    assert (figures["planted"], figures["caught"], figures["right_reason"]) == (2, 1, 0.0)
    assert (figures["good"], figures["false_alarms"]) == (1, 1)
    assert found["reasons"] == {"name": {"planted": 1, "caught": 1}, "negation": {"planted": 1, "caught": 0}}
    assert len(found["wrong"]) == 2


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


def test_one_call_checks_each_use() -> None:
    case = next(case for case in read_cases() if case.use == "tailored" and case.reason is None)
    assert check_text(case.text, case.approved, case.language, TOOLS) == []
    sources = (Source("I never ordered the pump.", "customer"),)
    assert check_text("The customer never ordered the pump.", sources, "en", TOOLS) == []
    assert check_text("The customer never ordered the pump.", sources, "en", TOOLS, email=True) != []
