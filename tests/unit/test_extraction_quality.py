"""Spoken figures on the whole set: the share of cases read exactly, and no guess where the words have two readings."""

import pytest

from assistant.adapters.extraction import SpokenFigures
from assistant.domain.findings import Finding
from evals.extraction import GATE, Outcome, cases, outcomes, report

DONE = outcomes(SpokenFigures().extract, cases())


def test_the_set_is_large_and_half_italian() -> None:
    languages = [outcome.case.language for outcome in DONE]
    assert len(DONE) >= 400 and min(languages.count("it"), languages.count("en")) >= 150
    assert len({outcome.case.id for outcome in DONE}) == len({outcome.case.text for outcome in DONE}) == len(DONE)


@pytest.mark.parametrize("split", ["dev", "test", "fresh"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_the_figures_are_read_exactly(split: str, language: str) -> None:
    chosen = [o for o in DONE if o.case.split == split and o.case.language == language]
    wrong = [o.explanation() for o in chosen if not o.right]
    assert 1 - len(wrong) / len(chosen) >= GATE, "\n".join(wrong)


def test_nothing_ambiguous_is_guessed() -> None:
    assert sum(o.case.ambiguous for o in DONE) >= 20
    assert [o.explanation() for o in DONE if o.guessed] == []


def test_a_report_names_what_went_wrong() -> None:
    case = next(o.case for o in DONE if o.case.ambiguous and len(o.case.findings) == 1)
    figure = case.findings[0]
    guess = figure.model_copy(update={"values": figure.values[:1]})
    found = report([Outcome(case, (guess,), 1.0), Outcome(case, case.findings, 1.0)])
    assert found["all"] == {"right": 1, "cases": 2, "share": 0.5}
    assert found["ambiguous"] == {"cases": 2, "guesses": 1}
    assert case.id in found["wrong"][0] and figure.values[0] in found["wrong"][0]


def test_an_extractor_that_finds_nothing_fails() -> None:
    def nothing(*_: object) -> list[Finding]:
        return []

    assert report(outcomes(nothing, cases()))["all"]["share"] < 0.25
