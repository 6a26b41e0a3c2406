"""What a customer's journey needs of the outside world beside records and calls."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.domain.notes import Note
from assistant.domain.records import CustomerFile
from assistant.domain.tasks import Task


@dataclass(frozen=True)
class FoundCustomer:
    """A customer as a list shows it: the records, and the day of the last call."""

    file: CustomerFile
    last_call: dt.date | None = None


class Journeys(Protocol):
    async def find(self, text: str, principals: Sequence[str] | None, limit: int) -> list[FoundCustomer]:
        """Customers whose name or reference holds the text, the last called first; `None` is all principals."""
        ...

    async def notes(self, call_ids: Sequence[str]) -> Mapping[str, Note]:
        """The notes of these calls; calls without one are left out."""
        ...

    async def tasks(self, customer: str) -> list[Task]:
        """Every task for this customer (`PRINCIPAL/REF`), closed ones included, the first due first."""
        ...
