"""The composition of delivery alone, a part of the composition root.

Apart from `app.py` so that a worker starts in a fraction of the time that the whole application takes to be imported.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from assistant.adapters.clock import SystemClock
from assistant.adapters.crm import FileConnectors
from assistant.adapters.store import Database, StoredOutbox
from assistant.domain.errors import ConfigurationError
from assistant.services.deliver import DeliverPorts
from assistant.services.ports import Bus, Calls
from assistant.settings import Settings


@asynccontextmanager
async def opened_database(settings: Settings) -> AsyncIterator[Database]:
    """The database of the data folder, which is made if need be, with its tables up to date."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        message = f"The data folder can't be made: {problem.strerror}. Set ASCOLTO_HOME to a folder that you may write."
        raise ConfigurationError(message, where=str(settings.home)) from problem
    database = Database(settings.sqlalchemy_url)
    try:
        await database.migrate()
        yield database
    finally:
        await database.close()


def deliver_ports(settings: Settings, database: Database, calls: Calls, bus: Bus) -> DeliverPorts:
    """What delivering needs; the environment holds the connectors' secrets."""
    connectors = FileConnectors(settings.library_path, os.environ)
    return DeliverPorts(StoredOutbox(database), connectors, calls, bus, SystemClock())
