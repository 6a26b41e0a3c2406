"""The choice between two figures of one line, and the trade's own words in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.domain.findings import Finding
from assistant.domain.manner_signals import Signals, WordedId

_KINDS = ("amount", "count", "date")
_REACH = 180
"""Characters at most between two figures that stand beside each other for choice."""


@dataclass(frozen=True)
class Links:
    """`alternates`: two unlike figures of a kind, or two days, stand for choice.

    `terms` are the trade's words, each once, in lower case.
    """

    alternates: bool = False
    terms: frozenset[str] = frozenset()


def read_links(text: str, figures: Sequence[Finding], signals: Signals) -> Links:
    return Links(
        alternates=any(_fits("alternates", part, signals) for part in _between(text, figures)),
        terms=frozenset(
            match.group().lower()
            for pattern in signals.patterns
            if pattern.id == "jargon"
            for one in pattern.found
            for match in one.finditer(text)
        ),
    )


def _between(text: str, figures: Sequence[Finding]) -> Iterator[str]:
    """The words between neighbouring figures of one kind whose values differ, or within one that was read as two."""
    for kind in _KINDS:
        same = sorted((one for one in figures if one.kind == kind), key=lambda one: one.span)
        yield from (one.text for one in same if one.ambiguous)
        for first, second in pairwise(same):
            if not set(first.values) & set(second.values) and second.span[0] - first.span[1] <= _REACH:
                yield text[first.span[1] : second.span[0]]


def _fits(signal: WordedId, part: str, signals: Signals) -> bool:
    return any(pattern.start(part) is not None for pattern in signals.patterns if pattern.id == signal)
