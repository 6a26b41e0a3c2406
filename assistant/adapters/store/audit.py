"""The audit log: lines are added, never changed."""

from datetime import datetime

from sqlalchemy import insert

from assistant.adapters.store import tables
from assistant.adapters.store.engine import Database


class StoredAudit:
    """Implements the port `Audit`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, who: str, action: str, subject: str, at: datetime, detail: str = "") -> None:
        """Add a line: who read or changed what."""
        row = {"who": who, "action": action, "subject": subject, "at": at, "detail": detail}
        async with self._database.writing() as connection:
            await connection.execute(insert(tables.audit).values(row))
