"""Reviews of calls: how each stands, and every step that led there."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from assistant.adapters.store.tables import Moment, metadata

reviews = Table(
    "reviews",
    metadata,
    Column("call_id", String(128), primary_key=True),
    Column("principal", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("levels", JSON, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("updated_by", Text, nullable=False),
    Index("ix_reviews_principal_state", "principal", "state"),
)
review_steps = Table(
    "review_steps",
    metadata,
    Column("call_id", String(128), ForeignKey("reviews.call_id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", String(16), nullable=False),
    Column("criterion", String(16)),
    Column("was", SmallInteger),
    Column("level", SmallInteger),
    Column("reason", Text, nullable=False),
    Column("evidence", JSON(none_as_null=True)),
)
