"""The composition of retention, a part of the composition root; a worker needs it without the rest of practice."""

from assistant.adapters.clock import SystemClock
from assistant.adapters.store import Database, StoredAudit, StoredPracticeRecords, StoredUsers
from assistant.services.practice_retention import RetentionPorts
from assistant.settings import Settings


def retention_ports(settings: Settings, database: Database) -> RetentionPorts:
    """What removing needs that was kept long enough, or that a person wants gone."""
    return RetentionPorts(
        records=StoredPracticeRecords(database),
        users=StoredUsers(database),
        audit=StoredAudit(database),
        clock=SystemClock(),
        days=settings.keep_practice_days,
    )
