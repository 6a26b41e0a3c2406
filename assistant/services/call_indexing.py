"""Keeps the passages of calls up to date: when a call is over, and again when its note was confirmed.

The rows are the truth: whatever has no passages, or older ones than its log, is done by whoever looks next.
"""

import logging
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial

from assistant.domain.call_passages import CallPassage, passages_of
from assistant.domain.errors import NotFound
from assistant.domain.heard import utterances
from assistant.domain.notes import Note
from assistant.services.background import repeating
from assistant.services.ports import Calls
from assistant.services.ports_notes import Notes, note_if_any
from assistant.services.ports_search import CallPassages, IndexedCall, SentenceEncoder
from knowledge.call_index import packed

log = logging.getLogger(__name__)
_POLL = 5.0
"""Seconds between two looks; a call needs to be found soon, not at once."""
_BATCH = 20


@dataclass(frozen=True)
class IndexPorts:
    passages: CallPassages
    encoder: SentenceEncoder
    calls: Calls
    notes: Notes


def indexing(ports: IndexPorts) -> AbstractAsyncContextManager[None]:
    """Keep passages up to date beside what the block does; what is under way at its end is done by the next one."""
    trouble = "The passages of calls can't be brought up to date; it is tried again."
    return repeating(partial(index_waiting, ports), _POLL, log, trouble)


async def index_waiting(ports: IndexPorts) -> int:
    """Do all that waits now, and return how many calls that was."""
    tried: set[str] = set()
    done = 0
    while waiting := await ports.passages.stale(ports.encoder.name, _BATCH + len(tried)):
        fresh = [call_id for call_id in waiting if call_id not in tried]
        if not fresh:
            break
        for call_id in fresh:
            done += await _index_safely(call_id, ports)
        tried |= set(fresh)
    return done


async def index_call(call_id: str, ports: IndexPorts) -> bool:
    """Bring one call up to date; False where it changed or went meanwhile. Raises `NotFound`."""
    call = await ports.calls.get(call_id)
    heard = utterances(await ports.calls.events(call_id))
    passages = passages_of(heard, await _confirmed_note(call_id, ports))
    stored = await ports.passages.stored(call_id, ports.encoder.name)
    indexed = IndexedCall(
        call_id=call_id,
        principal=call.info.principal,
        language=call.info.language,
        last_seq=call.last_seq,
        encoder=ports.encoder.name,
        passages=passages,
        vectors=await _vectors([passage for passage in passages if passage not in stored], ports),
    )
    return await ports.passages.write(indexed)


async def _index_safely(call_id: str, ports: IndexPorts) -> bool:
    try:
        return await index_call(call_id, ports)
    except NotFound:  # erased since it was listed
        return False
    except Exception:  # one that can't be read must not keep the others waiting
        log.exception("The passages of call %s can't be made; it is tried again.", call_id)
        return False


async def _vectors(passages: list[CallPassage], ports: IndexPorts) -> dict[int, bytes]:
    if not passages:
        return {}
    vectors = await ports.encoder.passages([passage.text for passage in passages])
    return {passage.n: vector for passage, vector in zip(passages, packed(vectors), strict=True)}


async def _confirmed_note(call_id: str, ports: IndexPorts) -> Note | None:
    """What a person has confirmed; a draft is nobody's word yet."""
    stored = await note_if_any(ports.notes, call_id)
    return stored.note if stored and stored.confirmed else None
