"""Whose money is it? Sets entries of a bank statement against open invoices. Doubtful ones are proposed, never assumed.

Certain (`matched`) is an entry

- whose text holds an invoice number (`references.py` says how it is read) that exactly one customer has: it pays that
  invoice, several invoices named together the oldest due date first (as art. 1193 of the Italian civil code has it
  for debts of one kind), and what it pays beyond them is on account;
- or that names none, and whose amount and payer's name (`names.py`) are those of exactly one customer and of exactly
  one due date, invoice, or everything open.

Everything else that fits somewhere is `proposed` with its candidates: amount alone, name alone, a similar name, a
reference that contradicts the name or belongs to several customers, two invoices of the same amount, another currency,
an invoice that is paid already, an entry that may stand there twice, a number that could be a house number. What fits
nowhere is `unmatched`.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from pydantic import Field

from assistant.domain.accounts import Account, Book, Hit
from assistant.domain.bank import Allocation, BankEntry
from assistant.domain.records import Record
from assistant.domain.references import Cited, cited, could_mean, named_numbers

State = Literal["matched", "proposed", "unmatched"]
Why = Literal[
    "reference",
    "amount_and_name",
    "amount",
    "name",
    "similar_name",
    "unsure_number",
    "partial",
    "over",
    "contradiction",
    "several_customers",
    "several_fit",
    "same_name",
    "other_currency",
    "already_paid",
    "possible_duplicate",
    "unknown_number",
    "nothing_fits",
]
"""Why an entry is matched, or what speaks for a candidate and what makes it doubtful."""
MOST_CANDIDATES = 10


class Candidate(Record):
    """How an entry could be allocated, for a person to decide; `allocations` add up to the entry's amount."""

    customer: str
    name: str
    allocations: tuple[Allocation, ...]
    why: tuple[Why, ...]


class Matching(Record):
    """What is known of an entry. When `matched`, `allocations` add up to its amount; else they are empty.

    `candidates` are those of a proposed entry, the likeliest first; `more` says how many are left out.
    """

    entry: str
    state: State
    why: tuple[Why, ...]
    allocations: tuple[Allocation, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    more: int = Field(default=0, ge=0)


def match(entry: BankEntry, book: Book) -> Matching:
    """Match one entry against the book as it stands; the book isn't changed."""
    found = _by_reference(entry, book) or _by_amount_and_name(entry, book)
    return _unless_twice(found, entry, book)


def match_all(entries: Iterable[BankEntry], book: Book) -> list[Matching]:
    """Match entries, in their order, each against what the others leave open; `book` takes what was matched.

    What names its invoice goes first, then by day and id: the result doesn't depend on the order of the entries.
    """
    ordered = list(entries)
    found: dict[int, Matching] = {}
    in_turn = sorted(range(len(ordered)), key=lambda n: (ordered[n].booked_on, ordered[n].id))
    for step in (_by_reference, match):
        for n in in_turn:
            if n not in found and (matching := step(ordered[n], book)):
                matching = _unless_twice(matching, ordered[n], book)
                if matching.state == "matched":
                    book.take(matching.allocations, ordered[n].currency)
                    found[n] = matching
                elif step is match:
                    found[n] = matching
    return [found[n] for n in range(len(ordered))]


def _unless_twice(found: Matching, entry: BankEntry, book: Book) -> Matching:
    """What would be certain is proposed where the entry may be another one, exported twice."""
    if found.state != "matched" or not entry.alike:
        return found
    account = book.account(found.allocations[0].customer)
    why: tuple[Why, ...] = ("possible_duplicate", *found.why)
    return _proposed(
        entry, why, [Candidate(customer=account.ref, name=account.name, allocations=found.allocations, why=why)]
    )


def _by_reference(entry: BankEntry, book: Book) -> Matching | None:
    """What the numbers in the text say; None where they say nothing that is sure."""
    hits = _hits(entry, book)
    if not hits:
        return None
    customers = {ref for hit in hits for ref in hit.customers}
    named = {account.ref for account in book.named(entry.debtor_name)}
    doubts = _doubts(entry, book, hits, named)
    if not doubts:
        (ref,) = customers
        return _certain(entry, book.account(ref), [number for hit in hits for number in hit.numbers_of(ref)])
    candidates = [
        _candidate(entry, book.account(ref), numbers, doubts)
        for ref in sorted(customers, key=lambda ref: (ref not in named, ref))
        for numbers in _options(hits, ref)
    ]
    others = [book.account(ref) for ref in sorted(named - customers)]
    candidates += [_candidate(entry, account, [], ("name",)) for account in others]
    return _proposed(entry, doubts, candidates)


def _options(hits: Sequence[Hit], ref: str) -> list[list[str]]:
    """What the customer's part of the hits can mean: each reading of a single number, or all numbers together."""
    own = [hit.numbers_of(ref) for hit in hits if ref in hit.customers]
    return [[number] for number in own[0]] if len(own) == 1 else [[number for numbers in own for number in numbers]]


def _hits(entry: BankEntry, book: Book) -> list[Hit]:
    """Invoices named in the text.

    A number that could mean something else counts when the amount agrees, and the name or that nothing else is written.
    """
    named = {account.ref for account in book.named(entry.debtor_name)}
    found = [(citation, book.find(citation)) for citation in cited(entry.text, book.numbers)]
    return [hit for citation, hit in found if citation.sure or _agrees(entry, book, (citation, hit), named)]


def _agrees(entry: BankEntry, book: Book, found: tuple[Cited, Hit], named: set[str]) -> bool:
    citation, hit = found
    if not (named & hit.customers if named else citation.alone):
        return False
    return any(book.account(ref).open_of(number) == entry.amount for ref, number in hit.invoices)


def _doubts(entry: BankEntry, book: Book, hits: Sequence[Hit], named: set[str]) -> tuple[Why, ...]:
    """What keeps references from being certain."""
    if len({ref for hit in hits for ref in hit.customers}) > 1:
        return ("several_customers",)
    if any(hit.is_ambiguous for hit in hits):
        return ("several_fit",)
    (ref,) = hits[0].customers
    account = book.account(ref)
    found: list[Why] = []
    if named and ref not in named:
        found.append("contradiction")
    numbers = [number for hit in hits for number in hit.numbers_of(ref)]
    if any(account.currency_of(number) != entry.currency for number in numbers):
        found.append("other_currency")
    elif not any(account.open_of(number) for number in numbers):
        found.append("already_paid")
    return tuple(found)


def _certain(entry: BankEntry, account: Account, numbers: Sequence[str]) -> Matching:
    owed = sum((account.open_of(number) for number in set(numbers)), Decimal(0))
    why: list[Why] = ["reference"]
    if entry.amount != owed:
        why.append("over" if entry.amount > owed else "partial")
    allocations = account.allocate(entry.amount, numbers, entry.currency)
    return Matching(entry=entry.id, state="matched", why=tuple(why), allocations=allocations)


def _by_amount_and_name(entry: BankEntry, book: Book) -> Matching:
    """What amount and name say, where no number decides."""
    named = book.named(entry.debtor_name)
    fits = {account.ref: account.fits(entry.amount, entry.currency) for account in named}
    doubts = _doubts_of_name(entry, book, named, fits)
    if not doubts:
        (fit,) = fits[named[0].ref]
        return Matching(entry=entry.id, state="matched", why=("amount_and_name",), allocations=fit)
    refs = {account.ref for account in named}
    candidates = [candidate for candidate in _of_numbers(entry, book) if candidate.customer in refs]
    for account in named:
        candidates += _of_account(entry, account, fits[account.ref], doubts, "name")
    if not named:
        candidates = _guesses(entry, book)
        doubts = tuple(dict.fromkeys(why for candidate in candidates for why in candidate.why))
    return _proposed(entry, doubts, candidates)


def _doubts_of_name(
    entry: BankEntry, book: Book, named: Sequence[Account], fits: dict[str, list[tuple[Allocation, ...]]]
) -> tuple[Why, ...]:
    """What keeps name and amount from being certain."""
    if not named:
        return ("nothing_fits",)
    if len(named) > 1:
        return ("same_name",)
    options = fits[named[0].ref]
    if not options:
        return ("name", "other_currency") if named[0].only_in_other(entry.currency) else ("name",)
    if len(options) > 1:
        return ("several_fit",)
    if not named[0].owes(entry.amount, entry.currency):
        return ("name", "over")
    paid = [allocation.invoice_number for allocation in options[0]]
    named_by_payer = named_numbers(entry.text)
    if all(any(could_mean(number, invoice) for invoice in paid) for number in named_by_payer):
        return ()
    return ("unknown_number",)


def _guesses(entry: BankEntry, book: Book) -> list[Candidate]:
    """Candidates of an entry whose payer isn't known: similar names, numbers that may be meant, the amount alone."""
    found: list[Candidate] = []
    for account in book.similar(entry.debtor_name):
        fits = account.fits(entry.amount, entry.currency)
        found += _of_account(entry, account, fits, (), "similar_name")
    found += _of_numbers(entry, book)
    for account in book.owing(entry.amount, entry.currency):
        found += _of_account(entry, account, account.fits(entry.amount, entry.currency), (), "amount")
    return found


def _of_numbers(entry: BankEntry, book: Book) -> list[Candidate]:
    """Candidates by numbers that could mean an invoice or something else."""
    hits = [book.find(citation) for citation in cited(entry.text, book.numbers)]
    invoices = [invoice for hit in hits for invoice in hit.invoices]
    return [_candidate(entry, book.account(ref), [number], ("unsure_number",)) for ref, number in invoices]


def _of_account(
    entry: BankEntry,
    account: Account,
    fits: Sequence[tuple[Allocation, ...]],
    doubts: tuple[Why, ...],
    evidence: Why,
) -> list[Candidate]:
    """A candidate for each way in which the amount fits the account; else the whole amount on account."""
    agreeing: tuple[Why, ...] = ("amount", *doubts) if evidence != "amount" else doubts
    why: tuple[Why, ...] = tuple(dict.fromkeys((evidence, *(agreeing if fits else doubts))))
    options = fits or [(Allocation(customer=account.ref, amount=entry.amount),)]
    return [Candidate(customer=account.ref, name=account.name, allocations=fit, why=why) for fit in options]


def _candidate(entry: BankEntry, account: Account, numbers: Sequence[str], why: tuple[Why, ...]) -> Candidate:
    allocations = account.allocate(entry.amount, numbers, entry.currency)
    return Candidate(customer=account.ref, name=account.name, allocations=allocations, why=why)


def _proposed(entry: BankEntry, why: tuple[Why, ...], candidates: Sequence[Candidate]) -> Matching:
    if not candidates:
        return Matching(entry=entry.id, state="unmatched", why=("nothing_fits",))
    unique: dict[tuple[Allocation, ...], Candidate] = {}
    for candidate in candidates:
        unique.setdefault(candidate.allocations, candidate)
    shown = tuple(unique.values())[:MOST_CANDIDATES]
    return Matching(entry=entry.id, state="proposed", why=why, candidates=shown, more=len(unique) - len(shown))
