"""How long the plan solver takes: seeded debts of 1, 10 and 50 open invoices, with interest and under limits.

Every card that offers plans waits for it, and every limit that the customer names solves anew.
"""

import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from assistant.domain.eligibility import PlanContext
from assistant.domain.interest import RateTable
from assistant.domain.ledger import OpenItem, Settled
from assistant.domain.plans import Limits
from assistant.domain.policy import Policy
from assistant.domain.solver import solve
from assistant.services.ports import WorkingDays
from evals.bench.machine import percentiles, processor

BUDGET_MS = 10.0
"""p95 for 50 open invoices: a tenth of what a card may take."""

SIZES = (1, 10, 50)
SEED = 231
_ON = date(2026, 11, 25)
_POLICY = Policy.model_validate(
    {
        "tiers": [
            {
                "id": "bench",
                "when": {"total_max": "1000000.00", "days_past_due_max": 1000},
                "max_instalments": 12,
                "min_amount": "50.00",
                "first_due_within_days": 30,
                "interest": "charged",
                "article": "payment-plans",
            }
        ],
        "early_payment": {"percent": "2", "within_days": 10, "article": "early-payment-discount"},
        "response_times": {"dispute_days": 5, "complaint_days": 5, "document_days": 2, "payment_check_days": 3},
    }
)


@dataclass(frozen=True)
class PlanBench:
    """What the solver needs from outside, and how often each figure is taken."""

    rates: RateTable
    working_days: WorkingDays
    rounds: int


def bench_plan(bench: PlanBench) -> dict[str, Any]:
    """The figures of the report, in milliseconds: free, under limits that can be met, and under some that can't."""
    context = PlanContext(
        customer="bench/C1",
        country="IT",
        on=_ON,
        working_days=partial(bench.working_days.is_working_day, country="IT"),
        rates=bench.rates,
    )
    sizes = []
    for size in SIZES:
        chance = random.Random(SEED + size)
        debts = [list(debt(chance, size)) for _ in range(bench.rounds)]
        solve(debts[0], _POLICY, Limits(), context)
        kinds: dict[str, list[float]] = {}
        for items in debts:
            for kind, limits in _limits(items).items():
                started = time.perf_counter()
                solve(items, _POLICY, limits, context)
                kinds.setdefault(kind, []).append((time.perf_counter() - started) * 1000)
        every = [value for values in kinds.values() for value in values]
        row = {kind: percentiles(values) for kind, values in kinds.items()}
        sizes.append({"invoices": size, "samples": len(every), "solve_ms": percentiles(every), **row})
    return {
        "bench": "plan",
        "processor": processor(),
        "cores": os.cpu_count(),
        "seed": SEED,
        "sizes": sizes,
        "budget_ms_p95": BUDGET_MS,
    }


def debt(chance: random.Random, size: int) -> Iterator[OpenItem]:
    """Open items overdue by up to a year and a half, every third partly paid."""
    for n in range(size):
        due = _ON - timedelta(days=chance.randint(1, 550))
        amount = Decimal(chance.randint(10_000, 300_000)) / 100
        paid = Decimal(chance.randint(1_000, 50_000)) / 100 if n % 3 == 0 else Decimal(0)
        on = min(_ON, due + timedelta(days=chance.randint(1, 60)))
        yield OpenItem(
            invoice_number=f"2026/{n}",
            issued_on=due - timedelta(days=30),
            due_on=due,
            currency="EUR",
            amount=amount,
            original=amount + paid,
            settled=(Settled(on, paid),) if paid else (),
        )


def _limits(items: list[OpenItem]) -> dict[str, Limits]:
    total = sum((item.amount for item in items), Decimal(0))
    later = _ON + timedelta(days=15)
    return {
        "free_ms": Limits(),
        "limited_ms": Limits(first_not_before=later, max_instalment=total / 8, day_of_month=20),
        "impossible_ms": Limits(first_not_before=later, max_instalment=total / 40, end_by=_ON + timedelta(days=300)),
    }
