"""The product beside its baselines: which turns and calls count, by language, and how far passes differ."""

from typing import Any

from evals.beside import side_by_side, spread
from evals.play import Played, PlayedTurn
from evals.scorers import Scorer, Verdict
from tests.unit.eval_example import case, suggestion


def verdict(scorer: Scorer, ok: bool, system: str, turn: str = "", case_id: str = "it-prova") -> Verdict:
    return Verdict(case_id=case_id, system=system, scorer=scorer, ok=ok, turn=turn)


def played(system: str, *turns: tuple[str, float | None], case_id: str = "it-prova") -> Played:
    """Turns with the milliseconds to their suggestion; None: nothing was suggested."""
    seen = [
        PlayedTurn(utterance_id=turn, suggestion=None if ms is None else suggestion("Volentieri."), ms=ms or 0.0)
        for turn, ms in turns
    ]
    return Played(case_id=case_id, system=system, turns=tuple(seen))


def test_without_the_naive_chain_nothing_stands_beside() -> None:
    assert side_by_side([case()], {"approved": ([], [])}) is None


def test_suggestions_count_on_the_turns_that_both_answered_and_the_rest_over_whole_calls() -> None:
    ours = [
        verdict("acceptable", True, "approved", "u2"),
        verdict("acceptable", False, "approved", "u4"),
        verdict("figures", False, "approved", "u4"),
        verdict("situation", False, "approved", "u4"),
        verdict("disposition", True, "approved"),
    ]
    theirs = [verdict("acceptable", False, "naive", "u2"), verdict("figures", False, "naive", "u2")]
    systems: dict[str, Any] = {
        "approved": (ours, [played("approved", ("u2", 20.0), ("u4", 90.0))]),
        "naive": (theirs, [played("naive", ("u2", 8_000.0))]),
    }
    found = side_by_side([case()], systems)
    assert found is not None
    assert (found["turns"], found["unanswered"]) == (1, 0)
    approved, naive = found["it"]["approved"], found["it"]["naive"]
    assert approved["shares"]["acceptable"]["share"] == 1.0, "the fourth turn was not asked of both"
    assert (approved["wrong_figures"], naive["wrong_figures"]) == (0, 1)
    assert approved["shares"]["situation"]["of"] == approved["shares"]["disposition"]["of"] == 1
    assert "situation" not in naive["shares"]
    assert (approved["ms"]["p50"], naive["ms"]["p50"]) == (20.0, 8_000.0)
    assert found["all"] == found["it"]
    assert found["en"]["naive"] == {"wrong_figures": 0, "shares": {}, "ms": {}}


def test_an_answer_that_did_not_come_is_told_and_takes_no_time() -> None:
    silent = [verdict("acceptable", False, "naive", "u2")]
    systems: dict[str, Any] = {"approved": ([], []), "naive": (silent, [played("naive", ("u2", None))])}
    found = side_by_side([case()], systems)
    assert found is not None
    assert (found["turns"], found["unanswered"]) == (1, 1)
    assert found["all"]["naive"]["ms"] == {}


def test_the_spread_is_of_two_passes_at_least() -> None:
    right, wrong = verdict("acceptable", True, "naive", "u2"), verdict("acceptable", False, "naive", "u2")
    assert spread([[right]]) is None
    assert spread([[right, wrong], [wrong, wrong], [right, right]]) == {
        "acceptable": {"low": 0.0, "high": 1.0, "passes": 3}
    }
