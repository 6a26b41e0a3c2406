"""Reviews and the queue of calls: the same tests on SQLite and on PostgreSQL."""

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, select

from assistant.adapters.store import Database, StoredFacts, StoredQueue, StoredReviews
from assistant.adapters.store.tables_facts import call_facts, call_situations, scores
from assistant.domain.errors import Conflict
from assistant.domain.notes import Evidence
from assistant.domain.queue import QueuePage, QueueQuery
from assistant.domain.reviews import Move, Review, proposed, take
from assistant.domain.rubric import CriterionScore, Score

pytestmark = pytest.mark.integration
NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
ZERO = Decimal("0.00")
MINE = ["montelupo"]


def row(call_id: str, **changes: Any) -> dict[str, Any]:
    hours = int(call_id[1:])
    started = NOW - timedelta(hours=hours)
    counts = dict.fromkeys(
        ("alerts", "critical_alerts", "cards_shown", "cards_used", "cards_edited", "cards_dismissed"), 0
    )
    return {
        "call_id": call_id, "principal": "montelupo", "customer": "montelupo/C1", "customer_name": "Condominio Aurora",
        "operator": "anna", "team": "nord", "language": "it", "purpose": "overdue", "started_at": started,
        "day": started.date(), "ended_at": started, "seconds": 90, "complete": True, "last_seq": 9, "currency": "EUR",
        "overdue": ZERO, "promised": ZERO, "disposition": "refused", "level_empathy": 2, "level_compliance": 3,
    } | counts | changes  # fmt: skip


ROWS = [
    row("c1", critical_alerts=1, alerts=1),
    row("c2", operator="bea", team="sud", purpose="inbound", level_empathy=0, customer="montelupo/C2",
        customer_name="Officina 100% Rossi"),
    row("c3", disposition="plan_agreed", complete=False, level_compliance=1),
    row("c4", principal="brackwater", customer="brackwater/B1", customer_name="Hollis", critical_alerts=2),
    row("c30", disposition=None, level_empathy=None, level_compliance=None),
]  # fmt: skip


@pytest.fixture
async def queue(database: Database) -> StoredQueue:
    meant = [("c1", "anger"), ("c1", "refusal"), ("c3", "agreement")]
    async with database.writing() as connection:
        for one in ROWS:
            await connection.execute(insert(call_facts).values(one))
            if one["call_id"] != "c30":
                await connection.execute(insert(scores).values(_score_row(one["call_id"], one["principal"])))
        await connection.execute(
            insert(call_situations), [{"call_id": call_id, "situation": situation} for call_id, situation in meant]
        )
    return StoredQueue(database)


def score(call_id: str) -> Score:
    levels = (CriterionScore(id="empathy", level=2, by="rule", explanation="Perché"),)
    return Score(call_id=call_id, rubric=1, criteria=levels)


def _score_row(call_id: str, principal: str) -> dict[str, Any]:
    text = score(call_id).model_dump_json()
    return {"call_id": call_id, "principal": principal, "score": text, "rubric": 1, "last_seq": 9, "scored_at": NOW}


async def listed(queue: StoredQueue, principals: list[str] | None = MINE, **asked: Any) -> list[str]:
    return [call.call_id for call in (await page(queue, principals, **asked)).calls]


async def page(queue: StoredQueue, principals: list[str] | None = MINE, **asked: Any) -> QueuePage:
    return await queue.page(QueueQuery.model_validate(asked), principals)


def step(review: Review, who: str = "sara", **move: Any) -> Review:
    return take(review, Move.model_validate({"version": review.version} | move), who, NOW)


async def test_a_page_holds_the_newest_first_with_all_that_a_row_shows(queue: StoredQueue) -> None:
    found = await page(queue)
    assert [call.call_id for call in found.calls] == ["c1", "c2", "c3", "c30"]
    assert (found.total, found.next_cursor) == (4, None)
    first = found.calls[0]
    assert (first.started_at, first.situations) == (NOW - timedelta(hours=1), ("refusal", "anger"))
    assert (first.levels["empathy"], first.levels["recap"]) == (2, None)
    assert [(call.review.state, call.review.version) for call in found.calls][-2:] == [("proposed", 0), ("unscored", 0)]
    assert await listed(queue, None) == ["c1", "c2", "c3", "c4", "c30"]
    assert await listed(queue, []) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"principal": "brackwater"}, []),
        ({"team": "sud"}, ["c2"]),
        ({"operator": "bea"}, ["c2"]),
        ({"purpose": "inbound"}, ["c2"]),
        ({"disposition": "plan_agreed"}, ["c3"]),
        ({"situation": "anger"}, ["c1"]),
        ({"critical": True}, ["c1"]),
        ({"incomplete": True}, ["c3"]),
        ({"empathy_max": 1}, ["c2"]),
        ({"empathy_min": 1, "compliance_max": 1}, ["c3"]),
        ({"from": "2026-12-01"}, ["c1", "c2", "c3"]),
        ({"to": "2026-11-30"}, ["c30"]),
        ({"customer": "montelupo/C2"}, ["c2"]),
        ({"customer": "montelupo/C"}, []),
        ({"name": "100%"}, ["c2"]),
        ({"name": "aurora", "critical": True}, ["c1"]),
        ({"review": "unscored"}, ["c30"]),
        ({"review": "proposed"}, ["c1", "c2", "c3"]),
        ({"review": "disputed,unscored"}, ["c30"]),
    ],
)
async def test_filters_narrow(queue: StoredQueue, asked: dict[str, Any], found: list[str]) -> None:
    assert await listed(queue, **asked) == found
    assert (await page(queue, **asked)).total == len(found)


async def test_what_needs_a_look_comes_first(queue: StoredQueue, database: Database) -> None:
    assert await listed(queue, None, sort="attention") == ["c1", "c4", "c3", "c2", "c30"]
    reviews = StoredReviews(database)
    approved = step(proposed(score("c1"), "montelupo"), action="approve")
    disputed = step(proposed(score("c2"), "montelupo"), "bea", action="dispute", reason="No")
    for review in (approved, disputed):
        await reviews.save(review)
    assert await listed(queue, None, sort="attention") == ["c2", "c4", "c3", "c1", "c30"]
    assert await listed(queue, review="disputed") == ["c2"]


@pytest.mark.parametrize("sort", ["newest", "attention"])
async def test_pages_follow_one_another_without_gap_or_duplicate(queue: StoredQueue, sort: str) -> None:
    whole = await listed(queue, None, sort=sort)
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        one = await page(queue, None, sort=sort, limit=2, cursor=cursor)
        assert one.total == 5
        seen += [call.call_id for call in one.calls]
        cursor = one.next_cursor
    assert seen == whole


async def test_calls_of_the_same_moment_are_all_listed(queue: StoredQueue, database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(insert(call_facts), [row("c1") | {"call_id": f"s{n}"} for n in range(5)])
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        one = await page(queue, limit=1, cursor=cursor)
        seen += [call.call_id for call in one.calls]
        cursor = one.next_cursor
    assert seen == ["c1", "s0", "s1", "s2", "s3", "s4", "c2", "c3", "c30"]


async def test_choices_are_what_occurs_in_the_person_s_calls(queue: StoredQueue) -> None:
    mine = await queue.choices(MINE)
    assert (mine.principals, mine.teams, mine.operators) == (("montelupo",), ("nord", "sud"), ("anna", "bea"))
    assert (await queue.choices(None)).principals == ("brackwater", "montelupo")


async def test_one_call_is_found_by_its_id(queue: StoredQueue) -> None:
    entry = await queue.entry("c1")
    assert entry is not None
    assert (entry.call_id, entry.critical_alerts, entry.review.state) == ("c1", 1, "proposed")
    assert await queue.entry("none") is None
    assert await queue.entry("a\0") is None


async def test_each_step_is_kept_and_the_levels_go_into_the_facts(queue: StoredQueue, database: Database) -> None:
    reviews = StoredReviews(database)
    assert await reviews.get("c1") is None
    quote = Evidence(utterance_id="u2", quote="Perché? È già più")
    first = step(
        proposed(score("c1"), "montelupo"),
        action="overrule", criterion="empathy", level=0, reason="Passa oltre", evidence=quote.model_dump(),
    )  # fmt: skip
    second = step(first, "anna", action="dispute", criterion="empathy", reason="L'ho detto")
    await reviews.save(first)
    await reviews.save(second)
    assert await reviews.get("c1") == second
    entry = await queue.entry("c1")
    assert entry is not None
    assert (entry.levels["empathy"], entry.review.state, entry.review.version) == (0, "disputed", 2)
    assert entry.levels["compliance"] == 3


async def test_facts_that_are_made_anew_keep_the_levels_that_a_review_holds(
    queue: StoredQueue, database: Database
) -> None:
    move = {"action": "overrule", "criterion": "empathy", "level": 4, "reason": "Due volte"}
    await StoredReviews(database).save(step(proposed(score("c1"), "montelupo"), **move))
    facts = await StoredFacts(database).get("c1")
    assert facts is not None
    await StoredFacts(database).save(facts.model_copy(update={"levels": {"empathy": 1}, "last_seq": 12}))
    entry = await queue.entry("c1")
    assert entry is not None
    assert (entry.last_seq, entry.levels["empathy"]) == (12, 4)


async def test_a_level_that_can_t_be_judged_empties_the_fact(queue: StoredQueue, database: Database) -> None:
    move = {"action": "overrule", "criterion": "empathy", "level": None, "reason": "Caduta la linea"}
    await StoredReviews(database).save(step(proposed(score("c1"), "montelupo"), **move))
    async with database.reading() as connection:
        found = await connection.execute(select(call_facts.c.level_empathy).where(call_facts.c.call_id == "c1"))
        assert found.scalar() is None


async def test_of_two_at_once_the_second_is_told_and_nothing_is_overwritten(
    queue: StoredQueue, database: Database
) -> None:
    reviews = StoredReviews(database)
    begun = proposed(score("c1"), "montelupo")
    two = [
        step(begun, "sara", action="overrule", criterion="empathy", level=4, reason="Sì"),
        step(begun, "sofia", action="overrule", criterion="empathy", level=0, reason="No"),
    ]
    results = await asyncio.gather(*(reviews.save(one) for one in two), return_exceptions=True)
    refused = [result for result in results if result is not None]
    assert [type(one) for one in refused] == [Conflict]
    kept = await reviews.get("c1")
    assert kept in two
    assert kept is not None
    assert kept.steps[0].who in str(refused[0])
    entry = await queue.entry("c1")
    assert entry is not None
    assert entry.levels["empathy"] == kept.levels["empathy"]
    later = step(kept, "anna", action="dispute", reason="x")
    stale = step(kept, "sofia", action="overrule", criterion="empathy", level=2, reason="Forse")
    await reviews.save(later)
    with pytest.raises(Conflict, match="anna disputed"):
        await reviews.save(stale)
    assert await reviews.get("c1") == later
