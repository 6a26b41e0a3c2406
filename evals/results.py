"""The figures of a run: shares of right verdicts, by language, split and situation, and the worst cases."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from assistant.domain.calls import Situation
from assistant.domain.money import LANGUAGES
from assistant.domain.qualification import wilson
from evals.case import Case
from evals.scorers import HARD, Scorer, Verdict

WORST = 10


def share(ok: int, of: int) -> dict[str, Any]:
    """`{"ok", "of", "share", "low", "high"}` with the 95 % interval (Wilson); the share of nothing is None."""
    if not of:
        return {"ok": 0, "of": 0, "share": None, "low": None, "high": None}
    low, high = wilson(ok, of)
    return {"ok": ok, "of": of, "share": round(ok / of, 4), "low": round(low, 4), "high": round(high, 4)}


def by_scorer(verdicts: Iterable[Verdict]) -> dict[str, dict[str, Any]]:
    """A share for each scorer that gave a verdict, and the note's items as F1."""
    right, given = Counter[Scorer](), Counter[Scorer]()
    for verdict in verdicts:
        given[verdict.scorer] += 1
        right[verdict.scorer] += verdict.ok
    found = {str(scorer): share(right[scorer], given[scorer]) for scorer in sorted(given)}
    if given["item_found"] or given["item_true"]:
        recall = right["item_found"] / given["item_found"] if given["item_found"] else 1.0
        precision = right["item_true"] / given["item_true"] if given["item_true"] else 1.0
        both = recall + precision
        found["items_f1"] = {"share": round(2 * recall * precision / both, 4) if both else 0.0}
    return found


def broken_rules(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How often each hard rule was broken: 0 is the only good figure."""
    broken = Counter(verdict.scorer for verdict in verdicts if verdict.scorer in HARD and not verdict.ok)
    return {scorer: broken[scorer] for scorer in sorted(HARD)}


def summary(cases: Sequence[Case], verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """All figures of a system, in the order in which a reader asks for them."""
    known = {case.id: case for case in cases}

    def part(value: str, of: Callable[[Case], str]) -> dict[str, dict[str, Any]]:
        return by_scorer(verdict for verdict in verdicts if of(known[verdict.case_id]) == value)

    return {
        "cases": len({verdict.case_id for verdict in verdicts}),
        "hard_rules_broken": broken_rules(verdicts),
        "all": by_scorer(verdicts),
        "by_language": {lang: part(lang, lambda case: case.language) for lang in LANGUAGES},
        "by_split": {split: part(split, lambda case: case.split) for split in ("dev", "test")},
        "by_situation": _by_situation(verdicts),
    }


def _by_situation(verdicts: Sequence[Verdict]) -> dict[str, dict[str, dict[str, Any]]]:
    grouped: Mapping[Situation, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.situation is not None:
            grouped[verdict.situation].append(verdict)
    return {str(situation): by_scorer(grouped[situation]) for situation in Situation if grouped[situation]}


def worst(verdicts: Sequence[Verdict], count: int = WORST) -> list[tuple[str, list[Verdict]]]:
    """The cases with most that is wrong, hard rules first; each with its wrong verdicts."""
    wrong: Mapping[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if not verdict.ok:
            wrong[verdict.case_id].append(verdict)

    def weight(case_id: str) -> tuple[int, int, str]:
        hard = sum(verdict.scorer in HARD for verdict in wrong[case_id])
        return -hard, -len(wrong[case_id]), case_id

    return [(case_id, wrong[case_id]) for case_id in sorted(wrong, key=weight)[:count]]
