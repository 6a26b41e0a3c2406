"""Workers are killed with -9 at random moments while they score calls; at the end each call that ended has its facts
and its score, made of its last event, and one that is still going on has neither.
"""

import asyncio
import random
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from assistant.adapters.store import Database, StoredCalls, StoredFacts, StoredScores
from assistant.adapters.store.tables_facts import call_facts
from assistant.domain.calls import CallInfo
from tests.conftest import plain_environment
from tests.unit.scored_calls import AT, library, log_of

pytestmark = pytest.mark.integration
CALLS = 40
KILLS = 4
PATIENCE = 90.0
SEED = 20261125
LINES = """O: Buongiorno, sono Sara di Montelupo, parlo con il signor Abeti?
C: sì, ma non riesco a pagare tutto
O: Capisco. Possiamo fare due rate da cento euro, la prima il dieci dicembre?
C: va bene, arrivederci"""


async def filled(database: Database) -> None:
    """Calls that ended, and one that hasn't."""
    calls = StoredCalls(database)
    for n in range(CALLS + 1):
        call_id, at = f"c{n}", AT + timedelta(minutes=n)
        info = CallInfo(id=call_id, customer="montelupo/C1", principal="montelupo", started_at=at, language="it")
        await calls.open(info, "Condominio Aurora")
        for event in log_of(LINES, call_id=call_id)[: 3 if n == CALLS else None]:
            await calls.append(event)
        if n < CALLS:
            await calls.close(call_id, at)


@asynccontextmanager
async def worker(home: Path) -> AsyncIterator[None]:
    """A real `ascolto worker`, killed with -9 at the end."""
    with (home.parent / "worker.log").open("ab") as log:
        running = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "assistant", "worker", env=plain_environment(home), stdout=subprocess.PIPE, stderr=log
        )
    try:
        assert running.stdout
        async with asyncio.timeout(PATIENCE):
            assert (await running.stdout.readline()).startswith(b"Ascolto delivers notes")
        yield
    finally:
        running.kill()
        await running.wait()


async def scored(database: Database) -> int:
    async with database.reading() as connection:
        return int((await connection.execute(select(func.count()).select_from(call_facts))).scalar_one())


async def until_more(database: Database, wanted: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while await scored(database) < wanted:  # noqa: ASYNC110  (another process does it)
            await asyncio.sleep(0.05)


async def test_no_call_is_lost_to_a_killed_worker(tmp_path: Path) -> None:
    home, dice = tmp_path / "home", random.Random(SEED)
    home.mkdir()
    database = Database(f"sqlite+aiosqlite:///{home / 'ascolto.db'}")
    await database.migrate()
    try:
        await filled(database)
        for _ in range(KILLS):
            async with worker(home):
                await until_more(database, min(CALLS, await scored(database) + dice.randint(1, 6)))
        async with worker(home):
            await until_more(database, CALLS)
        facts, scores = StoredFacts(database), StoredScores(database)
        assert await facts.stale(library().rubric().version, CALLS) == []
        for n in range(CALLS):
            found, score = await facts.get(f"c{n}"), await scores.get(f"c{n}")
            assert found is not None and score is not None
            assert found.last_seq == (await StoredCalls(database).get(f"c{n}")).last_seq
            assert found.levels == {one.id: one.level for one in score.criteria}
        assert await facts.get(f"c{CALLS}") is None and await scores.get(f"c{CALLS}") is None
    finally:
        await database.close()
