"""The guard on its cases; the figures are those of `ascolto bench guard` without sentence vectors."""

from dataclasses import replace

import pytest

from assistant.adapters.lemmas import lemma
from assistant.domain.guard_text import TextViolation, Tools
from evals.guard import Judged, judge, read_cases, report

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
