"""How soon lists, searches, customers' pages and the dashboard answer over a seeded history of many calls.

The history is written into a database of its own in a temporary folder; what is timed is the use case that the server
calls for a request, in this process, so that neither the network nor a browser counts. `first_ms` is the first answer,
which may have to read what later ones find in memory. The dashboard's records are made
ready before, as the server does.
"""

import asyncio
import datetime as dt
import os
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.app import App, Use, running
from assistant.app_delivery import opened_database
from assistant.services.dashboard_warm import warm
from assistant.settings import Settings
from evals.bench.call_search import read_by_chance
from evals.bench.history_questions import Question, questions_of
from evals.bench.machine import clocked, percentiles, processor
from evals.history import HistorySpec, Seeded, seed_history

BUDGET_MS = 300.0
"""p95 of each, on two cores, with 10,000 calls."""


@dataclass(frozen=True)
class Written:
    """What was written, and how many seconds that took: the history, and the passages that search looks through."""

    seeded: Seeded
    seconds: float
    indexing: float


@asynccontextmanager
async def seeded_app(settings: Settings, calls: int, until: dt.date) -> AsyncIterator[tuple[App, Written]]:
    """The application over a new database with the history and its passages, whose vectors are by chance.

    Embedding every call for real takes hours, and how long a search takes doesn't depend on what it finds.
    """
    with TemporaryDirectory(prefix="ascolto-history-", ignore_cleanup_errors=True) as folder:
        mine = settings.model_copy(update={"home": Path(folder), "database_url": ""})
        async with running(mine, Use(durable_calls=True)) as app:
            started = time.perf_counter()
            async with opened_database(mine) as database:
                seeded = await seed_history(database, mine.library_path, HistorySpec(calls, until))
            written = time.perf_counter()
            await read_by_chance(app)
            yield app, Written(seeded, written - started, time.perf_counter() - written)


async def bench_history(settings: Settings, calls: int, rounds: int, now: dt.datetime) -> dict[str, Any]:
    """Seed the history and ask every question `rounds` times; returns the figures of the report."""
    async with seeded_app(settings, calls, now.date() - dt.timedelta(days=1)) as (app, written):
        worked = time.process_time()
        await warm(app.dashboard)
        warmed = time.process_time() - worked
        measured = [await _measure(question, rounds) for question in await questions_of(app)]
        size = await asyncio.to_thread(lambda: (app.settings.home / "ascolto.db").stat().st_size)
    return {
        "bench": "history",
        "processor": processor(),
        "cores": os.cpu_count(),
        "calls": written.seeded.calls,
        "customers": written.seeded.customers,
        "seed_seconds": round(written.seconds, 1),
        "index_seconds": round(written.indexing, 1),
        "dashboard_ready_cpu_seconds": round(warmed, 1),
        "database_mb": round(size / 1e6),
        "rounds": rounds,
        "questions": measured,
        "budget_ms_p95": BUDGET_MS,
    }


async def _measure(question: Question, rounds: int) -> Mapping[str, Any]:
    """Milliseconds of each answer, by the clock and of the processor; the first stands by itself."""
    taken, spent = [], []
    for _ in range(rounds + 1):
        _, elapsed, busy = await clocked(question.ask())
        taken.append(elapsed)
        spent.append(busy)
    figures = percentiles(taken[1:])
    return {
        "question": question.name,
        "ms": figures,
        "cpu_ms": percentiles(spent[1:]),
        "first_ms": round(taken[0], 1),
        "within_budget": figures["p95"] <= BUDGET_MS,
    }
