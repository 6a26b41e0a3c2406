"""Makes utterances that say two things from examples that say one, and keeps near duplicates together."""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.types import SituationExample

NONE = "none"
JOINTS = {
    "it": (", e poi ", ", però ", " ma ", " e ", ". ", ", "),
    "en": (", and ", ", but ", " and ", ". ", ", "),
}
_MOST_WORDS = 14
_TURNS = 4
"""How many partners an example is tried with."""
_ALIKE = 0.65
"""Cosine of two examples' groups of letters from which they are one saying in two versions."""


def folds_of(texts: Sequence[str], count: int) -> NDArray[np.int_]:
    """The fold of each example, 0 to count-1: examples that are nearly the same are in the same one.

    A family as large as a fold is spread, or leaving it out would leave nothing to know it by.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # slow to import, see language.py

    groups = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), dtype=np.float32).fit_transform(texts)
    alike = (groups @ groups.T).tocoo()
    near = (alike.data > _ALIKE) & (alike.row < alike.col)
    leader = list(range(len(texts)))
    for left, right in zip(alike.row[near], alike.col[near], strict=True):
        leader[_root(leader, int(left))] = _root(leader, int(right))
    roots = np.array([_root(leader, n) for n in range(len(texts))])
    fold = np.array([_draw(text) % count for text in texts])
    place = np.array([(roots[:n] == root).sum() for n, root in enumerate(roots)])
    return np.asarray((fold[roots] + place // max(len(texts) // (2 * count), 1)) % count, np.int_)


def composites(
    examples: Sequence[SituationExample], order: Sequence[str], folds: NDArray[np.int_], count: int
) -> tuple[list[SituationExample], list[int]]:
    """Up to `count` pairs of examples in one breath, with the fold of both.

    Only situations that some example shows together are joined; `none` beside another is that other. The primary is
    the first in `order`.
    """
    together = {frozenset((a, b)) for e in examples for a in e.situations for b in e.situations if a != b}
    shelves: dict[tuple[str, int], list[SituationExample]] = {}
    for example, fold in zip(examples, folds, strict=True):
        if not example.previous and len(example.text.split()) <= _MOST_WORDS:
            shelves.setdefault((example.language, int(fold)), []).append(example)
    made: dict[tuple[str, int], SituationExample] = {}
    for turn in range(_TURNS):
        for (_, fold), shelf in sorted(shelves.items()):
            draws = np.array([_draw(e.text, turn) for e in shelf], np.uint64)
            for n, first in enumerate(shelf if len(shelf) > 1 else ()):
                lots = ((draws ^ np.uint64(_draw(first.text))) * np.uint64(0x9E3779B1)) & np.uint64(0xFFFFFFFF)
                lots[n] = 1 << 33
                second = shelf[int(lots.argmin())]
                held = _together(first, second, together)
                if held:
                    joints = JOINTS[first.language]
                    joint = joints[_draw(first.text, second.text) % len(joints)]
                    situations = tuple(sorted(held, key=order.index))
                    text = first.text.rstrip(" .!?") + joint + second.text
                    pair = SituationExample(text=text, situations=situations, language=first.language)
                    made.setdefault((text, fold), pair)
    chosen = sorted(made, key=lambda key: _draw(key[0]))[:count]
    return [made[key] for key in chosen], [fold for _, fold in chosen]


def _draw(*parts: str | int) -> int:
    """A number drawn by the text itself, so that a new example leaves nearly all folds and pairs as they were."""
    return zlib.crc32("\n".join(map(str, parts)).encode("utf-8", "replace"))


def _together(first: SituationExample, second: SituationExample, known: set[frozenset[str]]) -> set[str]:
    """The situations of both, or nothing where they are the same or may not stand together."""
    held = {*first.situations, *second.situations}
    if first.situations[0] == second.situations[0]:
        return set()
    if NONE in held:
        return held - {NONE}
    allowed = all(frozenset((a, b)) in known for a in first.situations for b in second.situations if a != b)
    return held if allowed else set()


def _root(leader: list[int], n: int) -> int:
    while leader[n] != n:
        leader[n] = leader[leader[n]]
        n = leader[n]
    return n
