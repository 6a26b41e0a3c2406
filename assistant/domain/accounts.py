"""The book that bank entries are matched against: what each customer owes, found by number, name and amount.

Built once for all customers of a principal; looking an entry up costs the same however many there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.domain.bank import Allocation
from assistant.domain.ledger import OpenItem, settle
from assistant.domain.names import NameKey, name_key
from assistant.domain.records import CustomerFile
from assistant.domain.references import Cited, Key, Known, key_of, written_of

_ZERO = Decimal(0)
_FEWEST_WORDS = 2
_MOST_SIMILAR = 20
Parts = tuple[Allocation, ...]


class Account:
    """One customer: the name, and what is open of each invoice, the oldest due date first."""

    def __init__(self, ref: str, name: str, items: Iterable[OpenItem]) -> None:
        self.ref = ref
        self.name = name
        self._items = sorted(items, key=lambda item: (item.due_on, item.issued_on, item.invoice_number))
        self._open = [item.amount for item in self._items]
        self._currency = {item.invoice_number: item.currency for item in self._items}
        self._whole: dict[str, Decimal] = defaultdict(Decimal)
        """What was owed of each invoice at first."""
        for item in self._items:
            self._whole[item.invoice_number] += item.original

    @property
    def numbers(self) -> Iterable[str]:
        """Numbers of all invoices, settled ones included."""
        return self._currency.keys()

    def currency_of(self, number: str) -> str:
        return self._currency[number]

    def open_of(self, number: str) -> Decimal:
        """What is open of an invoice."""
        return sum((left for item, left in self._left() if item.invoice_number == number), _ZERO)

    def only_in_other(self, currency: str) -> bool:
        """Whether something is open, and nothing in this currency."""
        open_in = {item.currency for item, _ in self._left()}
        return bool(open_in) and currency not in open_in

    def fits(self, amount: Decimal, currency: str) -> list[Parts]:
        """The ways in which the amount can be meant, each once: what is owed exactly, then what could be owed.

        Money on account and credit notes are set against the oldest due date, whatever their payer had in mind. So the
        full amount of an invoice that is partly settled can be meant, and what is left of one can be a part of another
        that was as large.
        """
        exact = self._fits(currency).get(amount, {})
        left: dict[str, Decimal] = {}
        for item, part in self._left():
            if item.currency == currency:
                left[item.invoice_number] = left.get(item.invoice_number, _ZERO) + part
        whole = {number: self._whole[number] for number in left}
        reduced = {whole[number] for number in left if left[number] == amount < whole[number]}
        could = [number for number in left if whole[number] in reduced or left[number] < whole[number] == amount]
        return list(dict.fromkeys((*exact, *(self.allocate(amount, [number], currency) for number in could))))

    def owes(self, amount: Decimal, currency: str) -> bool:
        """Whether the amount is exactly a due date, an invoice, or everything open."""
        return amount in self._fits(currency)

    def amounts(self) -> set[tuple[str, Decimal]]:
        """Currency and amount of everything that `fits` could find."""
        currencies = {item.currency for item, _ in self._left()}
        return {(currency, amount) for currency in currencies for amount in self._fits(currency)}

    def allocate(self, amount: Decimal, numbers: Sequence[str], currency: str) -> Parts:
        """The amount set against these invoices, the oldest due date first; what is left is on account."""
        parts: dict[str, Decimal] = {}
        rest = amount
        for item, left in self._left():
            if rest and item.invoice_number in numbers and item.currency == currency:
                used = min(rest, left)
                parts[item.invoice_number] = parts.get(item.invoice_number, _ZERO) + used
                rest -= used
        if rest:
            parts[""] = rest
        return tuple(Allocation(customer=self.ref, invoice_number=n, amount=used) for n, used in parts.items())

    def take(self, part: Allocation, currency: str) -> None:
        """Book a part: an invoice's due dates, or on account the oldest of all, as the ledger does."""
        rest = part.amount
        for n, item in enumerate(self._items):
            if item.currency == currency and part.invoice_number in ("", item.invoice_number):
                used = min(rest, self._open[n])
                self._open[n] -= used
                rest -= used

    def _left(self) -> list[tuple[OpenItem, Decimal]]:
        return [(item, left) for item, left in zip(self._items, self._open, strict=True) if left > 0]

    def _fits(self, currency: str) -> dict[Decimal, dict[Parts, None]]:
        left = [(item, amount) for item, amount in self._left() if item.currency == currency]
        whole: dict[str, Decimal] = {}
        for item, amount in left:
            whole[item.invoice_number] = whole.get(item.invoice_number, _ZERO) + amount
        options = [{item.invoice_number: amount} for item, amount in left]
        options += [{number: amount} for number, amount in whole.items()]
        options += [whole] if whole else []
        found: dict[Decimal, dict[Parts, None]] = defaultdict(dict)
        for option in options:
            parts = tuple(Allocation(customer=self.ref, invoice_number=n, amount=part) for n, part in option.items())
            found[sum(option.values(), _ZERO)][parts] = None
        return found


@dataclass(frozen=True)
class Hit:
    """Invoices that a number in a text can mean: customer and invoice number."""

    invoices: tuple[tuple[str, str], ...]

    @property
    def customers(self) -> frozenset[str]:
        return frozenset(ref for ref, _ in self.invoices)

    @property
    def is_ambiguous(self) -> bool:
        return len(self.invoices) > 1

    def numbers_of(self, ref: str) -> list[str]:
        """The invoice numbers of this customer that can be meant."""
        return [number for owner, number in self.invoices if owner == ref]


class Book:
    """All accounts of a principal, by number, name and amount. `take` keeps it up with what is booked."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self._accounts = {account.ref: account for account in accounts}
        self._names: dict[NameKey, list[Account]] = defaultdict(list)
        self._words: dict[str, set[str]] = defaultdict(set)
        self._lengths: dict[str, int] = {}
        self._by_number: dict[Key, list[tuple[str, str]]] = defaultdict(list)
        self._by_amount: dict[tuple[str, Decimal], dict[str, None]] = defaultdict(dict)
        self.numbers = Known()
        for account in self._accounts.values():
            self._index(account)

    @classmethod
    def of(cls, files: Iterable[CustomerFile], on: date) -> "Book":
        """What the customers owe on the day `on`, by the ledger."""
        return cls(Account(file.customer.ref, file.customer.name, settle(file, on).items) for file in files)

    def has(self, ref: str) -> bool:
        return ref in self._accounts

    def account(self, ref: str) -> Account:
        """Raises `KeyError` for a customer that isn't in the book."""
        return self._accounts[ref]

    def named(self, name: str) -> list[Account]:
        """Customers whose name is the same."""
        return self._names.get(name_key(name), [])

    def similar(self, name: str) -> list[Account]:
        """Customers all of whose name's words (two at least) stand in this one, or the other way round."""
        key = name_key(name)
        if len(key) < _FEWEST_WORDS:
            return []
        shared = Counter(ref for word in set(key) for ref in self._words.get(word, ()))
        found = []
        for ref, count in shared.items():
            if count >= _FEWEST_WORDS and count in (self._lengths[ref], len(set(key))):
                found.append(ref)
        return [self._accounts[ref] for ref in sorted(found)[:_MOST_SIMILAR]]

    def owing(self, amount: Decimal, currency: str) -> list[Account]:
        """Customers who owe exactly this amount: by a due date, an invoice or in all."""
        return [self._accounts[ref] for ref in sorted(self._by_amount.get((currency, amount), ()))]

    def find(self, citation: Cited) -> Hit:
        """What a number in a text means; zeros in front decide where numbers differ in nothing else."""
        found = self._by_number[citation.key]
        exact = [(ref, number) for ref, number in found if written_of(number) == citation.written]
        return Hit(tuple(exact or found))

    def take(self, parts: Iterable[Allocation], currency: str) -> None:
        """Book what was received; raises `KeyError` for a customer that isn't in the book."""
        for part in parts:
            account = self._accounts[part.customer]
            for amount in account.amounts():
                self._by_amount[amount].pop(account.ref, None)
            account.take(part, currency)
            for amount in account.amounts():
                self._by_amount[amount][account.ref] = None

    def _index(self, account: Account) -> None:
        key = name_key(account.name)
        if key:
            self._names[key].append(account)
        self._lengths[account.ref] = len(set(key))
        for word in key:
            self._words[word].add(account.ref)
        for number in account.numbers:
            self._by_number[key_of(number)].append((account.ref, number))
            self.numbers.add(key_of(number))
        for amount in account.amounts():
            self._by_amount[amount][account.ref] = None
