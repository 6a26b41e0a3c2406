"""What lists and reports read of calls, and the scores that were proposed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CRITERIA = (
    "identification", "purpose", "listening", "empathy", "clarity", "courtesy", "solution", "recap", "compliance"
)


def upgrade() -> None:
    op.create_table('call_facts',
        sa.Column('call_id', sa.String(length=128), nullable=False),
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('customer', sa.Text(), nullable=False),
        sa.Column('customer_name', sa.Text(), nullable=False),
        sa.Column('operator', sa.Text(), nullable=False),
        sa.Column('team', sa.Text(), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('purpose', sa.String(length=32), nullable=False),
        sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('seconds', sa.Integer(), nullable=False),
        sa.Column('complete', sa.Boolean(), nullable=False),
        sa.Column('last_seq', sa.Integer(), nullable=False),
        sa.Column('disposition', sa.String(length=32), nullable=True),
        sa.Column('alerts', sa.Integer(), nullable=False),
        sa.Column('critical_alerts', sa.Integer(), nullable=False),
        sa.Column('cards_shown', sa.Integer(), nullable=False),
        sa.Column('cards_used', sa.Integer(), nullable=False),
        sa.Column('cards_edited', sa.Integer(), nullable=False),
        sa.Column('cards_dismissed', sa.Integer(), nullable=False),
        sa.Column('after_call_seconds', sa.Integer(), nullable=True),
        sa.Column('edit_rate', sa.Float(), nullable=True),
        sa.Column('currency', sa.String(length=3), nullable=False),
        sa.Column('overdue', sa.BigInteger(), nullable=False),
        sa.Column('promised', sa.BigInteger(), nullable=False),
        *(sa.Column(f'level_{criterion}', sa.SmallInteger(), nullable=True) for criterion in CRITERIA),
        sa.PrimaryKeyConstraint('call_id', name=op.f('pk_call_facts'))
    )
    op.create_index('ix_call_facts_principal_started_at', 'call_facts', ['principal', 'started_at'])
    op.create_index('ix_call_facts_principal_customer', 'call_facts', ['principal', 'customer'])
    op.create_table('call_situations',
        sa.Column('call_id', sa.String(length=128), nullable=False),
        sa.Column('situation', sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint('call_id', 'situation', name=op.f('pk_call_situations'))
    )
    op.create_index('ix_call_situations_situation', 'call_situations', ['situation'])
    op.create_table('scores',
        sa.Column('call_id', sa.String(length=128), nullable=False),
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('score', sa.Text(), nullable=False),
        sa.Column('rubric', sa.Integer(), nullable=False),
        sa.Column('last_seq', sa.Integer(), nullable=False),
        sa.Column('scored_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('call_id', name=op.f('pk_scores'))
    )


def downgrade() -> None:
    op.drop_table('scores')
    op.drop_table('call_situations')
    op.drop_table('call_facts')
