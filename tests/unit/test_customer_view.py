"""What the panel is told of a customer beside the facts: whether a call may be made."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.adapters.calendar import HolidayCalendar
from assistant.domain.may_call import PlannedCall, may_call
from assistant.services.customer_view import customer_view
from tests.unit.test_conduct import POLICY
from tests.unit.test_live import FILE
from tests.unit.test_may_call import ITALY


def test_the_view_says_whether_a_call_may_be_made_ready_for_json() -> None:
    sunday = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Europe/Rome"))
    call = PlannedCall(FILE, sunday, "overdue", "en")
    permission = may_call(call, [ITALY], HolidayCalendar().is_public_holiday)
    view = json.loads(json.dumps(customer_view(call, POLICY, permission)))
    assert set(view) == {"customer", "facts", "history", "may_call"}
    assert view["may_call"] == {
        "allowed": False,
        "reasons": [
            {
                "rule": "calling_hours",
                "severity": "critical",
                "text": "It is Sunday for the customer: no calls on this day.",
                "citation": "Code, section 3 (voluntary standard)",
                "pack": "it-code",
            }
        ],
        "next_allowed": "2026-11-23T08:30:00+01:00",
    }
    assert {fact["key"] for fact in view["facts"]} >= {"outstanding", "overdue_total", "ticket"}
