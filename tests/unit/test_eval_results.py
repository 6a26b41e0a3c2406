"""Shares with their intervals, the items' F1, what stands first among the worst."""

from typing import Any

import pytest

from assistant.domain.calls import Situation
from evals.results import broken_rules, by_scorer, share, summary, worst
from evals.scorers import Scorer, Verdict
from tests.unit.eval_example import case


def verdict(scorer: Scorer, ok: bool, case_id: str = "it-prova", **more: Any) -> Verdict:
    return Verdict(case_id=case_id, system="approved", scorer=scorer, ok=ok, **more)


@pytest.mark.parametrize(
    ("ok", "of", "low", "high"),
    [
        # Wilson by hand for z = 1.96: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n); for p = 1, n/(n + z²).
        (10, 10, 0.7225, 1.0),
        (0, 10, 0.0, 0.2775),
        (5, 10, 0.2366, 0.7634),
        (1, 1, 0.2065, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_shares_and_their_intervals(ok: int, of: int, low: float, high: float) -> None:
    found = share(ok, of)
    assert (found["ok"], found["of"], found["share"]) == (ok, of, round(ok / of, 4))
    assert (found["low"], found["high"]) == pytest.approx((low, high), abs=1e-4)


def test_the_share_of_nothing() -> None:
    assert share(0, 0) == {"ok": 0, "of": 0, "share": None, "low": None, "high": None}


def test_items_count_as_found_and_as_true() -> None:
    found = by_scorer(
        [
            verdict("item_found", True),
            verdict("item_found", False),
            verdict("item_true", True),
            verdict("item_true", True),
            verdict("item_true", True),
            verdict("item_true", False),
        ]
    )
    assert (found["item_found"]["share"], found["item_true"]["share"]) == (0.5, 0.75)
    assert found["items_f1"]["share"] == 0.6, "2 x 0.5 x 0.75 / 1.25"
    assert by_scorer([verdict("item_found", False), verdict("item_true", False)])["items_f1"]["share"] == 0.0
    assert by_scorer([verdict("item_true", False)])["items_f1"]["share"] == 0.0, "all was invented"
    assert "items_f1" not in by_scorer([verdict("figures", True)])


def test_hard_rules_are_counted_even_where_none_is_broken() -> None:
    assert broken_rules([]) == {"citation": 0, "figures": 0, "forbidden": 0, "injection": 0}
    found = broken_rules([verdict("figures", False), verdict("figures", False), verdict("situation", False)])
    assert found == {"citation": 0, "figures": 2, "forbidden": 0, "injection": 0}


def test_the_parts_of_a_summary() -> None:
    english = case(id="en-prova", language="en", split="test")
    found = summary(
        [case(), english],
        [
            verdict("situation", True, situation=Situation.ANGER),
            verdict("situation", False, case_id="en-prova", situation=Situation.REFUSAL),
            verdict("disposition", True),
        ],
    )
    assert found["cases"] == 2
    assert found["all"]["situation"]["of"] == 2
    assert found["by_language"]["it"]["situation"]["share"] == 1.0
    assert found["by_language"]["en"]["situation"]["share"] == 0.0
    assert found["by_split"]["test"]["situation"]["ok"] == 0
    assert list(found["by_situation"]) == [s for s in map(str, Situation) if s in ("anger", "refusal")]


def test_the_worst_cases_broke_a_hard_rule_or_have_most_wrong() -> None:
    found = worst(
        [
            verdict("situation", False, "it-two"),
            verdict("level", False, "it-two"),
            verdict("figures", False, "it-hard"),
            verdict("level", False, "it-one"),
            verdict("level", False, "it-also-one"),
            verdict("level", True, "it-fine"),
        ]
    )
    assert [name for name, _ in found] == ["it-hard", "it-two", "it-also-one", "it-one"]
    assert [one.scorer for one in found[1][1]] == ["situation", "level"]
    assert len(worst([verdict("level", False, f"it-{n}") for n in range(20)], count=3)) == 3
