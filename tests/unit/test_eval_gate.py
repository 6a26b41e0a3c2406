"""What stops a run from landing."""

from pathlib import Path
from typing import Any

import pytest

from assistant.domain.errors import InvalidInput
from evals.gate import baseline_of, failures, keep, kept_baseline, noise
from evals.results import share

NONE_BROKEN = {"citation": 0, "figures": 0, "forbidden": 0, "injection": 0}


def report(broken: dict[str, int] | None = None, **shares: tuple[int, int]) -> dict[str, Any]:
    found: dict[str, Any] = {name: share(*counts) for name, counts in shares.items()}
    return {
        "systems": {
            "approved": {
                "cases": 9,
                "hard_rules_broken": NONE_BROKEN | (broken or {}),
                "all": found | {"items_f1": {"share": 0.5}},
            }
        }
    }


def test_what_is_kept_of_a_run(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    keep(report(situation=(6, 10)), path)
    kept = {"cases": 9, "shares": {"situation": {"ok": 6, "of": 10, "share": 0.6}}}
    assert kept_baseline(path) == kept == baseline_of(report(situation=(6, 10)))


def test_without_a_baseline(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="--keep-baseline") as told:
        kept_baseline(tmp_path / "none.json")
    assert "none.json" in str(told.value.where)
    assert failures(report(situation=(0, 10)), None) == []
    assert len(failures(report({"figures": 1}), None)) == 1


@pytest.mark.parametrize("rule", sorted(NONE_BROKEN))
def test_a_hard_rule_stops_it_though_nothing_got_worse(rule: str) -> None:
    now = report({rule: 2}, situation=(9, 10))
    told = "hard rule '{}' is broken {} times by '{}'; the report shows where"
    assert failures(now, baseline_of(now)) == [told.format(rule, 2, "approved")]
    fine = report({}, situation=(9, 10))
    fine["systems"]["ours"] = {"hard_rules_broken": {rule: 1}}
    assert failures(fine, baseline_of(fine)) == [told.format(rule, 1, "ours")], "a model's words count as well"
    fine["systems"]["naive"] = fine["systems"].pop("ours")
    assert failures(fine, baseline_of(fine)) == [], "a baseline may break them"


def test_noise_is_half_the_interval_and_one_verdict_at_least() -> None:
    assert noise(0.5, 100) == pytest.approx(0.098, abs=1e-4), "1.96 x sqrt(0.25 / 100)"
    assert noise(1.0, 20) == 0.05
    assert noise(0.5, 0) == 0.0


@pytest.mark.parametrize(
    ("before", "now", "stopped"),
    [
        ((50, 100), (41, 100), False),
        ((50, 100), (40, 100), True),
        ((50, 100), (60, 100), False),
        ((20, 20), (19, 20), False),
    ],
)
def test_a_fall_beyond_noise(before: tuple[int, int], now: tuple[int, int], stopped: bool) -> None:
    found = failures(report(situation=now), baseline_of(report(situation=before)))
    assert bool(found) is stopped
    if stopped:
        assert found == ["'situation' fell from 0.500 to 0.400 (40 of 100)"]


@pytest.mark.parametrize("scorer", ["plans", "limits"])
def test_what_code_works_out_may_not_fall_at_all(scorer: str) -> None:
    before = baseline_of(report(**{scorer: (20, 20)}))
    assert failures(report(**{scorer: (20, 20)}), before) == []
    assert failures(report(**{scorer: (19, 20)}), before) == [f"'{scorer}' fell from 1.000 to 0.950 (19 of 20)"]


def test_a_scorer_that_fell_silent() -> None:
    before = baseline_of(report(source=(5, 10), level=(0, 0)))
    for now in (report(), report(source=(0, 0))):
        assert failures(now, before) == ["'source' isn't judged any more; the baseline has 10 verdicts of it"]
    assert failures(report(source=(5, 10), acceptable=(0, 9)), before) == [], "what is new has nothing to fall from"
