"""Passages of calls. Beside them lies `call_words`, the index of their words, which each database has in its own form:
the migration makes it, and a row of it goes when its passage goes."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from assistant.adapters.store.tables import metadata

call_passages = Table(
    "call_passages",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("call_id", String(128), ForeignKey("calls.id", ondelete="CASCADE"), nullable=False),
    Column("principal", String(32), nullable=False),
    Column("n", Integer, nullable=False),
    Column("lines", JSON, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Index("ix_call_passages_call_id", "call_id"),
    Index("ix_call_passages_principal_id", "principal", "id"),
    sqlite_autoincrement=True,  # an id is never given twice, so that whoever has seen one knows what is newer
)
calls_indexed = Table(
    "calls_indexed",
    metadata,
    Column("call_id", String(128), ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    Column("last_seq", Integer, nullable=False),
    Column("encoder", String(64), nullable=False),
)
WORD_TABLES = "call_words"
"""What the names of the index's own tables begin with."""
