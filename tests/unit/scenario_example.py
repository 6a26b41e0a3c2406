"""A small sound scenario for tests, and what any customer may say as it ships."""

from datetime import date
from decimal import Decimal
from typing import Any

from assistant.adapters.library_content import SHIPPED
from assistant.adapters.library_scenarios import read_houses
from assistant.domain.practice_play import Play
from assistant.domain.practice_state import Figures, House
from assistant.domain.scenario import Scenario

HOUSE: House = read_houses(SHIPPED, SHIPPED)[0]["en"]
ON = date(2026, 11, 25)


def scenario_data() -> dict[str, Any]:
    """As a trainer's file holds it; change it to break something."""
    return {
        "id": "test-bakery",
        "version": 1,
        "language": "en",
        "title": "The bakery",
        "difficulty": "easy",
        "principal": "brackwater",
        "reason": "An invoice is overdue.",
        "persona": {"name": "Edie Crumb", "role": "owner", "company": "Crumb Bakery", "manner": "tired"},
        "records": {"invoices": [{"number": "T-1", "amount": "1200.00", "due": -40}]},
        "facts": [
            {
                "id": "oven",
                "kind": "other",
                "situation": "temporary_difficulty",
                "text": "the oven broke down",
                "words": ["oven"],
            },
            {"id": "cash", "kind": "cash_limit", "text": "{{limit_month}} a month", "words": ["{{limit_month}}"]},
        ],
        "bargain": {
            "limit": {"per_month": "300.00", "first_day": 10, "at_once": "200.00"},
            "limit_fact": "cash",
            "agrees": {"out": ["oven"], "mood_min": 0},
            "promise": {"amount": "100.00", "day": 14},
        },
        "rules": [
            {"id": "tells", "when": {"acts": ["ask_how"], "mood_min": 0}, "say": "tells_oven", "reveal": ["oven"]},
        ],
        "outcomes": [
            {"disposition": "plan_agreed", "when": {"deal": "plan"}},
            {"disposition": "promise_to_pay", "when": {"deal": "promise"}},
            {"disposition": "no_outcome", "when": {"hung_up": False}},
            {"disposition": "refused"},
        ],
        "lines": {
            "tells_oven": {"purpose": "tells of the oven", "say": ["The oven's broken.", "It's the oven, it died."]}
        },
    }


def scenario(**changes: object) -> Scenario:
    return Scenario.model_validate(scenario_data() | changes)


def play(made: Scenario | None = None) -> Play:
    figures = Figures(
        on=ON,
        currency="GBP",
        outstanding=Decimal(1200),
        collectable=Decimal(1200),
        per_month=Decimal(300),
        at_once=Decimal(200),
        first_day=date(2026, 12, 7),
        promise_amount=Decimal(100),
        promise_day=date(2026, 12, 9),
    )
    return Play(made or scenario(), figures, HOUSE)
