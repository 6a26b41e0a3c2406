"""Times search over calls: `python -m evals.bench.call_search [--calls N] [--database URL]`.

The calls are made of the library's example utterances; their vectors are chance around that of an everyday sentence, so
that they are as alike to questions as real ones. Questions are words of such utterances, embedded for real.
Words, meaning and both are timed apart, with and without filters, in a process that has read the calls already; the
first search, which reads them, is timed by itself.
"""

import argparse
import asyncio
import json
import random
import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import numpy as np
from sqlalchemy import insert

import knowledge
from assistant.adapters.store import Database, StoredPassages, tables
from assistant.adapters.store.tables_facts import call_facts, call_situations
from assistant.app import App, Use, running
from assistant.app_delivery import opened_database
from assistant.domain.call_passages import CallPassage, Line
from assistant.domain.calls import Situation
from assistant.domain.notes import Disposition
from assistant.domain.users import User
from assistant.services.call_indexing import index_waiting
from assistant.services.call_search import CallQuestion, CallSearch
from assistant.services.ports_search import IndexedCall
from assistant.settings import Settings
from evals.bench.machine import clocked, percentiles, processor
from knowledge.call_index import Ids, packed
from knowledge.embeddings import Vectors
from knowledge.examples import read_examples, situations_path

BUDGET_MS = 300.0
PER_CALL = 15
CUSTOMERS = 2_000
_LINES = 3
_SPREAD = 0.025
"""Of each of a vector's dimensions."""
QUESTIONS = 120
_LAST = datetime(2026, 11, 20, 9, tzinfo=UTC)
_DAYS = 730
_ADMIN = User(username="bench", display_name="", role="admin", principals=("*",))
FILTERS: dict[str, dict[str, str]] = {
    "none": {},
    "a month": {"from": "2026-10-01", "to": "2026-10-31"},
    "an outcome and a situation": {"disposition": "refused", "situation": "anger"},
    "a customer": {"customer": "bench/C7"},
}


class ChanceEncoder:
    """Embeds questions for real and passages by chance around an everyday sentence: thousands of calls in a minute.

    So they are as alike to questions as real ones are; what is found by meaning is chance, and only its time counts.
    """

    def __init__(self, inner: Any) -> None:
        self.name, self.size = inner.name, inner.size
        self._inner = inner
        self._middle: Vectors | None = None
        self._chance = np.random.default_rng(5)

    async def question(self, text: str) -> Vectors:
        vectors: Vectors = await self._inner.question(text)
        return vectors

    async def passages(self, texts: Sequence[str]) -> Vectors:
        if self._middle is None:
            self._middle = await self.question("Quando pensa di poter pagare la fattura?")
        noise = self._chance.normal(0, _SPREAD, (len(texts), self.size)).astype(np.float32)
        vectors: Vectors = self._middle + noise
        return vectors


async def read_by_chance(app: App) -> int:
    """Read all calls that wait, with vectors by chance; how many calls that was."""
    return await index_waiting(replace(app.index, encoder=ChanceEncoder(app.encoder)))


class _NoMeaning:
    """An encoder that says nothing: words alone."""

    def __init__(self, inner: Any) -> None:
        self.name, self.size = inner.name, inner.size

    async def question(self, text: str) -> Vectors:
        return np.zeros((1, self.size), np.float32)

    async def passages(self, texts: Sequence[str]) -> Vectors:
        raise NotImplementedError


class _NoWords(StoredPassages):
    """Passages without an index of their words: meaning alone."""

    async def with_term(self, principal: str, stems: Collection[str]) -> Ids:
        return np.zeros(0, np.int64)


def utterances() -> list[str]:
    library = Path(knowledge.__file__).parent / "library"
    return [example.text for example in read_examples(situations_path(library, "it"), "it")]


def questions() -> list[str]:
    """One to five neighbouring words of utterances."""
    chance = random.Random(11)
    said = [text.split() for text in chance.sample(utterances(), 4 * QUESTIONS)]
    long = [words for words in said if len(words) > 6][:QUESTIONS]
    starts = [(words, chance.randrange(len(words) - 5)) for words in long]
    return [" ".join(words[start : start + chance.randint(1, 5)]) for words, start in starts]


async def fill(database: Database, passages: StoredPassages, encoder: ChanceEncoder, count: int) -> None:
    """`count` calls of `PER_CALL` passages each, over two years, of `CUSTOMERS` customers."""
    texts, chance = utterances(), random.Random(5)
    made = [_made(n, chance) for n in range(count)]
    async with database.writing() as connection:
        await connection.execute(insert(tables.calls), [call for call, _, _ in made])
        await connection.execute(insert(call_facts), [facts for _, facts, _ in made])
        await connection.execute(insert(call_situations), [came_up for _, _, came_up in made])
    for call, _, _ in made:
        cut = [_passage(n, chance.choices(texts, k=_LINES)) for n in range(PER_CALL)]
        vectors = packed(await encoder.passages([passage.text for passage in cut]))
        indexed = IndexedCall(call["id"], "bench", "it", 0, encoder.name, cut, dict(enumerate(vectors)))
        await passages.write(indexed)


def _made(n: int, chance: random.Random) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """A call, its facts, and a situation that came up in it."""
    at = _LAST - timedelta(days=chance.randrange(_DAYS))
    customer = f"bench/C{chance.randrange(CUSTOMERS)}"
    call = {
        "id": f"call-{n}", "principal": "bench", "customer": customer, "customer_name": f"Ditta {customer}",
        "started_at": at, "utc_offset": 3600, "ended_at": at, "language": "it", "purpose": "overdue",
        "operator": f"op{n % 40}", "last_seq": 0,
    }  # fmt: skip
    counts = ("alerts", "critical_alerts", "cards_shown", "cards_used", "cards_edited", "cards_dismissed")
    facts = {name: call[name] for name in call if name not in ("id", "utc_offset")} | dict.fromkeys(counts, 0)
    facts |= {
        "call_id": call["id"], "team": f"team{n % 5}", "day": at.date(), "seconds": 200, "complete": True,
        "disposition": chance.choice(get_args(Disposition)), "currency": "EUR", "overdue": Decimal(0),
        "promised": Decimal(0),
    }  # fmt: skip
    return call, facts, {"call_id": call["id"], "situation": chance.choice(list(Situation))}


def _passage(n: int, texts: Sequence[str]) -> CallPassage:
    lines = [Line(speaker="customer", utterance_ids=(f"u{n}",), t=float(n), text=text) for text in texts]
    return CallPassage(n=n, lines=tuple(lines))


async def timed(search: CallSearch, questions: Sequence[str], chosen: dict[str, str]) -> dict[str, Any]:
    """Percentiles in milliseconds, by the clock and of the processor, and how many calls a question finds."""
    spent, worked, found = [], [], []
    for text in questions:
        question = CallQuestion.model_validate({"q": text, **chosen})
        hits, elapsed, busy = await clocked(search.search(_ADMIN, question))
        found.append(hits.total)
        spent.append(elapsed)
        worked.append(busy)
    processor_time = {f"cpu_{name}": value for name, value in percentiles(worked).items()}
    return percentiles(spent) | processor_time | {"calls_found": round(float(np.mean(found)))}


async def measure(count: int, settings: Settings) -> dict[str, Any]:
    asked = questions()
    async with running(settings, Use(durable_calls=True)) as app, opened_database(settings) as database:
        start = time.perf_counter()
        await fill(database, StoredPassages(database, app.clock), ChanceEncoder(app.encoder), count)
        filled = time.perf_counter() - start
        ports = app.search.ports
        searches = {
            "both": app.search,
            "words": CallSearch(replace(ports, encoder=_NoMeaning(app.encoder))),
            "meaning": CallSearch(replace(ports, passages=_NoWords(database, app.clock))),
        }
        first: dict[str, float] = {}
        for name, search in searches.items():
            first |= {name: (await timed(search, ["una prova"], {}))["max"]}
        rows = [
            {"by": name, "filter": label, **await timed(search, asked, chosen)}
            for name, search in searches.items()
            for label, chosen in FILTERS.items()
        ]
        quoted = [f'"{" ".join(text.split()[:2])}"' for text in asked]
        rows.append({"by": "both", "filter": "quoted words", **await timed(app.search, quoted, {})})
    return {
        "processor": processor(),
        "calls": count,
        "passages": count * PER_CALL,
        "questions": len(asked),
        "budget_ms_p95": BUDGET_MS,
        "written_calls_per_second": round(count / filled),
        "first_search_ms": round(first["both"]),
        "ms": rows,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--database", default="")
    asked = parser.parse_args()
    with TemporaryDirectory() as scratch:
        settings = Settings(home=Path(scratch), database_url=asked.database)
        report = asyncio.run(measure(asked.calls, settings))
        database = Path(scratch) / "ascolto.db"
        if database.exists():
            report["database_bytes_per_call"] = round(database.stat().st_size / asked.calls)
    rows = report.pop("ms")
    print(json.dumps(report, indent=2))
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
