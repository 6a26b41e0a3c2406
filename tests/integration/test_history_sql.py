"""What the queue and the customers' pages show of a seeded history, against SQL of its own on the raw rows."""

import asyncio
import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.library import SHIPPED, FileLibrary
from assistant.adapters.store import (
    Database,
    StoredAudit,
    StoredCustomers,
    StoredJourneys,
    StoredQueue,
)
from assistant.domain.queue import QueueEntry, QueueQuery
from assistant.domain.users import User
from assistant.services.journey import (
    CustomerLine,
    JourneyPage,
    JourneyPorts,
    JourneyQuery,
    customers_found,
    journey_page,
)
from assistant.services.queue import QueuePorts, queue_page
from evals.history import HistorySpec, seed_history
from tests.fakes import FakeClock

pytestmark = pytest.mark.integration
UNTIL = dt.date(2026, 11, 25)
NOW = dt.datetime(2026, 11, 26, 10, tzinfo=dt.UTC)
CALLS = 1_200
PAGES = 30
GRACE = 3
PERSON = User(username="ugo", display_name="Ugo", role="supervisor", principals=("*",), language="it")


@dataclass(frozen=True)
class Books:
    """What the program shows, and the rows to reckon it anew from."""

    rows: sqlite3.Connection
    queues: dict[str, list[QueueEntry]]
    totals: dict[str, int]
    listed: list[CustomerLine]
    pages: dict[str, JourneyPage]

    def one(self, query: str, *values: Any) -> Any:
        return self.rows.execute(query, values).fetchone()[0]

    def pairs(self, query: str, *values: Any) -> dict[Any, Any]:
        return dict(self.rows.execute(query, values).fetchall())


ASKED: dict[str, tuple[dict[str, Any], str]] = {
    "all": ({}, "1"),
    "refused": ({"disposition": "refused"}, "disposition = 'refused'"),
    "a team in 90 days": ({"team": "cometa", "from": "2026-08-28"}, "team = 'cometa' AND day >= '2026-08-28'"),
    "critical": ({"critical": True}, "critical_alerts > 0"),
    "complaints": (
        {"situation": "service_complaint"},
        "call_id IN (SELECT call_id FROM call_situations WHERE situation = 'service_complaint')",
    ),
    "incomplete": ({"incomplete": True}, "NOT complete"),
    "low empathy of one principal": (
        {"principal": "brackwater", "empathy_max": 1},
        "principal = 'brackwater' AND level_empathy <= 1",
    ),
    "interviews of a spring": (
        {"purpose": "feedback_interview", "from": "2026-03-01", "to": "2026-05-31"},
        "purpose = 'feedback_interview' AND day BETWEEN '2026-03-01' AND '2026-05-31'",
    ),
    "disputed": ({"review": "disputed"}, "call_id IN (SELECT call_id FROM reviews WHERE state = 'disputed')"),
    "not scored yet": ({"review": "unscored"}, "call_id NOT IN (SELECT call_id FROM scores)"),
}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    path = tmp_path_factory.mktemp("history") / "ascolto.db"
    rows = sqlite3.connect(path)
    found = asyncio.run(_shown(path))
    rows.execute("CREATE TEMP TABLE asked AS SELECT ? AS day", (NOW.date().isoformat(),))
    rows.executescript((Path(__file__).parent / "receivables.sql").read_text(encoding="utf-8"))
    yield Books(rows, *found)
    rows.close()


async def _shown(path: Path) -> tuple[Any, ...]:
    database = Database(f"sqlite+aiosqlite:///{path}")
    await database.migrate()
    try:
        await seed_history(database, SHIPPED, HistorySpec(CALLS, UNTIL))
        clock, audit, queue = FakeClock(NOW), StoredAudit(database), StoredQueue(database)
        lists = QueuePorts(queue, audit, clock)
        ports = JourneyPorts(
            StoredCustomers(database), queue, StoredJourneys(database), FileLibrary(SHIPPED), audit, clock
        )
        queues, totals = {}, {}
        for name, (fields, _) in ASKED.items():
            queues[name], totals[name] = await _all_pages(fields, lists)
        listed = await customers_found(PERSON, "", "", ports)
        wanted = [line.id for line in listed[:PAGES]]
        pages = {one: await journey_page(PERSON, one, JourneyQuery(limit=500), ports) for one in wanted}
        return queues, totals, listed, pages
    finally:
        await database.close()


async def _all_pages(fields: dict[str, Any], ports: QueuePorts) -> tuple[list[QueueEntry], int]:
    found: list[QueueEntry] = []
    cursor: str | None = ""
    total = 0
    while cursor is not None:
        page = await queue_page(PERSON, QueueQuery.model_validate(fields | {"cursor": cursor, "limit": 200}), ports)
        found += page.calls
        cursor, total = page.next_cursor, page.total
    return found, total


@pytest.mark.parametrize("name", ASKED)
def test_the_queue_holds_exactly_the_calls_of_its_filter(books: Books, name: str) -> None:
    where = ASKED[name][1]
    wanted = [row[0] for row in books.rows.execute(f"SELECT call_id FROM call_facts WHERE {where}")]  # noqa: S608
    assert wanted, "a filter that lets nothing through checks nothing"
    assert sorted(entry.call_id for entry in books.queues[name]) == sorted(wanted)
    assert books.totals[name] == len(wanted)


def test_sums_and_shares_of_the_queue(books: Books) -> None:
    entries = books.queues["all"]
    for field in ("overdue", "promised"):
        cents = books.one(f"SELECT SUM({field}) FROM call_facts")  # noqa: S608
        assert sum((getattr(entry, field) for entry in entries), Decimal(0)) == Decimal(cents) / 100
    used = sum(entry.cards_used + entry.cards_edited for entry in entries) / sum(e.cards_shown for e in entries)
    share = """
        SELECT 1.0 * SUM(json_extract(event, '$.state') IN ('used', 'edited'))
               / SUM(json_extract(event, '$.type') = 'suggestion.ready') FROM call_events
    """
    assert used == pytest.approx(books.one(share))
    by_team = Counter(entry.team for entry in entries)
    assert by_team == books.pairs("SELECT team, COUNT(*) FROM call_facts GROUP BY team")


def test_facts_count_what_the_events_hold(books: Books) -> None:
    counted = books.pairs("""
        SELECT call_id, SUM(json_extract(event, '$.type') = 'suggestion.ready') * 100
               + SUM(json_extract(event, '$.type') = 'alert.raised') * 10
               + SUM(COALESCE(json_extract(event, '$.severity'), '') = 'critical')
        FROM call_events GROUP BY call_id
    """)
    shown = {e.call_id: e.cards_shown * 100 + e.alerts * 10 + e.critical_alerts for e in books.queues["all"]}
    assert shown == counted


def test_customers_are_listed_by_their_last_call_with_what_they_owe(books: Books) -> None:
    last = "SELECT customer, MAX(day) FROM call_facts GROUP BY customer ORDER BY 2 DESC LIMIT ?"
    wanted = dict(books.rows.execute(last, (len(books.listed),)).fetchall())
    assert [line.last_call.isoformat() for line in books.listed if line.last_call] == sorted(
        wanted.values(), reverse=True
    )
    for line in books.listed:
        ref = line.id.partition("/")[2]
        owed = {one.currency: (one.outstanding, one.overdue) for one in line.owed}
        assert owed == _owed(books, ref), line.id


def _owed(books: Books, ref: str) -> dict[str, tuple[Decimal, Decimal]]:
    query = (
        "SELECT currency, SUM(open), SUM(CASE WHEN due_on < ? THEN open ELSE 0 END) FROM item WHERE ref = ? GROUP BY 1"
    )
    rows = books.rows.execute(query, (NOW.date().isoformat(), ref)).fetchall()
    return {currency: (Decimal(whole) / 100, Decimal(late) / 100) for currency, whole, late in rows if whole}


def test_a_page_counts_every_record_once(books: Books) -> None:
    kinds = {
        "invoice": "SELECT COUNT(*) FROM invoices WHERE ref = ?",
        "due": "SELECT COUNT(*) FROM item WHERE ref = ? AND due_on < '2026-11-26' AND (open > 0 OR last_paid > due_on)",
        "payment": "SELECT COUNT(*) FROM payments WHERE ref = ?",
        "promise": "SELECT COUNT(*) FROM promises WHERE ref = ?",
        "plan": "SELECT COUNT(*) FROM plans WHERE ref = ?",
        "dispute": "SELECT COUNT(*) FROM disputes WHERE ref = ?",
        "complaint": "SELECT COUNT(*) FROM tickets WHERE ref = ? AND kind = 'complaint'",
        "service": "SELECT COUNT(*) FROM tickets WHERE ref = ? AND kind = 'service'",
        "contact": "SELECT COUNT(*) FROM contacts WHERE ref = ?",
        "call": "SELECT COUNT(*) FROM calls WHERE customer LIKE '%/' || ?",
        "task": "SELECT COUNT(*) FROM tasks WHERE customer LIKE '%/' || ?",
    }
    seen: Counter[str] = Counter()
    for customer, page in books.pages.items():
        ref = customer.partition("/")[2]
        wanted = {kind: count for kind, query in kinds.items() if (count := books.one(query, ref))}
        assert page.counts == wanted, customer
        assert page.total == len(page.steps) == sum(wanted.values())
        seen.update(page.counts)
    assert all(seen[kind] for kind in kinds), "every kind was there to be counted"


def test_balances_value_and_punctuality_of_the_pages(books: Books) -> None:
    for customer, page in books.pages.items():
        ref = customer.partition("/")[2]
        shown = {one.currency: (one.outstanding, one.overdue) for one in page.facts.balances if one.outstanding}
        assert shown == _owed(books, ref), customer
        days = "SELECT julianday(last_paid) - julianday(issued_on) FROM item WHERE ref = ? AND open = 0 AND last_paid"
        paid = [row[0] for row in books.rows.execute(days, (ref,))]
        assert len(page.pattern) == len(paid)
        if page.facts.days_to_pay:
            assert page.facts.days_to_pay.average == pytest.approx(sum(paid) / len(paid), abs=0.051)
        orders = "SELECT AVG(total) FROM (SELECT SUM(amount) AS total FROM dues WHERE ref = ? GROUP BY number)"
        assert page.facts.clv is not None
        assert float(page.facts.clv.average_order) == pytest.approx(books.one(orders, ref) / 100, abs=0.0051)


def test_promises_were_kept_where_the_payments_say_so(books: Books) -> None:
    """For customers whose payments all name their invoice, and who had no plan: nothing else can take a payment."""
    plain = {
        row[0]
        for row in books.rows.execute("""
            SELECT ref FROM customers WHERE ref NOT IN (SELECT ref FROM payments WHERE invoice_number = '')
            AND ref NOT IN (SELECT ref FROM plans)
        """)
    }
    kept = """
        SELECT id, (SELECT COALESCE(SUM(amount), 0) FROM payments
                    WHERE payments.ref = promises.ref AND invoice_number = json_extract(promises.invoices, '$[0]')
                    AND paid_on BETWEEN made_on AND date(promises.due_on, '+' || ? || ' days')) >= promises.amount
        FROM promises WHERE ref = ? AND date(promises.due_on, '+' || ? || ' days') < ?
    """
    outcomes: Counter[str] = Counter()
    for customer, page in books.pages.items():
        ref = customer.partition("/")[2]
        if ref not in plain:
            continue
        wanted = books.pairs(kept, GRACE, ref, GRACE, NOW.date().isoformat())
        shown = {step.id.removeprefix("promise:"): step.state for step in page.steps if step.kind == "promise"}
        for promise, was_kept in wanted.items():
            assert shown[promise] == ("kept" if was_kept else "broken"), promise
            outcomes[str(shown[promise])] += 1
    assert outcomes["kept"] > 3
    assert outcomes["broken"] > 3
