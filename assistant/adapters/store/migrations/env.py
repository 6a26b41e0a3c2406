"""Runs migrations on the connection that `engine.upgrade` hands over; there is no other way in."""

from alembic import context

from assistant.adapters.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
