"""`ascolto bench history`: how soon the supervisors' pages answer over many calls."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Column, Table

from assistant.cli.common import JsonOption, load_settings, print_json


def history(
    calls: Annotated[int, typer.Option(min=100, max=1_000_000, help="Calls of the seeded history.")] = 10_000,
    rounds: Annotated[int, typer.Option(min=5, max=1_000, help="How often each question is asked.")] = 40,
    as_json: JsonOption = False,
) -> None:
    """Time of queue, search, customers' pages and dashboard over a seeded history, beside the budget."""
    from evals.bench.history import bench_history

    report = asyncio.run(bench_history(load_settings(), calls, rounds, datetime.now(UTC)))
    print_json(report) if as_json else _print(report)


def _print(report: dict[str, Any]) -> None:
    title = f"{report['calls']} calls with {report['customers']} customers; {report['processor']}"
    table = Table(Column("question", no_wrap=True), "p50, ms", "p95", "CPU, p95", "first", "", title=title)
    for row in report["questions"]:
        figures = [str(one) for one in (row["ms"]["p50"], row["ms"]["p95"], row["cpu_ms"]["p95"], row["first_ms"])]
        table.add_row(row["question"], *figures, "" if row["within_budget"] else "over budget")
    console = Console()
    console.print(table)
    console.print(f"budget: p95 {report['budget_ms_p95']:.0f} ms; each asked {report['rounds']} times")
    written = f"the history was written in {report['seed_seconds']} s, its passages in {report['index_seconds']} s"
    console.print(f"{written}; {report['database_mb']} MB")
