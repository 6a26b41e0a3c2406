"""The scorer of the situation classifier, on answers written by hand."""

from collections.abc import Sequence

import pytest

from assistant.domain.calls import Classification, ScoredSituation, Situation, Utterance
from assistant.domain.money import Language
from evals.situations import Case, Judged, judge, read_cases, report


def judged(held: str, *found: tuple[str, float], language: Language = "it") -> Judged:
    scored = [ScoredSituation(id=Situation(name), confidence=value) for name, value in found]
    answer = Classification(
        situation=scored[0].id, confidence=scored[0].confidence, situations=scored, language=language
    )
    return Judged(Case("...", language, (), tuple(held.split("+"))), answer, ms=2.0)


ROWS = [
    judged("already_paid", ("already_paid", 0.95)),
    judged("already_paid+anger", ("anger", 0.85)),
    judged("refusal", ("temporary_difficulty", 0.85)),
    judged("refusal", ("temporary_difficulty", 0.45), language="en"),
    judged("refusal", ("none", 0.9), language="en"),
]


def test_right_wrong_and_silent_are_told_apart() -> None:
    found = report(ROWS)
    assert found["utterances"] == 5
    assert found["accuracy"] == 0.2
    assert found["wrong_shown"] == 0.6
    assert found["wrong_cards"] == 0.2
    assert found["abstained"] == 0.2
    assert found["accuracy_answered"] == 0.25


def test_each_language_and_situation_has_its_figures() -> None:
    found = report(ROWS)
    assert {language: row["accuracy"] for language, row in found["languages"].items()} == {"en": 0.0, "it": 0.3333}
    assert found["situations"]["already_paid"] == {"precision": 1.0, "recall": 0.5, "f1": 0.6667}
    assert found["situations"]["refusal"]["f1"] == 0.0
    assert found["macro_f1"] == pytest.approx(0.6667 / 5, abs=1e-4)


def test_confusions_come_with_the_most_frequent_first() -> None:
    first = report(ROWS)["confusions"][0]
    assert first == {"is": "refusal", "taken_for": "temporary_difficulty", "count": 2}


def test_calibration_compares_confidence_with_how_often_it_is_right() -> None:
    sure = [judged("anger", ("anger", 0.75)) for _ in range(3)] + [judged("none", ("anger", 0.75))]
    found = report(sure)
    assert found["calibration"] == [{"from": 0.7, "to": 0.8, "utterances": 4, "confidence": 0.75, "right": 0.75}]
    assert found["calibration_error"] == 0
    assert report(ROWS)["calibration_error"] > 0.3


def test_nothing_judged_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing"):
        report([])


async def test_cases_are_classified_with_what_was_said_before() -> None:
    heard: list[str] = []

    async def classify(text: str, language: Language, previous: Sequence[Utterance]) -> Classification:
        heard.append(previous[-1].text if previous else "")
        return judged("none", ("none", 1.0), language=language).found

    cases = read_cases("dev")
    assert len(await judge(cases, classify)) == len(cases) == 256
    assert [turn for turn in heard if turn] and all(case.held for case in cases)
    assert {case.text for case in read_cases("test")}.isdisjoint(case.text for case in cases)
