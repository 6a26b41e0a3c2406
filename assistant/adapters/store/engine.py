"""Opens the database and brings its tables up to date. SQLite by default; PostgreSQL when the URL says so."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Table, event, inspect, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from assistant.adapters.store.migrations import HEAD
from assistant.domain.errors import ConfigurationError

_BUSY_SECONDS = 30
_MIGRATION_LOCK = 4_815_162
_SQLITE_WRITE = "ascolto_write"
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class Database:
    """One engine, with a transaction for reading and one for writing.

    SQLite has a single writer: writers of this process queue in order instead of polling for the file's lock, and
    take that lock at once, so that a transaction never fails half-way because another process wrote in between.
    """

    def __init__(self, url: str) -> None:
        self.engine = _make_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        async with self.engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: committed at the end, rolled back when the block raises."""
        if not self.is_sqlite:
            async with self.engine.begin() as connection:
                yield connection
            return
        async with self._turn, self.engine.execution_options(**{_SQLITE_WRITE: True}).begin() as connection:
            yield connection

    async def migrate(self) -> None:
        """Create or upgrade the tables. Safe when several processes start at once."""
        try:
            async with self.reading() as connection:
                if await connection.run_sync(_revision) == HEAD:
                    return
            async with self.writing() as connection:
                if not self.is_sqlite:
                    await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
                await connection.run_sync(upgrade)
        except CommandError as error:
            raise ConfigurationError(
                f"The database was made by a newer version of Ascolto ({error}). Update Ascolto, or name another in "
                "ASCOLTO_DATABASE_URL or ASCOLTO_HOME.",
                where=self.engine.url.render_as_string(hide_password=True),
            ) from error
        except DBAPIError as error:
            shown = self.engine.url.render_as_string(hide_password=True)
            raise ConfigurationError(
                f"The database can't be opened: {error.orig}. Check ASCOLTO_DATABASE_URL and ASCOLTO_HOME.", where=shown
            ) from error

    async def close(self) -> None:
        await self.engine.dispose()


async def insert_new(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add the rows; one whose key exists already stays as it is."""
    await connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


async def put_rows(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add the rows, or write each over the one of its key. They hold every column of the table."""
    if not rows:
        return
    statement = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    others = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others), rows)


def _insert(connection: AsyncConnection, table: Table) -> Any:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def alembic_config() -> Config:
    """Alembic's settings, made in code: the migrations travel inside the package."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing on this connection, within its transaction."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _make_engine(url: str) -> AsyncEngine:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError(
            "ASCOLTO_DATABASE_URL is not a database URL; write e.g. postgresql+psycopg://user@host/ascolto.",
            where="ASCOLTO_DATABASE_URL",
        ) from error
    backend = parsed.get_backend_name()
    if backend not in _DRIVERS:
        raise ConfigurationError(
            f"ASCOLTO_DATABASE_URL names {backend!r}; SQLite and PostgreSQL are supported.",
            where="ASCOLTO_DATABASE_URL",
        )
    parsed = parsed.set(drivername=_DRIVERS[backend])
    if backend != "sqlite":
        return create_async_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=20)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(parsed, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # SQLAlchemy's documented recipe: the driver's own transaction handling is switched off, so that BEGIN is ours.
    connection.isolation_level = None
    cursor = connection.cursor()
    _set_wal(cursor)
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _set_wal(cursor: Any) -> None:
    """Switch to write-ahead logging. SQLite doesn't wait for other connections here, whatever the timeout is."""
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get(_SQLITE_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
