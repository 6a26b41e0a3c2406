"""Practice calls by their last change, so that those which were kept long enough are found at once."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_exercises_changed_at', 'exercises', ['changed_at'])


def downgrade() -> None:
    op.drop_index('ix_exercises_changed_at', 'exercises')
