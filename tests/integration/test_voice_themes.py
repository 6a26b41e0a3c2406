"""Themes in real words: what many say alike is found, named and quoted in both languages; chance likeness isn't."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.store import (
    Database,
    StoredAudit,
    StoredCalls,
    StoredThemes,
    StoredVoiceActions,
    StoredVoices,
)
from assistant.adapters.themes import SentenceMeanings
from assistant.adapters.voice_words import LibraryWords
from assistant.domain.users import User
from assistant.services.voice import ThemeReport, VoicePorts, VoiceQuery, voice_report
from assistant.services.voice_gather import GatherPorts, gather, rebuild
from tests.fakes import FakeClock
from tests.voiced_calls import Said, noise, said, write_calls

pytestmark = pytest.mark.integration
LIBRARY = Path(__file__).parents[2] / "knowledge" / "library"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIRST_DAY = date(2026, 8, 24)

SARA = User(username="sara", display_name="Sara", role="supervisor", principals=("montelupo",))


class Remembered(SentenceMeanings):
    """The real encoders, which read each text of these tests once."""

    def __init__(self) -> None:
        super().__init__(LIBRARY)
        self._known: dict[str, bytes] = {}

    async def vectors(self, texts: Sequence[str]) -> list[bytes]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= dict(zip(new, await super().vectors(new), strict=True))
        return [self._known[text] for text in texts]


MEANINGS = Remembered()


class Centre:
    """A contact centre whose customers say these things, a call each, in some order over twelve weeks."""

    def __init__(self, database: Database) -> None:
        self._database = database
        clock = FakeClock(NOW)
        voices, themes = StoredVoices(database, clock), StoredThemes(database)
        words = LibraryWords(LIBRARY)
        self.gather = GatherPorts(voices, themes, StoredCalls(database), MEANINGS, words, clock)
        self.voice = VoicePorts(voices, themes, StoredVoiceActions(database), StoredAudit(database), clock)
        self.themes = themes
        self._n = 0

    async def hears(self, rows: Sequence[Said], seed: int = 7) -> None:
        await write_calls(self._database, rows, FIRST_DAY, self._n, seed)
        self._n += len(rows)

    async def report(self, **query: Any) -> list[ThemeReport]:
        query = {"start": FIRST_DAY, "end": NOW.date(), **query}
        return (await voice_report(SARA, VoiceQuery(**query), self.voice)).themes


@pytest.fixture
async def centre(database: Database) -> Centre:
    return Centre(database)


def holding(themes: Sequence[ThemeReport], language: Any, word: str) -> list[ThemeReport]:
    """Themes whose name in this language has a word that begins so."""
    return [one for one in themes if any(part.startswith(word) for part in one.names.get(language, "").split())]


async def test_a_planted_theme_is_found_named_and_quoted(centre: Centre) -> None:
    """28 of 198 callers say, each in other words, that deliveries come late."""
    rows = said("second.jsonl")
    planted = {row["text"] for row in rows if row["theme"] == "late"}
    assert len(rows) == 198 and len(planted) == 28
    await centre.hears(rows)
    await rebuild(centre.gather)

    themes = await centre.report()
    [late] = holding(themes, "it", "consegn")
    assert holding(themes, "en", "deliver") == [late]
    assert late.name == late.names["it"] and "ritard" in late.name
    mine = {voice.text for voice in await centre.voice.voices.get(await _members(centre, late.id))}
    assert len(mine & planted) >= 20, "it holds most of what was planted"
    assert len(mine - planted) <= 2, "and hardly anything else"
    assert set(late.languages) == {"it", "en"}
    assert late.share.of == 198 and late.share.heard == late.voices == len(mine)
    assert sum(period.heard for period in late.trend) == late.share.heard

    assert len(late.quotes) == 3
    assert all(quote.text in planted for quote in late.quotes), "quoted word for word"
    assert len({quote.customer for quote in late.quotes}) == 3
    assert {quote.language for quote in late.quotes} == {"it", "en"}
    assert late.tone.negative > 0 == late.tone.positive


async def test_unrelated_complaints_make_no_theme(centre: Centre) -> None:
    await centre.hears(noise("second.jsonl"))
    await rebuild(centre.gather)
    assert await centre.report() == []


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_no_mixture_of_unrelated_complaints_makes_a_theme(centre: Centre, seed: int) -> None:
    everything = noise("first.jsonl", "second.jsonl")
    await centre.hears(random.Random(seed).sample(everything, 150), seed)
    await rebuild(centre.gather)
    assert await centre.report() == []


async def test_a_single_customers_refrain_is_no_theme(centre: Centre) -> None:
    rows = said("second.jsonl")
    await centre.hears([row | {"customer": "montelupo/C1"} if row["theme"] == "late" else row for row in rows])
    await rebuild(centre.gather)
    assert holding(await centre.report(), "it", "consegn") == []


async def test_looking_again_changes_nothing(centre: Centre) -> None:
    await centre.hears(said("second.jsonl"))
    await rebuild(centre.gather)
    before = await centre.report()
    await rebuild(centre.gather)
    assert await centre.report() == before


async def test_a_theme_stays_itself_when_more_is_said(centre: Centre) -> None:
    rows = said("second.jsonl")
    early = [row for n, row in enumerate(rows) if row["theme"] != "late" or n % 3]
    await centre.hears(early)
    await rebuild(centre.gather)
    [before] = holding(await centre.report(), "it", "consegn")
    await centre.hears([row for row in rows if row not in early] + noise("first.jsonl"))
    await rebuild(centre.gather)
    [after] = holding(await centre.report(), "it", "consegn")
    assert after.id == before.id
    assert after.voices > before.voices


async def test_a_theme_that_is_no_longer_heard_ends_and_is_kept(centre: Centre, database: Database) -> None:
    await centre.hears(said("second.jsonl"))
    await rebuild(centre.gather)
    [late] = holding(await centre.report(), "it", "consegn")
    later = FakeClock(NOW + timedelta(days=400))
    await rebuild(_at(centre.gather, later, database))
    theme = await centre.themes.get(late.id)
    assert theme.ended_at == later.now()
    [kept] = [one for one in await centre.report() if one.id == late.id]
    assert (kept.voices, kept.trend, kept.ended_at) == (late.voices, late.trend, theme.ended_at)


async def test_gathering_reads_each_call_once(centre: Centre) -> None:
    rows = noise("first.jsonl")[:5]
    await centre.hears(rows)
    assert await gather(centre.gather) == 5
    assert await gather(centre.gather) == 0
    counted = Counter(await centre.themes.count(None, FIRST_DAY, NOW.date()))
    assert counted == {"call": 5}


async def _members(centre: Centre, theme: str) -> list[str]:
    return [one.voice for one in await centre.themes.mentions(None, FIRST_DAY, NOW.date(), theme)]


def _at(ports: GatherPorts, clock: FakeClock, database: Database) -> GatherPorts:
    return GatherPorts(StoredVoices(database, clock), ports.themes, ports.calls, ports.meanings, ports.words, clock)
