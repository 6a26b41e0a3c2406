"""Passages of calls, for search: what they say, what they mean, and an index of their words."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('call_passages',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('call_id', sa.String(length=128), nullable=False),
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('n', sa.Integer(), nullable=False),
        sa.Column('lines', sa.JSON(), nullable=False),
        sa.Column('vector', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ['call_id'], ['calls.id'], name=op.f('fk_call_passages_call_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_call_passages')),
        sqlite_autoincrement=True,
    )
    op.create_index('ix_call_passages_call_id', 'call_passages', ['call_id'])
    op.create_index('ix_call_passages_principal_id', 'call_passages', ['principal', 'id'])
    op.create_table('calls_indexed',
        sa.Column('call_id', sa.String(length=128), nullable=False),
        sa.Column('last_seq', sa.Integer(), nullable=False),
        sa.Column('encoder', sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ['call_id'], ['calls.id'], name=op.f('fk_calls_indexed_call_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('call_id', name=op.f('pk_calls_indexed')),
    )
    if op.get_bind().dialect.name == 'sqlite':
        op.execute(
            "CREATE VIRTUAL TABLE call_words USING fts5("
            "principal, words, columnsize=0, tokenize='unicode61 remove_diacritics 2')"
        )
        op.execute(
            "CREATE TRIGGER call_words_go AFTER DELETE ON call_passages "
            "BEGIN DELETE FROM call_words WHERE rowid = old.id; END"
        )
    else:
        op.execute(
            "CREATE TABLE call_words (id BIGINT PRIMARY KEY REFERENCES call_passages (id) ON DELETE CASCADE, "
            "principal VARCHAR(32) NOT NULL, words TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX call_words_words ON call_words USING gin (words)")


def downgrade() -> None:
    op.execute("DROP TABLE call_words")
    op.drop_table('calls_indexed')
    op.drop_table('call_passages')
