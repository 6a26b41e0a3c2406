"""Shares with intervals, their differences, and the periods they are shown for."""

from datetime import date

import pytest

from assistant.domain.shares import Change, compare, periods, share_of, unit_of


def test_a_share_has_its_interval() -> None:
    share = share_of(20, 200)
    assert share.share == 0.1
    assert share.low == pytest.approx(0.0657, abs=0.0005)
    assert share.high == pytest.approx(0.1494, abs=0.0005)


def test_without_calls_there_is_no_share() -> None:
    assert share_of(0, 0).model_dump() == {"heard": 0, "of": 0, "share": None, "low": None, "high": None}


def test_a_difference_is_newcombes() -> None:
    """56 of 70 against 48 of 80, the first example of the paper (method 10): 0.2000, 0.0524 to 0.3339."""
    found = compare(share_of(48, 80), share_of(56, 70))
    assert found.difference == pytest.approx(0.2)
    assert found.low == pytest.approx(0.0524, abs=0.0001)
    assert found.high == pytest.approx(0.3339, abs=0.0001)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ((40, 200), (10, 200), "less"),
        ((10, 200), (40, 200), "more"),
        ((20, 200), (18, 200), "unclear"),
        ((20, 29), (0, 200), "too_little"),
        ((40, 200), (0, 29), "too_little"),
        ((40, 200), (0, 0), "too_little"),
    ],
)
def test_what_is_said_of_a_change(before: tuple[int, int], after: tuple[int, int], change: Change) -> None:
    assert compare(share_of(*before), share_of(*after)).change == change


def test_weeks_begin_on_monday_and_are_cut_to_the_time() -> None:
    weeks = list(periods(date(2026, 11, 4), date(2026, 11, 17), "week"))
    assert weeks == [
        (date(2026, 11, 4), date(2026, 11, 8)),
        (date(2026, 11, 9), date(2026, 11, 15)),
        (date(2026, 11, 16), date(2026, 11, 17)),
    ]


def test_months_are_whole_between_the_ends() -> None:
    months = list(periods(date(2026, 1, 31), date(2026, 3, 1), "month"))
    assert months == [
        (date(2026, 1, 31), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 1)),
    ]


def test_a_year_is_shown_by_months() -> None:
    assert unit_of(date(2026, 1, 1), date(2026, 3, 31)) == "week"
    assert unit_of(date(2026, 1, 1), date(2026, 12, 31)) == "month"
