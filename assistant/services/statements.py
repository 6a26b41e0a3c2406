"""Imports bank statements: which movements are new, whose they are by the rules, and what a person still decides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.domain.accounts import Book
from assistant.domain.bank import OPEN_STATES, Allocation, BankMovement
from assistant.domain.errors import Conflict, InvalidInput, NotFound
from assistant.domain.matching import Candidate, match, match_all
from assistant.domain.money import amount_text
from assistant.domain.records import Customer, CustomerFile, Invoice, Payment, Record
from assistant.services.import_fields import BadCell, read_amount
from assistant.services.import_report import StatementReport
from assistant.services.ports import RecordKey, RecordKind, RecordSink, StatementLine

Stored = Mapping[RecordKey, Record]
Changes = dict[RecordKind, list[tuple[str, Record]]]


def book_of(customers: Stored, invoices: Stored, payments: Stored) -> Book:
    """What all customers owe after everything that is known, whatever its date."""
    owned: dict[str, list[Invoice]] = defaultdict(list)
    paid: dict[str, list[Payment]] = defaultdict(list)
    for (ref, _), record in invoices.items():
        if isinstance(record, Invoice):
            owned[ref].append(record)
    for (ref, _), record in payments.items():
        if isinstance(record, Payment):
            paid[ref].append(record)
    files = (
        CustomerFile(customer=record, invoices=tuple(owned[ref]), payments=tuple(paid[ref]))
        for (ref, _), record in customers.items()
        if isinstance(record, Customer)
    )
    return Book.of(files, date.max)


def read_lines(lines: Sequence[StatementLine], known: Stored, book: Book, report: StatementReport) -> Changes:
    """Match the lines that are new against the book, count every line in the report, and return what to write."""
    fresh: list[StatementLine] = []
    for line in lines:
        if line.problem is not None:
            report.reject(line.number, *line.problem)
        elif line.entry is None:
            report.ignored += 1
        elif line.repeated or ("", line.entry.id) in known:
            report.unchanged += 1
        else:
            fresh.append(line)
    movements = _matched(fresh, book)
    report.accepted = len(movements)
    changes: Changes = {}
    if movements:
        changes["bank_entries"] = [("", movement) for movement in movements]
    payments = [payment for movement in movements for payment in movement.payments()]
    if payments:
        changes["payments"] = list(payments)
    for movement in movements:
        setattr(report, movement.state, getattr(report, movement.state) + 1)
    return changes


def _matched(lines: Iterable[StatementLine], book: Book) -> list[BankMovement]:
    received = [line.entry for line in lines if line.entry is not None and line.kind == "received"]
    returned = [line.entry for line in lines if line.entry is not None and line.kind == "returned"]
    found = [
        BankMovement(entry=entry, state=matching.state, why=matching.why, allocations=matching.allocations)
        for entry, matching in zip(received, match_all(received, book), strict=True)
    ]
    return found + [BankMovement(entry=entry, state="returned", why=("returned",)) for entry in returned]


@dataclass(frozen=True)
class OpenMovement:
    """A movement that waits for a person, with what it could be as things are now.

    `originals` are, for money that a bank took back, the payments that it could be: the same reference of the payer
    first, then the latest.
    """

    movement: BankMovement
    candidates: tuple[Candidate, ...] = ()
    originals: tuple[BankMovement, ...] = ()


class BankDesk:
    """What a person decides of a principal's movements."""

    def __init__(self, principal: str, sink: RecordSink) -> None:
        self._principal = principal
        self._sink = sink

    async def waiting(self) -> list[OpenMovement]:
        """Movements that wait, the oldest first; their candidates by what is open now."""
        stored = await self._movements()
        open_ones = [movement for movement in stored.values() if movement.state in OPEN_STATES]
        book = await self._book() if open_ones else Book(())
        return [
            OpenMovement(movement, originals=_originals(movement, stored.values()))
            if movement.state == "returned"
            else OpenMovement(movement, _candidates(movement, book))
            for movement in sorted(open_ones, key=lambda item: (item.entry.booked_on, item.id))
        ]

    async def assign(self, entry_id: str, targets: Sequence[str]) -> BankMovement:
        """Book a waiting movement as payments; a target is `CUSTOMER[/INVOICE][=AMOUNT]`.

        Without an amount an invoice takes what is open of it, and the last target takes the rest (what its invoice
        doesn't need is on account). For money that a bank took back the target is the entry that is taken back.
        Raises `NotFound`, `Conflict` for a movement that doesn't wait, `InvalidInput`.
        """
        movement = await self._waiting_one(entry_id)
        if movement.state == "returned":
            return await self._take_back(movement, targets)
        if not targets:
            raise InvalidInput("Say whose payment it is: CUSTOMER, or CUSTOMER/INVOICE.", where=entry_id)
        allocations = _allocate(movement, targets, await self._book())
        done = movement.model_copy(update={"state": "assigned", "allocations": allocations})
        await self._sink.write(self._principal, {"bank_entries": [("", done)], "payments": list(done.payments())})
        return done

    async def close(self, entry_id: str) -> BankMovement:
        """Note that a waiting movement is nobody's payment, or was dealt with elsewhere."""
        done = (await self._waiting_one(entry_id)).model_copy(update={"state": "closed"})
        await self._sink.write(self._principal, {"bank_entries": [("", done)]})
        return done

    async def _take_back(self, movement: BankMovement, targets: Sequence[str]) -> BankMovement:
        """Remove the payments of the entry that a bank took back, and return that entry."""
        if len(targets) != 1:
            raise InvalidInput("A bank took this money back: name the one entry that it takes back.", where=movement.id)
        known = (await self._movements()).get(targets[0])
        if known is None or known not in _originals(movement, [known]):
            raise InvalidInput(
                "It takes back none of its payments: name an entry that was booked, of the same amount and no later; "
                "`ascolto import --unmatched` shows those that fit.",
                where=targets[0],
            )
        gone = known.model_copy(update={"state": "taken_back"})
        done = movement.model_copy(update={"state": "closed"})
        payments = [(ref, payment.id) for ref, payment in known.payments()]
        await self._sink.take_back(self._principal, payments, [gone, done])
        return gone

    async def _waiting_one(self, entry_id: str) -> BankMovement:
        movement = (await self._movements()).get(entry_id)
        if movement is None:
            raise NotFound("There is no such bank entry; `ascolto import --unmatched` lists them.", where=entry_id)
        if movement.state not in OPEN_STATES:
            raise Conflict(f"This bank entry is {movement.state} already.", where=entry_id)
        return movement

    async def _movements(self) -> dict[str, BankMovement]:
        records = await self._sink.records(self._principal, "bank_entries")
        return {record.id: record for record in records.values() if isinstance(record, BankMovement)}

    async def _book(self) -> Book:
        kinds: tuple[RecordKind, RecordKind, RecordKind] = ("customers", "invoices", "payments")
        customers, invoices, payments = [await self._sink.records(self._principal, kind) for kind in kinds]
        return book_of(customers, invoices, payments)


def _originals(movement: BankMovement, others: Iterable[BankMovement]) -> tuple[BankMovement, ...]:
    """Booked payments of the same amount, no later."""
    entry = movement.entry
    fitting = [
        other
        for other in others
        if other.state in ("matched", "assigned")
        and (other.entry.amount, other.entry.currency) == (entry.amount, entry.currency)
        and other.entry.booked_on <= entry.booked_on
    ]
    fitting.sort(key=lambda other: (other.entry.booked_on, other.id), reverse=True)
    return tuple(sorted(fitting, key=lambda other: not entry.end_to_end or other.entry.end_to_end != entry.end_to_end))


def _candidates(movement: BankMovement, book: Book) -> tuple[Candidate, ...]:
    """What fits now; what has become certain since the import is the one candidate, still for a person to confirm."""
    found = match(movement.entry, book)
    if found.state != "matched":
        return found.candidates
    account = book.account(found.allocations[0].customer)
    return (Candidate(customer=account.ref, name=account.name, allocations=found.allocations, why=found.why),)


def _allocate(movement: BankMovement, targets: Sequence[str], book: Book) -> tuple[Allocation, ...]:
    entry, rest = movement.entry, movement.entry.amount
    parts: dict[tuple[str, str], Decimal] = {}
    for position, target in enumerate(targets, start=1):
        place, equals, written = target.partition("=")
        ref, number = _target(place, entry.currency, book)
        account = book.account(ref)
        if equals:
            wanted = _target_amount(written, target)
        elif position == len(targets) or not number:
            wanted = rest
        else:
            wanted = min(rest, account.open_of(number))
        if wanted <= 0 or wanted > rest:
            raise InvalidInput(f"{amount_text(rest)} are left for it, not {amount_text(wanted)}.", where=target)
        for part in account.allocate(wanted, [number], entry.currency):
            key = (part.customer, part.invoice_number)
            parts[key] = parts.get(key, Decimal(0)) + part.amount
        rest -= wanted
    if rest:
        raise InvalidInput(f"{amount_text(rest)} of the entry are left; say whose they are.", where=movement.id)
    return tuple(Allocation(customer=ref, invoice_number=n, amount=amount) for (ref, n), amount in parts.items())


def _target(place: str, currency: str, book: Book) -> tuple[str, str]:
    ref, slash, number = place.partition("/")
    if not book.has(ref):
        raise NotFound("There is no such customer of this principal; write CUSTOMER or CUSTOMER/INVOICE.", where=place)
    if not slash:
        return ref, ""
    account = book.account(ref)
    if number not in account.numbers:
        raise NotFound(f"{ref} has no such invoice; write {ref} to book the money on account.", where=place)
    if account.currency_of(number) != currency:
        raise InvalidInput(
            f"The invoice is in {account.currency_of(number)}, the money in {currency}; write {ref} to book it on "
            "account.",
            where=place,
        )
    return ref, number


def _target_amount(written: str, target: str) -> Decimal:
    try:
        return read_amount(written)
    except BadCell as problem:
        raise InvalidInput(f"The amount {problem}.", where=target) from problem
