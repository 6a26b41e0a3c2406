"""Customers on whose debts no default interest runs, and what is said of it."""

from datetime import date
from typing import Any

import pytest

from assistant.domain.exclusions import exclusion_text, interest_exclusion
from assistant.domain.records import Customer

ON = date(2026, 11, 23)


def customer(**changes: Any) -> Customer:
    return Customer(principal="p", ref="C1", name="Officine Prova", **changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"kind": "public"}, None),
        ({"kind": "consumer"}, "consumer"),
        ({"insolvency_since": ON}, "insolvency"),
        ({"insolvency_since": date(2026, 11, 24)}, None),
        ({"insolvency_since": date(2026, 1, 1), "kind": "consumer"}, "insolvency"),
    ],
)
def test_who_is_excluded(changes: dict[str, Any], expected: str | None) -> None:
    assert interest_exclusion(customer(**changes), ON) == expected
    assert (exclusion_text(customer(**changes), ON, "it") is None) == (expected is None)


def test_the_reason_in_both_languages() -> None:
    insolvent = customer(insolvency_since=date(2026, 10, 1))
    assert "dal 1º ottobre 2026" in (exclusion_text(insolvent, ON, "it") or "")
    assert "since 1 October 2026" in (exclusion_text(insolvent, ON, "en") or "")
    assert "consumatore" in (exclusion_text(customer(kind="consumer"), ON, "it") or "")
