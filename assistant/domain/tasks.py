"""What was promised to a customer and still has to be done, by whom and by when: the loop that a call opens.

A task is closed in two steps where the customer waits for an answer: it is `done`, and the customer was `told`.
"""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.notes import Evidence, Owner

TaskState = Literal["open", "done", "closed"]
"""`done`: the work is finished, the customer doesn't know yet; `closed`: the customer was told, or need not be."""


class Task(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    principal: str
    customer: str
    """`PRINCIPAL/REF`."""
    call_id: str
    owner: Owner
    assignee: str = ""
    """User name, or the sales representative's name as the customer's record gives it; empty: anybody of `owner`."""
    text: str
    due: dt.date
    state: TaskState = "open"
    tell_customer: bool = True
    evidence: tuple[Evidence, ...] = ()
    done_by: str = ""
    done_at: dt.datetime | None = None
    told_by: str = ""
    told_at: dt.datetime | None = None
    outcome: str = ""
    """What was found or done, in the words of whoever did it."""

    def overdue(self, on: dt.date) -> bool:
        return self.state != "closed" and self.due < on
