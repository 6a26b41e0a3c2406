"""The composition of the voice of the customer, a part of the composition root; a worker has it without the rest."""

from assistant.adapters.clock import SystemClock
from assistant.adapters.store import (
    Database,
    StoredAudit,
    StoredCalls,
    StoredThemes,
    StoredVoiceActions,
    StoredVoices,
)
from assistant.adapters.voice_words import LibraryWords
from assistant.services.ports_voice import Meanings
from assistant.services.voice import VoicePorts
from assistant.services.voice_gather import GatherPorts
from assistant.settings import Settings


def voice_ports(database: Database) -> VoicePorts:
    """What reading the voice of the customer needs."""
    clock = SystemClock()
    themes, actions = StoredThemes(database), StoredVoiceActions(database)
    return VoicePorts(StoredVoices(database, clock), themes, actions, StoredAudit(database), clock)


def gather_ports(settings: Settings, database: Database, meanings: Meanings) -> GatherPorts:
    """What hearing it needs: always the calls of the database, never those in memory."""
    clock = SystemClock()
    return GatherPorts(
        voices=StoredVoices(database, clock),
        themes=StoredThemes(database),
        calls=StoredCalls(database),
        meanings=meanings,
        words=LibraryWords(settings.library_path),
        clock=clock,
    )
