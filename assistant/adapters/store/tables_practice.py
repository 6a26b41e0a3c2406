"""Assignments of scenarios, and the practice calls that people have had."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text

from assistant.adapters.store.tables import Moment, metadata

assignments = Table(
    "assignments",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("principal", String(32), nullable=False),
    Column("scenario", String(128), nullable=False),
    Column("trainee", String(64), nullable=False),
    Column("trainer", String(64), nullable=False),
    Column("note", Text, nullable=False),
    Column("due", Date),
    Column("coaching", Boolean, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index("ix_assignments_trainee", "trainee"),
    Index("ix_assignments_trainer", "trainer"),
)
exercises = Table(
    "exercises",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("principal", String(32), nullable=False),
    Column("scenario", String(128), nullable=False),
    Column("trainee", String(64), nullable=False),
    Column("assignment", String(32), nullable=False),
    Column("trainer", String(64), nullable=False),
    Column("coaching", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("practice", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("debrief", Text),
    Index("ix_exercises_trainee_started_at", "trainee", "started_at"),
    Index("ix_exercises_trainer", "trainer"),
    Index("ix_exercises_assignment", "assignment"),
    Index("ix_exercises_changed_at", "changed_at"),
)
