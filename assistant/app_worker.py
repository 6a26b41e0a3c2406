"""The composition of a worker, a part of the composition root: one database and one encoder for all that it does.

What the first delivery doesn't need is imported when it is asked for.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from assistant.adapters.bus import MemoryBus
from assistant.adapters.call_encoder import CallEncoder
from assistant.adapters.store import Database, StoredCalls, StoredNotes
from assistant.app_delivery import deliver_ports, opened_database
from assistant.app_search import index_ports
from assistant.services.call_indexing import IndexPorts
from assistant.services.deliver import DeliverPorts
from assistant.settings import Settings
from knowledge.embeddings import E5

if TYPE_CHECKING:
    from assistant.services.call_facts import FactsPorts
    from assistant.services.practice_retention import RetentionPorts
    from assistant.services.voice_gather import GatherPorts


class _OneEncoder:
    """Loads the encoder of passages once, whichever of the worker's threads asks first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._loaded: E5 | None = None

    def __call__(self) -> E5:
        with self._lock:
            self._loaded = self._loaded or E5(threads=1)
            return self._loaded


@dataclass(frozen=True)
class Worker:
    """What a worker does: deliveries, and the passages of calls; the rest comes when it is asked for."""

    deliver: DeliverPorts
    index: IndexPorts
    settings: Settings
    database: Database
    encoder: _OneEncoder

    def retention(self) -> "RetentionPorts":
        """What was kept long enough."""
        from assistant.app_retention import retention_ports

        return retention_ports(self.settings, self.database)

    def facts(self) -> "FactsPorts":
        """Facts and scores of calls, by rules alone: a worker has no model."""
        from assistant.adapters.library import FileLibrary
        from assistant.app_scoring import facts_ports

        library = FileLibrary(self.settings.library_path)
        return facts_ports(self.database, library, StoredCalls(self.database), StoredNotes(self.database))

    def voice(self) -> "GatherPorts":
        """The voice of the customer."""
        from assistant.adapters.themes import SentenceMeanings
        from assistant.app_voice import gather_ports
        from knowledge.embeddings import Use

        meanings = SentenceMeanings(self.settings.library_path, lambda: (Use(), self.encoder()))
        return gather_ports(self.settings, self.database, meanings)


@asynccontextmanager
async def working_alone(settings: Settings) -> AsyncIterator[Worker]:
    """Open the data folder for a worker."""
    encoder = _OneEncoder()
    calls_encoder = CallEncoder(encoder)
    async with opened_database(settings) as database:
        deliver = deliver_ports(settings, database, StoredCalls(database), MemoryBus())
        try:
            yield Worker(deliver, index_ports(database, calls_encoder), settings, database, encoder)
        finally:
            calls_encoder.close()
