"""DSO and CEI, worked out by hand."""

import doctest
from decimal import Decimal

import pytest

from assistant.domain import receivables
from assistant.domain.receivables import collection_effectiveness, days_sales_outstanding


def test_the_examples_of_the_docstrings() -> None:
    tried = doctest.testmod(receivables)
    assert (tried.attempted, tried.failed) == (2, 0)


@pytest.mark.parametrize(
    ("receivables_", "sales", "days"),
    [
        ("12000", "36000", "30.0"),  # 12000 / 36000 x 90
        ("0", "36000", "0.0"),
        ("1000", "7000", "12.9"),  # 12.857
        ("50000", "10000", "450.0"),  # longer than the period: sales were higher before it
    ],
)
def test_dso(receivables_: str, sales: str, days: str) -> None:
    found = days_sales_outstanding(Decimal(receivables_), Decimal(sales), 90)
    assert (found.days, found.reason) == (Decimal(days), None)


@pytest.mark.parametrize("sales", ["0", "-10"])
def test_no_dso_without_sales(sales: str) -> None:
    found = days_sales_outstanding(Decimal(100), Decimal(sales), 90)
    assert (found.days, found.reason, found.receivables) == (None, "no_sales", 100)


@pytest.mark.parametrize(
    ("figures", "percent"),
    [
        ((100, 200, 150, 150), "100.0"),  # everything due was collected
        ((100, 200, 300, 100), "0.0"),
        ((100, 200, 150, 60), "62.5"),  # 150 of 240
    ],
)
def test_cei(figures: tuple[int, int, int, int], percent: str) -> None:
    found = collection_effectiveness(*map(Decimal, figures), 90)  # type: ignore[arg-type]
    assert (found.percent, found.reason) == (Decimal(percent), None)


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ((0, 0, 0, 0), "nothing_to_collect"),
        ((0, 100, 100, 100), "nothing_to_collect"),  # all of it falls due later
        ((100, -50, 100, 0), "unused_credit_notes"),
    ],
)
def test_no_cei(figures: tuple[int, int, int, int], reason: str) -> None:
    found = collection_effectiveness(*map(Decimal, figures), 90)  # type: ignore[arg-type]
    assert (found.percent, found.reason) == (None, reason)
