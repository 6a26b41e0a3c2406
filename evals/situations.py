"""Judges the situation classifier on labelled utterances: accuracy, confusions, calibration, silence and time.

An utterance counts as right where the primary situation is the labelled one. `wrong_shown` is the share of all
utterances whose primary is wrong though its confidence reaches the display threshold; of them, `wrong_cards` would
have put a card in front of the operator (`none` never does) for something that the customer hadn't said at all.
"""

import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.domain.calls import Classification, Situation, Utterance
from assistant.domain.money import Language
from assistant.services.turns import CARD_CONFIDENCE
from evals.bench.machine import percentiles, processor

SETS = Path(__file__).parent / "sets"
Part = Literal["test", "dev", "holdout"]
BUDGET_MS = 30.0
"""p50 of an utterance's classification on one core."""
BINS = 10
CONFUSIONS = 15
"""So many pairs are listed, the most frequent first."""
Classify = Callable[[str, Language, Sequence[Utterance]], Awaitable[Classification]]


@dataclass(frozen=True)
class Case:
    """An utterance with what it means: `held` are all situations, the primary first."""

    text: str
    language: Language
    previous: tuple[Utterance, ...]
    held: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    case: Case
    found: Classification
    ms: float

    @property
    def right(self) -> bool:
        return self.found.situation == self.case.held[0]

    @property
    def answered(self) -> bool:
        return self.found.confidence >= CARD_CONFIDENCE


def read_cases(part: Part, folder: Path = SETS) -> list[Case]:
    """The lines of one part: `dev` to tune on, `test` to report, `holdout` in another style, not to tune on."""
    name = "situations_holdout.jsonl" if part == "holdout" else "situations.jsonl"
    rows = [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
    return [_case(row) for row in rows if row.get("split", "holdout") == part]


def _case(row: dict[str, Any]) -> Case:
    turns = enumerate(row.get("previous", ()))
    previous = tuple(Utterance(id=f"u{n}", t=n, speaker=turn["speaker"], text=turn["text"]) for n, turn in turns)
    return Case(row["text"], row["language"], previous, tuple(row["situations"]))


async def judge(cases: Iterable[Case], classify: Classify) -> list[Judged]:
    """Classify every case, one after the other as in a call."""
    judged = []
    for case in cases:
        started = time.perf_counter()
        found = await classify(case.text, case.language, case.previous)
        judged.append(Judged(case, found, (time.perf_counter() - started) * 1000))
    return judged


def report(judged: Sequence[Judged]) -> dict[str, Any]:
    """Every figure of the report; shares are 0 to 1."""
    if not judged:
        raise ValueError("nothing was judged")
    languages = sorted({j.case.language for j in judged})
    return {
        "processor": processor(),
        "threshold": CARD_CONFIDENCE,
        **_figures(judged),
        "languages": {lang: _figures([j for j in judged if j.case.language == lang]) for lang in languages},
        "situations": _by_situation(judged),
        "confusions": _confusions(judged),
        "calibration": _reliability(judged),
        "ms": percentiles([j.ms for j in judged]),
        "budget_ms": BUDGET_MS,
    }


def _figures(judged: Sequence[Judged]) -> dict[str, Any]:
    answered = [j for j in judged if j.answered]
    return {
        "utterances": len(judged),
        "accuracy": _share(j.right for j in judged),
        "macro_f1": _mean([row["f1"] for row in _by_situation(judged).values()]),
        "situations_f1": _held_f1(judged),
        "wrong_shown": _share(j.answered and not j.right for j in judged),
        "wrong_cards": _share(_wrong_card(j) for j in judged),
        "abstained": round(1 - len(answered) / len(judged), 4),
        "accuracy_answered": _share(j.right for j in answered) if answered else None,
        "calibration_error": _calibration_error(judged),
    }


def _wrong_card(one: Judged) -> bool:
    """Whether the first card that would be shown is for a situation that doesn't hold."""
    shown = [s.id for s in one.found.situations if s.confidence >= CARD_CONFIDENCE and s.id != Situation.NONE]
    return bool(shown) and shown[0] not in one.case.held


def _by_situation(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of each primary situation that is labelled or was found."""
    truth, found = Counter(j.case.held[0] for j in judged), Counter(str(j.found.situation) for j in judged)
    right = Counter(j.case.held[0] for j in judged if j.right)
    rows = {}
    for name in (str(s) for s in Situation if truth[s] or found[s]):
        precision, recall = right[name] / max(found[name], 1), right[name] / max(truth[name], 1)
        rows[name] = {"precision": round(precision, 4), "recall": round(recall, 4), "f1": _f1(precision, recall)}
    return rows


def _held_f1(judged: Sequence[Judged]) -> float:
    """F1 over all situations that hold, whichever is the primary."""
    pairs = [({str(s.id) for s in j.found.situations}, set(j.case.held)) for j in judged]
    both = sum(len(found & held) for found, held in pairs)
    found, held = sum(len(f) for f, _ in pairs), sum(len(h) for _, h in pairs)
    return _f1(both / max(found, 1), both / max(held, 1))


def _confusions(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    pairs = Counter((j.case.held[0], str(j.found.situation)) for j in judged if not j.right)
    return [{"is": truth, "taken_for": found, "count": n} for (truth, found), n in pairs.most_common(CONFUSIONS)]


def _reliability(judged: Sequence[Judged]) -> list[dict[str, float]]:
    """How often the primary was right, by how confident the classifier was; empty bins are left out."""
    bins: dict[int, list[Judged]] = {}
    for one in judged:
        bins.setdefault(min(int(one.found.confidence * BINS), BINS - 1), []).append(one)
    return [
        {
            "from": n / BINS,
            "to": (n + 1) / BINS,
            "utterances": len(bins[n]),
            "confidence": _mean([j.found.confidence for j in bins[n]]),
            "right": _share(j.right for j in bins[n]),
        }
        for n in sorted(bins)
    ]


def _calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error: the bins' |confidence - share right|, weighted by size (Naeini et al. 2015)."""
    gaps = [row["utterances"] * abs(row["confidence"] - row["right"]) for row in _reliability(judged)]
    return round(sum(gaps) / len(judged), 4)


def _f1(precision: float, recall: float) -> float:
    return round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0


def _share(values: Iterable[bool]) -> float:
    return _mean([float(value) for value in values])


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0
