"""The tone of a customer's words, judged from the text alone and by words that people chose and may change.

It is said of the words, never of a person's feelings, and names the words it rests on. Operators' words have no tone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

Tone = Literal[-2, -1, 0, 1, 2]
_WORD = re.compile(r"[^\W_]+(?:['’]t\b)?", re.UNICODE)
_REACH = 3
"""So many words before a telling one may deny or strengthen it."""
_ENTRY = re.compile(r"[^\W_]+('t)?\*?( [^\W_]+('t)?\*?)*")
_FIELDS = ("very_bad", "bad", "good", "very_good", "denials", "stronger", "empty")


class ToneLexicon(BaseModel):
    """Words and short phrases in small letters; a `*` at the end of a word stands for any ending.

    `empty` are words that never tell what a theme is about.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    very_bad: tuple[str, ...]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    very_good: tuple[str, ...]
    denials: tuple[str, ...]
    stronger: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()

    @field_validator(*_FIELDS)
    @classmethod
    def _written_plainly(cls, entries: tuple[str, ...]) -> tuple[str, ...]:
        for entry in entries:
            if entry != entry.lower() or not _ENTRY.fullmatch(entry):
                raise ValueError(
                    f"{entry!r} must be words in small letters with single spaces, without signs; a * may end a word, "
                    "and an apostrophe stands in n't only"
                )
        return entries

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        judged = [*self.very_bad, *self.bad, *self.good, *self.very_good]
        for entry in judged:
            if judged.count(entry) > 1:
                raise ValueError(f"{entry!r} stands in the lists of tones twice; keep it in one of them")
        return self


@dataclass(frozen=True)
class Judged:
    """A tone and the words on which it rests, as they stand in the text; no words: tone 0."""

    tone: Tone
    words: tuple[str, ...] = ()


_Placed = tuple[int, list[str], int]
"""An entry's place in the order in which entries are tried, its words, and its weight."""


class ToneReader:
    """Reads texts by a lexicon. Where good and bad words meet, the sum counts: neither hides the other."""

    def __init__(self, lexicon: ToneLexicon) -> None:
        weights = {"very_bad": -2, "bad": -1, "good": 1, "very_good": 2}
        entries = sorted(
            ((entry.split(), weight) for name, weight in weights.items() for entry in getattr(lexicon, name)),
            key=lambda pair: (-len(pair[0]), -len(" ".join(pair[0]))),
        )
        # By their first word, so that a word of a text isn't tried against all; `place` keeps the order among those.
        self._exact: dict[str, list[_Placed]] = {}
        self._open: list[_Placed] = []
        for place, (entry, weight) in enumerate(entries):
            begun = self._open if entry[0].endswith("*") else self._exact.setdefault(entry[0], [])
            begun.append((place, entry, weight))
        self._denials = [entry.split() for entry in lexicon.denials]
        self._stronger = [entry.split() for entry in lexicon.stronger]

    def judge(self, text: str) -> Judged:
        """The tone of a text."""
        found = list(_WORD.finditer(text))
        words = [match.group().lower().replace("’", "'") for match in found]
        total, spans, n = 0, list[str](), 0
        while n < len(words):
            begun = merge(self._exact.get(words[n], ()), self._open)
            placed = next((one for one in begun if _stands(one[1], words, n)), None)
            if placed is None:
                n += 1
                continue
            _, entry, listed = placed
            size = len(entry)
            start, weight = self._weighed(words, n, listed)
            total += weight
            if weight:
                spans.append(text[found[start].start() : found[n + size - 1].end()])
            n += size
        return Judged(_clip(total), tuple(spans))

    def _weighed(self, words: Sequence[str], n: int, weight: int) -> tuple[int, int]:
        """Where the judged words begin, and their weight after what stands before them."""
        for back in range(1, min(_REACH, n) + 1):
            if any(_stands(denial, words, n - back) and len(denial) <= back for denial in self._denials):
                # "non funziona", "not polite": bad. "nessun problema", "not bad": not bad, which isn't praise.
                return n - back, -1 if weight > 0 else 0
        if n and any(_stands(strong, words, n - 1) for strong in self._stronger):
            return n - 1, weight * 2
        return n, weight


def _stands(entry: Sequence[str], words: Sequence[str], at: int) -> bool:
    said = words[at : at + len(entry)]
    return len(said) == len(entry) and all(map(_matches, entry, said))


def _matches(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def _clip(total: int) -> Tone:
    levels: dict[int, Tone] = {-2: -2, -1: -1, 0: 0, 1: 1, 2: 2}
    return levels[max(-2, min(2, total))]
