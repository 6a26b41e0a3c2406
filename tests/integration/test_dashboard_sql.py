"""Every figure of the dashboard against SQL of the test's own, on SQLite and PostgreSQL; and that nothing shows late.

What is open is computed here by intervals: money that names an invoice fills its due dates one after the other, the
rest fills the customer's due dates one after the other. The statements are plain and slow, and share nothing with the
code.
"""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from assistant.adapters.charts import draw
from assistant.adapters.interval import share_interval
from assistant.adapters.library import FileLibrary
from assistant.adapters.store import Database, StoredAudit, StoredDashboard
from assistant.adapters.xlsx_report import xlsx_of
from assistant.domain.dashboard import Dashboard, Period
from assistant.services.dashboard import DashboardPorts, DashboardQuery, dashboard_for
from assistant.services.dashboard_books import Books
from assistant.services.dashboard_lists import ListFilter, list_for
from tests.fakes import FakeClock
from tests.integration.dashboard_data import PRINCIPAL, TODAY, fill

pytestmark = pytest.mark.integration
PERIOD = Period(first=TODAY - timedelta(days=89), last=TODAY)
QUERY = DashboardQuery(PRINCIPAL, PERIOD, "it")
LIBRARY = Path(__file__).parents[2] / "knowledge" / "library"
GRACE = FileLibrary(LIBRARY).policy(PRINCIPAL).promise_grace_days

OPEN_ITEMS = """
WITH due AS (
    SELECT d.ref, d.number, d.n, d.due_on, d.amount, i.issued_on, i.currency,
           SUM(d.amount) OVER (PARTITION BY d.ref, d.number ORDER BY d.due_on, d.n ROWS UNBOUNDED PRECEDING) AS hi
    FROM dues d JOIN invoices i ON i.principal = d.principal AND i.ref = d.ref AND i.number = d.number
    WHERE d.principal = :principal AND i.kind = 'invoice' AND i.issued_on <= :day),
named AS (
    SELECT p.ref, p.invoice_number AS number, SUM(p.amount) AS got
    FROM payments p JOIN invoices i ON i.principal = p.principal AND i.ref = p.ref AND i.number = p.invoice_number
    WHERE p.principal = :principal AND p.paid_on <= :day AND i.kind = 'invoice' AND i.issued_on <= :day
      AND i.currency = p.currency GROUP BY p.ref, p.invoice_number),
rest AS (
    SELECT due.*, CASE WHEN due.hi - COALESCE(got, 0) < 0 THEN 0
                       WHEN due.hi - COALESCE(got, 0) > due.amount THEN due.amount
                       ELSE due.hi - COALESCE(got, 0) END AS rest
    FROM due LEFT JOIN named ON named.ref = due.ref AND named.number = due.number),
running AS (
    SELECT rest.*, SUM(rest) OVER (PARTITION BY ref, currency ORDER BY due_on, issued_on, number, n
                                   ROWS UNBOUNDED PRECEDING) AS rest_hi FROM rest),
pool AS (
    SELECT ref, currency, SUM(amount) AS total FROM (
        SELECT p.ref, p.currency, p.amount FROM payments p
        WHERE p.principal = :principal AND p.paid_on <= :day AND NOT EXISTS (
            SELECT 1 FROM invoices i WHERE i.principal = p.principal AND i.ref = p.ref AND i.kind = 'invoice'
            AND i.number = p.invoice_number AND i.currency = p.currency AND i.issued_on <= :day)
        UNION ALL
        SELECT i.ref, i.currency, d.amount FROM invoices i
        JOIN dues d ON d.principal = i.principal AND d.ref = i.ref AND d.number = i.number
        WHERE i.principal = :principal AND i.kind = 'credit_note' AND i.issued_on <= :day) AS money
    GROUP BY ref, currency),
item AS (
    SELECT running.*, CASE WHEN rest_hi - COALESCE(total, 0) < 0 THEN 0
                           WHEN rest_hi - COALESCE(total, 0) > rest THEN rest
                           ELSE rest_hi - COALESCE(total, 0) END AS open
    FROM running LEFT JOIN pool ON pool.ref = running.ref AND pool.currency = running.currency)
SELECT ref, number, due_on, currency, open FROM item WHERE open > 0
"""
SALES = """
SELECT SUM(CASE i.kind WHEN 'invoice' THEN d.amount ELSE -d.amount END)
FROM invoices i JOIN dues d ON d.principal = i.principal AND d.ref = i.ref AND d.number = i.number
WHERE i.principal = :principal AND i.currency = :currency AND i.issued_on > :since AND i.issued_on <= :day
"""
PROMISES = """
SELECT p.amount, CASE p.outcome WHEN 'open' THEN CASE WHEN p.amount <= COALESCE((
    SELECT SUM(m.amount) FROM payments m WHERE m.principal = p.principal AND m.ref = p.ref AND m.currency = p.currency
    AND m.paid_on >= p.made_on AND m.paid_on <= {until} AND m.paid_on <= :last), 0)
    THEN 'kept' ELSE 'broken' END ELSE p.outcome END
FROM promises p WHERE p.principal = :principal AND p.currency = :currency AND p.made_on <= :last
  AND p.due_on >= :first AND p.due_on <= :to AND (p.outcome <> 'open' OR p.due_on < :limit)
"""


@pytest.fixture
async def filled(database: Database) -> AsyncIterator[Database]:
    await fill(database, customers=160, calls=1_500)
    yield database


def ports_of(database: Database) -> DashboardPorts:
    store, library = StoredDashboard(database), FileLibrary(LIBRARY)
    return DashboardPorts(
        store=store,
        books=Books(store, library),
        library=library,
        audit=StoredAudit(database),
        clock=FakeClock(),
        draw=draw,
        interval=share_interval,
        write_sheets=xlsx_of,
    )


async def rows_of(database: Database, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """Rows of a plain statement about the principal; dates go in as the database keeps them."""
    given = {"principal": PRINCIPAL} | {
        name: value.isoformat() if isinstance(value, date) and database.is_sqlite else value
        for name, value in values.items()
    }
    async with database.reading() as connection:
        return [tuple(row) for row in await connection.execute(text(query), given)]


def day_of(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


async def open_on(database: Database, day: date, currency: str) -> list[tuple[str, str, int, Decimal]]:
    """Customer, invoice, days past due and open amount of every open due date."""
    rows = await rows_of(database, OPEN_ITEMS, day=day)
    return [
        (ref, number, (day - day_of(due_on)).days, Decimal(int(amount)) / 100)
        for ref, number, due_on, unit, amount in rows
        if unit == currency
    ]


def total(items: list[tuple[str, str, int, Decimal]], least: int = -9_999, most: int = 9_999) -> Decimal:
    return sum((amount for _, _, late, amount in items if least <= late <= most), Decimal(0))


def tenth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


async def rates(database: Database, day: date, currency: str) -> tuple[Decimal, Decimal]:
    """DSO and CEI over the 90 days up to the day."""
    since = day - timedelta(days=90)
    closing, opening = await open_on(database, day, currency), await open_on(database, since, currency)
    sales = Decimal(int((await rows_of(database, SALES, currency=currency, since=since, day=day))[0][0])) / 100
    collectable = total(opening) + sales - total(closing, most=0)
    cei = (total(opening) + sales - total(closing)) / collectable * 100
    return tenth(total(closing) / sales * 90), tenth(cei)


async def test_receivables(filled: Database) -> None:
    shown = await dashboard_for(QUERY, ports_of(filled))
    assert [one.currency for one in shown.receivables] == ["EUR", "GBP"]
    buckets = {"current": (-9_999, 0), "1-30": (1, 30), "31-60": (31, 60), "61-90": (61, 90), ">90": (91, 9_999)}
    for one in shown.receivables:
        now = await open_on(filled, PERIOD.last, one.currency)
        before = await open_on(filled, PERIOD.before.last, one.currency)
        assert (one.outstanding.now, one.outstanding.before) == (total(now), total(before))
        assert (one.overdue.now, one.overdue.before) == (total(now, 1), total(before, 1))
        late = [{ref for ref, _, days, _ in items if days > 0} for items in (now, before)]
        assert (one.overdue_customers.now, one.overdue_customers.before) == (len(late[0]), len(late[1]))
        for part in one.ageing:
            least, most = buckets[part.bucket]
            mine = [item for item in now if least <= item[2] <= most]
            assert (part.amount.now, part.amount.before) == (total(mine), total(before, least, most))
            assert (part.customers, part.due_dates) == (len({item[0] for item in mine}), len(mine))
            assert one.currency == "GBP" or total(mine) > 0
        assert (one.dso.days, one.cei.percent) == await rates(filled, PERIOD.last, one.currency)
        assert (one.dso_before.days, one.cei_before.percent) == await rates(filled, PERIOD.before.last, one.currency)


async def test_each_month_of_the_series(filled: Database) -> None:
    shown = (await dashboard_for(QUERY, ports_of(filled))).receivables[0]
    ends = [month.on for month in shown.months]
    assert (ends[0], ends[-2], ends[-1], len(ends)) == (date(2025, 12, 31), date(2026, 10, 31), TODAY, 12)
    for month in shown.months:
        assert month.outstanding == total(await open_on(filled, month.on, "EUR"))
        assert (month.dso.days, month.cei.percent) == await rates(filled, month.on, "EUR")


async def test_promises_and_plans(filled: Database) -> None:
    """A recorded outcome stands; else what came in time decides. A customer of this test promises once."""
    shown = await dashboard_for(QUERY, ports_of(filled))
    until = f"DATE(p.due_on, '+{GRACE} days')" if filled.is_sqlite else f"p.due_on + {GRACE}"
    query = PROMISES.format(until=until)
    for one in shown.promises:
        for span, kept in ((PERIOD, one.now), (PERIOD.before, one.before)):
            rows = await rows_of(
                filled,
                query,
                currency=one.currency,
                first=span.first,
                to=span.last,
                last=PERIOD.last,
                limit=PERIOD.last - timedelta(days=GRACE),
            )
            outcomes = [(Decimal(amount) / 100, outcome) for amount, outcome in rows]
            assert (kept.due if kept else 0) == len(outcomes)
            if kept:
                mine = [amount for amount, outcome in outcomes if outcome == "kept"]
                assert (kept.kept, kept.amount_kept) == (len(mine), sum(mine, Decimal(0)))
                assert kept.amount_due == sum(amount for amount, _ in outcomes)
    assert shown.promises[0].now and 0 < shown.promises[0].now.kept < shown.promises[0].now.due
    for name, state in (("running", "running"), ("kept", "completed"), ("missed", "broken")):
        counts = getattr(shown.plans, name)
        for last, count in ((PERIOD.last, counts.now), (PERIOD.before.last, counts.before)):
            rows = await rows_of(
                filled,
                "SELECT COUNT(*) FROM plans WHERE principal = :principal AND state = :state AND agreed_on <= :last "
                "AND agreed_on > :since",
                state=state,
                last=last,
                since=last - timedelta(days=365),
            )
            assert count == rows[0][0] > 0


async def test_calls_cards_and_after_call(filled: Database) -> None:
    shown = await dashboard_for(QUERY, ports_of(filled))
    for span, sums, after in (
        (PERIOD, shown.calls, shown.after_call),
        (PERIOD.before, shown.calls_before, shown.after_call_before),
    ):
        where = "FROM call_facts WHERE principal = :principal AND day >= :first AND day <= :last"
        names = "cards_shown", "cards_used", "cards_edited", "cards_dismissed"
        query = f"SELECT COUNT(*), {', '.join(f'SUM({name})' for name in names)} {where}"
        (row,) = await rows_of(filled, query, first=span.first, last=span.last)
        assert row == (sums.calls, *(getattr(sums, name) for name in names))
        assert sums.calls > 200
        (broken,) = await rows_of(filled, f"SELECT COUNT(*) {where} AND NOT complete", first=span.first, last=span.last)
        assert broken == (sums.incomplete,)
        query = f"SELECT after_call_seconds, edit_rate {where} AND edit_rate IS NOT NULL ORDER BY after_call_seconds"
        found = await rows_of(filled, query, first=span.first, last=span.last)
        minutes = [seconds / 60 for seconds, _ in found]
        assert after.notes == len(found)
        assert after.median_minutes == round(minutes[-(-len(found) // 2) - 1], 1)
        assert after.p90_minutes == round(minutes[-(-len(found) * 9 // 10) - 1], 1)
        assert after.edit_rate == pytest.approx(sum(rate for _, rate in found) / len(found), abs=5e-5)
        assert after.untouched == pytest.approx(sum(not rate for _, rate in found) / len(found), abs=5e-5)


async def test_teams(filled: Database) -> None:
    """Teams of few calls or operators and people without a team share a line; money after 30 days doesn't count."""
    shown = (await dashboard_for(QUERY, ports_of(filled))).teams
    until = "DATE(c.day, '+30 days')" if filled.is_sqlite else "c.day + 30"
    least = "MIN" if filled.is_sqlite else "LEAST"
    named = [line.team for line in shown.lines if line.team]
    assert "Nord" in named and "Estero" not in named
    others = ", ".join(f"'{team}'" for team in named)
    for line in shown.lines:
        teams = "c.team = :team" if line.team else f"c.team NOT IN ({others})"
        query = f"""
            SELECT COUNT(*), COUNT(DISTINCT c.customer), SUM(c.overdue), SUM({least}(c.overdue, COALESCE((
                SELECT SUM(p.amount) FROM payments p WHERE p.principal || '/' || p.ref = c.customer
                AND p.currency = c.currency AND p.paid_on > c.day AND p.paid_on <= {until}), 0))),
                AVG(c.level_courtesy), AVG(c.level_empathy)
            FROM call_facts c WHERE c.principal = :principal AND c.overdue > 0 AND c.currency = 'EUR'
            AND c.day >= :first AND c.day <= :last AND {teams}"""  # noqa: S608  (the teams are this test's own)
        given = {"team": line.team} if line.team else {}
        last = TODAY - timedelta(days=30)
        ((calls, customers, overdue, collected, courtesy, empathy),) = await rows_of(
            filled, query, first=PERIOD.first, last=last, **given
        )
        assert (line.calls, line.customers) == (calls, customers)
        assert (line.overdue, line.collected) == (Decimal(int(overdue)) / 100, Decimal(int(collected)) / 100)
        assert line.courtesy == pytest.approx(float(courtesy), abs=0.0051)
        assert line.empathy == pytest.approx(float(empathy), abs=0.0051)
        assert 0 < line.low < line.share < line.high < 1
    assert [line.team for line in shown.lines][-1] == ""
    recent = "SELECT COUNT(*) FROM call_facts WHERE principal = :principal AND overdue > 0 AND day > :day"
    assert shown.too_recent == (await rows_of(filled, recent, day=TODAY - timedelta(days=30)))[0][0]


async def test_themes(filled: Database) -> None:
    shown = (await dashboard_for(QUERY, ports_of(filled))).themes
    assert [line.name for line in shown] == ["Porte bloccate", "Fatture in ritardo"]
    query = (
        "SELECT COUNT(DISTINCT v.origin) FROM voices v JOIN theme_voices t ON t.voice = v.id "
        "WHERE v.principal = :principal AND t.theme = :theme AND v.day >= :first AND v.day <= :last"
    )
    for line in shown:
        for span, count in ((PERIOD, line.heard.now), (PERIOD.before, line.heard.before)):
            rows = await rows_of(filled, query, theme=line.id, first=span.first, last=span.last)
            assert count == rows[0][0] > 0


async def test_what_a_list_holds_is_what_was_counted(filled: Database) -> None:
    ports = ports_of(filled)
    shown = await dashboard_for(QUERY, ports)
    one = shown.receivables[0]

    async def listed(**wanted: Any) -> tuple[int, Decimal]:
        """How many rows there are, and the sum of their first amount."""
        rows, count, amount = 0, 1, Decimal(0)
        while rows < count:
            found = await list_for(QUERY, ListFilter(offset=rows, limit=200, currency=one.currency, **wanted), ports)
            count = found.total
            rows += len(found.table.rows)
            cells = [
                next((cell.money for cell in row if cell.money is not None), Decimal(0)) for row in found.table.rows
            ]
            amount += sum(cells, Decimal(0))
            if not found.table.rows:
                break
        assert rows == count
        return count, amount

    for part in one.ageing:
        assert await listed(what="invoices", bucket=part.bucket) == (part.due_dates, part.amount.now)
        assert await listed(what="customers", bucket=part.bucket) == (part.customers, part.amount.now)
    assert await listed(what="customers", state="overdue") == (one.overdue_customers.now, one.overdue.now)
    promises = next(found for found in shown.promises if found.currency == one.currency)
    assert promises.now
    assert await listed(what="promises", state="due") == (promises.now.due, promises.now.amount_due)
    assert await listed(what="promises", state="kept") == (promises.now.kept, promises.now.amount_kept)
    assert (await listed(what="promises", state="open"))[0] == promises.waiting
    assert (await listed(what="promises", state="broken"))[0] == promises.now.due - promises.now.kept
    risk = next(found for found in shown.risk if found.currency == one.currency)
    assert await listed(what="risk") == (risk.customers.now, risk.clv.now)
    plans = [await list_for(QUERY, ListFilter(what="plans", state=state), ports) for state in ("running", "completed")]
    assert [found.total for found in plans] == [shown.plans.running.now, shown.plans.kept.now]


async def test_a_change_of_any_record_shows_at_once(filled: Database) -> None:
    """Also one that leaves counts and sums of the table as they were: a payment that moves to another customer."""
    ports = ports_of(filled)
    first = await dashboard_for(QUERY, ports)
    changes = (
        "UPDATE payments SET amount = amount - 100 WHERE ref = 'C00011'",
        "UPDATE payments SET ref = 'C00007' WHERE id = (SELECT id FROM payments WHERE ref = 'C00012' LIMIT 1)",
        "UPDATE dues SET due_on = '2026-11-01' WHERE number = 'C00014-0'",
        "UPDATE invoices SET currency = 'GBP' WHERE number = 'C00014-0'",
        "DELETE FROM promises WHERE id = 'mC00003' OR id = 'mC00004' OR id = 'mC00005' OR id = 'mC00006'",
        "UPDATE plans SET state = 'broken' WHERE state = 'running'",
        "DELETE FROM customers WHERE ref = 'C00021'",
    )
    seen = [first]
    for change in changes:
        async with filled.writing() as connection:
            assert (await connection.execute(text(change))).rowcount, change
        now, afresh = await dashboard_for(QUERY, ports), await dashboard_for(QUERY, ports_of(filled))
        assert now == afresh, change
        assert now != seen[-1], change
        seen.append(now)


async def test_unchanged_records_are_read_once(filled: Database) -> None:
    ports = ports_of(filled)
    read: list[int] = []
    files = ports.store.files

    async def counted(principal: str, refs: Any = None) -> Any:
        found = await files(principal, refs)
        read.append(len(found))
        return found

    ports.store.files = counted  # type: ignore[method-assign]
    shown: list[Dashboard] = [await dashboard_for(QUERY, ports) for _ in range(3)]
    assert shown[0] == shown[1] == shown[2]
    async with filled.writing() as connection:
        await connection.execute(text("UPDATE payments SET amount = amount + 1 WHERE ref = 'C00012'"))
    await dashboard_for(QUERY, ports)
    assert read == [156, 1]


async def test_another_principal_and_an_empty_one_show_nothing_of_this_one(filled: Database) -> None:
    other = await dashboard_for(DashboardQuery("brackwater", PERIOD, "en"), ports_of(filled))
    assert {one.currency for one in other.receivables} == {"EUR"}
    assert other.calls.calls == 0 and other.teams.lines == ()
    refs = await rows_of(filled, "SELECT COUNT(*) FROM customers WHERE principal = 'brackwater'")
    found = await list_for(DashboardQuery("brackwater", PERIOD, "en"), ListFilter(what="customers"), ports_of(filled))
    assert 0 < found.total <= refs[0][0] == 4
