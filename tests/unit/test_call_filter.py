from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.domain.call_filter import CallFilter


def test_fields_are_named_as_in_the_query_string() -> None:
    chosen = CallFilter.model_validate({"principal": "acme", "from": "2026-11-01", "to": "2026-11-30"})
    assert (chosen.since, chosen.until) == (date(2026, 11, 1), date(2026, 11, 30))
    assert chosen.model_dump(mode="json", by_alias=True, exclude_defaults=True) == {
        "principal": "acme",
        "from": "2026-11-01",
        "to": "2026-11-30",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"from": "2026-11-02", "to": "2026-11-01"},
        {"disposition": "angry"},
        {"situation": "' OR 1=1"},
        {"team": "a\0b"},
        {"team": "\ud800"},
        {"customer": "x" * 201},
        {"colour": "red"},
    ],
)
def test_what_can_not_be_meant_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CallFilter.model_validate(wrong)
