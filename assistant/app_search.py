"""The composition of search over calls, a part of the composition root; a worker has it without the rest."""

from assistant.adapters.clock import SystemClock
from assistant.adapters.store import Database, StoredAudit, StoredCalls, StoredNotes, StoredPassages
from assistant.services.call_indexing import IndexPorts
from assistant.services.call_search import CallSearch, SearchPorts
from assistant.services.ports_search import SentenceEncoder


def call_search(database: Database, encoder: SentenceEncoder) -> CallSearch:
    """Search over the calls of the database."""
    clock = SystemClock()
    return CallSearch(SearchPorts(StoredPassages(database, clock), encoder, StoredAudit(database), clock))


def index_ports(database: Database, encoder: SentenceEncoder) -> IndexPorts:
    """What keeping their passages up to date needs: always the calls of the database, never those in memory."""
    passages = StoredPassages(database, SystemClock())
    return IndexPorts(passages, encoder, StoredCalls(database), StoredNotes(database))
