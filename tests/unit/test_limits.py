"""Spoken figures become limits; ambiguous ones and those of other kinds change nothing."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.domain.findings import Finding
from assistant.domain.limits import spoken_limits
from assistant.domain.plans import Limits


def finding(kind: str, bound: str, *values: str) -> Finding:
    return Finding.model_validate({"kind": kind, "bound": bound, "span": (0, 1), "text": "x", "values": list(values)})


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("non prima del venti", finding("date", "min", "2026-12-20"), {"first_not_before": date(2026, 12, 20)}),
        ("non più di duecento", finding("amount", "max", "200.00"), {"max_instalment": Decimal("200.00")}),
        ("duecento al mese", finding("amount", "exact", "200.00"), {"max_instalment": Decimal("200.00")}),
        ("in tre rate", finding("count", "exact", "3"), {"max_count": 3}),
        ("posso dare duecento", finding("amount", "exact", "200.00"), {}),
        ("entro venerdì", finding("date", "max", "2026-11-27"), {}),
        ("due e cinquanta al mese", finding("amount", "exact", "2.50", "250.00"), {}),
        ("la fattura", finding("invoice", "exact", "ML-1"), {}),
    ],
)
def test_one_finding(text: str, found: Finding, expected: dict[str, object]) -> None:
    assert spoken_limits(Limits(), text, [found], "it") == Limits.model_validate(expected)


def test_the_last_word_counts_and_the_rest_stays() -> None:
    before = Limits(max_instalment=Decimal("300.00"), max_count=4)
    after = spoken_limits(before, "facciamo duecento al mese", [finding("amount", "exact", "200.00")], "it")
    assert after == Limits(max_instalment=Decimal("200.00"), max_count=4)
