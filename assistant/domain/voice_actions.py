"""What is done about a theme: an action with an owner and a date, and the day on which to look whether it helped."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.shares import Difference

ActionState = Literal["open", "done", "looked"]
MAX_TEXT_CHARS = 500
MAX_OWNER_CHARS = 80
LONGEST_BEFORE = dt.timedelta(days=180)
"""How far back the time before an action reaches at most: what was heard earlier isn't what it changed."""


class VoiceAction(BaseModel):
    """`done_on` divides before from after; `outcome` is what the latest look found."""

    model_config = ConfigDict(frozen=True)

    id: str
    principal: str
    theme: str
    text: str
    owner: str
    due: dt.date
    look_on: dt.date
    state: ActionState = "open"
    version: int = 1
    created_by: str
    created_at: dt.datetime
    done_by: str = ""
    done_on: dt.date | None = None
    looked_by: str = ""
    looked_on: dt.date | None = None
    outcome: Difference | None = None

    def overdue(self, on: dt.date) -> bool:
        return self.state == "open" and self.due < on

    def to_look(self, on: dt.date) -> bool:
        """Whether the day has come to look at what it changed."""
        return self.state == "done" and self.look_on <= on


def windows(done_on: dt.date, today: dt.date) -> tuple[tuple[dt.date, dt.date], tuple[dt.date, dt.date]]:
    """First and last day before and after the action; the day itself belongs to neither."""
    day = dt.timedelta(days=1)
    return (done_on - LONGEST_BEFORE, done_on - day), (done_on + day, today)
