"""What kind of customer it is, and since when in an insolvency procedure: they bear on default interest."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('customers', sa.Column('kind', sa.String(length=16), nullable=False, server_default='business'))
    op.add_column('customers', sa.Column('insolvency_since', sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column('customers', 'insolvency_since')
    op.drop_column('customers', 'kind')
