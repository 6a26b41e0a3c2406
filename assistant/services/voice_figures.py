"""The figures of themes: shares, tone, trend and quotes, counted from who said what when."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from assistant.domain.money import Language
from assistant.domain.shares import Difference, Period, Share, Unit, compare, periods, share_of
from assistant.domain.themes import Theme
from assistant.domain.voice import SOURCES, Source, Voice
from assistant.services.ports_voice import Listened, Mention

MAX_QUOTES = 3
_CANDIDATES = 8
"""So many voices a language are looked at for quotes."""
CALLS: tuple[Source, ...] = ("call", "interview")


class ToneCount(BaseModel):
    """How many voices of a theme are worded badly, neutrally (no word tells), or well; `mean` is from -2 to 2."""

    mean: float
    negative: int
    neutral: int
    positive: int


class ThemeFigures(BaseModel):
    """A theme between two days. `share` is of calls and interviews, or of the one source that was asked for.

    `change` compares the second half of the time with the first.
    """

    id: str
    principal: str
    name: str
    names: dict[Language, str]
    given: dict[Language, str]
    named_by: str
    version: int
    terms: dict[Language, tuple[str, ...]]
    ended_at: dt.datetime | None
    voices: int
    customers: int
    languages: dict[Language, int]
    share: Share
    sources: dict[Source, Share]
    tone: ToneCount
    trend: list[Period]
    change: Difference


@dataclass(frozen=True)
class Span:
    """The days (both within) and sources that are looked at, and in which language themes are named."""

    start: dt.date
    end: dt.date
    unit: Unit
    sources: Sequence[Source]
    language: Language


class Heard:
    """How many calls were listened to, of one principal, by source and day."""

    def __init__(self, listened: Sequence[Listened]) -> None:
        self._days: dict[Source, list[dt.date]] = {source: [] for source in SOURCES}
        self._until: dict[Source, list[int]] = {source: [0] for source in SOURCES}
        for one in sorted(listened, key=lambda one: one.day):
            self._days[one.source].append(one.day)
            self._until[one.source].append(self._until[one.source][-1] + one.calls)

    def calls(self, sources: Sequence[Source], start: dt.date, end: dt.date) -> int:
        return sum(
            self._until[source][bisect_right(self._days[source], end)]
            - self._until[source][bisect_left(self._days[source], start)]
            for source in sources
        )

    def share(self, mentions: Sequence[Mention], sources: Sequence[Source], start: dt.date, end: dt.date) -> Share:
        """The share of calls in which these mentions were made; a call counts once, however often it says it."""
        origins = {one.origin for one in mentions if one.source in sources and start <= one.day <= end}
        return share_of(len(origins), self.calls(sources, start, end))


def figures_of(theme: Theme, mentions: Sequence[Mention], heard: Heard, span: Span) -> ThemeFigures:
    """The figures of one theme from its own mentions and its principal's calls."""
    mine = [one for one in mentions if one.source in span.sources]
    middle = span.start + (span.end - span.start) / 2
    return ThemeFigures(
        **theme.model_dump(include={"id", "principal", "names", "given", "named_by", "version", "terms", "ended_at"}),
        name=theme.name(span.language),
        voices=len(mine),
        customers=len({one.customer for one in mine}),
        languages=dict(sorted(Counter(one.language for one in mine).items())),
        share=heard.share(mine, span.sources, span.start, span.end),
        sources={source: heard.share(mentions, [source], span.start, span.end) for source in SOURCES},
        tone=_tone(mine),
        trend=[
            Period(start=first, end=last, **heard.share(mine, span.sources, first, last).model_dump())
            for first, last in periods(span.start, span.end, span.unit)
        ],
        change=compare(
            heard.share(mine, span.sources, span.start, middle),
            heard.share(mine, span.sources, middle + dt.timedelta(days=1), span.end),
        ),
    )


def telling(mentions: Sequence[Mention]) -> list[str]:
    """Ids of the voices that may be quoted, the nearest the centre first: some in every language that is spoken."""
    ranked = sorted(mentions, key=lambda one: (-one.centrality, one.voice))
    counted: Counter[Language] = Counter()
    chosen: list[str] = []
    for one in ranked:
        if counted[one.language] < _CANDIDATES:
            counted[one.language] += 1
            chosen.append(one.voice)
    return chosen


def quoted(candidates: Sequence[Voice], count: int = MAX_QUOTES) -> list[Voice]:
    """The first of them, of different customers in different words, in every language that there is."""
    languages = Counter(voice.language for voice in candidates)
    chosen: list[Voice] = []
    for language in sorted(languages, key=lambda one: (-languages[one], one)):
        first = next((one for one in candidates if one.language == language and _new(one, chosen)), None)
        chosen += [first] if first else []
    for one in candidates:
        if len(chosen) < count and _new(one, chosen):
            chosen.append(one)
    return sorted(chosen, key=candidates.index)


def _new(one: Voice, chosen: Sequence[Voice]) -> bool:
    return all(one.customer != other.customer and one.text != other.text for other in chosen)


def _tone(mentions: Sequence[Mention]) -> ToneCount:
    tones = [one.tone for one in mentions]
    return ToneCount(
        mean=sum(tones) / len(tones) if tones else 0.0,
        negative=sum(tone < 0 for tone in tones),
        neutral=tones.count(0),
        positive=sum(tone > 0 for tone in tones),
    )
