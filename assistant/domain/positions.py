"""What a customer owed on any day, as changes by day: the sums behind ageing, DSO and CEI.

The rules are the ledger's: a payment that names an invoice settles its due dates, the oldest first; payments on account
and credit notes then settle the oldest due dates of the currency. `settle` answers for one day and says which payment
settled what. Here only sums are needed, so a customer's records are gone through once; changes of many customers add
up, and what held on a day is the sum of the changes up to it.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Literal, NamedTuple

from assistant.domain.ledger import BUCKETS, Bucket
from assistant.domain.records import CustomerFile, Invoice

_ZERO, _ONE = Decimal(0), Decimal(1)


class Measure(NamedTuple):
    """What is added up in a currency: `open` amounts, `due_dates` and `customers` of an ageing bucket, or without one
    `customers` with anything overdue and `sales` (invoices less credit notes) issued so far."""

    currency: str
    what: Literal["open", "due_dates", "customers", "sales"]
    bucket: Bucket | None = None


Changes = Mapping[Measure, Mapping[date, Decimal]]
"""By how much each measure changes on a day."""
_Growing = defaultdict[Measure, dict[date, Decimal]]


@dataclass(frozen=True)
class _Series:
    """The days of changes, the first first, and what holds from each of them on."""

    days: list[date]
    sums: list[Decimal]

    def until(self, day: date) -> Decimal:
        place = bisect_right(self.days, day)
        return self.sums[place - 1] if place else _ZERO

    def reached(self, amount: Decimal) -> date | None:
        """The day on which sums that only grow came to the amount."""
        place = bisect_left(self.sums, amount)
        return self.days[place] if place < len(self.sums) else None


class Totals:
    """What the changes of many customers add up to at the end of any day."""

    def __init__(self, customers: Iterable[Changes]) -> None:
        found: dict[Measure, dict[date, Decimal]] = {}
        for changes in customers:
            for measure, by_day in changes.items():
                mine = found.setdefault(measure, {})
                for day, change in by_day.items():
                    mine[day] = mine.get(day, _ZERO) + change
        self._series = {measure: _series(by_day) for measure, by_day in found.items()}
        self.currencies = sorted({measure.currency for measure in found})

    def on(self, day: date, measure: Measure) -> Decimal:
        series = self._series.get(measure)
        return series.until(day) if series else _ZERO

    def outstanding(self, day: date, currency: str) -> Decimal:
        return sum((self.on(day, Measure(currency, "open", bucket)) for bucket in BUCKETS), _ZERO)

    def sales(self, day: date, currency: str, window: int) -> Decimal:
        """Of the `window` days up to the day."""
        issued = Measure(currency, "sales")
        return self.on(day, issued) - self.on(day - timedelta(days=window), issued)


def _series(by_day: Mapping[date, Decimal]) -> _Series:
    days = sorted(by_day)
    return _Series(days, list(accumulate(by_day[day] for day in days)))


def changes_of(file: CustomerFile) -> Changes:
    """The customer's changes; a currency without invoices has none."""
    found: _Growing = defaultdict(dict)
    for invoice in file.invoices:
        amount = invoice.total if invoice.kind == "invoice" else -invoice.total
        _add(found[Measure(invoice.currency, "sales")], invoice.issued_on, amount)
    # Between these days nothing changes but the age of what is open.
    days = sorted({one.issued_on for one in file.invoices} | {one.paid_on for one in file.payments})
    for currency, place, due_on, amount in _open_amounts(file, days):
        until = days[place + 1] if place + 1 < len(days) else date.max
        for bucket, first, end in _ages(due_on, days[place], until):
            for measure, change in (
                (Measure(currency, "open", bucket), amount),
                (Measure(currency, "due_dates", bucket), _ONE),
            ):
                _add(found[measure], first, change)
                _add(found[measure], end, -change)
    _count_customer(found)
    return found


def _add(by_day: dict[date, Decimal], day: date, change: Decimal) -> None:
    by_day[day] = by_day.get(day, _ZERO) + change


_STARTS: tuple[tuple[Bucket, int | None], ...] = ((BUCKETS[0], None), *zip(BUCKETS[1:], (1, 31, 61, 91), strict=True))
"""The first day past due of each bucket."""


def _ages(due_on: date, since: date, until: date) -> Iterator[tuple[Bucket, date, date]]:
    """The buckets of a due date from one day up to another, which isn't counted."""
    for place, (bucket, start) in enumerate(_STARTS):
        first = since if start is None else max(since, due_on + timedelta(days=start))
        following = _STARTS[place + 1][1] if place + 1 < len(_STARTS) else None
        end = until if following is None else min(until, due_on + timedelta(days=following))
        if first < end:
            yield bucket, first, end


def _count_customer(found: _Growing) -> None:
    """The customer counts where there is any due date: in each bucket, and once in all that are past due."""
    counted = {measure: by_day for measure, by_day in found.items() if measure.what == "due_dates"}
    late: dict[str, dict[date, Decimal]] = defaultdict(dict)
    for (currency, _, bucket), by_day in counted.items():
        found[Measure(currency, "customers", bucket)] = _presence(by_day)
        if bucket != "current":
            for day, change in by_day.items():
                _add(late[currency], day, change)
    for currency, by_day in late.items():
        found[Measure(currency, "customers")] = _presence(by_day)


def _presence(by_day: Mapping[date, Decimal]) -> dict[date, Decimal]:
    """One more on the day on which the count leaves zero, one less on that on which it is zero again."""
    found, was = {}, False
    series = _series(by_day)
    for day, count in zip(series.days, series.sums, strict=True):
        if (count > 0) != was:
            was = not was
            found[day] = _ONE if was else -_ONE
    return found


def _open_amounts(file: CustomerFile, days: Sequence[date]) -> Iterator[tuple[str, int, date, Decimal]]:
    """Currency, place of the day, due date and what was open of it on that day; the days are in order."""
    rests: dict[tuple[str, int], list[tuple[date, Decimal]]] = defaultdict(list)
    named = _named(file)
    for invoice in sorted(file.invoices, key=lambda one: (one.issued_on, one.number)):
        if invoice.kind == "invoice":
            for place, due_on, rest in _rests(invoice, named.get((invoice.number, invoice.currency)), days):
                rests[invoice.currency, place].append((due_on, rest))
    pools = _pools(file, days)
    for (currency, place), items in rests.items():
        pool = pools[currency][place] if currency in pools else _ZERO
        # The ledger's order: invoices come here by issue day and number, and sorting leaves those of one day in place.
        for due_on, rest in sorted(items, key=lambda item: item[0]):
            taken = min(pool, rest)
            pool -= taken
            if rest > taken:
                yield currency, place, due_on, rest - taken


def _named(file: CustomerFile) -> dict[tuple[str, str], _Series]:
    """The payments that name an invoice, the first first, each with the sum up to it."""
    by_key: dict[tuple[str, str], _Series] = {}
    for payment in sorted(file.payments, key=lambda one: one.paid_on):
        if payment.invoice_number:
            kept = by_key.setdefault((payment.invoice_number, payment.currency), _Series([], []))
            kept.days.append(payment.paid_on)
            kept.sums.append((kept.sums[-1] if kept.sums else _ZERO) + payment.amount)
    return by_key


def _rests(invoice: Invoice, named: _Series | None, days: Sequence[date]) -> Iterator[tuple[int, date, Decimal]]:
    """Place of the day, due date, and what the payments that name the invoice left open of it on that day."""
    first, high = bisect_left(days, invoice.issued_on), _ZERO
    for due in sorted(invoice.dues, key=lambda due: due.due_on):
        high += due.amount
        paid_off = named.reached(high) if named else None
        last = bisect_left(days, paid_off) if paid_off else len(days)
        for place in range(first, last):
            rest = high - named.until(days[place]) if named else due.amount
            yield place, due.due_on, min(rest, due.amount)


def _pools(file: CustomerFile, days: Sequence[date]) -> dict[str, list[Decimal]]:
    """Money on account and credit notes known on each day, by currency."""
    issued = {(one.number, one.currency): one.issued_on for one in file.invoices if one.kind == "invoice"}
    changes: dict[str, list[Decimal]] = defaultdict(lambda: [_ZERO] * (len(days) + 1))

    def hold(currency: str, amount: Decimal, since: date, until: date | None = None) -> None:
        changes[currency][bisect_left(days, since)] += amount
        if until:
            changes[currency][bisect_left(days, until)] -= amount

    for payment in file.payments:
        # A payment that came before its invoice is on account until the invoice is issued.
        known_on = issued.get((payment.invoice_number, payment.currency))
        if known_on is None or known_on > payment.paid_on:
            hold(payment.currency, payment.amount, payment.paid_on, known_on)
    for note in file.invoices:
        if note.kind == "credit_note":
            hold(note.currency, note.total, note.issued_on)
    return {currency: list(accumulate(found)) for currency, found in changes.items()}
