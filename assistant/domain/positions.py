"""What was open on many days at once, in one pass over a customer's records: the series behind DSO and CEI.

The rules are the ledger's: a payment that names an invoice settles its due dates, the oldest first; payments on account
and credit notes then settle the oldest due dates of the currency. `settle` answers for one day and says which payment
settled what; here only sums are needed, so a due date is looked at on the days on which it was open and no other.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from operator import add

from assistant.domain.records import CustomerFile, Invoice

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Trail:
    """Sums in one currency at the end of each day asked for: what was open, what of it was not yet due, and the sales.

    `sales` are invoices less credit notes issued in the `window` days up to the day.
    """

    outstanding: list[Decimal]
    current: list[Decimal]
    sales: list[Decimal]

    @classmethod
    def empty(cls, days: int) -> "Trail":
        return cls([_ZERO] * days, [_ZERO] * days, [_ZERO] * days)

    def add(self, other: "Trail") -> None:
        """Add another trail over the same days to this one."""
        for mine, theirs in (
            (self.outstanding, other.outstanding),
            (self.current, other.current),
            (self.sales, other.sales),
        ):
            mine[:] = map(add, mine, theirs)


@dataclass(frozen=True)
class _Named:
    """The payments that name an invoice, the first first, each with the sum up to it."""

    days: list[date]
    sums: list[Decimal]

    def until(self, day: date) -> Decimal:
        place = bisect_right(self.days, day)
        return self.sums[place - 1] if place else _ZERO

    def reached(self, amount: Decimal) -> date | None:
        """The day on which the payments came to the amount."""
        place = bisect_left(self.sums, amount)
        return self.days[place] if place < len(self.sums) else None


def trails(file: CustomerFile, days: Sequence[date], window: int) -> dict[str, Trail]:
    """The customer's sums on each of the days, which are in order; a currency that has nothing isn't there."""
    found: dict[str, Trail] = {}
    rests: dict[tuple[str, int], list[tuple[date, Decimal]]] = defaultdict(list)
    named = _named(file)
    for invoice in sorted(file.invoices, key=lambda one: (one.issued_on, one.number)):
        trail = found.setdefault(invoice.currency, Trail.empty(len(days)))
        _add_sales(trail, invoice, days, window)
        if invoice.kind == "invoice":
            for place, due_on, rest in _open(invoice, named.get((invoice.number, invoice.currency)), days):
                rests[invoice.currency, place].append((due_on, rest))
    pools = _pools(file, days)
    for (currency, place), items in rests.items():
        pool = pools[currency][place] if currency in pools else _ZERO
        # Due dates of one day may come in any order here: they are all settled before those of a later day.
        for due_on, rest in sorted(items, key=lambda item: item[0]):
            taken = min(pool, rest)
            pool -= taken
            found[currency].outstanding[place] += rest - taken
            if due_on >= days[place]:
                found[currency].current[place] += rest - taken
    return found


def _named(file: CustomerFile) -> dict[tuple[str, str], _Named]:
    by_key: dict[tuple[str, str], _Named] = {}
    for payment in sorted(file.payments, key=lambda one: one.paid_on):
        if payment.invoice_number:
            kept = by_key.setdefault((payment.invoice_number, payment.currency), _Named([], []))
            kept.days.append(payment.paid_on)
            kept.sums.append((kept.sums[-1] if kept.sums else _ZERO) + payment.amount)
    return by_key


def _open(invoice: Invoice, named: _Named | None, days: Sequence[date]) -> Iterator[tuple[int, date, Decimal]]:
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


def _add_sales(trail: Trail, invoice: Invoice, days: Sequence[date], window: int) -> None:
    amount = invoice.total if invoice.kind == "invoice" else -invoice.total
    first = bisect_left(days, invoice.issued_on)
    last = bisect_left(days, invoice.issued_on + timedelta(days=window))
    for place in range(first, last):
        trail.sales[place] += amount
