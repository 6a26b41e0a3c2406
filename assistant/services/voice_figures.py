"""The figures of themes: shares, tone, trend and quotes, counted from who said what when."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from assistant.domain.money import Language
from assistant.domain.shares import Difference, Period, Share, Unit, compare, periods, share_of
from assistant.domain.themes import Theme
from assistant.domain.voice import SOURCES, Source
from assistant.services.ports_voice import Listened, Mention

MAX_QUOTES = 3
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
        self._listened = listened

    def calls(self, sources: Sequence[Source], start: dt.date, end: dt.date) -> int:
        return sum(one.calls for one in self._listened if one.source in sources and start <= one.day <= end)

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


def quoted(mentions: Sequence[Mention], count: int = MAX_QUOTES) -> list[str]:
    """Ids of the most telling voices: nearest the centre, of different customers, in every language that is spoken."""
    ranked = sorted(mentions, key=lambda one: (-one.centrality, one.voice))
    chosen: list[Mention] = []
    for language in _by_size(ranked):
        first = next((one for one in ranked if one.language == language and _new(one, chosen)), None)
        chosen += [first] if first and len(chosen) < count else []
    for one in ranked:
        if len(chosen) < count and _new(one, chosen):
            chosen.append(one)
    return [one.voice for one in sorted(chosen, key=lambda one: (-one.centrality, one.voice))]


def _by_size(mentions: Sequence[Mention]) -> list[Language]:
    counted = Counter(one.language for one in mentions)
    return sorted(counted, key=lambda language: (-counted[language], language))


def _new(one: Mention, chosen: Sequence[Mention]) -> bool:
    return all(one.customer != other.customer for other in chosen)


def _tone(mentions: Sequence[Mention]) -> ToneCount:
    tones = [one.tone for one in mentions]
    return ToneCount(
        mean=sum(tones) / len(tones) if tones else 0.0,
        negative=sum(tone < 0 for tone in tones),
        neutral=tones.count(0),
        positive=sum(tone > 0 for tone in tones),
    )
