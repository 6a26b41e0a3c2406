"""How well `ascolto ground` tells supported claims from others: on other people's data and on a set of small swaps."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from assistant.app import grounding_tools
from assistant.domain.errors import InvalidInput, NotFound
from assistant.domain.grounding import Verdict, judge
from evals.bench.machine import percentiles

SWAPS = Path(__file__).parent / "sets" / "grounding.jsonl"
OTHERS: dict[str, dict[str, float]] = {
    "calls": {
        "word overlap": 50.3,
        "SummaCConv": 59.0,
        "Mistral-7b": 63.4,
        "QAFactEval": 68.4,
        "GPT-4": 87.9,
        "people": 91.8,
    },
    "e-mails": {
        "word overlap": 53.2,
        "SummaCConv": 53.7,
        "Mistral-7b": 59.7,
        "QAFactEval": 63.6,
        "GPT-4": 79.5,
        "people": 87.4,
    },
    "answers": {"word overlap": 88.0},
}
"""Balanced accuracies of others on both halves of the data, as its README gives them; of word overlap on answers at its
best threshold."""
_DOMAINS = {"sales_call": "calls", "sales_email": "e-mails"}
UNNAMED = "unnamed"
"""What was changed in a claim whose set doesn't say it."""


@dataclass(frozen=True)
class Claim:
    """A claim beside its source. `group` names the source's document, `edits` what was changed, where that is known."""

    set: str
    group: str
    source: str
    claim: str
    grounded: bool
    edits: tuple[str, ...]
    id: str


Judged = tuple[Claim, Verdict, float]


def third_party(folder: Path) -> list[Claim]:
    """The claims of `call_summary_faithfulness` and `answer_grounding` under this folder.

    Raises `NotFound` where a file is missing, `InvalidInput` for a line that isn't a claim.
    """
    summaries = folder / "call_summary_faithfulness"
    documents = {row["doc_id"]: row["text"] for row in _rows(summaries / "docs.jsonl", {"doc_id", "text"})}
    claims = [
        Claim(
            set=_DOMAINS[row["domain"]],
            group=row["doc_id"],
            source=documents[row["doc_id"]],
            claim=row["summary"],
            grounded=row["label"] == 1,
            edits=tuple(row["edit_types"]),
            id=row["id"],
        )
        for row in _rows(summaries / "items.jsonl", {"domain", "doc_id", "summary", "label", "edit_types", "id"})
    ]
    answers = _rows(folder / "answer_grounding" / "items.jsonl", {"knowledge", "response", "label"})
    return claims + [
        Claim(
            set="answers",
            group=row["knowledge"],
            source=row["knowledge"],
            claim=row["response"],
            grounded=row["label"] == "Fully attributable",
            edits=(),
            id=f"answer_{number}",
        )
        for number, row in enumerate(answers)
    ]


def swaps() -> list[Claim]:
    """The project's own pairs: half grounded, half with one small thing changed, in both languages."""
    return [
        Claim(
            set=f"swaps {row['language']}",
            group=row["source"],
            source=row["source"],
            claim=row["claim"],
            grounded=row["grounded"],
            edits=(row["edit"],) if row["edit"] else (),
            id=row["id"],
        )
        for row in _rows(SWAPS, {"language", "source", "claim", "grounded", "edit", "id"})
    ]


def verdicts(claims: Sequence[Claim], each: Callable[[], None] = lambda: None) -> list[Judged]:
    """Each claim judged alone, with the milliseconds it took."""
    tools = grounding_tools()
    for claim in {claim.set: claim for claim in claims}.values():
        judge(claim.source, claim.claim, tools)  # loads dictionaries, which is no part of a pair's time
    found = []
    for claim in claims:
        start = perf_counter()
        verdict = judge(claim.source, claim.claim, tools)
        found.append((claim, verdict, (perf_counter() - start) * 1000))
        each()
    return found


def report(judged: Sequence[Judged]) -> dict[str, Any]:
    """Balanced accuracy, recall and misses by edit type of each set, in percent; milliseconds a pair."""
    sets = list(dict.fromkeys(claim.set for claim, _, _ in judged))
    return {
        "bench": "grounding",
        "sets": [_of_set(name, [(c, v) for c, v, _ in judged if c.set == name]) for name in sets],
        "pair_ms": percentiles([time for _, _, time in judged]),
    }


def balanced_accuracy(truth: Sequence[bool], answers: Sequence[bool]) -> float:
    """The mean of the shares of supported and of unsupported claims that were told as such, in percent."""
    shares = []
    for label in (True, False):
        own = [answer == label for right, answer in zip(truth, answers, strict=True) if right == label]
        shares.append(sum(own) / len(own) if own else 0.0)
    return 100 * sum(shares) / 2


def _of_set(name: str, judged: Sequence[tuple[Claim, Verdict]]) -> dict[str, Any]:
    """`recall` is the share of unsupported claims that were caught, `passed` that of supported ones that passed."""
    wrong = [(claim, verdict) for claim, verdict in judged if not claim.grounded]
    right = [verdict.grounded for claim, verdict in judged if claim.grounded]
    edits = Counter(edit for claim, _ in wrong for edit in claim.edits or (UNNAMED,))
    missed = Counter(edit for claim, verdict in wrong if verdict.grounded for edit in claim.edits or (UNNAMED,))
    accuracy = balanced_accuracy([c.grounded for c, _ in judged], [v.grounded for _, v in judged])
    return {
        "set": name,
        "claims": len(judged),
        "balanced_accuracy": round(accuracy, 1),
        "recall": round(100 * sum(not v.grounded for _, v in wrong) / max(1, len(wrong)), 1),
        "passed": round(100 * sum(right) / max(1, len(right)), 1),
        "missed": {edit: {"missed": missed[edit], "of": count} for edit, count in sorted(edits.items())},
        "others": OTHERS.get(name, {}),
    }


def _rows(path: Path, fields: set[str]) -> list[dict[str, Any]]:
    """The lines of the file, each an object with at least these fields."""
    if not path.is_file():
        message = "This file of the evaluation data is missing; name the folder that holds its sets with --folder."
        raise NotFound(message, where=str(path))
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
        except ValueError as problem:
            raise InvalidInput(f"Not JSON: {problem}.", where=f"{path}:{number}") from problem
        if not isinstance(row, dict) or (missing := fields - row.keys()):
            lacking = ", ".join(sorted(missing)) if isinstance(row, dict) else "everything: it is no object"
            raise InvalidInput(f"The line lacks {lacking}.", where=f"{path}:{number}")
        rows.append(row)
    return rows
