"""What customers said of the service."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('voices',
        sa.Column('id', sa.String(length=300), nullable=False),
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('customer', sa.Text(), nullable=False),
        sa.Column('source', sa.String(length=16), nullable=False),
        sa.Column('origin', sa.String(length=250), nullable=False),
        sa.Column('call_id', sa.String(length=128), nullable=False),
        sa.Column('utterance_id', sa.String(length=64), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('tone', sa.SmallInteger(), nullable=False),
        sa.Column('tone_words', sa.JSON(), nullable=False),
        sa.Column('vector', sa.LargeBinary(), nullable=True),
        sa.Column('encoder', sa.String(length=64), nullable=False),
        sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_voices'))
    )
    op.create_index('ix_voices_principal_day', 'voices', ['principal', 'day'])
    op.create_index('ix_voices_origin', 'voices', ['origin'])
    op.create_table('voice_readings',
        sa.Column('origin', sa.String(length=250), nullable=False),
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('source', sa.String(length=16), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('mark', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('origin', name=op.f('pk_voice_readings'))
    )
    op.create_index('ix_voice_readings_principal_day', 'voice_readings', ['principal', 'day'])
    op.create_table('themes',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('names', sa.JSON(), nullable=False),
        sa.Column('given', sa.JSON(), nullable=False),
        sa.Column('terms', sa.JSON(), nullable=False),
        sa.Column('centre', sa.JSON(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('named_by', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_themes'))
    )
    op.create_index('ix_themes_principal', 'themes', ['principal'])
    op.create_table('theme_voices',
        sa.Column('theme', sa.String(length=32), nullable=False),
        sa.Column('voice', sa.String(length=300), nullable=False),
        sa.Column('centrality', sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(['theme'], ['themes.id'], name=op.f('fk_theme_voices_theme'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['voice'], ['voices.id'], name=op.f('fk_theme_voices_voice'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('theme', 'voice', name=op.f('pk_theme_voices'))
    )
    op.create_index('ix_theme_voices_voice', 'theme_voices', ['voice'])
    op.create_table('theme_looks',
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('principal', name=op.f('pk_theme_looks'))
    )
    op.create_table('voice_actions',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('theme', sa.String(length=32), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('owner', sa.Text(), nullable=False),
        sa.Column('due', sa.Date(), nullable=False),
        sa.Column('look_on', sa.Date(), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('created_by', sa.Text(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('done_by', sa.Text(), nullable=False),
        sa.Column('done_on', sa.Date(), nullable=True),
        sa.Column('looked_by', sa.Text(), nullable=False),
        sa.Column('looked_on', sa.Date(), nullable=True),
        sa.Column('outcome', sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_voice_actions'))
    )
    op.create_index('ix_voice_actions_principal_due', 'voice_actions', ['principal', 'due'])


def downgrade() -> None:
    for table in ('voice_actions', 'theme_looks', 'theme_voices', 'themes', 'voice_readings', 'voices'):
        op.drop_table(table)
