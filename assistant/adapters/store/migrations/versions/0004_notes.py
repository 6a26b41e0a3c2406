"""Notes of calls, what is delivered of them, and the tasks that they leave."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('notes',
        sa.Column('call_id', sa.String(length=128), nullable=False),
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('drafted', sa.Text(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('edited_by', sa.Text(), nullable=False),
        sa.Column('confirmed_by', sa.Text(), nullable=False),
        sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('call_id', name=op.f('pk_notes'))
    )
    op.create_index('ix_notes_principal_confirmed_at', 'notes', ['principal', 'confirmed_at'])
    op.create_table('outbox',
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('connector', sa.Text(), nullable=False),
        sa.Column('kind', sa.String(length=16), nullable=False),
        sa.Column('subject', sa.Text(), nullable=False),
        sa.Column('payload', sa.Text(), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('claims', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('next_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('last_error', sa.Text(), nullable=False),
        sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('receipt', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('key', name=op.f('pk_outbox'))
    )
    op.create_index('ix_outbox_state_next_at', 'outbox', ['state', 'next_at'])
    op.create_table('tasks',
        sa.Column('id', sa.String(length=128), nullable=False),
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('customer', sa.Text(), nullable=False),
        sa.Column('call_id', sa.String(length=128), nullable=False),
        sa.Column('owner', sa.String(length=32), nullable=False),
        sa.Column('assignee', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('due', sa.Date(), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('tell_customer', sa.Boolean(), nullable=False),
        sa.Column('evidence', sa.JSON(), nullable=False),
        sa.Column('done_by', sa.Text(), nullable=False),
        sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('told_by', sa.Text(), nullable=False),
        sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('outcome', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_tasks'))
    )
    op.create_index('ix_tasks_state_due', 'tasks', ['state', 'due'])


def downgrade() -> None:
    op.drop_table('tasks')
    op.drop_table('outbox')
    op.drop_table('notes')
