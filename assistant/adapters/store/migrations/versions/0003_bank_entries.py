"""Entries of bank statements, and when and for which invoices the parts of a plan fall due."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('bank_entries',
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('id', sa.String(length=128), nullable=False),
        sa.Column('booked_on', sa.Date(), nullable=False),
        sa.Column('currency', sa.String(length=3), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('debtor_name', sa.Text(), nullable=False),
        sa.Column('remittance', sa.Text(), nullable=False),
        sa.Column('end_to_end', sa.Text(), nullable=False),
        sa.Column('alike', sa.Boolean(), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('why', sa.JSON(), nullable=False),
        sa.Column('allocations', sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint('principal', 'id', name=op.f('pk_bank_entries'))
    )
    op.add_column('plans', sa.Column('schedule', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('plans', sa.Column('invoices', sa.JSON(), nullable=False, server_default='[]'))


def downgrade() -> None:
    op.drop_column('plans', 'invoices')
    op.drop_column('plans', 'schedule')
    op.drop_table('bank_entries')
