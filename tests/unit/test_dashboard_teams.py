"""Teams beside what was collected: who is shown, who is merged or left out."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from assistant.adapters.interval import share_interval
from assistant.domain.dashboard_teams import LEAST_CALLS, OverdueCall, percentile, teams

TODAY = date(2026, 11, 20)
SOME_DAY = TODAY - timedelta(days=60)


def call(n: int, team: str = "Nord", **changes: Any) -> OverdueCall:
    fields: dict[str, Any] = {"operator": f"{team}{n % 3}", "customer": f"montelupo/C{n}", "day": SOME_DAY}
    fields |= {"currency": "EUR", "overdue": Decimal(100), "received": Decimal(50), "courtesy": 3, "empathy": None}
    return OverdueCall(team=team, **fields | changes)


def many(team: str = "Nord", count: int = LEAST_CALLS, **changes: Any) -> list[OverdueCall]:
    return [call(n, team, **changes) for n in range(count)]


def test_a_team_has_levels_a_share_and_an_interval() -> None:
    calls = [*many(count=29), call(99, received=Decimal(900), courtesy=None, empathy=4)]
    (line,) = teams(calls, "EUR", TODAY, share_interval).lines
    assert (line.team, line.calls, line.customers) == ("Nord", 30, 30)
    assert (line.courtesy, line.empathy) == (3.0, 4.0)
    assert (line.overdue, line.collected) == (Decimal(3_000), Decimal(29 * 50 + 100))
    assert line.low < line.share < line.high


def test_a_team_of_few_calls_or_few_operators_is_merged_never_shown() -> None:
    calls = [*many("Nord"), *many("Sud", LEAST_CALLS - 1), *many("Solo", operator="anna"), *many("", 5)]
    found = teams(calls, "EUR", TODAY, share_interval)
    assert [(line.team, line.merged, line.calls) for line in found.lines] == [("Nord", 0, 30), ("", 3, 64)]
    assert found.left_out == 0


def test_where_even_the_merged_are_too_few_they_are_left_out_and_counted() -> None:
    found = teams([*many("Nord"), *many("Sud", 4)], "EUR", TODAY, share_interval)
    assert [line.team for line in found.lines] == ["Nord"]
    assert found.left_out == 4
    alone = teams(many("Solo", operator="anna"), "EUR", TODAY, share_interval)
    assert (alone.lines, alone.left_out) == ((), LEAST_CALLS)


def test_calls_without_an_outcome_yet_and_in_another_currency_are_counted_apart() -> None:
    recent = many("Nord", 7, day=TODAY - timedelta(days=29))
    ripe = many("Nord", 30, day=TODAY - timedelta(days=30))
    found = teams([*ripe, *recent, *many("Nord", 2, currency="GBP")], "EUR", TODAY, share_interval)
    assert (found.lines[0].calls, found.too_recent, found.other_currency) == (30, 7, 2)


def test_percentiles_are_values_that_occurred() -> None:
    assert percentile([], 0.5) is None
    assert [percentile([5, 1, 3, 2, 4], share) for share in (0.5, 0.9, 0.01, 1)] == [3, 5, 1, 5]
    assert percentile([1, 2, 3, 4], 0.5) == 2
