"""Passages of calls in memory, and an encoder that tells a few meanings apart."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from assistant.domain.call_filter import CallFilter
from assistant.domain.call_passages import CallPassage, Line, PassageSpeaker
from assistant.services.ports_search import Extent, FoundCall, IndexedCall
from knowledge.call_index import Ids, PassageRow, packed
from knowledge.call_words import PLAIN, STEM, stored_terms
from knowledge.embeddings import Vectors

MEANINGS = ("lift", "money", "weather")


class FakeEncoder:
    """A text that names one of `MEANINGS` in brackets, `[lift]`, means that; any other means nothing of the kind."""

    name = "fake/1"
    size = len(MEANINGS) + 1

    def __init__(self) -> None:
        self.read: list[str] = []

    async def question(self, text: str) -> Vectors:
        return self._vectors([text])

    async def passages(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        rows = [[float(f"[{meaning}]" in text) for meaning in MEANINGS] for text in texts]
        return np.array([[*row, 0.0 if any(row) else 1e-6] for row in rows], np.float32)


@dataclass
class _Stored:
    id: int
    call: FoundCall
    passage: CallPassage
    vector: bytes
    terms: list[str]


@dataclass
class FakePassages:
    """Implements the port `CallPassages`. `filters` are those that were asked for; `lets_through` what they give."""

    rows: list[_Stored] = field(default_factory=list)
    over: dict[str, FoundCall] = field(default_factory=dict)
    written: dict[str, IndexedCall] = field(default_factory=dict)
    filters: list[CallFilter] = field(default_factory=list)
    lets_through: frozenset[str] = frozenset()
    last_id: int = 0

    async def say(
        self, call_id: str, *texts: str, principal: str = "montelupo", speaker: PassageSpeaker = "customer"
    ) -> None:
        """A passage of one line each, of a call that is made if need be."""
        call = FoundCall(call_id, principal, f"{principal}/C1", "Ditta C1", "it", date(2026, 11, 20), "refused")
        vectors = packed(await FakeEncoder().passages(texts))
        for text, vector in zip(texts, vectors, strict=True):
            n = sum(row.call.call_id == call_id for row in self.rows)
            line = Line(speaker=speaker, utterance_ids=(f"u{n}",), t=float(n), text=text)
            self._add(call, CallPassage(n=n, lines=(line,)), vector)

    def erase(self, call_id: str) -> None:
        self.rows = [row for row in self.rows if row.call.call_id != call_id]

    def _add(self, call: FoundCall, passage: CallPassage, vector: bytes) -> None:
        self.last_id += 1
        terms = stored_terms([line.text for line in passage.lines], call.language)
        self.rows.append(_Stored(self.last_id, call, passage, vector, terms))

    async def stale(self, encoder: str, limit: int) -> Sequence[str]:
        return [call_id for call_id in self.over if call_id not in self.written][:limit]

    async def waiting(self, encoder: str, principals: Sequence[str] | None = None) -> int:
        return len(await self.stale(encoder, 1_000))

    async def stored(self, call_id: str, encoder: str) -> Sequence[CallPassage]:
        return [row.passage for row in self.rows if row.call.call_id == call_id]

    async def write(self, call: IndexedCall) -> bool:
        kept = {row.passage.n: row for row in self.rows if row.call.call_id == call.call_id}
        self.erase(call.call_id)
        found = self.over.get(call.call_id) or FoundCall(call.call_id, call.principal, "", "", "it", date.min, None)
        for passage in call.passages:
            old = kept.get(passage.n)
            if old is not None and old.passage == passage:
                self.rows.append(old)
            else:
                self._add(replace(found, principal=call.principal), passage, call.vectors[passage.n])
        self.written[call.call_id] = call
        return True

    async def extents(self, principals: Sequence[str] | None) -> Mapping[str, Extent]:
        found: dict[str, Extent] = {}
        for name in sorted({row.call.principal for row in self.rows}):
            if principals is None or name in principals:
                mine = [row.id for row in self.rows if row.call.principal == name]
                found[name] = Extent(len(mine), max(mine))
        return found

    async def newer(self, principal: str, after: int, limit: int) -> Sequence[PassageRow]:
        mine = [row for row in self.rows if row.call.principal == principal and row.id > after]
        return [PassageRow(row.id, row.call.call_id, row.vector) for row in mine[:limit]]

    async def ids(self, principal: str) -> Ids:
        return np.array([row.id for row in self.rows if row.call.principal == principal], np.int64)

    async def with_term(self, principal: str, stems: Collection[str]) -> Ids:
        wanted = {STEM + stem for stem in stems}
        mine = [row for row in self.rows if row.call.principal == principal]
        return np.array([row.id for row in mine if wanted & set(row.terms)], np.int64)

    async def with_phrase(self, principal: str, words: Sequence[str]) -> Ids:
        wanted = " ".join(PLAIN + word for word in words)
        mine = [row for row in self.rows if row.call.principal == principal]
        return np.array([row.id for row in mine if f" {wanted} " in f" {' '.join(row.terms)} "], np.int64)

    async def chosen(self, chosen: CallFilter) -> frozenset[str]:
        self.filters.append(chosen)
        return self.lets_through

    async def passages(self, ids: Sequence[int]) -> Mapping[int, CallPassage]:
        return {row.id: row.passage for row in self.rows if row.id in ids}

    async def calls(self, call_ids: Sequence[str]) -> Mapping[str, FoundCall]:
        return {row.call.call_id: row.call for row in self.rows if row.call.call_id in call_ids}
