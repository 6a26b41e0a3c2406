"""How cells are read: every accepted form, and a reason with a remedy for the others."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from assistant.services.import_fields import BadCell, Fields, read_amount, read_day
from assistant.services.ports import Cell


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1234,5", "1234.50"),
        ("12", "12.00"),
        (" 1 234,50 ", "1234.50"),
        ("1.234.567", "1234567.00"),
        ("1,234,567.89", "1234567.89"),
        ("-3,00", "-3.00"),
        (250, "250.00"),
        (0.1 + 0.2, "0.30"),
        (1234.5, "1234.50"),
    ],
)
def test_amounts(cell: Cell, expected: str) -> None:
    assert str(read_amount(cell)) == expected


@pytest.mark.parametrize("cell", ["1.234", "1,234", "100.000"])
def test_an_amount_that_reads_two_ways_is_refused_with_the_remedy(cell: str) -> None:
    with pytest.raises(BadCell, match=r"two ways; write \d+\.00"):
        read_amount(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        None,
        "abc",
        "1.23,4",
        "12.345,6.7",
        "1e5",
        "NaN",
        "Infinity",
        "١٢",
        "12.3456",
        "9" * 40,
        1.234,
        float("nan"),
        float("inf"),
        1e300,
        True,
        date(2026, 1, 1),
        "1_000",
        "--5",
    ],
)
def test_what_is_no_amount_is_refused(cell: Cell) -> None:
    with pytest.raises(BadCell):
        read_amount(cell)


@pytest.mark.parametrize(
    "cell",
    ["2026-03-31", "31/03/2026", date(2026, 3, 31), datetime(2026, 3, 31, 0, 0)],  # noqa: DTZ001
)
def test_days(cell: Cell) -> None:
    assert read_day(cell) == date(2026, 3, 31)


@pytest.mark.parametrize("cell", ["", None, "2026-02-30", "03-31-2026", "31.03.2026", "1026-01-01", 45000, "oggi"])
def test_what_is_no_day_is_refused(cell: Cell) -> None:
    with pytest.raises(BadCell):
        read_day(cell)


def test_a_row_tells_everything_that_is_wrong_with_it() -> None:
    fields = Fields(
        {"ref": "", "total": "-1", "currency": "eur", "kind": "x", "n": "0", "note": "a\x00b", "at": "noon"}
    )
    fields.text("ref", required=True)
    fields.amount("total")
    fields.currency()
    fields.choice("kind", ("invoice", "credit_note"))
    fields.count("n")
    fields.text("note")
    fields.moment("at")
    fields.day("closed_on", required=False)
    assert [name for name, _ in fields.problems] == ["ref", "total", "currency", "kind", "n", "note", "at"]


def test_values_of_a_good_row() -> None:
    fields = Fields({"ref": 1001.0, "amount": "0.01", "currency": "EUR", "at": "2026-03-31T10:30+02:00", "n": 3})
    assert fields.text("ref") == "1001"
    assert fields.amount("amount") == Decimal("0.01")
    assert fields.currency() == "EUR"
    assert fields.moment("at") == datetime(2026, 3, 31, 8, 30, tzinfo=UTC)
    assert fields.count("n") == 3
    assert fields.choice("kind", ("a", "b"), "b") == "b"
    assert fields.problems == []


@pytest.mark.parametrize("currency", ["EURO", "€", "XXX", "", "E1R", "eur"])
def test_unknown_currencies_are_refused(currency: str) -> None:
    fields = Fields({"currency": currency})
    fields.currency()
    assert len(fields.problems) == 1
