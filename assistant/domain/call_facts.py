"""What lists, searches and reports need to know of a call: one row, folded from its events, its note and its score.

The events stay the truth; a row that is older than them (`last_seq`) is made anew.
"""

import datetime as dt
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from assistant.domain.calls import Purpose, Situation
from assistant.domain.money import Language, Money
from assistant.domain.notes import Disposition
from assistant.domain.rubric import CriterionId, Level


class CallFacts(BaseModel):
    """`seconds` from the first to the last words; `complete` is false where the transcript stopped in the middle.

    `edit_rate` and `after_call_seconds` (from hang-up to confirmation) are None until the note is confirmed; amounts
    are in the one currency of the customer's open invoices.
    """

    model_config = ConfigDict(frozen=True)

    call_id: str
    principal: str
    customer: str
    customer_name: str
    operator: str
    team: str
    language: Language
    purpose: Purpose
    started_at: dt.datetime
    day: dt.date
    ended_at: dt.datetime | None
    seconds: int
    complete: bool
    last_seq: int
    disposition: Disposition | None = None
    situations: tuple[Situation, ...] = ()
    alerts: int = 0
    critical_alerts: int = 0
    cards_shown: int = 0
    cards_used: int = 0
    cards_edited: int = 0
    cards_dismissed: int = 0
    after_call_seconds: int | None = None
    edit_rate: float | None = None
    currency: str = "EUR"
    overdue: Money = Decimal("0.00")
    """What was overdue on the day of the call."""
    promised: Money = Decimal("0.00")
    """Promises and plans of the note."""
    levels: dict[CriterionId, Level | None] = {}
    """As they hold: proposed, or changed by a supervisor."""
