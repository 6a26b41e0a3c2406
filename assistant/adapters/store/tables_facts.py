"""What lists and reports read of calls: facts folded from events, notes and scores, made anew when those change."""

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, SmallInteger, String, Table, Text

from assistant.adapters.store.tables import Cents, Moment, metadata
from assistant.domain.rubric import CRITERIA

call_facts = Table(
    "call_facts",
    metadata,
    Column("call_id", String(128), primary_key=True),
    Column("principal", String(32), nullable=False),
    Column("customer", Text, nullable=False),
    Column("customer_name", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("purpose", String(32), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("day", Date, nullable=False),
    Column("ended_at", Moment),
    Column("seconds", Integer, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("disposition", String(32)),
    Column("alerts", Integer, nullable=False),
    Column("critical_alerts", Integer, nullable=False),
    Column("cards_shown", Integer, nullable=False),
    Column("cards_used", Integer, nullable=False),
    Column("cards_edited", Integer, nullable=False),
    Column("cards_dismissed", Integer, nullable=False),
    Column("after_call_seconds", Integer),
    Column("edit_rate", Float),
    Column("currency", String(3), nullable=False),
    Column("overdue", Cents, nullable=False),
    Column("promised", Cents, nullable=False),
    *(Column(f"level_{criterion}", SmallInteger) for criterion in CRITERIA),
    Index("ix_call_facts_principal_started_at", "principal", "started_at"),
    Index("ix_call_facts_principal_customer", "principal", "customer"),
)
call_situations = Table(
    "call_situations",
    metadata,
    Column("call_id", String(128), primary_key=True),
    Column("situation", String(32), primary_key=True),
    Index("ix_call_situations_situation", "situation"),
)
scores = Table(
    "scores",
    metadata,
    Column("call_id", String(128), primary_key=True),
    Column("principal", String(32), nullable=False),
    Column("score", Text, nullable=False),
    Column("rubric", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("scored_at", Moment, nullable=False),
)
