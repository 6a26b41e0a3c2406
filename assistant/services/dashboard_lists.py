"""The lists behind the dashboard's numbers: customers, due dates, promises, plans. They hold what was counted."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from pydantic import Field

from assistant.domain.book import PLAN_DAYS, CustomerFigures
from assistant.domain.dashboard_risk import at_risk
from assistant.domain.errors import InvalidInput
from assistant.domain.ledger import BUCKETS, Bucket, OpenItem, ageing, bucket_of
from assistant.domain.punctuality import FactModel
from assistant.domain.report import Cell, CellKind, Link, Table
from assistant.services.dashboard import DashboardPorts, DashboardQuery
from assistant.services.dashboard_books import Book
from assistant.services.dashboard_words import WORDS
from assistant.services.report_parts import bucket_name, columns, day, money, number, risk_rows, text

What = Literal["customers", "invoices", "promises", "plans", "risk"]
State = Literal["overdue", "due", "kept", "broken", "open", "running", "completed"]
MOST_ROWS = 200
_ZERO = Decimal(0)
Row = tuple[Cell, ...]


class ListFilter(FactModel):
    """Which rows: empty fields don't narrow. `due` are promises whose outcome is known."""

    what: What
    currency: str = Field(default="", max_length=3)
    bucket: Bucket | None = None
    state: State | None = None
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=1, le=MOST_ROWS)


class Listing(FactModel):
    """`total` counts all rows that fit, `table` holds those from `offset` on."""

    what: What
    total: int
    offset: int
    table: Table


@dataclass(frozen=True)
class _Lister:
    book: Book
    query: DashboardQuery
    wanted: ListFilter

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.query.language]

    def items(self) -> Iterator[tuple[CustomerFigures, OpenItem, int]]:
        """Open due dates that fit, with their days past due."""
        for figures in self.book.customers:
            for item in figures.now.items:
                late = item.days_past_due(self.query.period.last)
                fits = (
                    self.wanted.currency in ("", item.currency)
                    and self.wanted.bucket in (None, bucket_of(late))
                    and (self.wanted.state != "overdue" or late > 0)
                )
                if fits:
                    yield figures, item, late

    def customers(self) -> list[Row]:
        """A row a customer and currency: what fits, most first, and beside it all that the customer has open."""
        fitting: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        by_id = {}
        for figures, item, _ in self.items():
            by_id[figures.customer] = figures
            fitting[figures.customer, item.currency] += item.amount
        ordered = sorted(fitting.items(), key=lambda pair: (-pair[1], pair[0]))
        return [
            (
                _customer(by_id[customer]),
                money(amount, currency),
                *(money(part, currency) for part in self._ageing(by_id[customer], currency)),
            )
            for (customer, currency), amount in ordered
        ]

    def _ageing(self, figures: CustomerFigures, currency: str) -> list[Decimal]:
        items = [item for item in figures.now.items if item.currency == currency]
        buckets = ageing(items, self.query.period.last).get(currency, {})
        return [buckets.get(bucket, _ZERO) for bucket in BUCKETS]

    def invoices(self) -> list[Row]:
        """A row a due date, the oldest first."""
        ordered = sorted(self.items(), key=lambda found: (found[1].due_on, found[0].customer, found[1].invoice_number))
        return [
            (
                _customer(figures),
                text(item.invoice_number),
                day(item.due_on),
                number("count", max(late, 0)),
                money(item.amount, item.currency),
                text(self.words["yes"] if item.disputed else ""),
            )
            for figures, item, late in ordered
        ]

    def promises(self) -> list[Row]:
        """Promises due in the period, the first due first."""
        found = []
        for figures in self.book.customers:
            known = {promise.id for promise in figures.due}
            for promise in figures.promises:
                # One whose grace isn't over may be paid already, and still counts as waiting.
                outcome = promise.outcome if promise.id in known else "open"
                state = self.wanted.state
                fits = state is None or state == outcome or (state == "due" and promise.id in known)
                if fits and self.query.period.holds(promise.due_on) and self._in_currency(promise.currency):
                    found.append((promise, outcome, figures))
        return [
            (
                _customer(figures),
                day(promise.due_on),
                money(promise.amount, promise.currency),
                money(promise.received, promise.currency),
                text(self.words[f"outcome_{outcome}"]),
            )
            for promise, outcome, figures in sorted(found, key=lambda one: (one[0].due_on, one[2].customer, one[0].id))
        ]

    def plans(self) -> list[Row]:
        """Plans agreed in the year up to the last day, the latest first."""
        since = self.query.period.last - timedelta(days=PLAN_DAYS)
        found = [
            (plan, figures)
            for figures in self.book.customers
            for plan in figures.now.plans
            if plan.agreed_on > since and self.wanted.state in (None, plan.state) and self._in_currency(plan.currency)
        ]
        return [
            (
                _customer(figures),
                day(plan.agreed_on),
                money(plan.total, plan.currency),
                money(plan.received, plan.currency),
                text(self.words[f"state_{plan.state}"]),
            )
            for plan, figures in sorted(found, key=lambda one: (-one[0].agreed_on.toordinal(), one[1].customer))
        ]

    def risk(self) -> list[Row]:
        """The most valuable customer first."""
        budget = self.book.policy.early_warning.false_alarms_per_100_customers_a_year
        found = at_risk(self.book.customers, self.query.period, budget, self.query.language)
        return [row for one in found if self._in_currency(one.currency) for row in risk_rows(one.lines)]

    def _in_currency(self, currency: str) -> bool:
        return self.wanted.currency in ("", currency)


def _customer(figures: CustomerFigures) -> Cell:
    return text(figures.name, Link(view="customer", query={"customer": figures.customer}))


_STATES: dict[What, tuple[str, tuple[State, ...]]] = {
    "customers": ("filter", ("overdue",)),
    "invoices": ("filter", ("overdue",)),
    "promises": ("outcome", ("due", "kept", "broken", "open")),
    "plans": ("state", ("running", "completed", "broken")),
    "risk": ("", ()),
}
"""What the states of a list's rows are called in the words, and which there are."""
_ROWS: dict[What, Callable[[_Lister], list[Row]]] = {
    "customers": _Lister.customers,
    "invoices": _Lister.invoices,
    "promises": _Lister.promises,
    "plans": _Lister.plans,
    "risk": _Lister.risk,
}
_COLUMNS: dict[What, tuple[tuple[str, CellKind], ...]] = {
    "invoices": (
        ("customer", "text"),
        ("invoice", "text"),
        ("due_on", "day"),
        ("days_late", "count"),
        ("open_amount", "money"),
        ("disputed", "text"),
    ),
    "promises": (
        ("customer", "text"),
        ("due_on", "day"),
        ("promised", "money"),
        ("received", "money"),
        ("outcome", "text"),
    ),
    "plans": (("customer", "text"), ("agreed_on", "day"), ("total", "money"), ("received", "money"), ("state", "text")),
    "risk": (("customer", "text"), ("clv", "money"), ("overdue", "money"), ("warning", "text")),
}


def _title(wanted: ListFilter, words: dict[str, str]) -> str:
    """What the list holds, with its filters."""
    parts = [
        words[f"list_{wanted.what}"],
        words[f"{_STATES[wanted.what][0]}_{wanted.state}"] if wanted.state else "",
        bucket_name(wanted.bucket, words) if wanted.bucket else "",
        wanted.currency,
    ]
    return " · ".join(part for part in parts if part)


async def list_for(query: DashboardQuery, wanted: ListFilter, ports: DashboardPorts) -> Listing:
    """The rows that fit, as the dashboard of the same period counts them; raises `InvalidInput` for a strange state."""
    known = _STATES[wanted.what][1]
    if wanted.state not in (None, *known):
        names = ", ".join(known) or "none"
        raise InvalidInput(f"{wanted.what} have no state {wanted.state!r}; there is: {names}.", where="state")
    lister = _Lister(await ports.books.of(query.principal, query.period), query, wanted)
    rows = _ROWS[wanted.what](lister)
    words = WORDS[query.language]
    if wanted.what == "customers":
        named: list[tuple[str, CellKind]] = [(words["customer"], "text"), (words["in_list"], "money")]
        named += [(bucket_name(bucket, words), "money") for bucket in BUCKETS]
    else:
        named = [(words[key], kind) for key, kind in _COLUMNS[wanted.what]]
    shown = rows[wanted.offset : wanted.offset + wanted.limit]
    table = Table(title=_title(wanted, words), columns=columns(*named), rows=tuple(shown))
    return Listing(what=wanted.what, total=len(rows), offset=wanted.offset, table=table)
