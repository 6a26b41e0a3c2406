"""What the voice of the customer needs of the outside world: what was said, how it groups, and where it is kept."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.domain.money import Language
from assistant.domain.theme_names import WordForms
from assistant.domain.themes import Known, Theme
from assistant.domain.tone import ToneReader
from assistant.domain.voice import Origin, Source, Voice
from assistant.domain.voice_actions import VoiceAction


class VoiceWords(Protocol):
    """What people wrote of words in the library, for tones and names."""

    def tones(self, language: Language) -> ToneReader: ...

    def forms(self) -> WordForms: ...


@dataclass(frozen=True)
class Item:
    """A voice as it is grouped: its meaning, and whether it praises, which keeps it apart from reproaches."""

    vector: bytes
    language: Language
    praises: bool


@dataclass(frozen=True)
class Group:
    """Places of items that are alike; `cohesion` is their mean likeness, each with each."""

    members: tuple[int, ...]
    cohesion: float


@dataclass(frozen=True)
class Gathered:
    """A group with what lies near it: place of an item to its likeness with the centre."""

    members: Mapping[int, float]
    centre: tuple[float, ...]


class Grouping(Protocol):
    """One set of items, looked at together. Blocking; belongs in a thread."""

    def groups(self) -> list[Group]:
        """Candidates for themes, the largest first; the same items give the same groups."""
        ...

    def gather(self, chosen: Sequence[Group]) -> list[Gathered]:
        """The chosen groups with the items that lie near enough to one of them."""
        ...


class Meanings(Protocol):
    """Sentence vectors and grouping. `encoder` changes whenever the vectors do."""

    encoder: str

    async def vectors(self, texts: Sequence[str]) -> list[bytes]: ...

    def grouping(self, items: Sequence[Item]) -> Grouping: ...


@dataclass(frozen=True)
class Mention:
    """A voice of a theme, as figures need it: no text."""

    theme: str
    voice: str
    origin: str
    customer: str
    source: Source
    day: dt.date
    language: Language
    tone: int
    centrality: float


@dataclass(frozen=True)
class Listened:
    """How many calls of a kind were listened to on a day."""

    principal: str
    day: dt.date
    source: Source
    calls: int


@dataclass(frozen=True)
class Kept:
    """A theme to be kept: with its voices of this look, and the centre by which it is known again."""

    theme: Theme
    members: Mapping[str, float]
    centre: tuple[float, ...]


class Voices(Protocol):
    """Voices, and which calls and records were read for them."""

    async def waiting(self, limit: int) -> list[Origin]:
        """Ended calls and complaints that were never read, or have changed since; the oldest first."""
        ...

    async def ticket_text(self, origin: Origin) -> str:
        """What the complaint says now; empty where it is gone."""
        ...

    async def keep(self, origin: Origin, voices: Sequence[Voice]) -> None:
        """Replace the voices of the origin and note that it was read, in one transaction."""
        ...

    async def without_vector(self, principal: str, encoder: str) -> list[tuple[str, str]]:
        """Id and text of voices that have no vector of this encoder; those of one text together."""
        ...

    async def add_vectors(self, vectors: Mapping[str, bytes], encoder: str) -> None: ...

    async def set_tones(self, voices: Sequence[Voice]) -> None:
        """Keep tones that were judged anew."""
        ...

    async def since(self, principal: str, day: dt.date, limit: int) -> list[tuple[Voice, bytes]]:
        """The newest voices with a vector from this day on, the oldest of them first."""
        ...

    async def get(self, ids: Sequence[str]) -> list[Voice]:
        """These voices, in the order of the ids."""
        ...

    async def drop_orphans(self) -> int:
        """Remove voices and readings of calls and records that are gone; returns how many readings."""
        ...

    async def principals(self) -> list[str]:
        """Whose calls and records were read."""
        ...

    async def unsorted(self, principal: str) -> int:
        """Voices that came since themes were last looked for."""
        ...


class Themes(Protocol):
    async def every(self, principals: Sequence[str] | None = None) -> list[Theme]:
        """The oldest first, ended ones too."""
        ...

    async def get(self, theme_id: str) -> Theme:
        """Raises `NotFound`."""
        ...

    async def known(self, principal: str) -> list[Known]:
        """The living themes of a principal, with their voices and centres."""
        ...

    async def replace(self, principal: str, kept: Sequence[Kept], at: dt.datetime, since: dt.date) -> None:
        """Keep what was found: new themes, old ones with their voices since a day, and the end of all others.

        A name that people gave stays. An ended theme keeps its voices.
        """
        ...

    async def rename(self, theme: Theme, version: int) -> Theme:
        """Keep the names that people gave; raises `Conflict` unless `version` is the latest."""
        ...

    async def looked_at(self, principals: Sequence[str] | None = None) -> dict[str, dt.datetime]:
        """When themes were last looked for, per principal."""
        ...

    async def mentions(
        self, principals: Sequence[str] | None, start: dt.date, end: dt.date, theme: str = ""
    ) -> list[Mention]:
        """The voices of themes between two days (both within), the newest first; of one theme, or of all."""
        ...

    async def listened(self, principals: Sequence[str] | None, start: dt.date, end: dt.date) -> list[Listened]:
        """How many calls and records were read, by day and source."""
        ...

    async def count(self, principals: Sequence[str] | None, start: dt.date, end: dt.date) -> dict[str, int]:
        """All voices between two days by source, of themes or not."""
        ...


class VoiceActions(Protocol):
    async def add(self, action: VoiceAction) -> None: ...

    async def get(self, action_id: str) -> VoiceAction:
        """Raises `NotFound`."""
        ...

    async def list(self, principals: Sequence[str] | None = None) -> list[VoiceAction]:
        """The first due first."""
        ...

    async def save(self, action: VoiceAction, version: int) -> VoiceAction:
        """Keep a changed action; raises `Conflict` unless `version` is the latest."""
        ...
