"""What searching over calls needs of the outside world: their passages, and an encoder of sentences."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.domain.call_filter import CallFilter
from assistant.domain.call_passages import CallPassage
from assistant.domain.money import Language
from assistant.domain.notes import Disposition
from knowledge.call_index import Ids, PassageRow
from knowledge.embeddings import Vectors


@dataclass(frozen=True)
class IndexedCall:
    """All passages of a call as it was at `last_seq`; `encoder` made the vectors.

    `vectors` are those of passages that were not stored yet, by their number.
    """

    call_id: str
    principal: str
    language: Language
    last_seq: int
    encoder: str
    passages: Sequence[CallPassage]
    vectors: Mapping[int, bytes]


@dataclass(frozen=True)
class FoundCall:
    """What a list of hits shows of a call; `day` is the day where it was made."""

    call_id: str
    principal: str
    customer: str
    customer_name: str
    language: Language
    day: date
    disposition: Disposition | None


@dataclass(frozen=True)
class Extent:
    """How many passages a principal has, and the id of the last."""

    count: int
    last_id: int


class CallPassages(Protocol):
    """Passages of calls with their words and vectors; erasing a call erases them."""

    async def stale(self, encoder: str, limit: int) -> Sequence[str]:
        """Calls that are over and have no passages of this encoder, or older ones than their log."""
        ...

    async def waiting(self, encoder: str, principals: Sequence[str] | None = None) -> int:
        """How many such calls there are, of these principals (None: of all)."""
        ...

    async def stored(self, call_id: str, encoder: str) -> Sequence[CallPassage]:
        """What is stored of a call by this encoder."""
        ...

    async def write(self, call: IndexedCall) -> bool:
        """Bring what is stored up to date. False, and nothing changes, where a vector is missing for what isn't."""
        ...

    async def extents(self, principals: Sequence[str] | None) -> Mapping[str, Extent]:
        """Of the principals that have passages (None: of all)."""
        ...

    async def newer(self, principal: str, after: int, limit: int) -> Sequence[PassageRow]:
        """Passages with ids beyond `after`, ascending."""
        ...

    async def ids(self, principal: str) -> Ids: ...

    async def with_term(self, principal: str, stems: Collection[str]) -> Ids:
        """Passages that hold one of the stems."""
        ...

    async def with_phrase(self, principal: str, words: Sequence[str]) -> Ids:
        """Passages in which the words follow one another."""
        ...

    async def chosen(self, chosen: CallFilter) -> frozenset[str]:
        """Calls that a filter lets through."""
        ...

    async def passages(self, ids: Sequence[int]) -> Mapping[int, CallPassage]:
        """Those of them that still exist."""
        ...

    async def calls(self, call_ids: Sequence[str]) -> Mapping[str, FoundCall]:
        """Those of them that still exist."""
        ...


class SentenceEncoder(Protocol):
    """`name` changes whenever the vectors do; `size` is their length."""

    name: str
    size: int

    async def question(self, text: str) -> Vectors:
        """One line."""
        ...

    async def passages(self, texts: Sequence[str]) -> Vectors:
        """A line each, computed at low priority."""
        ...
