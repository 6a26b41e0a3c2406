"""The catch-up step: what waits is read once, tones are judged, and themes are looked for when it is worth it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from assistant.adapters.memory import MemoryCalls
from assistant.adapters.themes import AverageLinkage
from assistant.adapters.voice_words import LibraryWords
from assistant.domain.calls import CallInfo, ScoredSituation, Situation
from assistant.domain.events import SituationDetected, UtteranceHeard
from assistant.domain.voice import Origin
from assistant.services.ports_voice import Item
from assistant.services.voice_gather import GatherPorts, catch_up, gather, listening, look_for_themes, rebuild
from knowledge.embeddings import Use, Vectors
from knowledge.examples import read_examples, situations_path
from tests.fake_voice import VoiceWorld
from tests.fakes import NOON
from tests.unit.fake_embedder import Trigrams

LIBRARY = Path(__file__).parents[2] / "knowledge" / "library"
LATE = [
    "la consegna arriva sempre in ritardo",
    "ogni consegna vostra arriva in ritardo",
    "consegna in ritardo anche stavolta",
    "la consegna di oggi è in ritardo",
    "siete in ritardo con la consegna",
    "la consegna era in ritardo di giorni",
]


class Letters:
    """Vectors by letters in threes: sentences that share words lie near each other."""

    encoder = "letters"

    def __init__(self) -> None:
        self.embedded = 0

    async def vectors(self, texts: Sequence[str]) -> list[bytes]:
        self.embedded += len(texts)
        return [row.tobytes() for row in self._rows(texts).astype(np.float16)]

    def grouping(self, items: Sequence[Item]) -> AverageLinkage:
        general = [example.text for example in read_examples(situations_path(LIBRARY, "it"), "it")[::40]]
        return AverageLinkage(items, {"it": self._rows(general).mean(axis=0)})

    def _rows(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), Use.size * 2), np.float32)
        found = Trigrams().queries(texts)
        rows[:, : found.shape[1]] = found
        rows[:, Use.size : Use.size + found.shape[1]] = found
        return rows


class Listener:
    def __init__(self) -> None:
        self.world, self.calls, self.meanings = VoiceWorld(), MemoryCalls(), Letters()
        words = LibraryWords(LIBRARY)
        self.ports = GatherPorts(
            self.world.voices, self.world.themes, self.calls, self.meanings, words, self.world.clock
        )

    async def call(self, n: int, text: str) -> None:
        call_id, customer = f"c{n}", f"montelupo/C{n}"
        info = CallInfo(id=call_id, customer=customer, principal="montelupo", started_at=NOON, language="it")
        await self.calls.open(info, "Ditta")
        meant = [ScoredSituation(id=Situation.SERVICE_COMPLAINT, confidence=0.9)]
        await self.calls.append(
            UtteranceHeard(call_id=call_id, at=NOON, utterance_id="u1", t=1, speaker="customer", text=text)
        )
        await self.calls.append(SituationDetected(call_id=call_id, at=NOON, utterance_id="u1", situations=meant))
        await self.calls.close(call_id, NOON)
        origin = Origin(call_id, "montelupo", customer, "call", "it", NOON, NOON.date(), 2, call_id)
        self.world.voices.origins.append(origin)

    async def late_calls(self) -> None:
        others = [
            "il rubinetto gocciola giorno e notte",
            "mi avete cambiato il codice cliente",
            "un bullone era storto",
        ]
        for n, text in enumerate([*LATE, *others]):
            await self.call(n, text)


async def test_what_waits_is_read_once_with_its_tone() -> None:
    listener = Listener()
    await listener.call(1, "la merce arriva sempre in ritardo")
    assert await gather(listener.ports) == 1
    assert await gather(listener.ports) == 0
    [voice] = listener.world.voices.voices.values()
    assert (voice.tone, voice.tone_words) == (-1, ("ritardo",))


async def test_a_complaint_of_the_record_is_read_from_the_record() -> None:
    listener = Listener()
    origin = Origin("montelupo/C1#ticket:1", "montelupo", "montelupo/C1", "ticket", "it", NOON, NOON.date(), 5)
    listener.world.voices.origins.append(origin)
    listener.world.voices.tickets[origin.id] = "la porta del montacarichi non chiude"
    assert await gather(listener.ports) == 1
    [voice] = listener.world.voices.voices.values()
    assert (voice.source, voice.text) == ("ticket", "la porta del montacarichi non chiude")


async def test_a_call_that_is_gone_is_read_as_empty() -> None:
    listener = Listener()
    listener.world.voices.origins.append(
        Origin("gone", "montelupo", "montelupo/C1", "call", "it", NOON, NOON.date(), 5, "gone")
    )
    assert await gather(listener.ports) == 1
    assert listener.world.voices.voices == {}


async def test_rebuilding_finds_the_theme_embeds_once_and_tells_how_far_it_is() -> None:
    listener = Listener()
    await listener.late_calls()
    steps: list[tuple[str, int, int]] = []
    assert await rebuild(listener.ports, progress=lambda *step: steps.append(step)) == 1
    [theme] = listener.world.themes.themes.values()
    assert "ritardo" in theme.names["it"] and "consegna" in theme.names["it"]
    assert {voice.partition(":")[0] for voice in listener.world.themes.members[theme.id]} == {f"c{n}" for n in range(6)}
    assert steps == [("calls", 9, 0), ("vectors", 9, 9), ("themes", 0, 0)]
    assert await rebuild(listener.ports) == 1
    assert listener.meanings.embedded == 9
    assert list(listener.world.themes.themes) == [theme.id], "the same theme, found again"


async def test_tones_follow_the_lexicon_at_the_next_look() -> None:
    listener = Listener()
    await listener.call(1, "la merce arriva sempre in ritardo")
    await gather(listener.ports)
    [voice] = listener.world.voices.voices.values()
    listener.world.voices.voices[voice.id] = voice.model_copy(update={"tone": 2, "tone_words": ("old",)})
    await look_for_themes("montelupo", listener.ports)
    assert listener.world.voices.voices[voice.id].tone == -1


async def test_the_worker_reads_and_looks_by_itself() -> None:
    listener = Listener()
    await listener.late_calls()
    looked = asyncio.Event()
    replace = listener.world.themes.replace

    async def told(*found: Any) -> None:
        await replace(*found)
        looked.set()

    listener.world.themes.replace = told  # type: ignore[method-assign]
    async with listening(listener.ports), asyncio.timeout(30):
        await looked.wait()
    assert len(listener.world.themes.themes) == 1


async def test_nothing_is_looked_for_while_somebody_is_on_the_phone() -> None:
    listener = Listener()
    await listener.late_calls()
    info = CallInfo(id="live", customer="montelupo/C1", principal="montelupo", started_at=NOON, language="it")
    await listener.calls.open(info, "Ditta")
    await catch_up(listener.ports)
    assert len(listener.world.voices.voices) == 9 and not listener.world.themes.looks
    listener.world.clock.advance(timedelta(hours=5))
    await catch_up(listener.ports)
    assert listener.world.themes.looks, "a call that was never ended doesn't hold it up for ever"


async def test_nothing_is_looked_for_because_of_a_handful() -> None:
    listener = Listener()
    for n, text in enumerate(LATE[:4]):
        await listener.call(n, text)
    await catch_up(listener.ports)
    assert len(listener.world.voices.voices) == 4 and not listener.world.themes.looks
