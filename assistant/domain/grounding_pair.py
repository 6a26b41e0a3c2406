"""What the grounding checks share: a claim beside its source, and what a check finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.domain.grounding_text import Known, Text

Reason = Literal[
    "number",
    "unit",
    "name",
    "speaker",
    "negation",
    "denied",
    "limit",
    "contrast",
    "opposite",
    "rival",
    "wording",
    "language",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """Characters [start, end) of the claim that the source doesn't support."""

    start: int
    end: int
    reason: Reason


@dataclass(frozen=True)
class Pair:
    claim: Text
    source: Text
    known: Known


Check = Callable[[Pair], Iterator[Finding]]
