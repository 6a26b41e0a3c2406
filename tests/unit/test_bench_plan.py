"""The benchmark of the plan solver: the same debts each time, every kind of answer, a report beside its budget."""

import random
from pathlib import Path

from assistant.adapters.calendar import HolidayCalendar
from assistant.adapters.rates import load_rates
from evals.bench.plan import BUDGET_MS, SIZES, PlanBench, bench_plan, debt

LIBRARY = Path(__file__).parents[2] / "knowledge" / "library"


def test_the_debts_are_the_same_each_time() -> None:
    first, again = (list(debt(random.Random(5), 10)) for _ in range(2))
    assert first == again and len({item.invoice_number for item in first}) == 10
    assert any(item.settled for item in first)
    assert all(item.original == item.amount + sum(part.amount for part in item.settled) for item in first)


def test_the_report_has_a_row_a_size_beside_the_budget() -> None:
    report = bench_plan(PlanBench(load_rates(LIBRARY), HolidayCalendar(), rounds=2))
    assert [row["invoices"] for row in report["sizes"]] == list(SIZES) == [1, 10, 50]
    assert report["budget_ms_p95"] == BUDGET_MS and report["processor"]
    for row in report["sizes"]:
        assert row["samples"] == 6
        assert set(row["solve_ms"]) == set(row["impossible_ms"]) == {"p50", "p95", "max"}
