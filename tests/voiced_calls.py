"""Calls in which customers say what `tests/data/voice` holds, a call each, as the log of calls keeps them."""

import json
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from assistant.adapters.store import Database, tables
from assistant.domain.calls import ScoredSituation, Situation
from assistant.domain.events import AnyOutEvent, CallClosed, CallOpened, SituationDetected, UtteranceHeard

DATA = Path(__file__).parent / "data" / "voice"
DAYS, CUSTOMERS = 80, 120
Said = Mapping[str, Any]
"""`{"theme", "language", "text"}`; the theme is empty for a complaint of its own."""


def said(*files: str) -> list[Said]:
    lines = [line for file in files for line in (DATA / file).read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def noise(*files: str) -> list[Said]:
    """Complaints that have nothing to do with one another."""
    return [row for row in said(*files) if not row["theme"]]


async def write_calls(database: Database, rows: Sequence[Said], first_day: date, start: int = 0, seed: int = 7) -> None:
    """Write the calls at once, in some order over eighty days, numbered from `start`."""
    calls: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for n, row in enumerate(random.Random(seed).sample(list(rows), len(rows)), start=start + 1):
        call, log = _call(n, row, first_day)
        calls.append(call)
        for seq, event in enumerate(log, start=1):
            stored = event.model_copy(update={"seq": seq}).model_dump_json()
            events.append({"call_id": call["id"], "seq": seq, "event": stored})
    async with database.writing() as connection:
        await connection.execute(insert(tables.calls), calls)
        await connection.execute(insert(tables.call_events), events)


def _call(n: int, row: Said, first_day: date) -> tuple[dict[str, Any], list[AnyOutEvent]]:
    call_id = f"voiced-{n}"
    started = datetime.combine(first_day, datetime.min.time(), UTC) + timedelta(days=n % DAYS, hours=9)
    meant = [ScoredSituation(id=Situation.SERVICE_COMPLAINT, confidence=0.9)]
    customer, purpose = row.get("customer", f"montelupo/C{n % CUSTOMERS}"), row.get("purpose", "overdue")
    opened = CallOpened(
        call_id=call_id,
        at=started,
        customer=customer,
        customer_name="Ditta",
        language=row["language"],
        purpose=purpose,
        started_at=started,
        checklist=[],
    )
    log: list[AnyOutEvent] = [
        opened,
        UtteranceHeard(call_id=call_id, at=started, utterance_id="u2", t=9, speaker="customer", text=row["text"]),
        SituationDetected(call_id=call_id, at=started, utterance_id="u2", situations=meant),
        CallClosed(call_id=call_id, at=started),
    ]
    call = {"id": call_id, "principal": "montelupo", "customer": customer, "customer_name": "Ditta"}
    call |= {"started_at": started, "utc_offset": 0, "ended_at": started + timedelta(minutes=4)}
    call |= {"language": row["language"], "purpose": purpose, "operator": ""}
    return call | {"last_seq": len(log)}, log
