"""The voice of the customer as people read it: themes with their figures and quotes, and a theme's voices."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.errors import InvalidInput
from assistant.domain.money import Language
from assistant.domain.shares import Unit, unit_of
from assistant.domain.themes import MAX_NAME_CHARS, Theme
from assistant.domain.users import User
from assistant.domain.voice import SOURCES, Source, Voice
from assistant.services.access import SUPERVISORS, principals_of, require_role
from assistant.services.ports import Audit, Clock
from assistant.services.ports_voice import Listened, Mention, Themes, VoiceActions, Voices
from assistant.services.voice_figures import CALLS, Heard, Span, ThemeFigures, figures_of, quoted, telling

DEFAULT_DAYS = 90
MAX_DAYS = 3_660
PAGE = 50


@dataclass(frozen=True)
class VoicePorts:
    voices: Voices
    themes: Themes
    actions: VoiceActions
    audit: Audit
    clock: Clock


class VoiceQuery(BaseModel):
    """What to look at; empty fields don't narrow. `from` and `to` are days, both within; else the last 90."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    principal: str = ""
    start: dt.date | None = Field(default=None, alias="from")
    end: dt.date | None = Field(default=None, alias="to")
    source: Source | None = None
    language: Language = "it"


class ThemeReport(ThemeFigures):
    quotes: list[Voice]


class VoiceReport(BaseModel):
    """Themes, the most heard first.

    `listened` is how many calls and complaints were read, `voices` how many voices were found in them, of themes or
    not; `looked_at` says when themes were last looked for, per principal.
    """

    start: dt.date
    end: dt.date
    unit: Unit
    listened: dict[Source, int]
    voices: dict[Source, int]
    looked_at: dict[str, dt.datetime]
    themes: list[ThemeReport]


class ThemeVoices(BaseModel):
    """A theme and its voices, the newest first; `next_cursor` is None on the last page."""

    unit: Unit
    theme: ThemeReport
    voices: list[Voice]
    total: int
    next_cursor: int | None


async def voice_report(user: User, query: VoiceQuery, ports: VoicePorts) -> VoiceReport:
    """What customers of the person's principals said. Supervisors and admins only (`Forbidden`)."""
    require_reader(user, query.principal)
    principals = [query.principal] if query.principal else principals_of(user.principals)
    span = span_of(query, ports.clock.now().date())
    mentions = await ports.themes.mentions(principals, span.start, span.end)
    listened = await ports.themes.listened(principals, span.start, span.end)
    of_theme: dict[str, list[Mention]] = defaultdict(list)
    for one in mentions:
        of_theme[one.theme].append(one)
    of_principal: dict[str, list[Listened]] = defaultdict(list)
    for heard in listened:
        of_principal[heard.principal].append(heard)
    calls = {principal: Heard(their) for principal, their in of_principal.items()}
    nothing, everything = Heard([]), Heard(listened)
    figures: list[ThemeFigures] = []
    for theme in await ports.themes.every(principals):
        found = figures_of(theme, of_theme[theme.id], calls.get(theme.principal, nothing), span)
        figures += [found] if found.voices else []
    figures.sort(key=lambda one: (one.ended_at is not None, -one.share.heard, -one.voices, one.id))
    report = VoiceReport(
        start=span.start,
        end=span.end,
        unit=span.unit,
        listened={source: everything.calls([source], span.start, span.end) for source in SOURCES},
        voices={**dict.fromkeys(SOURCES, 0), **await ports.themes.count(principals, span.start, span.end)},
        looked_at=await ports.themes.looked_at(principals),
        themes=await _with_quotes(figures, of_theme, span, ports),
    )
    await ports.audit.record(user.username, "voice.read", query.principal or "*", ports.clock.now())
    return report


async def theme_voices(user: User, theme_id: str, query: VoiceQuery, cursor: int, ports: VoicePorts) -> ThemeVoices:
    """The voices of a theme, a page from `cursor`; raises `NotFound` or `Forbidden`."""
    theme = await readable_theme(user, theme_id, ports)
    span = span_of(query, ports.clock.now().date())
    mentions = await ports.themes.mentions([theme.principal], span.start, span.end, theme.id)
    heard = Heard(await ports.themes.listened([theme.principal], span.start, span.end))
    figures = figures_of(theme, mentions, heard, span)
    mine = [one for one in mentions if one.source in span.sources]
    page = mine[cursor : cursor + PAGE]
    [report] = await _with_quotes([figures], {theme.id: mentions}, span, ports)
    await ports.audit.record(user.username, "voice.theme_read", theme.id, ports.clock.now())
    return ThemeVoices(
        unit=span.unit,
        theme=report,
        voices=await ports.voices.get([one.voice for one in page]),
        total=len(mine),
        next_cursor=cursor + PAGE if cursor + PAGE < len(mine) else None,
    )


async def rename_theme(user: User, theme_id: str, names: dict[Language, str], version: int, ports: VoicePorts) -> Theme:
    """Give a theme a person's name, in the languages that are named; an empty name gives it back to the machine.

    Raises `Conflict` unless `version` is the latest.
    """
    theme = await readable_theme(user, theme_id, ports)
    if not names:
        raise InvalidInput("Give the name in a language at least.", where="names")
    given = dict(theme.given)
    for language, name in names.items():
        plain = " ".join(name.split())
        if len(plain) > MAX_NAME_CHARS:
            raise InvalidInput(f"A name has {MAX_NAME_CHARS} characters at most.", where=f"names.{language}")
        given.pop(language, None)
        given |= {language: plain} if plain else {}
    changed = theme.model_copy(update={"given": given, "named_by": user.username})
    stored = await ports.themes.rename(changed, version)
    await ports.audit.record(user.username, "voice.theme_renamed", theme.id, ports.clock.now())
    return stored


async def readable_theme(user: User, theme_id: str, ports: VoicePorts) -> Theme:
    """The theme, if the person may see it. Raises `NotFound` or `Forbidden`."""
    require_reader(user)
    theme = await ports.themes.get(theme_id)
    user.require(theme.principal)
    return theme


def require_reader(user: User, principal: str = "") -> None:
    """Raise `Forbidden` unless the person may read what customers of this principal (empty: of theirs) said."""
    require_role(user, SUPERVISORS, "The voice of the customer is for supervisors.", principal)


def span_of(query: VoiceQuery, today: dt.date) -> Span:
    """The days that are asked for; raises `InvalidInput` where they make no sense."""
    end = query.end or today
    start = query.start or end - dt.timedelta(days=DEFAULT_DAYS - 1)
    if start > end:
        raise InvalidInput(f"The first day ({start}) comes after the last ({end}).", where="from")
    if (end - start).days > MAX_DAYS:
        raise InvalidInput(f"Ask for {MAX_DAYS:,} days at most.", where="from")
    return Span(start, end, unit_of(start, end), [query.source] if query.source else CALLS, query.language)


async def _with_quotes(
    figures: Sequence[ThemeFigures], mentions: dict[str, list[Mention]], span: Span, ports: VoicePorts
) -> list[ThemeReport]:
    chosen = {
        one.id: telling([said for said in mentions.get(one.id, []) if said.source in span.sources]) for one in figures
    }
    voices = {voice.id: voice for voice in await ports.voices.get([v for ids in chosen.values() for v in ids])}
    return [
        ThemeReport(**dict(one), quotes=quoted([voices[voice] for voice in chosen[one.id] if voice in voices]))
        for one in figures
    ]
