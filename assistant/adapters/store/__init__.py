"""Records, calls, people and audit in SQLite or PostgreSQL: `Database` opens it, the `Stored*` classes use it."""

from assistant.adapters.store import tables_facts as tables_facts
from assistant.adapters.store import tables_passages as tables_passages
from assistant.adapters.store import tables_practice as tables_practice
from assistant.adapters.store import tables_reviews as tables_reviews
from assistant.adapters.store import tables_voice as tables_voice
from assistant.adapters.store.audit import StoredAudit
from assistant.adapters.store.calls import StoredCalls
from assistant.adapters.store.customers import StoredCustomers
from assistant.adapters.store.dashboard import StoredDashboard
from assistant.adapters.store.engine import Database
from assistant.adapters.store.facts import StoredFacts, StoredScores
from assistant.adapters.store.imports import StoredRecords
from assistant.adapters.store.journey import StoredJourneys
from assistant.adapters.store.notes import StoredNotes
from assistant.adapters.store.outbox import StoredOutbox
from assistant.adapters.store.passages import StoredPassages
from assistant.adapters.store.practice import StoredExercises
from assistant.adapters.store.practice_records import StoredPracticeRecords
from assistant.adapters.store.queue import StoredQueue
from assistant.adapters.store.reviews import StoredReviews
from assistant.adapters.store.tasks import StoredTasks
from assistant.adapters.store.users import StoredUsers
from assistant.adapters.store.voice import StoredVoices
from assistant.adapters.store.voice_themes import StoredThemes, StoredVoiceActions

__all__ = [
    "Database",
    "StoredAudit",
    "StoredCalls",
    "StoredCustomers",
    "StoredDashboard",
    "StoredExercises",
    "StoredFacts",
    "StoredJourneys",
    "StoredNotes",
    "StoredOutbox",
    "StoredPassages",
    "StoredPracticeRecords",
    "StoredQueue",
    "StoredRecords",
    "StoredReviews",
    "StoredScores",
    "StoredTasks",
    "StoredThemes",
    "StoredUsers",
    "StoredVoiceActions",
    "StoredVoices",
]
