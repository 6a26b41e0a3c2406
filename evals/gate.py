"""Whether a run may land: no hard rule is broken, and nothing got worse than the kept baseline beyond what is noise."""

import json
from collections.abc import Mapping
from math import sqrt
from pathlib import Path
from typing import Any

from assistant.domain.errors import InvalidInput
from assistant.domain.qualification import Z_95

BASELINE = Path(__file__).parent / "baseline.json"
_SOFT = ("situation", "silence", "limits", "plans", "acceptable", "source", "language", "disposition", "level")
_EXACT = frozenset({"limits", "plans"})
"""What code works out from what was said: the same cases give the same figures, so that any fall is a fault."""
_NOTES = ("item_found", "item_true")


def baseline_of(report: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a run to compare later ones with: `{"cases", "shares": {scorer: {"ok", "of", "share"}}}`."""
    system = report["systems"]["approved"]
    counted = {name: one for name, one in system["all"].items() if "of" in one}
    shares = {name: {key: one[key] for key in ("ok", "of", "share")} for name, one in counted.items()}
    return {"cases": system["cases"], "shares": shares}


def kept_baseline(path: Path = BASELINE) -> dict[str, Any]:
    """The baseline in use. Raises `InvalidInput` where none is kept."""
    if not path.is_file():
        raise InvalidInput("No baseline is kept; make one with `ascolto eval --keep-baseline`.", where=str(path))
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def keep(report: Mapping[str, Any], path: Path = BASELINE) -> None:
    """Make this run the baseline."""
    path.write_text(json.dumps(baseline_of(report), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def failures(report: Mapping[str, Any], baseline: Mapping[str, Any] | None) -> list[str]:
    """Why the run may not land, each with its figures; empty: it may. Without a baseline only hard rules count."""
    system = report["systems"]["approved"]
    found = [
        f"hard rule {name!r} is broken {count} times by {shown!r}; the report shows where"
        for shown in ("approved", "ours")
        for name, count in report["systems"].get(shown, {"hard_rules_broken": {}})["hard_rules_broken"].items()
        if count
    ]
    for name in (*_SOFT, *_NOTES):
        before, now = (baseline or {"shares": {}})["shares"].get(name), system["all"].get(name)
        if before is None or before["share"] is None:
            continue
        if now is None or now["share"] is None:
            found.append(f"{name!r} isn't judged any more; the baseline has {before['of']} verdicts of it")
        elif now["share"] < before["share"] - (0 if name in _EXACT else noise(before["share"], now["of"])):
            found.append(f"{name!r} fell from {before['share']:.3f} to {now['share']:.3f} ({now['ok']} of {now['of']})")
    return found


def noise(share: float, of: int) -> float:
    """Half the 95 % interval of a share of `of` verdicts; at least the weight of one verdict."""
    return max(Z_95 * sqrt(share * (1 - share) / of), 1 / of) if of else 0.0
