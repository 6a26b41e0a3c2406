"""Conduct by team beside what was collected: levels, a share and how uncertain it is. Association, never a cause.

Teams only: one with few calls, or of so few operators that its level would be a person's, is merged with others or left
out. The interval is a percentile bootstrap over customers (Efron and Tibshirani, An Introduction to the Bootstrap, 13):
calls with one customer bring the same money, so customers and not calls are drawn.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean

from assistant.domain.dashboard import COLLECTED_WITHIN, TeamResult, Teams

LEAST_CALLS = 30
LEAST_OPERATORS = 3
Interval = Callable[[tuple[tuple[int, int], ...]], tuple[float, float]]
"""95 % interval of the sum of the second parts over that of the first ones, when whole pairs are drawn anew."""


@dataclass(frozen=True)
class OverdueCall:
    """A call with a customer who had something overdue; `received` is what the customer paid in the days after it."""

    team: str
    operator: str
    customer: str
    day: date
    currency: str
    overdue: Decimal
    received: Decimal
    courtesy: int | None
    empathy: int | None

    @property
    def collected(self) -> Decimal:
        """At most what was overdue: more than that isn't the call's subject."""
        return min(self.overdue, self.received)


@dataclass
class _Group:
    calls: list[OverdueCall] = field(default_factory=list)
    teams: set[str] = field(default_factory=set)

    @property
    def is_large(self) -> bool:
        operators = {call.operator for call in self.calls}
        return len(self.calls) >= LEAST_CALLS and len(operators) >= LEAST_OPERATORS


def teams(calls: Iterable[OverdueCall], currency: str, today: date, interval: Interval) -> Teams:
    """The teams' lines by name, merged small ones last; calls of the last 30 days have no outcome yet."""
    known_until = today - timedelta(days=COLLECTED_WITHIN)
    groups: dict[str, _Group] = defaultdict(_Group)
    too_recent = other_currency = 0
    for call in calls:
        if call.currency != currency:
            other_currency += 1
        elif call.day > known_until:
            too_recent += 1
        else:
            groups[call.team].calls.append(call)
            groups[call.team].teams.add(call.team)
    # Calls whose operator has no team are nobody's; they may only count in the merged line.
    large = {team: group for team, group in groups.items() if team and group.is_large}
    small = _Group()
    for team, group in groups.items():
        if team not in large:
            small.calls += group.calls
            small.teams |= group.teams
    lines = [_line(team, large[team], interval) for team in sorted(large)]
    if small.is_large:
        lines.append(_line("", small, interval))
    return Teams(
        currency=currency,
        lines=tuple(lines),
        too_recent=too_recent,
        other_currency=other_currency,
        left_out=0 if small.is_large else len(small.calls),
        least_calls=LEAST_CALLS,
        least_operators=LEAST_OPERATORS,
    )


def _line(team: str, group: _Group, interval: Interval) -> TeamResult:
    by_customer: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for call in group.calls:
        sums = by_customer[call.customer]
        sums[0] += int(call.overdue * 100)
        sums[1] += int(call.collected * 100)
    pairs = tuple((overdue, collected) for _, (overdue, collected) in sorted(by_customer.items()))
    low, high = interval(pairs)
    overdue = sum((call.overdue for call in group.calls), Decimal(0))
    collected = sum((call.collected for call in group.calls), Decimal(0))
    return TeamResult(
        team=team,
        merged=0 if team else len(group.teams),
        calls=len(group.calls),
        customers=len(pairs),
        courtesy=_mean([call.courtesy for call in group.calls]),
        empathy=_mean([call.empathy for call in group.calls]),
        overdue=overdue,
        collected=collected,
        share=round(float(collected / overdue), 4),
        low=low,
        high=high,
    )


def _mean(levels: Sequence[int | None]) -> float | None:
    judged = [level for level in levels if level is not None]
    return round(fmean(judged), 2) if judged else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least this share of the values doesn't exceed (nearest rank); None without values."""
    if not values:
        return None
    ranked = sorted(values)
    rank = -(-len(ranked) * share // 1)
    return ranked[max(0, int(rank) - 1)]
