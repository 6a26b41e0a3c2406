"""Early warning: a customer's payments leave the customer's own pattern, paid or still open. Robust statistics only.

The distance at which a warning is given is set by how many false alarms a principal accepts (`policy.yaml`), not by
taste. Advisory only: a warning tells the operator to listen and never decides anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from statistics import NormalDist, median
from typing import NamedTuple

from assistant.domain.ledger import OpenItem
from assistant.domain.money import Language
from assistant.domain.policy import FalseAlarms
from assistant.domain.punctuality import FEWEST_FOR_PATTERN, SettledItem, spread

THRESHOLDS: dict[FalseAlarms, float] = {1: 3.0, 2: 2.5, 5: 1.9, 10: 1.5}
"""Score from which a customer is out of pattern, by false alarms accepted a year among 100 customers who don't change.

Calibrated on simulated payers looked at every day; `ascolto bench early-warning --calibrate` computes them anew.
"""
_WEIGHTS = (0.2, 0.7, 1.0, 1.3)
"""How much distance counts where the latest one, two, three or four due dates all have it: one may be an oversight."""
_BASELINE = 24
"""How many due dates before those make the pattern: a habit of years ago isn't the pattern any more."""

_LATE_SIDE = 0.9
_LATE_SIDE_SIGMAS = NormalDist().inv_cdf(_LATE_SIDE)


@dataclass(frozen=True)
class Departure:
    """How far the latest `count` due dates are from the pattern; each of them is at least `late` days late.

    `score` is their distance from the usual delay in robust deviations, weighted by how many there are.
    """

    score: float
    usual: float
    late: int
    count: int
    still_open: int
    invoice_number: str
    """Of the latest due date, where it is still open."""


class _Delay(NamedTuple):
    due_on: date
    days: int
    open_invoice: str = ""


def departure(history: Sequence[SettledItem], items: Sequence[OpenItem], on: date) -> Departure | None:
    """The latest due dates against those before; None without a pattern, or where the latest is in time.

    An open due date counts with the days it is late so far, once that is more than usual: it can only become later.
    Disputed ones don't count, for they wait on the answer to the dispute.
    """
    if len(history) < FEWEST_FOR_PATTERN:
        return None
    delays = _delays(history, items, on)
    longest = min(len(_WEIGHTS), len(delays) - FEWEST_FOR_PATTERN)
    if longest < 1 or delays[-1].days <= 0:
        return None
    before = [delay.days for delay in delays[-longest - _BASELINE : -longest]]
    usual, deviation = median(before), _deviation(before)
    late, best = delays[-1].days, (float("-inf"), 0, 0)
    for count, weight in enumerate(_WEIGHTS[:longest], start=1):
        late = min(late, delays[-count].days)
        if late <= 0:
            break
        best = max(best, ((late - usual) / deviation * weight, count, late))
    score, count, late = best
    return Departure(
        score=score,
        usual=usual,
        late=late,
        count=count,
        still_open=sum(1 for delay in delays[-count:] if delay.open_invoice),
        invoice_number=delays[-1].open_invoice,
    )


def _delays(history: Sequence[SettledItem], items: Sequence[OpenItem], on: date) -> list[_Delay]:
    """What is known of each due date, oldest first."""
    found = [_Delay(entry.due_on, entry.delay) for entry in history]
    late = [_Delay(item.due_on, item.days_past_due(on), item.invoice_number) for item in items if not item.disputed]
    if late:
        usual = median([entry.delay for entry in history])
        found += [delay for delay in late if delay.days > usual]
    return sorted(found, key=attrgetter("due_on"))


def _deviation(delays: Sequence[int]) -> float:
    """The robust deviation, or that of the late side where it is longer: a customer often very late is no news."""
    late = sorted(delays)[int(_LATE_SIDE * len(delays))] - median(delays)
    return max(spread(delays), late / _LATE_SIDE_SIGMAS)


def warned_of(found: Departure | None, budget: FalseAlarms) -> Departure | None:
    """The departure where it is beyond the threshold of this budget."""
    return found if found is not None and found.score >= THRESHOLDS[budget] else None


def early_warning(found: Departure | None, budget: FalseAlarms, language: Language) -> str | None:
    """One sentence with the figures, where the departure is beyond the threshold of this budget."""
    found = warned_of(found, budget)
    if found is None:
        return None
    texts = _ONE if found.count == 1 else _SEVERAL
    kind = "open" if found.still_open == found.count else "mixed" if found.still_open else "paid"
    return texts[language][kind].format(
        usual=_usual(found.usual, language),
        count=found.count,
        days=found.late,
        open=found.still_open,
        number=found.invoice_number,
    )


_ONE: dict[Language, dict[str, str]] = {
    "it": {
        "open": "Di solito paga {usual}; la fattura {number} è scaduta da {days} giorni: è fuori dal suo andamento.",
        "paid": "Di solito paga {usual}; l'ultima scadenza è stata pagata con {days} giorni di ritardo: "
        "è fuori dal suo andamento.",
    },
    "en": {
        "open": "Usually pays {usual}; invoice {number} is {days} days past due: out of pattern.",
        "paid": "Usually pays {usual}; the latest due date was paid {days} days late: out of pattern.",
    },
}
_SEVERAL: dict[Language, dict[str, str]] = {
    "it": {
        "open": "Di solito paga {usual}; le ultime {count} scadenze sono aperte da almeno {days} giorni: "
        "è fuori dal suo andamento.",
        "mixed": "Di solito paga {usual}; le ultime {count} scadenze hanno almeno {days} giorni di ritardo, "
        "aperte ancora {open}: è fuori dal suo andamento.",
        "paid": "Di solito paga {usual}; le ultime {count} scadenze sono state pagate con almeno {days} giorni di "
        "ritardo: è fuori dal suo andamento.",
    },
    "en": {
        "open": "Usually pays {usual}; the latest {count} due dates are all at least {days} days past due: "
        "out of pattern.",
        "mixed": "Usually pays {usual}; the latest {count} due dates are all at least {days} days late, "
        "still open {open}: out of pattern.",
        "paid": "Usually pays {usual}; the latest {count} due dates were all paid at least {days} days late: "
        "out of pattern.",
    },
}


def _usual(delay: float, language: Language) -> str:
    days = round(delay)
    if days <= 0:
        return "entro la scadenza" if language == "it" else "by the due date"
    if language == "it":
        return "il giorno dopo la scadenza" if days == 1 else f"{days} giorni dopo la scadenza"
    return "a day after the due date" if days == 1 else f"{days} days after the due date"
