"""The customers' figures of a principal and period, kept while the records stay as they are.

Before each use the database says which customers' records have changed, by a fingerprint of the records themselves;
only those are computed anew. So a payment shows at once, whoever wrote it, and nothing has to be told of it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.domain.book import CustomerFigures, customer_figures, days_of, plan_counts, promises, receivables
from assistant.domain.dashboard import CallSums, CurrencyPromises, CurrencyReceivables, Period, PlanCounts
from assistant.domain.dashboard_teams import OverdueCall
from assistant.domain.policy import Policy
from assistant.domain.records import CustomerFile
from assistant.domain.themes import Theme
from assistant.services.ports import Library

_KEPT = 12
"""Books in memory; 2,000 customers take about 10 MB each."""


class DashboardStore(Protocol):
    """What the dashboard reads of the database."""

    async def mark(self, principal: str) -> bytes:
        """Another value as soon as any record of the principal that a figure depends on is another."""
        ...

    async def fingerprints(self, principal: str) -> Mapping[str, bytes]:
        """The same of each customer, by reference: it says whose records have changed."""
        ...

    async def files(self, principal: str, refs: Collection[str] | None = None) -> Sequence[CustomerFile]:
        """The customers (None: all) with the records that figures depend on."""
        ...

    async def call_sums(self, principal: str, period: Period) -> CallSums: ...

    async def after_calls(self, principal: str, period: Period) -> Sequence[tuple[int | None, float | None]]:
        """Seconds from hang-up to confirmation and share changed, of each call with a confirmed note."""
        ...

    async def theme_counts(self, principal: str, period: Period) -> Sequence[tuple[Theme, int]]:
        """Themes that customers spoke of, and in how many calls, interviews and complaints."""
        ...

    async def overdue_calls(self, principal: str, period: Period) -> Sequence[OverdueCall]: ...


@dataclass(frozen=True)
class Book:
    """All customers of a principal in a period, and their sums."""

    period: Period
    policy: Policy
    customers: tuple[CustomerFigures, ...]
    """By name."""
    receivables: tuple[CurrencyReceivables, ...]
    promises: tuple[CurrencyPromises, ...]
    plans: PlanCounts


@dataclass
class _Kept:
    book: Book | None = None
    policy: Policy | None = None
    mark: bytes = b""
    figures: dict[str, tuple[bytes, CustomerFigures]] = field(default_factory=dict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Books:
    """The books of this process; the least recently used one goes when there are too many."""

    def __init__(self, store: DashboardStore, library: Library) -> None:
        self._store, self._library = store, library
        self._kept: OrderedDict[tuple[str, Period], _Kept] = OrderedDict()

    async def of(self, principal: str, period: Period) -> Book:
        """The book as the records stand now; raises `NotFound` for a principal without a policy."""
        policy = self._library.policy(principal)
        kept = self._kept.setdefault((principal, period), _Kept())
        self._kept.move_to_end((principal, period))
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        async with kept.turn:  # who comes while it is made waits for it instead of making it as well
            mark = await self._store.mark(principal)
            if kept.policy != policy:
                kept.figures, kept.policy, kept.book = {}, policy, None
            elif kept.book is not None and kept.mark == mark:
                return kept.book
            # The mark is the older one: a change in between is found the next time.
            kept.mark = mark
            prints = await self._store.fingerprints(principal)
            gone = kept.figures.keys() - prints.keys()
            changed = {ref for ref, found in prints.items() if kept.figures.get(ref, (b"",))[0] != found}
            if kept.book is None or gone or changed:
                for ref in gone:
                    del kept.figures[ref]
                files = await self._store.files(principal, None if len(changed) == len(prints) else changed)
                made = await asyncio.to_thread(_figures, files, policy, period)
                kept.figures |= {ref: (prints[ref], figures) for ref, figures in made.items() if ref in prints}
                kept.book = await asyncio.to_thread(_book, [one for _, one in kept.figures.values()], policy, period)
            return kept.book


def _figures(files: Sequence[CustomerFile], policy: Policy, period: Period) -> dict[str, CustomerFigures]:
    days = days_of(period)
    return {file.customer.ref: customer_figures(file, policy, period, days) for file in files}


def _book(figures: Sequence[CustomerFigures], policy: Policy, period: Period) -> Book:
    ordered = tuple(sorted(figures, key=lambda one: (one.name, one.customer)))
    return Book(
        period=period,
        policy=policy,
        customers=ordered,
        receivables=receivables(ordered, period),
        promises=promises(ordered, period),
        plans=plan_counts(ordered, period),
    )
