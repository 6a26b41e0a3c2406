"""Alembic migrations, shipped with the package and run by `Database.migrate`."""

HEAD = "0010"
"""The newest revision: a database that has it needs no migration (and start-up no Alembic)."""
