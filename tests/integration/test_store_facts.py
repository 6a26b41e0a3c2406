"""Facts and scores of calls: the same tests on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from assistant.adapters.store import Database, StoredCalls, StoredFacts, StoredReviews, StoredScores
from assistant.adapters.store.tables_facts import call_situations
from assistant.domain.call_facts import CallFacts
from assistant.domain.calls import CallInfo, Situation
from assistant.domain.events import CallClosed
from assistant.domain.reviews import Move, proposed, take
from assistant.domain.rubric import CRITERIA, CriterionScore, Level, Score

pytestmark = pytest.mark.integration
NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


def facts(call_id: str = "c1", **changes: Any) -> CallFacts:
    fields: dict[str, Any] = {
        "call_id": call_id, "principal": "montelupo", "customer": "montelupo/C1", "customer_name": "Aurora",
        "operator": "anna", "team": "nord", "language": "it", "purpose": "overdue", "started_at": NOW,
        "day": NOW.date(), "ended_at": NOW + timedelta(minutes=3), "seconds": 170, "complete": True, "last_seq": 1,
        "overdue": Decimal("1234.50"), "promised": Decimal("250.00"), "edit_rate": 0.25, "after_call_seconds": 40,
        "situations": (Situation.ANGER, Situation.PROMISE_TO_PAY), "levels": {"empathy": 2, "recap": None},
    }  # fmt: skip
    return CallFacts(**fields | changes)


def score(call_id: str = "c1", rubric: int = 1, level: Level = 2) -> Score:
    criteria = [CriterionScore(id=one, level=level, by="rule", explanation="perché \u0000 no") for one in CRITERIA]
    return Score(call_id=call_id, rubric=rubric, criteria=tuple(criteria))


async def opened(database: Database, call_id: str = "c1", principal: str = "montelupo", minutes: int = 0) -> None:
    """A call with one event, ended."""
    calls, at = StoredCalls(database), NOW + timedelta(minutes=minutes)
    customer = f"{principal}/C1"
    info = CallInfo(id=call_id, customer=customer, principal=principal, started_at=at, language="it")
    await calls.open(info, "Aurora")
    await calls.append(CallClosed(call_id=call_id, at=at))
    await calls.close(call_id, at)


async def test_facts_come_back_as_they_were_saved(database: Database) -> None:
    stored = StoredFacts(database)
    await stored.save(facts())
    found = await stored.get("c1")
    assert found is not None
    assert found.levels == dict.fromkeys(CRITERIA) | {"empathy": 2}
    wanted = facts(situations=found.situations, levels=found.levels)
    assert found == wanted
    assert set(found.situations) == {Situation.ANGER, Situation.PROMISE_TO_PAY}
    assert await stored.get("nix") is None and await stored.get("a\0b") is None


async def test_saving_again_replaces_row_and_situations(database: Database) -> None:
    stored = StoredFacts(database)
    await stored.save(facts())
    await stored.save(facts(situations=(Situation.REFUSAL,), last_seq=9, disposition="refused", team=""))
    found = await stored.get("c1")
    assert found is not None
    assert (found.last_seq, found.disposition, found.team) == (9, "refused", "")
    assert found.situations == (Situation.REFUSAL,)
    async with database.reading() as connection:
        assert (await connection.execute(select(func.count()).select_from(call_situations))).scalar_one() == 1


async def test_what_a_review_holds_stays(database: Database) -> None:
    stored, reviews = StoredFacts(database), StoredReviews(database)
    await stored.save(facts())
    move = Move(version=0, action="overrule", criterion="empathy", level=4, reason="Le parole bastano.")
    await reviews.save(take(proposed(score(), "montelupo"), move, "sofia", NOW))
    await stored.save(facts(levels={"empathy": 1, "recap": 1}))
    found = await stored.get("c1")
    assert found is not None and (found.levels["empathy"], found.levels["recap"]) == (4, 2)


async def test_a_score_is_kept_and_replaced(database: Database) -> None:
    scores = StoredScores(database)
    assert await scores.get("c1") is None and await scores.get("a\0b") is None
    await scores.save(score(), "montelupo", 5, NOW)
    await scores.save(score(rubric=2, level=3), "montelupo", 7, NOW)
    assert await scores.get("c1") == score(rubric=2, level=3)


async def test_stale_are_ended_calls_that_nobody_has_read_as_they_are_now(database: Database) -> None:
    stored, scores = StoredFacts(database), StoredScores(database)
    for n, call_id in enumerate(("missing", "fresh", "older", "unscored", "ruled")):
        await opened(database, call_id, minutes=n)
        if call_id != "missing":
            await stored.save(facts(call_id))
        if call_id not in ("missing", "unscored"):
            await scores.save(score(call_id, rubric=1 if call_id == "ruled" else 2), "montelupo", 1, NOW)
    await StoredCalls(database).append(CallClosed(call_id="older", at=NOW))
    info = CallInfo(id="open", customer="montelupo/C1", principal="montelupo", started_at=NOW, language="it")
    await StoredCalls(database).open(info, "Aurora")
    assert await stored.stale(2, 10) == ["missing", "older", "unscored", "ruled"]
    assert await stored.stale(2, 2) == ["missing", "older"]
    assert await stored.stale(2, 10, ["brackwater"]) == []
    assert await stored.ended() == ["missing", "fresh", "older", "unscored", "ruled"]
