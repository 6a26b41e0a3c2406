"""Judges the guard of written sentences: planted faults that it catches, by reason, and good sentences it stops.

A planted fault counts as caught whatever the reason given; `right_reason` says how often the planted one was among
them.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.domain.guard_text import (
    Approved,
    Source,
    TextReason,
    TextUse,
    TextViolation,
    Tools,
    check_email,
    check_narrative,
    check_tailored,
)
from assistant.domain.money import Language

CASES = Path(__file__).parent / "sets" / "guard.jsonl"
Split = Literal["dev", "test", "fresh"]


@dataclass(frozen=True)
class Case:
    """`reason` is the planted fault, None for a sentence that must pass."""

    id: str
    use: TextUse
    language: Language
    split: Split
    reason: TextReason | None
    text: str
    approved: Approved
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Judged:
    case: Case
    violations: Sequence[TextViolation]

    @property
    def right(self) -> bool:
        return bool(self.violations) == (self.case.reason is not None)


def read_cases(path: Path = CASES) -> list[Case]:
    """All cases, in the order of the file."""
    return [_case(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _case(row: dict[str, Any]) -> Case:
    sources = (Source(s["text"], s["speaker"], tuple(s["figures"])) for s in row.get("sources", ()))
    approved = Approved(row.get("approved", ""), row.get("utterance", ""))
    return Case(
        row["id"], row["use"], row["language"], row["split"], row["reason"], row["text"], approved, tuple(sources)
    )


def judge(cases: Sequence[Case], tools: Tools) -> list[Judged]:
    """What the guard says of every case."""
    return [Judged(case, _violations(case, tools)) for case in cases]


def _violations(case: Case, tools: Tools) -> list[TextViolation]:
    if case.use == "tailored":
        return check_tailored(case.text, case.approved, case.language, tools)
    check = check_email if case.use == "email" else check_narrative
    return check(case.text, case.sources, case.language, tools)


def report(judged: Sequence[Judged]) -> dict[str, Any]:
    """Shares are 0 to 1; `wrong` explains each case that went wrong."""
    groups: dict[str, list[Judged]] = {"all": list(judged)}
    for one in judged:
        for name in (one.case.split, one.case.language, one.case.use):
            groups.setdefault(name, []).append(one)
    return {
        "groups": {name: _figures(found) for name, found in groups.items()},
        "reasons": _by_reason(judged),
        "wrong": [_explained(j) for j in judged if not j.right],
    }


def _figures(judged: Sequence[Judged]) -> dict[str, Any]:
    bad = [j for j in judged if j.case.reason is not None]
    good = [j for j in judged if j.case.reason is None]
    caught = sum(j.right for j in bad)
    alarms = sum(not j.right for j in good)
    named = sum(j.case.reason in {v.reason for v in j.violations} for j in bad)
    return {
        "planted": len(bad),
        "caught": caught,
        "caught_share": _share(caught, len(bad)),
        "right_reason": _share(named, len(bad)),
        "good": len(good),
        "false_alarms": alarms,
        "false_alarm_share": _share(alarms, len(good)),
    }


def _by_reason(judged: Sequence[Judged]) -> dict[str, dict[str, int]]:
    rows: dict[str, dict[str, int]] = defaultdict(lambda: {"planted": 0, "caught": 0})
    for one in judged:
        if one.case.reason:
            rows[one.case.reason]["planted"] += 1
            rows[one.case.reason]["caught"] += bool(one.violations)
    return dict(sorted(rows.items()))


def _explained(one: Judged) -> str:
    if one.case.reason:
        return f"{one.case.id}: {one.case.reason} passed: {one.case.text}"
    why = "; ".join(f"{v.reason} {v.text[:40]!r}" for v in one.violations)
    return f"{one.case.id}: stopped ({why}): {one.case.text}"


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
