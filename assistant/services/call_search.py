"""Search over all calls that a supervisor may see, by words and by meaning."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel, Field

from assistant.domain.call_filter import CallFilter
from assistant.domain.call_passages import CallPassage, PassageSpeaker
from assistant.domain.errors import InvalidInput
from assistant.domain.notes import Disposition
from assistant.domain.users import User
from assistant.services.access import SUPERVISORS, principals_of, refusals_logged, require_role
from assistant.services.ports import Audit, Clock
from assistant.services.ports_search import CallPassages, Extent, FoundCall, SentenceEncoder
from knowledge.call_index import CallIndex, Evidence, Ids, Ranked, Vector, rank
from knowledge.call_words import Asked, marks, read_question

MAX_QUERY_CHARS = 500
MAX_TOP = 100
MAX_TERMS = 24
"""So many different words of a question are looked up."""
MOST_PASSAGES = 1_000_000
"""A principal's newest passages that are held in memory, 400 bytes each; older ones aren't found."""
_LOADED = 10_000


class CallQuestion(CallFilter):
    """What is looked for, in which calls, and at most how many of them."""

    q: str
    top: int = Field(default=20, ge=1, le=MAX_TOP)


class ShownLine(BaseModel):
    """A turn, or a sentence of the note with the utterances that prove it.

    `marks` are the words that were asked for, as characters (code points) from the start of `text`.
    """

    utterance_ids: tuple[str, ...]
    speaker: PassageSpeaker
    t: float
    text: str
    marks: tuple[tuple[int, int], ...]


class CallHit(BaseModel):
    """`score` is how likely the call bears on the question, 0 to 1; `passages` are the lines that say why."""

    call_id: str
    customer: str
    customer_name: str
    day: date
    disposition: Disposition | None
    score: float
    passages: tuple[ShownLine, ...]


class CallHits(BaseModel):
    """The most likely first; `total` counts all calls above the threshold; `unread` those that weren't read yet."""

    query: str
    hits: tuple[CallHit, ...]
    total: int
    unread: int = 0


@dataclass(frozen=True)
class SearchPorts:
    passages: CallPassages
    encoder: SentenceEncoder
    audit: Audit
    clock: Clock


@dataclass
class _Held:
    """A principal's passages in memory, and how many the database had when they were last compared."""

    index: CallIndex
    count: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class CallSearch:
    """One a process: it holds the vectors of the principals that were searched."""

    def __init__(self, ports: SearchPorts) -> None:
        self.ports = ports
        self._held: dict[str, _Held] = {}

    async def search(self, user: User, question: CallQuestion) -> CallHits:
        """Raises `Forbidden` for other roles and other principals, `InvalidInput` for what can't be looked for."""
        principals = await self._allowed(user, question.principal)
        asked = read(question.q)
        subject = question.principal or "*"
        await self.ports.audit.record(user.username, "calls.searched", subject, self.ports.clock.now(), question.q)
        extents = await self.ports.passages.extents(principals)
        vectors, chosen, words = await asyncio.gather(
            self.ports.encoder.question(asked.text),
            self._chosen(question),
            asyncio.gather(*(self._words(principal, asked) for principal in extents)),
        )
        ranked: list[Ranked] = []
        total = 0
        for (principal, extent), (terms, phrases) in zip(extents.items(), words, strict=True):
            best, count = await self._ranked(principal, extent, vectors[0], Evidence(terms, phrases, chosen))
            ranked += best
            total += count
        ranked.sort(key=lambda one: (not one.quotes, -one.score))
        hits = await self._hits(ranked[: question.top], asked)
        unread = await self.ports.passages.waiting(self.ports.encoder.name, principals)
        return CallHits(query=question.q, hits=hits, total=total, unread=unread)

    async def _allowed(self, user: User, principal: str) -> list[str] | None:
        async with refusals_logged(user, "search.refused", principal or "*", self.ports):
            require_role(user, SUPERVISORS, "Calls are searched by supervisors.", principal)
        return [principal] if principal else principals_of(user.principals)

    async def _chosen(self, question: CallQuestion) -> frozenset[str] | None:
        """The calls that the filters let through; None for all of the principal."""
        chosen = CallFilter.model_validate(question.model_dump(include=set(CallFilter.model_fields)))
        beyond = chosen.model_copy(update={"principal": ""})
        return None if beyond == CallFilter() else await self.ports.passages.chosen(chosen)

    async def _words(self, principal: str, asked: Asked) -> tuple[list[Ids], list[Ids]]:
        """The passages with each of the question's terms, and those with each of its phrases."""
        passages = self.ports.passages
        return await asyncio.gather(
            asyncio.gather(*(passages.with_term(principal, term) for term in asked.terms[:MAX_TERMS])),
            asyncio.gather(*(passages.with_phrase(principal, phrase) for phrase in asked.phrases)),
        )

    async def _ranked(
        self, principal: str, extent: Extent, vector: Vector, evidence: Evidence
    ) -> tuple[list[Ranked], int]:
        held = self._held.setdefault(principal, _Held(CallIndex(self.ports.encoder.size)))
        async with held.lock:
            await self._catch_up(held, principal, extent)
            return await asyncio.to_thread(rank, held.index, vector, evidence, MAX_TOP)

    async def _catch_up(self, held: _Held, principal: str, extent: Extent) -> None:
        """Bring the principal's passages in memory up to date with those that came or went."""
        while held.index.last_id < extent.last_id:
            rows = await self.ports.passages.newer(principal, held.index.last_id, _LOADED)
            if not rows:
                break
            await asyncio.to_thread(held.index.extend, rows)
            held.count += len(rows)
        if held.count != extent.count:
            ids = await self.ports.passages.ids(principal)
            held.index.keep(ids)
            held.count = len(ids)
        if len(held.index) > MOST_PASSAGES:
            held.index.keep(held.index.ids[-MOST_PASSAGES:])

    async def _hits(self, ranked: Sequence[Ranked], asked: Asked) -> tuple[CallHit, ...]:
        calls = await self.ports.passages.calls([one.call_id for one in ranked])
        passages = await self.ports.passages.passages([n for one in ranked for n in one.passages])
        hits = [_hit(one, calls[one.call_id], passages, asked) for one in ranked if one.call_id in calls]
        return tuple(hit for hit in hits if hit.passages)


def read(question: str) -> Asked:
    """What is asked for; raises `InvalidInput` where there is nothing to look for, or too much."""
    if len(question) > MAX_QUERY_CHARS:
        raise InvalidInput(f"Ask in {MAX_QUERY_CHARS} characters at most.", where="q")
    asked = read_question(question)
    if not any(c.isalnum() for c in asked.text):
        raise InvalidInput("Say what to look for, in words.", where="q")
    return asked


def _hit(one: Ranked, call: FoundCall, passages: Mapping[int, CallPassage], asked: Asked) -> CallHit:
    found = sorted((passages[n] for n in one.passages if n in passages), key=lambda passage: passage.n)
    # Neighbouring passages share a turn: it is shown once.
    lines = dict.fromkeys(line for passage in found for line in passage.lines)
    shown = tuple(ShownLine(**line.model_dump(), marks=tuple(marks(line.text, asked, call.language))) for line in lines)
    return CallHit(
        call_id=call.call_id,
        customer=call.customer,
        customer_name=call.customer_name,
        day=call.day,
        disposition=call.disposition,
        score=round(one.score, 4),
        passages=shown,
    )
