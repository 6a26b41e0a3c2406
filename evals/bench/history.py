"""How soon lists, searches, customers' pages and the dashboard answer over a seeded history of many calls.

The history is written into a database of its own in a temporary folder; what is timed is the use case that the server
calls for a request, in this process, so that neither the network nor a browser counts.
"""

import asyncio
import datetime as dt
import os
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.adapters.store import Database
from assistant.app import App, running
from assistant.domain.journey import STEP_KINDS
from assistant.domain.queue import QueueQuery
from assistant.domain.users import User
from assistant.services.call_search import CallQuestion
from assistant.services.journey import JourneyPorts, JourneyQuery, customers_found, journey_page
from assistant.services.queue import QueuePorts, queue_page
from assistant.settings import Settings
from evals.bench.call_search import read_by_chance
from evals.bench.machine import percentiles, processor
from evals.call_search import exchanges
from evals.history import HistorySpec, Seeded, seed_history

BUDGET_MS = 300.0
"""p95 of each, on two cores, with 10,000 calls."""
_WARM_UP = 1
Ask = Callable[[], Awaitable[object]]
PERSON = User(
    username="bench", display_name="Bench", role="supervisor", principals=("montelupo", "brackwater"), language="it"
)


@dataclass(frozen=True)
class Question:
    """One sort of request; `asks` makes a new one each time."""

    name: str
    ask: Ask


@asynccontextmanager
async def seeded_app(settings: Settings, calls: int, until: dt.date) -> AsyncIterator[tuple[App, Seeded, float]]:
    """The application over a new database with the history, and how many seconds writing it took."""
    with TemporaryDirectory(prefix="ascolto-history-", ignore_cleanup_errors=True) as folder:
        mine = settings.model_copy(update={"home": Path(folder), "database_url": ""})
        database = Database(mine.sqlalchemy_url)
        async with running(mine) as app:
            started = time.perf_counter()
            seeded = await seed_history(database, app.settings.library_path, HistorySpec(calls, until))
            seconds = time.perf_counter() - started
            await database.close()
            yield app, seeded, seconds


async def bench_history(settings: Settings, calls: int, rounds: int, now: dt.datetime) -> dict[str, Any]:
    """Seed the history and ask every question `rounds` times; returns the figures of the report."""
    async with seeded_app(settings, calls, now.date() - dt.timedelta(days=1)) as (app, seeded, seconds):
        questions = await questions_of(app)
        measured = [await _measure(question, rounds) for question in questions]
        size = await asyncio.to_thread(lambda: (app.settings.home / "ascolto.db").stat().st_size)
    return {
        "bench": "history",
        "processor": processor(),
        "cores": os.cpu_count(),
        "calls": seeded.calls,
        "customers": seeded.customers,
        "seed_seconds": round(seconds, 1),
        "database_mb": round(size / 1e6),
        "rounds": rounds,
        "questions": measured,
        "budget_ms_p95": BUDGET_MS,
    }


async def questions_of(app: App) -> list[Question]:
    """What is asked, with customers and words drawn by chance, the same in each run."""
    return [*_queue(app), *await _customers(app), *await _search(app)]


async def _measure(question: Question, rounds: int) -> Mapping[str, Any]:
    """Milliseconds of each answer; the first isn't counted."""
    taken = []
    for _ in range(rounds + _WARM_UP):
        started = time.perf_counter()
        await question.ask()
        taken.append((time.perf_counter() - started) * 1000)
    figures = percentiles(taken[_WARM_UP:])
    return {"question": question.name, "ms": figures, "within_budget": figures["p95"] <= BUDGET_MS}


def _queue(app: App) -> list[Question]:
    ports = QueuePorts(app.queue, app.audit, app.clock)
    recent = {"from": app.clock.now().date() - dt.timedelta(days=90)}
    asked: dict[str, dict[str, Any]] = {
        "queue": {},
        "queue, most in need of a look": {"sort": "attention"},
        "queue, last 90 days, one team, refused": recent | {"team": "cometa", "disposition": "refused"},
        "queue, a situation and low empathy": {"situation": "service_complaint", "empathy_max": 1},
        "queue, not yet reviewed, critical": {"review": "proposed", "critical": True},
        "queue, a part of the customer's name": {"name": "panificio"},
    }

    def of(fields: dict[str, Any]) -> Ask:
        return lambda: queue_page(PERSON, QueueQuery.model_validate(fields), ports)

    return [Question(name, of(fields)) for name, fields in asked.items()]


async def _search(app: App) -> list[Question]:
    """Calls are read with vectors by chance: reading so many for real takes hours, and searching takes as long."""
    await read_by_chance(app)
    recent = {"from": app.clock.now().date() - dt.timedelta(days=90)}
    chance = random.Random(7)
    words = [row["words"] for row in exchanges()]

    def of(text: Callable[[], str], fields: dict[str, Any]) -> Ask:
        return lambda: app.search.search(PERSON, CallQuestion.model_validate({"q": text()} | fields))

    return [
        Question("search", of(lambda: chance.choice(words), {})),
        Question(
            "search, last 90 days, refused", of(lambda: chance.choice(words), recent | {"disposition": "refused"})
        ),
        Question("search, common words", of(lambda: "la fattura non pagata", {})),
        Question("search, a quoted phrase", of(lambda: '"la fattura"', {})),
    ]


async def _customers(app: App) -> list[Question]:
    ports = JourneyPorts(app.customers, app.queue, app.journeys, app.library, app.audit, app.clock)
    chance = random.Random(5)
    customers = [found.file.customer.id for found in await app.journeys.find("", PERSON.principals, 10_000)]

    def page(query: JourneyQuery) -> Ask:
        return lambda: journey_page(PERSON, chance.choice(customers), query, ports)

    return [
        Question("customers, last called", lambda: customers_found(PERSON, "", "", ports)),
        Question("customers, a part of the name", lambda: customers_found(PERSON, "hotel", "", ports)),
        Question("customer's page", page(JourneyQuery())),
        Question("customer's page, two kinds", page(JourneyQuery(kinds=STEP_KINDS[:2]))),
    ]
