"""The index of the words of passages: FTS5 on SQLite, `tsvector` under a GIN index on PostgreSQL.

Both hold the same terms (`knowledge.call_words`), so a question finds the same on both. Ids come as one text: tens of
thousands of them take a few milliseconds that way, and five times as long as rows.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.call_index import Ids
from knowledge.call_words import PLAIN, STEM, stored_terms
from knowledge.types import Language

Said = tuple[int, Sequence[str]]
"""A passage's id and its lines."""


class _Dialect(Protocol):
    insert: str
    find: str

    def stored(self, terms: Sequence[str]) -> str: ...

    def any_of(self, terms: Collection[str]) -> str: ...

    def in_row(self, terms: Sequence[str]) -> str: ...

    def stored_scope(self, principal: str) -> str: ...

    def scope(self, principal: str) -> str: ...


class _Fts5:
    insert = "INSERT INTO call_words (rowid, principal, words) VALUES (:id, :principal, :words)"
    find = "SELECT group_concat(rowid) FROM call_words WHERE call_words MATCH :scope || :terms"

    def stored(self, terms: Sequence[str]) -> str:
        return " ".join(terms)

    def any_of(self, terms: Collection[str]) -> str:
        return 'words : ("' + '" OR "'.join(sorted(terms)) + '")'

    def in_row(self, terms: Sequence[str]) -> str:
        return 'words : "' + " ".join(terms) + '"'

    def stored_scope(self, principal: str) -> str:
        """One word, whatever signs the name has: FTS5 would take `acme-east` for two, and find it under `acme`."""
        return f"p{principal.encode().hex()}"

    def scope(self, principal: str) -> str:
        return f"principal : {self.stored_scope(principal)} AND "


class _Tsvector:
    insert = "INSERT INTO call_words (id, principal, words) VALUES (:id, :principal, CAST(:words AS tsvector))"
    find = (
        "SELECT string_agg(CAST(id AS text), ',') FROM call_words "
        "WHERE principal = :scope AND words @@ CAST(:terms AS tsquery)"
    )

    def stored(self, terms: Sequence[str]) -> str:
        return " ".join(f"{term}:{n}" for n, term in enumerate(terms, start=1))

    def any_of(self, terms: Collection[str]) -> str:
        return " | ".join(sorted(terms))

    def in_row(self, terms: Sequence[str]) -> str:
        return " <-> ".join(terms)

    def stored_scope(self, principal: str) -> str:
        return principal

    def scope(self, principal: str) -> str:
        return principal


class WordIndex:
    """Terms are letters and figures only, so they can't be taken for a query's own signs."""

    def __init__(self, is_sqlite: bool) -> None:
        self._dialect: _Dialect = _Fts5() if is_sqlite else _Tsvector()

    async def add(self, connection: AsyncConnection, principal: str, language: Language, said: Sequence[Said]) -> None:
        scope = self._dialect.stored_scope(principal)
        rows = [
            {"id": id_, "principal": scope, "words": self._dialect.stored(stored_terms(lines, language))}
            for id_, lines in said
        ]
        await connection.execute(text(self._dialect.insert), rows)

    async def with_term(self, connection: AsyncConnection, principal: str, stems: Collection[str]) -> Ids:
        return await self._find(connection, principal, self._dialect.any_of([STEM + stem for stem in stems]))

    async def with_phrase(self, connection: AsyncConnection, principal: str, words: Sequence[str]) -> Ids:
        return await self._find(connection, principal, self._dialect.in_row([PLAIN + word for word in words]))

    async def _find(self, connection: AsyncConnection, principal: str, terms: str) -> Ids:
        asked = {"scope": self._dialect.scope(principal), "terms": terms}
        found = (await connection.execute(text(self._dialect.find), asked)).scalar()
        return np.sort(np.fromstring(found or "", np.int64, sep=","))
