"""Themes and what is done about them, in the database; the figures of voices that pages are made of."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.adapters.store import tables_voice as voice_tables
from assistant.adapters.store.engine import Database
from assistant.domain.errors import Conflict, NotFound
from assistant.domain.storable import storable
from assistant.domain.themes import Known, Theme
from assistant.domain.voice_actions import VoiceAction
from assistant.services.ports_voice import Kept, Listened, Mention

_themes, _voices, _members = voice_tables.themes, voice_tables.voices, voice_tables.theme_voices
_readings, _looks, _actions = voice_tables.voice_readings, voice_tables.theme_looks, voice_tables.voice_actions


class StoredThemes:
    """Implements the port `Themes`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def every(self, principals: Sequence[str] | None = None) -> list[Theme]:
        """The oldest first, ended ones too."""
        query = select(_themes).where(*_of(_themes.c.principal, principals))
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(_themes.c.created_at, _themes.c.id))
            return [_load(row) for row in rows.mappings()]

    async def get(self, theme_id: str) -> Theme:
        """Raises `NotFound`."""
        async with self._database.reading() as connection:
            return await _theme(connection, theme_id)

    async def known(self, principal: str) -> list[Known]:
        """The living themes of a principal, with their voices and centres."""
        living = _themes.c.principal == principal, _themes.c.ended_at.is_(None)
        members: dict[str, set[str]] = {}
        async with self._database.reading() as connection:
            joined = select(_members).join(_themes, _themes.c.id == _members.c.theme).where(*living)
            for row in await connection.execute(joined):
                members.setdefault(row.theme, set()).add(row.voice)
            rows = await connection.execute(select(_themes.c.id, _themes.c.centre).where(*living))
            return [Known(row.id, members.get(row.id, set()), tuple(row.centre)) for row in rows]

    async def replace(self, principal: str, kept: Sequence[Kept], at: datetime, since: date) -> None:
        """Keep what was found: new themes, old ones with their voices since a day, and the end of all others.

        A name that people gave stays. An ended theme keeps its voices.
        """
        names = {one.theme.id for one in kept}
        async with self._database.writing() as connection:
            living = _themes.c.principal == principal, _themes.c.ended_at.is_(None)
            ended = update(_themes).where(*living, _themes.c.id.not_in(names)).values(ended_at=at)
            await connection.execute(ended)
            recent = select(_voices.c.id).where(_voices.c.principal == principal, _voices.c.day >= since)
            old = _members.c.theme.in_(names), _members.c.voice.in_(recent)
            await connection.execute(delete(_members).where(*old))
            # A call whose note was changed while themes were looked for may have lost a voice.
            there = set((await connection.execute(recent)).scalars())
            for one in kept:
                await _keep(connection, one, there)
            await connection.execute(delete(_looks).where(_looks.c.principal == principal))
            await connection.execute(insert(_looks).values(principal=principal, at=at))

    async def rename(self, theme: Theme, version: int) -> Theme:
        """Keep the names that people gave; raises `Conflict` unless `version` is the latest."""
        values = {"given": theme.given, "named_by": theme.named_by, "version": version + 1}
        change = update(_themes).where(_themes.c.id == theme.id, _themes.c.version == version).values(values)
        async with self._database.writing() as connection:
            done = (await connection.execute(change)).rowcount
            stored = await _theme(connection, theme.id)
        if not done:
            who = f" by {stored.named_by}" if stored.named_by else ""
            message = f"The theme was renamed{who} in the meantime (version {stored.version}, yours was {version})."
            raise Conflict(message + " Look at it and make your change there.", where=theme.id)
        return stored

    async def looked_at(self, principals: Sequence[str] | None = None) -> dict[str, datetime]:
        """When themes were last looked for, per principal."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(_looks).where(*_of(_looks.c.principal, principals)))
            return {row.principal: row.at for row in rows}

    async def mentions(
        self, principals: Sequence[str] | None, start: date, end: date, theme: str = ""
    ) -> list[Mention]:
        """The voices of themes between two days (both within), the newest first; of one theme, or of all."""
        columns = ("origin", "customer", "source", "day", "language", "tone")
        query = (
            select(_members.c.theme, _members.c.voice, _members.c.centrality, *(_voices.c[name] for name in columns))
            .join(_voices, _voices.c.id == _members.c.voice)
            .where(*_of(_voices.c.principal, principals), _voices.c.day.between(start, end))
            .order_by(_voices.c.at.desc(), _voices.c.id)
        )
        if theme:
            query = query.where(_members.c.theme == theme)
        async with self._database.reading() as connection:
            return [Mention(**row) for row in (await connection.execute(query)).mappings()]

    async def listened(self, principals: Sequence[str] | None, start: date, end: date) -> list[Listened]:
        """How many calls and records were read, by day and source."""
        columns = _readings.c.principal, _readings.c.day, _readings.c.source
        query = (
            select(*columns, func.count().label("calls"))
            .where(*_of(_readings.c.principal, principals), _readings.c.day.between(start, end))
            .group_by(*columns)
            .order_by(*columns)
        )
        async with self._database.reading() as connection:
            return [Listened(**row) for row in (await connection.execute(query)).mappings()]

    async def count(self, principals: Sequence[str] | None, start: date, end: date) -> dict[str, int]:
        """All voices between two days by source, of themes or not."""
        query = (
            select(_voices.c.source, func.count().label("voices"))
            .where(*_of(_voices.c.principal, principals), _voices.c.day.between(start, end))
            .group_by(_voices.c.source)
        )
        async with self._database.reading() as connection:
            return {row.source: row.voices for row in await connection.execute(query)}


class StoredVoiceActions:
    """Implements the port `VoiceActions`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, action: VoiceAction) -> None:
        async with self._database.writing() as connection:
            await connection.execute(insert(_actions).values(_dump(action)))

    async def get(self, action_id: str) -> VoiceAction:
        """Raises `NotFound`."""
        async with self._database.reading() as connection:
            return await _action(connection, action_id)

    async def list(self, principals: Sequence[str] | None = None) -> list[VoiceAction]:
        """The first due first."""
        query = select(_actions).where(*_of(_actions.c.principal, principals))
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(_actions.c.due, _actions.c.created_at, _actions.c.id))
            return [_load_action(row) for row in rows.mappings()]

    async def save(self, action: VoiceAction, version: int) -> VoiceAction:
        """Keep a changed action; raises `Conflict` unless `version` is the latest."""
        values = _dump(action) | {"version": version + 1}
        change = update(_actions).where(_actions.c.id == action.id, _actions.c.version == version).values(values)
        async with self._database.writing() as connection:
            done = (await connection.execute(change)).rowcount
            stored = await _action(connection, action.id)
        if not done:
            message = f"The action was changed in the meantime: it is now {stored.state} (version {stored.version})."
            raise Conflict(message + " Look at it again.", where=action.id)
        return stored


def _of(column: ColumnElement[str], principals: Sequence[str] | None) -> list[ColumnElement[bool]]:
    return [] if principals is None else [column.in_(principals)]


async def _keep(connection: AsyncConnection, one: Kept, there: Collection[str]) -> None:
    """Keep the theme and those of its voices that are there."""
    theme = one.theme
    found = {"names": theme.names, "terms": theme.terms, "centre": list(one.centre)}
    done = await connection.execute(update(_themes).where(_themes.c.id == theme.id).values(found))
    if not done.rowcount:
        kept = theme.model_dump(include={"id", "principal", "created_at", "given", "version", "named_by"})
        await connection.execute(insert(_themes).values(kept | found))
    members = {voice: near for voice, near in one.members.items() if voice in there}
    rows = [{"theme": theme.id, "voice": voice, "centrality": near} for voice, near in members.items()]
    if rows:
        await connection.execute(insert(_members), rows)


async def _theme(connection: AsyncConnection, theme_id: str) -> Theme:
    row = None
    if storable(theme_id):
        row = (await connection.execute(select(_themes).where(_themes.c.id == theme_id))).mappings().first()
    if row is None:
        raise NotFound(f"There is no theme {theme_id!r}; list them to see their ids.", where=theme_id)
    return _load(row)


def _load(row: Any) -> Theme:
    return Theme(**{name: row[name] for name in Theme.model_fields})


async def _action(connection: AsyncConnection, action_id: str) -> VoiceAction:
    row = None
    if storable(action_id):
        row = (await connection.execute(select(_actions).where(_actions.c.id == action_id))).mappings().first()
    if row is None:
        raise NotFound(f"There is no action {action_id!r}; list them to see their ids.", where=action_id)
    return _load_action(row)


def _dump(action: VoiceAction) -> dict[str, Any]:
    row = {name: getattr(action, name) for name in VoiceAction.model_fields}
    return row | {"outcome": action.outcome.model_dump(mode="json") if action.outcome else None}


def _load_action(row: Any) -> VoiceAction:
    return VoiceAction(**{name: row[name] for name in VoiceAction.model_fields})
