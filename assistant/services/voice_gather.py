"""Hears the voice of the customer: reads ended calls and complaints for it, and looks for themes when enough came.

The row is the truth: a call is waiting as long as it wasn't read at its latest event, so that nothing is lost to a
crash, and reading twice changes nothing.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial

from assistant.domain.errors import NotFound
from assistant.domain.voice import Origin, Voice, voices_of_call, voices_of_ticket
from assistant.services.background import repeating
from assistant.services.ports import Calls, Clock
from assistant.services.ports_voice import Meanings, Themes, Voices, VoiceWords
from assistant.services.voice_themes import find_themes, kept_themes

log = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done and how many there are."""
WINDOW = dt.timedelta(days=365)
"""Themes are looked for in what was said within a year; older voices stay with the themes they had."""
MAX_VOICES = 4_000
"""So many are compared each with each at most, the newest: time and memory grow with the square."""
_POLL = 15.0
_BATCH = 50
_LEAST_NEW, _SHARE_NEW = 5, 0.02
_CALL_LASTS = dt.timedelta(hours=4)
"""A call that was never ended is over after this long."""


@dataclass(frozen=True)
class GatherPorts:
    voices: Voices
    themes: Themes
    calls: Calls
    meanings: Meanings
    words: VoiceWords
    clock: Clock


def listening(ports: GatherPorts) -> AbstractAsyncContextManager[None]:
    """Listen beside what the block does; what is under way at its end is taken up by the next worker."""
    trouble = "Listening for the voice of the customer was cut short; it is taken up again."
    return repeating(partial(catch_up, ports), _POLL, log, trouble)


async def catch_up(ports: GatherPorts) -> None:
    """Read what waits, and look for themes where enough is new and nobody is on the phone."""
    await gather(ports)
    await ports.voices.drop_orphans()
    for principal in await ports.voices.principals():
        if await _wants_look(principal, ports):
            await look_for_themes(principal, ports)


async def gather(ports: GatherPorts, progress: Progress | None = None) -> int:
    """Read all calls and complaints that wait, and return how many."""
    read = 0
    while origins := await ports.voices.waiting(_BATCH):
        for origin in origins:
            await ports.voices.keep(origin, _toned(await _voices_of(origin, ports), ports))
        read += len(origins)
        if progress is not None:
            progress("calls", read, 0)
    return read


async def rebuild(ports: GatherPorts, principals: Sequence[str] = (), progress: Progress | None = None) -> int:
    """Read what waits, judge tones by the lexica as they are now, and look for themes; returns how many there are."""
    await gather(ports, progress)
    await ports.voices.drop_orphans()
    chosen = principals or await ports.voices.principals()
    return sum([await look_for_themes(principal, ports, progress) for principal in chosen])


async def look_for_themes(principal: str, ports: GatherPorts, progress: Progress | None = None) -> int:
    """Find the themes of a principal in all that was said within the window, and keep them; returns how many."""
    at = ports.clock.now()
    await _embed(principal, ports, progress)
    since = at.date() - WINDOW
    said = await ports.voices.since(principal, since, MAX_VOICES)
    if len(said) == MAX_VOICES:
        # A day that is seen in part would take its other voices away from their themes.
        since = said[0][0].day + dt.timedelta(days=1)
        said = [(voice, vector) for voice, vector in said if voice.day >= since]
    toned = await asyncio.to_thread(_toned, [voice for voice, _ in said], ports)
    judged = [(voice, vector) for voice, (_, vector) in zip(toned, said, strict=True)]
    await ports.voices.set_tones([new for new, (old, _) in zip(toned, said, strict=True) if new != old])
    if progress is not None:
        progress("themes", 0, 0)
    found = await asyncio.to_thread(find_themes, judged, ports.meanings, ports.words.forms())
    kept = kept_themes(principal, found, await ports.themes.known(principal), at)
    await ports.themes.replace(principal, kept, at, since)
    return len(kept)


async def _voices_of(origin: Origin, ports: GatherPorts) -> list[Voice]:
    if origin.source == "ticket":
        return voices_of_ticket(origin, await ports.voices.ticket_text(origin))
    try:
        return voices_of_call(origin, await ports.calls.events(origin.call_id))
    except NotFound:
        return []  # erased since it was listed


def _toned(voices: Sequence[Voice], ports: GatherPorts) -> list[Voice]:
    """The voices with their tones; takes a millisecond or two a voice."""
    readers = {language: ports.words.tones(language) for language in {voice.language for voice in voices}}
    judged = [(voice, readers[voice.language].judge(voice.text)) for voice in voices]
    return [voice.model_copy(update={"tone": one.tone, "tone_words": one.words}) for voice, one in judged]


async def _embed(principal: str, ports: GatherPorts, progress: Progress | None) -> None:
    missing = await ports.voices.without_vector(principal, ports.meanings.encoder)
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        texts = list(dict.fromkeys(text for _, text in batch))
        known = dict(zip(texts, await ports.meanings.vectors(texts), strict=True))
        await ports.voices.add_vectors({voice: known[text] for voice, text in batch}, ports.meanings.encoder)
        if progress is not None:
            progress("vectors", start + len(batch), len(missing))


async def _wants_look(principal: str, ports: GatherPorts) -> bool:
    """Whether enough is new, and nobody is on the phone: a look takes a core for some seconds."""
    new = await ports.voices.unsorted(principal)
    if not new:
        return False
    since = ports.clock.now().date() - WINDOW
    known = sum((await ports.themes.count([principal], since, ports.clock.now().date())).values())
    if new < max(_LEAST_NEW, _SHARE_NEW * known):
        return False
    earliest = ports.clock.now() - _CALL_LASTS
    return not any(call.info.started_at > earliest for call in await ports.calls.list(open_only=True))
