"""How well the early warning works: simulated payers, looked at day by day for a year.

Payers who don't change give the false alarms (and, on another seed, the thresholds); payers who become slower give the
hits and how soon they came. The payers are invented: the rates hold for portfolios that resemble them.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from statistics import median
from typing import Any

from assistant.domain.early_warning import THRESHOLDS, departure
from assistant.domain.ledger import OpenItem
from assistant.domain.policy import FalseAlarms
from assistant.domain.punctuality import SettledItem
from evals.payers import Paid, Payer, invoices, payer

SLOWER_BY = (10, 15, 30)
"""Days by which payers with a planted change become slower."""
SORTS = 1 + len(SLOWER_BY)
"""Sorts of payers in a measurement: the unchanged, and those of each change."""
SEED, CALIBRATION_SEED = 406, 1998
"""Rates are measured on other payers than the ones that set the thresholds."""
_HISTORY_FROM, _FIRST, _LAST = date(2023, 7, 1), date(2025, 1, 1), date(2025, 12, 31)
_CHANGES = (date(2025, 2, 1), date(2025, 8, 1))
"""Changes begin between these days, so that there is time to see them."""
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Run:
    """How many payers of each sort are simulated, and how often they are looked at."""

    customers: int
    seed: int = SEED
    every_days: int = 1
    progress: Progress = lambda done: None


def measure(run: Run) -> dict[str, Any]:
    """False alarms among unchanged payers, and hits among changed ones, for every budget."""
    unchanged = [_best(who, run) for who in _payers(run, None)]
    changed = {days: [_seen(who, run) for who in _payers(run, days)] for days in SLOWER_BY}
    return {
        "eval": "early_warning",
        "seed": run.seed,
        "customers": run.customers,
        "looked_at_every_days": run.every_days,
        "budgets": [
            {
                "budget": budget,
                "threshold": threshold,
                "false_alarms_per_100_customers_a_year": round(100 * _share(unchanged, threshold), 2),
                "false_alarms_by_kind": _by_kind(unchanged, threshold),
                "changes": [_hits(days, changed[days], threshold) for days in SLOWER_BY],
            }
            for budget, threshold in THRESHOLDS.items()
        ],
    }


def calibrate(run: Run) -> dict[FalseAlarms, float]:
    """For every budget the score that so many unchanged payers reach within the year, rounded up to a tenth."""
    best = sorted((score for _, score in (_best(who, run) for who in _payers(run, None))), reverse=True)
    return {budget: ceil(best[len(best) * budget // 100] * 10) / 10 for budget in THRESHOLDS}


@dataclass(frozen=True)
class _Simulated:
    who: Payer
    known: tuple[tuple[Paid, SettledItem, OpenItem], ...]
    """Each invoice as it is: paid, as history knows it then, and as the ledger has it before."""

    def scores(self, every_days: int) -> Iterator[tuple[date, float]]:
        """The score of each day on which there is one."""
        day = _FIRST
        while day <= _LAST:
            settled = [entry for paid, entry, _ in self.known if paid.paid_on <= day]
            open_ = [item for paid, _, item in self.known if paid.issued_on <= day < paid.paid_on]
            found = departure(settled, open_, day)
            if found is not None:
                yield day, found.score
            day += timedelta(days=every_days)


def _payers(run: Run, slower_by: int | None) -> Iterator[_Simulated]:
    for n in range(run.customers):
        chance = random.Random(f"{run.seed}/{slower_by}/{n}")
        first, last = _CHANGES
        changes_on = first + timedelta(days=chance.randrange((last - first).days)) if slower_by else None
        who = payer(chance, changes_on, slower_by or 0)
        run.progress(1)
        yield _Simulated(
            who, tuple(_known(paid, n) for n, paid in enumerate(invoices(who, chance, _HISTORY_FROM, _LAST)))
        )


def _known(paid: Paid, n: int) -> tuple[Paid, SettledItem, OpenItem]:
    settled = SettledItem(paid.due_on, paid.paid_on, (paid.paid_on - paid.issued_on).days, paid.delay, "EUR")
    amount = Decimal(100)
    return paid, settled, OpenItem(str(n), paid.issued_on, paid.due_on, "EUR", amount, amount)


def _best(simulated: _Simulated, run: Run) -> tuple[str, float]:
    """The payer's kind, and the highest score of the year."""
    return simulated.who.kind, max((score for _, score in simulated.scores(run.every_days)), default=float("-inf"))


@dataclass(frozen=True)
class _Seen:
    """What was seen of a changed payer from the first slower due date on: scores that were higher than any before."""

    first_due: date
    first_paid: date
    rises: tuple[tuple[date, float], ...]


def _seen(simulated: _Simulated, run: Run) -> _Seen | None:
    """None where no due date fell after the change within the year."""
    changed = simulated.who.changes_on
    slower = [paid for paid, _, _ in simulated.known if changed is not None and paid.due_on >= changed]
    if not slower or slower[0].due_on > _LAST:
        return None
    rises, best = [], float("-inf")
    for day, score in simulated.scores(run.every_days):
        if day >= slower[0].due_on and score > best:
            best = score
            rises.append((day, score))
    return _Seen(slower[0].due_on, slower[0].paid_on, tuple(rises))


def _share(scores: Sequence[tuple[str, float]], threshold: float) -> float:
    return sum(score >= threshold for _, score in scores) / len(scores)


def _by_kind(scores: Sequence[tuple[str, float]], threshold: float) -> dict[str, float]:
    kinds = sorted({kind for kind, _ in scores})
    return {kind: round(100 * _share([pair for pair in scores if pair[0] == kind], threshold), 2) for kind in kinds}


def _hits(slower_by: int, payers: Sequence[_Seen | None], threshold: float) -> dict[str, Any]:
    """Hits until the end of the year, and how many days after the first slower due date they came."""
    seen = [payer for payer in payers if payer is not None]
    days = []
    before_paid = 0
    for one in seen:
        flagged = next((day for day, score in one.rises if score >= threshold), None)
        if flagged is not None:
            days.append((flagged - one.first_due).days)
            before_paid += flagged < one.first_paid
    return {
        "slower_by_days": slower_by,
        "customers": len(seen),
        "hit_rate": round(len(days) / len(seen), 3) if seen else None,
        "hit_rate_within_90_days": round(sum(day <= 90 for day in days) / len(seen), 3) if seen else None,
        "median_days_until_seen": median(days) if days else None,
        "seen_before_the_first_was_paid": round(before_paid / len(seen), 3) if seen else None,
    }
