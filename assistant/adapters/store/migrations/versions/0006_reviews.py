"""Reviews of calls."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reviews',
        sa.Column('call_id', sa.String(length=128), nullable=False),
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('levels', sa.JSON(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_by', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('call_id', name=op.f('pk_reviews'))
    )
    op.create_index('ix_reviews_principal_state', 'reviews', ['principal', 'state'])
    op.create_table('review_steps',
        sa.Column('call_id', sa.String(length=128), nullable=False),
        sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('who', sa.Text(), nullable=False),
        sa.Column('action', sa.String(length=16), nullable=False),
        sa.Column('criterion', sa.String(length=16), nullable=True),
        sa.Column('was', sa.SmallInteger(), nullable=True),
        sa.Column('level', sa.SmallInteger(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('evidence', sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(['call_id'], ['reviews.call_id'], name=op.f('fk_review_steps_call_id'),
                                ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('call_id', 'version', name=op.f('pk_review_steps'))
    )


def downgrade() -> None:
    op.drop_table('review_steps')
    op.drop_table('reviews')
