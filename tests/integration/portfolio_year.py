"""A simulated year of a principal's portfolio: thousands of customers, what they owe, and what their bank writes.

Seeded. The payers are those of the early-warning evaluation; here they get invoices, credit notes, disputes and
promises, and their payments arrive as bank entries whose references are as good as the payer made them. The truth of
every entry is kept beside it. A mistyped number never happens to be another one of the payer's own: nobody could tell.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from assistant.domain.accounts import Book
from assistant.domain.bank import Allocation, BankEntry
from assistant.domain.matching import Matching, match_all
from assistant.domain.records import Customer, CustomerFile, Dispute, Due, Invoice, Payment, Promise
from evals.payers import Paid, invoices, payer

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
PRINCIPAL = "montelupo"
_KINDS = (
    "Officine",
    "Panificio",
    "Hotel",
    "Condominio",
    "Ferramenta",
    "Tipografia",
    "Cantina",
    "Autotrasporti",
    "Studio",
)
_FANCIES = ("Nuvola", "Cartapesta", "Zefiro", "Gattopardo", "Lanterna", "Mirabilia", "Quadrifoglio", "Sottovento")
_PLACES = (
    "del Colle",
    "di Borgofinto",
    "della Selva",
    "del Porto",
    "di Valfinta",
    "della Torre",
    "dei Tigli",
    "di Sopra",
)
_FORMS = ("S.r.l.", "S.p.A.", "S.n.c.", "S.a.s.")
_STRANGERS = ("Comune di Altrove", "Assicurazioni Inesistenti S.p.A.", "Rimborsi Vari")


@dataclass(frozen=True)
class Truth:
    """Whose money an entry really is, and for which invoices; nobody's and none where it isn't a customer's."""

    customer: str
    numbers: frozenset[str]


@dataclass
class Year:
    """Everything that happened; `payments` and `waiting` come from matching the bank's entries month by month."""

    customers: dict[str, Customer] = field(default_factory=dict)
    invoices: dict[str, list[Invoice]] = field(default_factory=lambda: defaultdict(list))
    disputes: dict[str, list[Dispute]] = field(default_factory=lambda: defaultdict(list))
    promises: dict[str, list[Promise]] = field(default_factory=lambda: defaultdict(list))
    entries: list[tuple[BankEntry, Truth]] = field(default_factory=list)
    payments: dict[str, list[Payment]] = field(default_factory=lambda: defaultdict(list))
    matchings: dict[str, Matching] = field(default_factory=dict)
    waiting: list[BankEntry] = field(default_factory=list)
    """Entries that nobody has allocated: proposed to a person who hasn't decided, or unmatched."""

    def files(self, until: date) -> Iterator[CustomerFile]:
        for ref, customer in self.customers.items():
            yield CustomerFile(
                customer=customer,
                invoices=tuple(invoice for invoice in self.invoices[ref] if invoice.issued_on <= until),
                payments=tuple(self.payments[ref]),
                promises=tuple(self.promises[ref]),
                disputes=tuple(self.disputes[ref]),
            )


def simulate(customers: int, seed: int) -> Year:
    """The year of so many customers, up to `LAST`."""
    year = Year()
    chance = random.Random(seed)
    number = 0
    for n in range(customers):
        ref = f"C{n:05d}"
        customer = Customer(principal=PRINCIPAL, ref=ref, name=_name(n))
        year.customers[ref] = customer
        who = payer(chance)
        account = _Account(year, customer, "GBP" if n % 20 == 0 else "EUR", chance)
        account.subscription = _amount(chance) if chance.random() < 0.3 else None
        for paid in invoices(who, chance, FIRST, LAST):
            number += 1
            account.bill(f"2025/{number:06d}", paid)
        account.send()
    for n in range(customers // 100):
        entry = _entry(f"stranger-{n}", FIRST + timedelta(days=n % 365), "EUR", _amount(chance))
        named = entry.model_copy(update={"debtor_name": chance.choice(_STRANGERS), "remittance": "rimborso pratica"})
        year.entries.append((named, Truth("", frozenset())))
    year.entries.sort(key=lambda pair: (pair[0].booked_on, pair[0].id))
    _receive(year, chance)
    return year


def _name(n: int) -> str:
    """Every hundredth customer has the name of the one before."""
    n -= 1 if n % 100 == 1 else 0
    words = []
    for choices in (_KINDS, _FANCIES, _PLACES, _FORMS):
        n, index = divmod(n, len(choices))
        words.append(choices[index])
    return " ".join(words) + (f" {n}" if n else "")


def _amount(chance: random.Random) -> Decimal:
    return Decimal(chance.randint(4_001, 900_000)) / 100


def _entry(key: str, on: date, currency: str, amount: Decimal) -> BankEntry:
    return BankEntry(id=key, booked_on=on, currency=currency, amount=amount)


@dataclass
class _Account:
    """One customer's year while it is made up."""

    year: Year
    customer: Customer
    currency: str
    chance: random.Random
    subscription: Decimal | None = None
    sent: dict[date, list[tuple[str, Decimal]]] = field(default_factory=lambda: defaultdict(list))
    """What the customer pays, by day: invoice and amount."""

    def bill(self, number: str, paid: Paid) -> None:
        """Issue an invoice, perhaps with a credit note, a dispute or a promise, and decide how it is paid."""
        ref, chance = self.customer.ref, self.chance
        total = self.subscription or _amount(chance)
        dues: tuple[Due, ...] = (Due(due_on=paid.due_on, amount=total),)
        if chance.random() < 0.05:
            half = (total / 2).quantize(Decimal("0.01"))
            later = paid.due_on + timedelta(days=30)
            dues = (Due(due_on=paid.due_on, amount=half), Due(due_on=later, amount=total - half))
        self.year.invoices[ref].append(
            Invoice(number=number, issued_on=paid.issued_on, currency=self.currency, dues=dues)
        )
        fate = chance.random()
        if fate < 0.02:
            self.year.disputes[ref].append(
                Dispute(id=f"dispute:{number}", opened_on=paid.due_on, invoice_number=number, reason="prezzo")
            )
        elif fate < 0.05:
            note = Due(due_on=paid.due_on, amount=(total / 10).quantize(Decimal("0.01")))
            day = paid.issued_on + timedelta(days=5)
            self.year.invoices[ref].append(
                Invoice(number=f"NC{number}", kind="credit_note", issued_on=day, currency=self.currency, dues=(note,))
            )
            self.sent[paid.paid_on].append((number, total - note.amount))
        elif fate < 0.12:
            self._part(number, paid, total)
        elif fate < 0.14:
            self.sent[paid.paid_on].append((number, total + Decimal(chance.randint(1, 5000)) / 100))
        elif fate > 0.04 + 0.12:  # the rest is never paid
            for due, delay in zip(dues, (0, 30), strict=False):
                self.sent[paid.paid_on + timedelta(days=delay)].append((number, due.amount))

    def _part(self, number: str, paid: Paid, total: Decimal) -> None:
        """Two fifths at once; the rest by the day that is promised then, some days later, or never.

        A customer promises once, so that the test can tell by a plain sum what came of it; half of the outcomes were
        recorded by a person, of the others the payments tell.
        """
        first = (total * 2 / 5).quantize(Decimal("0.01"))
        made = paid.paid_on + timedelta(days=1)
        promised = made + timedelta(days=self.chance.randint(10, 30))
        self.sent[paid.paid_on].append((number, first))
        late = self.chance.choice((0, -2, 2, 15, None))
        if late is not None:
            self.sent[promised + timedelta(days=late)].append((number, total - first))
        promises = self.year.promises[self.customer.ref]
        if made <= LAST and not promises:
            outcome = "kept" if late is not None and late <= 2 else "broken"
            if promised + timedelta(days=20) > LAST or self.chance.random() < 0.5:
                outcome = "open"
            promises.append(
                Promise(
                    id=f"promise:{number}",
                    made_on=made,
                    due_on=promised,
                    amount=total - first,
                    currency=self.currency,
                    outcome=outcome,  # type: ignore[arg-type]
                    invoices=(number,),
                )
            )

    def send(self) -> None:
        """Turn what is paid a day into bank entries of the year."""
        for day, parts in sorted(self.sent.items()):
            if day > LAST:
                continue
            together = [parts] if self.chance.random() < 0.7 else [[part] for part in parts]
            for n, paid in enumerate(together):
                amount = sum((part for _, part in paid), Decimal(0))
                self._write(f"{self.customer.ref}-{day}-{n}", day, amount, [number for number, _ in paid])
        if self.chance.random() < 0.05:
            day = FIRST + timedelta(days=self.chance.randrange(200, 360))
            entry = _entry(f"{self.customer.ref}-account", day, self.currency, Decimal(self.chance.randint(1, 9) * 100))
            self._add(entry, self.customer.name, "acconto in conto", ())

    def _write(self, key: str, day: date, amount: Decimal, numbers: list[str]) -> None:
        chance, name = self.chance, self.customer.name
        currency = ("EUR" if self.currency == "GBP" else "GBP") if chance.random() < 0.003 else self.currency
        text = ", ".join(numbers)
        kind = chance.random()
        if kind < 0.5:
            text = f"saldo fattura {text}"
        elif kind < 0.65:
            text = f"ft. {text.replace('/', '-').lower()} grazie"
        elif kind < 0.75:
            text = f"INV{text.replace('2025/0', '2025 ')} DEL {day:%d/%m/%Y}"
        elif kind < 0.87:
            text = chance.choice(("pagamento", "bonifico a Vostro favore", ""))
        elif kind < 0.92:
            text, name = "pagamento fornitori", chance.choice((name.rsplit(" ", 1)[0], "Holding Fantasma S.p.A."))
        elif kind < 0.97:
            text = f"fattura {self._mistyped(numbers[0])}"
        else:
            name = ""
        self._add(_entry(key, day, currency, amount), name.upper().replace(".", ""), text, tuple(numbers))

    def _mistyped(self, number: str) -> str:
        own = {invoice.number for invoice in self.year.invoices[self.customer.ref]}
        while True:
            place = self.chance.randrange(5, len(number))
            typed = number[:place] + str(self.chance.randrange(10)) + number[place + 1 :]
            if typed not in own:
                return typed

    def _add(self, entry: BankEntry, name: str, text: str, numbers: tuple[str, ...]) -> None:
        written = entry.model_copy(update={"debtor_name": name, "remittance": text})
        self.year.entries.append((written, Truth(self.customer.ref, frozenset(numbers))))


def _receive(year: Year, chance: random.Random) -> None:
    """Match every month's entries when it is over; a person then decides two of three proposals, rightly."""
    for month in range(1, 13):
        end = date(2025, month, 28) + timedelta(days=4)
        end -= timedelta(days=end.day)
        arrived = [pair for pair in year.entries if (pair[0].booked_on.month, pair[0].booked_on.year) == (month, 2025)]
        book = Book.of(year.files(end), end)
        for (entry, truth), matching in zip(arrived, match_all([entry for entry, _ in arrived], book), strict=True):
            year.matchings[entry.id] = matching
            if matching.state == "matched":
                _book(year, entry, matching.allocations)
            elif matching.state == "proposed" and truth.customer and chance.random() < 2 / 3:
                _book(year, entry, _decided(year, entry, truth))
            else:
                year.waiting.append(entry)


def _decided(year: Year, entry: BankEntry, truth: Truth) -> tuple[Allocation, ...]:
    """A person's right decision: the whole amount for the one invoice that it is for, else on account."""
    currencies = {invoice.number: invoice.currency for invoice in year.invoices[truth.customer]}
    known = [number for number in truth.numbers if currencies.get(number) == entry.currency]
    number = known[0] if len(known) == 1 else ""
    return (Allocation(customer=truth.customer, invoice_number=number, amount=entry.amount),)


def _book(year: Year, entry: BankEntry, allocations: tuple[Allocation, ...]) -> None:
    for n, part in enumerate(allocations):
        year.payments[part.customer].append(
            Payment(
                id=f"payment:{entry.id}-{n}",
                paid_on=entry.booked_on,
                currency=entry.currency,
                amount=part.amount,
                invoice_number=part.invoice_number,
                reference=entry.remittance,
            )
        )
