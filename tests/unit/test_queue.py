"""What may be asked of the queue, and the place at which a page ends."""

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.domain.errors import InvalidInput
from assistant.domain.queue import Place, QueueQuery, place_of
from tests.fakes import NOON


def test_filters_come_as_an_address_writes_them() -> None:
    asked = {
        "empathy_max": "1", "compliance_min": "3", "review": ["disputed,proposed"], "from": "2026-11-01",
        "critical": "true", "team": "", "to": "", "disposition": "refused",
    }  # fmt: skip
    query = QueueQuery.model_validate(asked)
    assert {name: (levels.min, levels.max) for name, levels in query.levels.items()} == {
        "empathy": (0, 1),
        "compliance": (3, 4),
    }
    assert query.review == ("disputed", "proposed")
    assert (query.since, query.until, query.critical, query.team) == (dt.date(2026, 11, 1), None, True, "")
    assert QueueQuery.model_validate({"review": "disputed"}).review == ("disputed",)
    assert QueueQuery().sort == "newest"


@pytest.mark.parametrize(
    "wrong",
    [
        {"emphaty_max": 1},
        {"empathy_max": 5},
        {"empathy_min": "high"},
        {"review": "approoved"},
        {"team": "a\0"},
        {"limit": 0},
        {"limit": 1000},
        {"from": "2026-11-02", "to": "2026-11-01"},
        {"sort": "best"},
    ],
)
def test_what_is_misspelt_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        QueueQuery.model_validate(wrong)


def test_a_cursor_leads_back_to_its_place_in_the_same_order_only() -> None:
    place = Place(sort="attention", rank=3, started_at=NOON, call_id="c:1@x")
    assert place_of(QueueQuery(sort="attention", cursor=place.cursor())) == place
    assert place_of(QueueQuery()) is None
    naive = Place(sort="newest", rank=0, started_at=NOON.replace(tzinfo=None), call_id="c1")
    for cursor in (place.cursor(), naive.cursor(), "x", "é", "bnVsbA", "e30"):
        with pytest.raises(InvalidInput, match="cursor"):
            place_of(QueueQuery(cursor=cursor))
