"""The audit log: lines are added, never changed."""

from datetime import datetime

from sqlalchemy import insert

from assistant.adapters.store import tables
from assistant.adapters.store.engine import Database
from assistant.domain.storable import storable


class StoredAudit:
    """Implements the port `Audit`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, who: str, action: str, subject: str, at: datetime, detail: str = "") -> None:
        """Add a line: who read or changed what."""
        texts = {"who": who, "action": action, "subject": subject, "detail": detail}
        # Names come from whoever knocks: what a database can't hold is written as an escape, so that the line is kept.
        row = {name: text if storable(text) else ascii(text) for name, text in texts.items()} | {"at": at}
        async with self._database.writing() as connection:
            await connection.execute(insert(tables.audit).values(row))
