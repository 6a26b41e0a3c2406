"""The manager's dashboard: gathers what the database and the customers' books say of a principal and a period."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Literal

from pydantic import ValidationError

from assistant.domain.dashboard import AfterCall, CallSums, Counts, Dashboard, Period, ThemeLine
from assistant.domain.dashboard_risk import at_risk
from assistant.domain.dashboard_teams import Interval, percentile, teams
from assistant.domain.errors import InvalidInput, NotFound
from assistant.domain.money import Language
from assistant.domain.policy import FalseAlarms
from assistant.domain.records import Principal
from assistant.domain.report import Chart, Report
from assistant.domain.users import User
from assistant.services.access import SUPERVISORS, refusals_logged, require_role
from assistant.services.dashboard_books import Book, Books, DashboardStore
from assistant.services.ports import Audit, Clock, Library

DEFAULT_DAYS = 90
Width = Literal["narrow", "wide"]
"""Of a chart: for a phone, or for a column of a page."""
Draw = Callable[[Chart, Width, Language], str]
"""A chart as SVG, without style or script."""
WriteSheets = Callable[[Report, Sequence[str]], bytes]
"""A report as a spreadsheet; the texts head the columns of a figure, its value now and before, and the difference."""
_SECONDS = 60


@dataclass(frozen=True)
class DashboardPorts:
    store: DashboardStore
    books: Books
    library: Library
    audit: Audit
    clock: Clock
    draw: Draw
    interval: Interval
    write_sheets: WriteSheets


@dataclass(frozen=True)
class DashboardQuery:
    principal: str
    period: Period
    language: Language


@dataclass(frozen=True)
class DashboardWish:
    """What a person asks for: empty, the first principal that is theirs, the last 90 days, their language.

    `what` tells the audit whether it was the page or something else.
    """

    principal: str = ""
    first: date | None = None
    last: date | None = None
    language: Language | None = None
    what: str = "page"


def principals_for(user: User, library: Library) -> list[Principal]:
    """Those that the person may choose from."""
    return [one for one in library.principals() if user.may_see(one.id)]


async def allowed_query(user: User, wish: DashboardWish, ports: DashboardPorts) -> DashboardQuery:
    """What is to be shown; reading and refusals are recorded. Raises `Forbidden`, `NotFound` or `InvalidInput`."""
    now = ports.clock.now()
    async with refusals_logged(user, "dashboard.refused", wish.principal or "*", ports):
        require_role(user, SUPERVISORS, "The dashboard is for supervisors.", wish.principal)
    mine = principals_for(user, ports.library)
    if not mine:
        raise NotFound("No principal is yours; ask an administrator for one.", where=user.username)
    principal = ports.library.principal(wish.principal or mine[0].id).id
    period = period_of(wish.first, wish.last, now.date())
    detail = f"{wish.what} {period.first}..{period.last}"
    await ports.audit.record(user.username, "dashboard.read", principal, now, detail)
    return DashboardQuery(principal, period, wish.language or user.language)


def period_of(first: date | None, last: date | None, today: date) -> Period:
    """The days asked for; by default the last 90. Raises `InvalidInput`; days that are still to come are cut off."""
    last = min(last or today, today)
    try:
        return Period(first=first or last - timedelta(days=DEFAULT_DAYS - 1), last=last)
    except ValidationError as problem:
        reason = str(problem.errors()[0]["msg"]).removeprefix("Value error, ")
        raise InvalidInput(f"The period can't be shown: {reason}.", where="from") from problem


async def dashboard_for(query: DashboardQuery, ports: DashboardPorts) -> Dashboard:
    """All figures; raises `NotFound` for an unknown principal."""
    principal, period, store = query.principal, query.period, ports.store
    name = ports.library.principal(principal).name
    today = ports.clock.now().date()
    # Readings of the database don't wait for one another.
    book, now, before, overdue, themes = await asyncio.gather(
        ports.books.of(principal, period),
        _of_calls(principal, period, store),
        _of_calls(principal, period.before, store),
        store.overdue_calls(principal, period),
        _themes(query, store),
    )
    currency = book.receivables[0].currency if book.receivables else ports.library.principal(principal).currency
    return Dashboard(
        principal=principal,
        name=name,
        period=period,
        before=period.before,
        today=today,
        receivables=book.receivables,
        promises=book.promises,
        plans=book.plans,
        teams=await asyncio.to_thread(teams, overdue, currency, today, ports.interval),
        calls=now[0],
        calls_before=before[0],
        after_call=now[1],
        after_call_before=before[1],
        themes=themes,
        risk=at_risk(book.customers, period, _budget(book), query.language),
    )


def _budget(book: Book) -> FalseAlarms:
    return book.policy.early_warning.false_alarms_per_100_customers_a_year


async def _of_calls(principal: str, period: Period, store: DashboardStore) -> tuple[CallSums, AfterCall]:
    return await store.call_sums(principal, period), _after(await store.after_calls(principal, period))


def _after(rows: Sequence[tuple[int | None, float | None]]) -> AfterCall:
    minutes = [seconds / _SECONDS for seconds, _ in rows if seconds is not None]
    rates = [rate for _, rate in rows if rate is not None]
    median, p90 = (percentile(minutes, share) for share in (0.5, 0.9))
    return AfterCall(
        notes=len(rows),
        median_minutes=None if median is None else round(median, 1),
        p90_minutes=None if p90 is None else round(p90, 1),
        edit_rate=round(fmean(rates), 4) if rates else None,
        untouched=round(sum(rate == 0 for rate in rates) / len(rates), 4) if rates else None,
    )


async def _themes(query: DashboardQuery, store: DashboardStore) -> tuple[ThemeLine, ...]:
    """The most heard first."""
    now, before = [await store.theme_counts(query.principal, one) for one in (query.period, query.period.before)]
    earlier = {theme.id: heard for theme, heard in before}
    lines = [
        ThemeLine(
            id=theme.id, name=theme.name(query.language), heard=Counts(now=heard, before=earlier.get(theme.id, 0))
        )
        for theme, heard in now
    ]
    return tuple(sorted(lines, key=lambda line: (-line.heard.now, line.name, line.id)))
