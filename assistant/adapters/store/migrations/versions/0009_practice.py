"""Assignments of scenarios, and the practice calls that people have had."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('assignments',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('scenario', sa.String(length=128), nullable=False),
        sa.Column('trainee', sa.String(length=64), nullable=False),
        sa.Column('trainer', sa.String(length=64), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('due', sa.Date(), nullable=True),
        sa.Column('coaching', sa.Boolean(), nullable=False),
        sa.Column('withdrawn', sa.Boolean(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_assignments'))
    )
    op.create_index('ix_assignments_trainee', 'assignments', ['trainee'])
    op.create_index('ix_assignments_trainer', 'assignments', ['trainer'])
    op.create_table('exercises',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('scenario', sa.String(length=128), nullable=False),
        sa.Column('trainee', sa.String(length=64), nullable=False),
        sa.Column('assignment', sa.String(length=32), nullable=False),
        sa.Column('trainer', sa.String(length=64), nullable=False),
        sa.Column('coaching', sa.Boolean(), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('practice', sa.Text(), nullable=False),
        sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('debrief', sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_exercises'))
    )
    op.create_index('ix_exercises_trainee_started_at', 'exercises', ['trainee', 'started_at'])
    op.create_index('ix_exercises_trainer', 'exercises', ['trainer'])
    op.create_index('ix_exercises_assignment', 'exercises', ['assignment'])


def downgrade() -> None:
    op.drop_table('exercises')
    op.drop_table('assignments')
