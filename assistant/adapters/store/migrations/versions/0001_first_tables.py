"""The first tables: records, calls and their events, people, keys, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('api_keys',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('scopes', sa.JSON(), nullable=False),
        sa.Column('principals', sa.JSON(), nullable=False),
        sa.Column('secret_hash', sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_api_keys')),
        sa.UniqueConstraint('secret_hash', name=op.f('uq_api_keys_secret_hash'))
    )
    op.create_table('audit',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('who', sa.Text(), nullable=False),
        sa.Column('action', sa.Text(), nullable=False),
        sa.Column('subject', sa.Text(), nullable=False),
        sa.Column('detail', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_audit'))
    )
    op.create_index(op.f('ix_audit_at'), 'audit', ['at'], unique=False)
    op.create_table('calls',
        sa.Column('id', sa.String(length=128), nullable=False),
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('customer', sa.Text(), nullable=False),
        sa.Column('customer_name', sa.Text(), nullable=False),
        sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('utc_offset', sa.Integer(), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('purpose', sa.Text(), nullable=False),
        sa.Column('operator', sa.Text(), nullable=False),
        sa.Column('last_seq', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_calls'))
    )
    op.create_index('ix_calls_principal_started_at', 'calls', ['principal', 'started_at'], unique=False)
    op.create_table('customers',
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('country', sa.String(length=2), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('vat_number', sa.Text(), nullable=False),
        sa.Column('sales_rep', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('principal', 'ref', name=op.f('pk_customers'))
    )
    op.create_index('ix_customers_ref', 'customers', ['ref'], unique=False)
    op.create_table('users',
        sa.Column('username', sa.String(length=64), nullable=False),
        sa.Column('display_name', sa.Text(), nullable=False),
        sa.Column('role', sa.String(length=16), nullable=False),
        sa.Column('principals', sa.JSON(), nullable=False),
        sa.Column('team', sa.Text(), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('password_hash', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('username', name=op.f('pk_users'))
    )
    op.create_table('call_events',
        sa.Column('call_id', sa.String(length=128), nullable=False),
        sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('event', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['call_id'], ['calls.id'], name=op.f('fk_call_events_call_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('call_id', 'seq', name=op.f('pk_call_events'))
    )
    op.create_table('contact_persons',
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('name', sa.String(length=128), nullable=False),
        sa.Column('role', sa.Text(), nullable=False),
        sa.Column('email', sa.Text(), nullable=False),
        sa.Column('phone', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['principal', 'ref'], ['customers.principal', 'customers.ref'], name=op.f('fk_contact_persons_principal_ref'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('principal', 'ref', 'name', name=op.f('pk_contact_persons'))
    )
    op.create_table('contacts',
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('id', sa.String(length=128), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('channel', sa.Text(), nullable=False),
        sa.Column('with_whom', sa.Text(), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['principal', 'ref'], ['customers.principal', 'customers.ref'], name=op.f('fk_contacts_principal_ref'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('principal', 'ref', 'id', name=op.f('pk_contacts'))
    )
    op.create_table('disputes',
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('id', sa.String(length=128), nullable=False),
        sa.Column('opened_on', sa.Date(), nullable=False),
        sa.Column('invoice_number', sa.Text(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('resolution', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['principal', 'ref'], ['customers.principal', 'customers.ref'], name=op.f('fk_disputes_principal_ref'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('principal', 'ref', 'id', name=op.f('pk_disputes'))
    )
    op.create_table('invoices',
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('number', sa.String(length=128), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('issued_on', sa.Date(), nullable=False),
        sa.Column('currency', sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(['principal', 'ref'], ['customers.principal', 'customers.ref'], name=op.f('fk_invoices_principal_ref'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('principal', 'ref', 'number', name=op.f('pk_invoices'))
    )
    op.create_table('payments',
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('id', sa.String(length=128), nullable=False),
        sa.Column('paid_on', sa.Date(), nullable=False),
        sa.Column('currency', sa.String(length=3), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('invoice_number', sa.Text(), nullable=False),
        sa.Column('reference', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['principal', 'ref'], ['customers.principal', 'customers.ref'], name=op.f('fk_payments_principal_ref'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('principal', 'ref', 'id', name=op.f('pk_payments'))
    )
    op.create_table('plans',
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('id', sa.String(length=128), nullable=False),
        sa.Column('agreed_on', sa.Date(), nullable=False),
        sa.Column('currency', sa.String(length=3), nullable=False),
        sa.Column('total', sa.BigInteger(), nullable=False),
        sa.Column('instalments', sa.Integer(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['principal', 'ref'], ['customers.principal', 'customers.ref'], name=op.f('fk_plans_principal_ref'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('principal', 'ref', 'id', name=op.f('pk_plans'))
    )
    op.create_table('promises',
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('id', sa.String(length=128), nullable=False),
        sa.Column('made_on', sa.Date(), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=False),
        sa.Column('currency', sa.String(length=3), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('outcome', sa.Text(), nullable=False),
        sa.Column('invoices', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['principal', 'ref'], ['customers.principal', 'customers.ref'], name=op.f('fk_promises_principal_ref'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('principal', 'ref', 'id', name=op.f('pk_promises'))
    )
    op.create_table('tickets',
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('id', sa.String(length=128), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('opened_on', sa.Date(), nullable=False),
        sa.Column('subject', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('closed_on', sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(['principal', 'ref'], ['customers.principal', 'customers.ref'], name=op.f('fk_tickets_principal_ref'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('principal', 'ref', 'id', name=op.f('pk_tickets'))
    )
    op.create_table('dues',
        sa.Column('principal', sa.String(length=32), nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('number', sa.String(length=128), nullable=False),
        sa.Column('n', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('due_on', sa.Date(), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['principal', 'ref', 'number'], ['invoices.principal', 'invoices.ref', 'invoices.number'], name=op.f('fk_dues_principal_ref_number'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('principal', 'ref', 'number', 'n', name=op.f('pk_dues'))
    )


def downgrade() -> None:
    op.drop_table('dues')
    op.drop_table('tickets')
    op.drop_table('promises')
    op.drop_table('plans')
    op.drop_table('payments')
    op.drop_table('invoices')
    op.drop_table('disputes')
    op.drop_table('contacts')
    op.drop_table('contact_persons')
    op.drop_table('call_events')
    op.drop_table('users')
    op.drop_index('ix_customers_ref', table_name='customers')
    op.drop_table('customers')
    op.drop_index('ix_calls_principal_started_at', table_name='calls')
    op.drop_table('calls')
    op.drop_index(op.f('ix_audit_at'), table_name='audit')
    op.drop_table('audit')
    op.drop_table('api_keys')
