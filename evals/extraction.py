"""How well spoken figures are read: exact findings per case on `sets/extraction.jsonl`, and guesses on ambiguous words.

A case is right when its findings are the expected ones in the order they are spoken: kind, bound, values and currency.
A guess is a single value of a kind of which the case expects two values.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.findings import Finding
from assistant.domain.money import Language
from evals.bench.machine import percentiles

CASES = Path(__file__).parent / "sets" / "extraction.jsonl"

GATE = 0.97
"""Least share of right cases, in each split and language."""

Extract = Callable[[str, date, Language], list[Finding]]
Split = Literal["dev", "test", "fresh"]


class Figure(BaseModel):
    """A finding without its place in the text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["amount", "date", "count", "invoice"]
    bound: Literal["exact", "min", "max"] = "exact"
    values: tuple[str, ...]
    currency: str | None = None

    def __str__(self) -> str:
        sign = {"exact": "", "min": ">=", "max": "<="}[self.bound]
        return f"{self.kind} {sign}{'|'.join(self.values)}" + (f" {self.currency}" if self.currency else "")


class Case(BaseModel):
    """An utterance of a call on the day `on`, with the figures it holds by the contract."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    language: Language
    split: Split
    on: date
    speaker: Literal["operator", "customer", "third_party"] = "customer"
    text: str
    findings: tuple[Figure, ...]

    @property
    def ambiguous(self) -> bool:
        return any(len(figure.values) > 1 for figure in self.findings)


@dataclass(frozen=True)
class Outcome:
    """What was found in a case, and in how many milliseconds."""

    case: Case
    found: tuple[Figure, ...]
    milliseconds: float

    @property
    def right(self) -> bool:
        return self.found == self.case.findings

    @property
    def guessed(self) -> bool:
        """A single value where the words have two."""
        open_kinds = {figure.kind for figure in self.case.findings if len(figure.values) > 1}
        single = [f for f in self.found if f.kind in open_kinds and len(f.values) == 1]
        return any(figure not in self.case.findings for figure in single)

    def explanation(self) -> str:
        expected, found = (" + ".join(map(str, figures)) or "nothing" for figures in (self.case.findings, self.found))
        return f"{self.case.id} {self.case.text!r} on {self.case.on}: expected {expected}, found {found}"


def cases(path: Path = CASES) -> list[Case]:
    """Raises pydantic's `ValidationError` for a line that is no case."""
    return [Case.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines()]


def outcomes(extract: Extract, chosen: Iterable[Case]) -> list[Outcome]:
    return [_outcome(extract, case) for case in chosen]


def _outcome(extract: Extract, case: Case) -> Outcome:
    started = time.perf_counter()
    findings = extract(case.text, case.on, case.language)
    elapsed = (time.perf_counter() - started) * 1000
    figures = tuple(Figure.model_validate(f.model_dump(exclude={"span", "text"})) for f in findings)
    return Outcome(case, figures, elapsed)


def report(done: list[Outcome]) -> dict[str, Any]:
    """Shares of right cases in total, by split, language and kind; guesses; milliseconds; and what went wrong."""
    kinds = ("amount", "date", "count", "invoice")
    return {
        "bench": "extraction",
        "all": _share(done),
        "by_split": {split: _share([o for o in done if o.case.split == split]) for split in ("dev", "test", "fresh")},
        "by_language": {
            language: _share([o for o in done if o.case.language == language]) for language in ("it", "en")
        },
        "by_kind": {kind: _share([o for o in done if kind in {f.kind for f in o.case.findings}]) for kind in kinds}
        | {"nothing": _share([o for o in done if not o.case.findings])},
        "ambiguous": {"cases": sum(o.case.ambiguous for o in done), "guesses": sum(o.guessed for o in done)},
        "extraction_ms": percentiles([o.milliseconds for o in done], digits=2),
        "gate": GATE,
        "wrong": [o.explanation() for o in done if not o.right],
    }


def _share(done: list[Outcome]) -> dict[str, Any]:
    right = sum(o.right for o in done)
    return {"right": right, "cases": len(done), "share": round(right / len(done), 4) if done else None}
