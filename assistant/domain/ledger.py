"""What is open: payments and credit notes set against due dates, and the ageing of the rest.

It decides which due date a payment settles. What a late amount costs is `interest.py`'s affair.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from assistant.domain.records import CustomerFile

Bucket = Literal["current", "1-30", "31-60", "61-90", ">90"]
BUCKETS: tuple[Bucket, ...] = ("current", "1-30", "31-60", "61-90", ">90")
_ZERO = Decimal(0)


@dataclass(frozen=True)
class Settled:
    """A part that was paid, or taken off by a credit note, and when."""

    on: date
    amount: Decimal
    credit_note: bool = False


@dataclass(frozen=True)
class OpenItem:
    """One due date of an invoice; `amount` is what is still open of `original`."""

    invoice_number: str
    issued_on: date
    due_on: date
    currency: str
    amount: Decimal
    original: Decimal
    disputed: bool = False
    settled: tuple[Settled, ...] = ()

    def days_past_due(self, on: date) -> int:
        """Days since the due date; 0 or less while it isn't past."""
        return (on - self.due_on).days


@dataclass(frozen=True)
class Ledger:
    """Every due date, settled ones included, oldest first; `credit` is money received beyond what was owed."""

    items: tuple[OpenItem, ...]
    credit: dict[str, Decimal]

    @property
    def open(self) -> tuple[OpenItem, ...]:
        return tuple(item for item in self.items if item.amount > 0)


def settle(file: CustomerFile, on: date) -> Ledger:
    """Set payments and credit notes known on the day `on` against due dates, each currency by itself.

    A payment that names an invoice settles its due dates, oldest first, and any excess stays as credit. Payments on
    account (or naming an invoice that isn't known) and credit notes then settle the oldest due dates.
    """
    items = _due_dates(file, on)
    by_number: dict[tuple[str, str], list[_Filling]] = {}
    by_currency: dict[str, list[_Filling]] = {}
    fillings = [_Filling(item) for item in items]
    for filling in fillings:
        item = filling.item
        by_number.setdefault((item.invoice_number, item.currency), []).append(filling)
        by_currency.setdefault(item.currency, []).append(filling)
    credit: dict[str, Decimal] = {}
    on_account: list[tuple[str, Settled]] = []
    for payment in sorted(file.payments, key=lambda p: (p.paid_on, p.id)):
        if payment.paid_on > on:
            continue
        part = Settled(payment.paid_on, payment.amount)
        named = by_number.get((payment.invoice_number, payment.currency))
        if named is None:
            on_account.append((payment.currency, part))
        else:
            _keep(credit, payment.currency, _fill(named, part))
    for note in file.invoices:
        if note.kind == "credit_note" and note.issued_on <= on:
            on_account.append((note.currency, Settled(note.issued_on, note.total, credit_note=True)))
    for currency, part in sorted(on_account, key=lambda pair: pair[1].on):
        _keep(credit, currency, _fill(by_currency.get(currency, ()), part))
    return Ledger(tuple(filling.filled() for filling in fillings), credit)


def _due_dates(file: CustomerFile, on: date) -> list[OpenItem]:
    contested = {dispute.invoice_number for dispute in file.disputes if dispute.state == "open"}
    items = [
        OpenItem(
            invoice_number=invoice.number,
            issued_on=invoice.issued_on,
            due_on=due.due_on,
            currency=invoice.currency,
            amount=due.amount,
            original=due.amount,
            disputed=invoice.disputed or invoice.number in contested,
        )
        for invoice in file.invoices
        if invoice.kind == "invoice" and invoice.issued_on <= on
        for due in invoice.dues
    ]
    return sorted(items, key=lambda item: (item.due_on, item.issued_on, item.invoice_number))


class _Filling:
    """A due date while payments are set against it."""

    def __init__(self, item: OpenItem) -> None:
        self.item, self.left = item, item.amount
        self.settled: list[Settled] = []

    def filled(self) -> OpenItem:
        item = self.item
        if not self.settled:
            return item
        # Written out, for there are many of them: `replace` takes three times as long.
        return OpenItem(
            invoice_number=item.invoice_number,
            issued_on=item.issued_on,
            due_on=item.due_on,
            currency=item.currency,
            amount=self.left,
            original=item.original,
            disputed=item.disputed,
            settled=tuple(self.settled),
        )


def _fill(fillings: Iterable[_Filling], part: Settled) -> Decimal:
    """Settle the oldest of these due dates with one payment; return what is left of it."""
    rest = part.amount
    for filling in fillings:
        if rest <= 0:
            break
        if filling.left > 0:
            used = min(rest, filling.left)
            filling.settled.append(part if used == part.amount else replace(part, amount=used))
            filling.left -= used
            rest -= used
    return rest


def _keep(credit: dict[str, Decimal], currency: str, amount: Decimal) -> None:
    if amount > 0:
        credit[currency] = credit.get(currency, _ZERO) + amount


def open_items(file: CustomerFile, on: date) -> tuple[OpenItem, ...]:
    """What is open on the day `on`, oldest due date first."""
    return settle(file, on).open


def bucket_of(days_past_due: int) -> Bucket:
    if days_past_due <= 0:
        return "current"
    for limit, bucket in ((30, BUCKETS[1]), (60, BUCKETS[2]), (90, BUCKETS[3])):
        if days_past_due <= limit:
            return bucket
    return ">90"


def ageing(items: Sequence[OpenItem], on: date) -> dict[str, dict[Bucket, Decimal]]:
    """Open amounts by currency and days past due; every bucket is there."""
    table: dict[str, dict[Bucket, Decimal]] = {}
    for item in items:
        if item.amount > 0:
            row = table.setdefault(item.currency, dict.fromkeys(BUCKETS, _ZERO))
            row[bucket_of(item.days_past_due(on))] += item.amount
    return table
