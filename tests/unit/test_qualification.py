from datetime import date

import pytest

from assistant.domain.qualification import (
    ModelRecord,
    Speeds,
    Threshold,
    Work,
    WorkResult,
    is_earned,
    is_outdated,
    merged,
    qualify,
    wilson,
)

DAY = date(2026, 11, 25)
EASY = Threshold(passes=0.4, wrong=0.1, outdated="stands", reason="a test")
STRICT = Threshold(passes=0.4, wrong=0.1, outdated="withdrawn", reason="a test")
THRESHOLDS: dict[Work, Threshold] = {"mention": EASY, "judge": STRICT}
PROMPTS = {("mention", "it"): "new", ("mention", "en"): "new", ("judge", "it"): "new"}


def found(work: Work = "mention", language: str = "it", passed: int = 20, prompt: str = "new") -> WorkResult:
    return WorkResult.model_validate(
        {
            "work": work,
            "language": language,
            "cases": 24,
            "passed": passed,
            "wrong": 0,
            "seconds": 1.0,
            "prompt": prompt,
            "case_set": "c",
            "measured_on": DAY,
            "passes": 0.4,
            "wrong_at_most": 0.1,
            "earned": passed >= 15,
        }
    )


def record(*results: WorkResult, speeds: Speeds | None = None) -> ModelRecord:
    return ModelRecord(weights="w", name="a model", engine="e", product="1", speeds=speeds, results=results)


@pytest.mark.parametrize(
    ("passed", "cases", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662), (0, 0, 0.0, 1.0)],
)
def test_the_interval_is_wilson_s(passed: int, cases: int, low: float, high: float) -> None:
    """81 of 263: Newcombe, Statistics in Medicine 17, 1998, table I, method 3."""
    assert wilson(passed, cases) == pytest.approx((low, high), abs=0.0001)


def test_few_cases_earn_nothing_however_good_they_are() -> None:
    assert wilson(2, 2)[0] < EASY.passes
    assert not is_earned(2, 0, 2, EASY)
    assert not is_earned(0, 0, 0, Threshold(passes=0, wrong=1, outdated="stands", reason="none"))


@pytest.mark.parametrize(
    ("passed", "wrong", "earned"), [(15, 0, True), (14, 0, False), (20, 2, True), (20, 3, False), (24, 0, True)]
)
def test_both_thresholds_must_be_met(passed: int, wrong: int, earned: bool) -> None:
    assert is_earned(passed, wrong, 24, EASY) is earned


def test_work_that_was_not_earned_stays_with_code() -> None:
    results = [found(passed=20), found(language="en", passed=3)]
    qualification = qualify(results, THRESHOLDS, PROMPTS, "here")
    assert qualification.earned == {"it": ("select", "mention"), "en": ("select",)}
    assert qualification.standing == "here"


def test_an_older_prompt_is_said_and_guarded_work_stands() -> None:
    old = found(prompt="old")
    assert is_outdated(old, PROMPTS)
    qualification = qualify([old], THRESHOLDS, PROMPTS, "shipped")
    assert qualification.earned["it"] == ("select", "mention")
    assert qualification.standing == "outdated"


def test_what_no_code_checks_is_withdrawn_when_its_prompt_changes() -> None:
    current, old = found("judge"), found("judge", prompt="old")
    assert "judge" in qualify([current], THRESHOLDS, PROMPTS, "here").earned["it"]
    assert "judge" not in qualify([old], THRESHOLDS, PROMPTS, "here").earned["it"]


def test_a_prompt_that_is_gone_counts_as_changed() -> None:
    assert is_outdated(found("judge", "en"), PROMPTS)


def test_new_results_replace_their_own_kind_only() -> None:
    pace = Speeds(prompt_tokens=50, measured_on=DAY)
    before = record(found(passed=20), found("judge", passed=20), speeds=pace)
    after = merged(before, record(found(passed=3), found(language="en", passed=24)))
    assert [(r.work, r.language, r.passed) for r in after.results] == [
        ("mention", "it", 3),
        ("mention", "en", 24),
        ("judge", "it", 20),
    ]
    assert after.speeds == pace
    assert merged(None, before) == before
