"""The product beside its baselines on the same cases and turns, and how far a model's figures move by themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.domain.money import LANGUAGES
from evals.bench.machine import percentiles
from evals.case import Case
from evals.play import Played
from evals.results import by_scorer
from evals.scorers import Verdict

SYSTEMS = {
    "ours": "with the model's mentions",
    "approved": "approved sentence only",
    "naive": "the naive chain",
}
"""In the order in which they are shown. Without a model what an operator sees is `approved`."""
Systems = Mapping[str, tuple[Sequence[Verdict], Sequence[Played]]]


def side_by_side(cases: Sequence[Case], systems: Systems) -> dict[str, Any] | None:
    """`{"turns", "unanswered", "all", "it", "en"}`, the last three figures by system; None without a naive chain.

    Suggestions are compared on the turns that the naive chain was asked; what it doesn't do (situations, plans, notes)
    stands for whole calls.
    """
    if "naive" not in systems:
        return None
    asked = {(one.case_id, turn.utterance_id) for one in systems["naive"][1] for turn in one.turns}
    silent = sum(turn.suggestion is None for one in systems["naive"][1] for turn in one.turns)
    languages = {case.id: case.language for case in cases}

    def figures(of: set[str]) -> dict[str, Any]:
        turns = {turn for turn in asked if languages[turn[0]] in of}
        return {name: _figures(*systems[name], turns, of, languages) for name in SYSTEMS if name in systems}

    found = {"turns": len(asked), "unanswered": silent, "all": figures(set(LANGUAGES))}
    return found | {language: figures({language}) for language in LANGUAGES}


_OF_TURNS = frozenset({"acceptable", "figures", "forbidden", "citation", "source", "language", "injection"})


def _figures(
    verdicts: Sequence[Verdict],
    played: Sequence[Played],
    turns: set[tuple[str, str]],
    of: set[str],
    languages: Mapping[str, str],
) -> dict[str, Any]:
    mine = [
        verdict
        for verdict in verdicts
        if languages[verdict.case_id] in of
        and (verdict.scorer not in _OF_TURNS or (verdict.case_id, verdict.turn) in turns)
    ]
    seen = [turn for one in played for turn in one.turns if (one.case_id, turn.utterance_id) in turns]
    return {
        "wrong_figures": sum(verdict.scorer == "figures" and not verdict.ok for verdict in mine),
        "shares": by_scorer(mine),
        "ms": percentiles([turn.ms for turn in seen if turn.suggestion is not None]),
    }


def spread(passes: Sequence[Sequence[Verdict]]) -> dict[str, dict[str, float]] | None:
    """The lowest and the highest share of each scorer over the passes; None of fewer than two."""
    if len(passes) < 2:
        return None
    shares = [by_scorer(verdicts) for verdicts in passes]
    found: dict[str, dict[str, float]] = {}
    for name in sorted(set.intersection(*(set(one) for one in shares))):
        values = [one[name]["share"] for one in shares if one[name]["share"] is not None]
        if values:
            found[name] = {"low": min(values), "high": max(values), "passes": len(passes)}
    return found
