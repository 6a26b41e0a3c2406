"""The customers' figures of a principal and period, kept while the records stay as they are.

Before each use the database says which customers' records have changed, by a fingerprint of the records themselves;
only those are computed anew. So a payment shows at once, whoever wrote it, and nothing has to be told of it.
"""

import asyncio
import gc
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from assistant.domain.book import CustomerFigures, customer_figures, plan_counts, promises, receivables
from assistant.domain.dashboard import CallSums, CurrencyPromises, CurrencyReceivables, Period, PlanCounts
from assistant.domain.dashboard_teams import OverdueCall
from assistant.domain.past import CustomerPast
from assistant.domain.policy import Policy
from assistant.domain.positions import Totals
from assistant.domain.records import CustomerFile
from assistant.domain.themes import Theme
from assistant.services.ports import Library

_KEPT_BOOKS = 8
KEPT_SHELVES = 6
"""Principals whose records are in memory."""
_AT_A_TIME = 10
"""Customers worked out before others have their turn."""
_MANY = 200
"""From so many customers on, their records are kept out of the collection of garbage."""
K = TypeVar("K")
V = TypeVar("V")


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
class _Shelf:
    """The records of a principal's customers, as they are known by their fingerprints, and what they add up to."""

    mark: bytes = b""
    grace_days: int = -1
    pasts: dict[str, tuple[bytes, CustomerPast]] = field(default_factory=dict)
    totals: Totals = field(default_factory=lambda: Totals(()))
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass
class _Kept:
    """A book, what it was made of, and the figures of each customer beside the records that they come from."""

    book: Book | None = None
    mark: bytes = b""
    figures: dict[str, tuple[CustomerPast, CustomerFigures]] = field(default_factory=dict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Books:
    """The books of this process; the least recently used one goes when there are too many."""

    def __init__(self, store: DashboardStore, library: Library) -> None:
        self._store, self._library = store, library
        self._shelves: OrderedDict[str, _Shelf] = OrderedDict()
        self._kept: OrderedDict[tuple[str, Period], _Kept] = OrderedDict()

    async def of(self, principal: str, period: Period) -> Book:
        """The book as the records stand now; raises `NotFound` for a principal without a policy."""
        policy = self._library.policy(principal)
        kept = _latest(self._kept, (principal, period), _Kept, _KEPT_BOOKS)
        async with kept.turn:  # who comes while it is made waits for it instead of making it as well
            shelf = await self._shelf(principal, policy.promise_grace_days)
            if kept.book is None or kept.book.policy != policy:
                kept.figures, kept.book = {}, None
            if kept.book is None or kept.mark != shelf.mark:
                pasts = [past for _, past in shelf.pasts.values()]
                mark, totals = shelf.mark, shelf.totals
                kept.book = await asyncio.to_thread(_remade, kept, pasts, totals, policy, period)
                kept.mark = mark
            return kept.book

    async def work_out(self, principal: str) -> None:
        """Have all days of the customers in memory ready; a few at a time, for others have questions meanwhile."""
        shelf = self._shelves.get(principal)
        pasts = [past for _, past in shelf.pasts.values() if not past.is_worked_out] if shelf else []
        for place in range(0, len(pasts), _AT_A_TIME):
            await asyncio.to_thread(_work_out, pasts[place : place + _AT_A_TIME])
        if len(pasts) >= _MANY:
            await asyncio.to_thread(_settle_down)

    async def _shelf(self, principal: str, grace_days: int) -> _Shelf:
        """The principal's records as they are now; those alone are read that have changed."""
        shelf = _latest(self._shelves, principal, _Shelf, KEPT_SHELVES)
        async with shelf.turn:
            mark = await self._store.mark(principal)
            if grace_days != shelf.grace_days:
                files = [(known, past.file) for known, past in shelf.pasts.values()]
                shelf.pasts = await asyncio.to_thread(_pasts, files, grace_days)
                shelf.grace_days = grace_days
            if mark != shelf.mark:
                prints = await self._store.fingerprints(principal)
                known = {ref: one for ref, one in shelf.pasts.items() if one[0] == prints.get(ref)}
                changed = prints.keys() - known.keys()
                if changed:
                    read = await self._store.files(principal, None if len(changed) == len(prints) else changed)
                    files = [(prints[one.customer.ref], one) for one in read if one.customer.ref in prints]
                    known |= await asyncio.to_thread(_pasts, files, grace_days)
                    if len(changed) == len(prints) >= _MANY:
                        await asyncio.to_thread(_settle_down)
                # The mark is older than what was read: a change in between is found the next time.
                shelf.totals = await asyncio.to_thread(Totals, [past.changes for _, past in known.values()])
                shelf.pasts, shelf.mark = known, mark
            return shelf


def _work_out(pasts: Sequence[CustomerPast]) -> None:
    for past in pasts:
        past.work_out()


def _settle_down() -> None:
    """Leave what is in memory now out of the full collections of garbage to come.

    The records of a principal are hundreds of thousands of objects without garbage among them; looking through them
    takes longer than an answer may. They still go as soon as nothing refers to them.
    """
    gc.collect()
    gc.freeze()


def _pasts(files: Sequence[tuple[bytes, CustomerFile]], grace_days: int) -> dict[str, tuple[bytes, CustomerPast]]:
    return {file.customer.ref: (known, CustomerPast(file, grace_days)) for known, file in files}


def _latest(kept: OrderedDict[K, V], key: K, new: Callable[[], V], most: int) -> V:
    """What is kept under the key, or a new one; the least recently used goes when there are too many."""
    found = kept.pop(key, None) or new()
    kept[key] = found
    while len(kept) > most:
        kept.popitem(last=False)
    return found


def _remade(kept: _Kept, pasts: Sequence[CustomerPast], totals: Totals, policy: Policy, period: Period) -> Book:
    """The book of these customers; figures that are known of the same records stay."""
    figures = {}
    for past in pasts:
        ref = past.file.customer.ref
        known = kept.figures.get(ref)
        made = known[1] if known and known[0] is past else customer_figures(past, policy, period)
        figures[ref] = (past, made)
    kept.figures = figures
    ordered = tuple(sorted((made for _, made in figures.values()), key=lambda one: (one.name, one.customer)))
    return Book(
        period=period,
        policy=policy,
        customers=ordered,
        receivables=receivables(totals, period),
        promises=promises(ordered, period),
        plans=plan_counts(ordered, period),
    )
