"""The demo company's books, read from its files with arithmetic of their own: what a figure's source really says.

Nothing of the product is used here, so that a mistake in it can't hide.
"""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from statistics import fmean, median
from typing import Any
from xml.etree import ElementTree

import yaml

Row = Mapping[str, str]
CENT = Decimal("0.01")
DEFAULT_BANDS = ("20000", "100000")
"""Limits of a customer's value where a policy names none."""


@dataclass
class Item:
    """A due date of an invoice; `paid` grows as payments are set against it."""

    number: str
    issued: date
    due: date
    currency: str
    amount: Decimal
    paid: Decimal = Decimal(0)
    paid_on: list[date] = field(default_factory=list)

    @property
    def open(self) -> Decimal:
        return self.amount - self.paid


class Books:
    """All files of one principal, as they stand in the data folder."""

    def __init__(self, home: Path, principal: str) -> None:
        self.principal = principal
        self._files = home / "demo" / principal
        self._library = home / "library" / principal

    def rows(self, kind: str) -> list[Row]:
        path = self._files / f"{kind}.csv"
        if not path.is_file():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def of(self, kind: str, ref: str) -> list[Row]:
        return [row for row in self.rows(kind) if row["customer_ref"] == ref]

    def customer(self, ref: str) -> Row:
        return next(row for row in self.rows("customers") if row["ref"] == ref)

    def written(self, document: str) -> dict[str, Any]:
        """`policy` or `principal`, as people wrote it."""
        loaded = yaml.safe_load((self._library / f"{document}.yaml").read_text(encoding="utf-8"))
        assert isinstance(loaded, dict)
        return loaded

    @cached_property
    def _electronic(self) -> list[Row]:
        """The FatturaPA files as rows like those of invoices.csv."""
        found: list[Row] = []
        by_vat = {row["vat_number"]: row["ref"] for row in self.rows("customers")}
        for path in sorted(self._files.glob("fatturapa/*.xml")):
            tree = ElementTree.parse(path)  # noqa: S314 - our own demo file
            buyer = tree.findtext(".//CessionarioCommittente//IdCodice") or ""
            for due in tree.iterfind(".//DettaglioPagamento"):
                found.append(
                    {
                        "customer_ref": by_vat[buyer],
                        "number": tree.findtext(".//DatiGeneraliDocumento/Numero") or "",
                        "kind": {"TD01": "invoice", "TD04": "credit_note"}[tree.findtext(".//TipoDocumento") or ""],
                        "issued_on": tree.findtext(".//DatiGeneraliDocumento/Data") or "",
                        "due_on": due.findtext("DataScadenzaPagamento") or "",
                        "currency": tree.findtext(".//Divisa") or "",
                        "total": due.findtext("ImportoPagamento") or "",
                    }
                )
        return found

    def invoices(self, ref: str) -> list[Row]:
        return self.of("invoices", ref) + [row for row in self._electronic if row["customer_ref"] == ref]

    def payments(self, ref: str, on: date) -> dict[str, Row]:
        """Payments received by then, by the id that is made of their own words, the latest at the end."""
        found = {}
        for row in sorted(self.of("payments", ref), key=lambda row: row["paid_on"]):
            identity = [ref, *(row[name] for name in ("invoice_number", "paid_on", "amount", "currency", "reference"))]
            if date.fromisoformat(row["paid_on"]) <= on:
                found["payment:" + hashlib.sha256("\n".join(identity).encode()).hexdigest()[:16]] = row
        return found

    def items(self, ref: str, on: date) -> list[Item]:
        """Every due date known on that day, the oldest first, with what was paid of it."""
        items = [
            Item(
                row["number"],
                date.fromisoformat(row["issued_on"]),
                date.fromisoformat(row["due_on"]),
                row["currency"],
                Decimal(row["total"]),
            )
            for row in self.invoices(ref)
            if (row["kind"] or "invoice") == "invoice" and date.fromisoformat(row["issued_on"]) <= on
        ]
        items.sort(key=lambda item: (item.due, item.issued, item.number))
        numbers = {item.number for item in items}
        named: list[tuple[date, Decimal, str, str]] = []
        loose: list[tuple[date, Decimal, str, str]] = []
        for row in self.payments(ref, on).values():
            entry = (date.fromisoformat(row["paid_on"]), Decimal(row["amount"]), row["currency"], row["invoice_number"])
            (named if row["invoice_number"] in numbers else loose).append(entry)
        for row in self.invoices(ref):
            if row["kind"] == "credit_note" and date.fromisoformat(row["issued_on"]) <= on:
                loose.append((date.fromisoformat(row["issued_on"]), Decimal(row["total"]), row["currency"], ""))
        for when, amount, currency, number in named:
            _set_off([i for i in items if i.number == number and i.currency == currency], when, amount)
        for when, amount, currency, _ in sorted(loose, key=lambda entry: entry[0]):
            _set_off([i for i in items if i.currency == currency], when, amount)
        return items


def _set_off(items: list[Item], when: date, amount: Decimal) -> None:
    for item in items:
        used = min(amount, item.open)
        if used > 0:
            item.paid += used
            item.paid_on.append(when)
            amount -= used


class Account:
    """One customer on one day."""

    def __init__(self, books: Books, ref: str, on: date) -> None:
        self.books, self.ref, self.on = books, ref, on
        self.items = books.items(ref, on)

    @property
    def open(self) -> list[Item]:
        return [item for item in self.items if item.open > 0]

    @property
    def late(self) -> list[Item]:
        return [item for item in self.open if item.due < self.on]

    def open_of(self, numbers: list[str]) -> Decimal:
        return sum((item.open for item in self.items if item.number in numbers), Decimal(0))

    @property
    def _settled(self) -> list[Item]:
        return sorted((i for i in self.items if i.open == 0 and i.paid_on), key=lambda item: max(item.paid_on))

    @property
    def delays(self) -> list[int]:
        return [(max(item.paid_on) - item.due).days for item in self._settled]

    def customer_field(self, name: str, currency: str) -> str | None:
        """The machine value of a field that is computed over the customer's records; None for an unknown field."""
        person = self.books.customer(self.ref)
        plain = {"name": "name", "contacts": "contact_name", "sales_rep": "sales_rep", "client_since": "client_since"}
        if name in plain:
            return person.get(plain[name])
        late = sum((item.open for item in self.late if item.currency == currency), Decimal(0))
        match name:
            case "outstanding":
                return str(sum((item.open for item in self.open if item.currency == currency), Decimal(0)))
            case "overdue_total":
                return str(late)
            case "overdue_total_discounted":
                percent = Decimal(self.books.written("policy")["early_payment"]["percent"])
                return str((late * (100 - percent) / 100).quantize(CENT, rounding=ROUND_HALF_UP))
            case "overdue_count":
                return str(len(self.late))
            case "promise_kept":
                return self._promises_kept()
            case "clv_band":
                return self._value_band()
        return None

    @property
    def average_days_to_pay(self) -> float:
        return fmean((max(item.paid_on) - item.issued).days for item in self._settled)

    @property
    def delays_by_due_date(self) -> list[tuple[int, str]]:
        """Days late of each due date, the oldest first: paid, or open, undisputed and late beyond the usual by now.

        With the number of an open invoice.
        """
        disputed = {row["invoice_number"] for row in self.books.of("disputes", self.ref) if row["state"] == "open"}
        found = [(item.due, (max(item.paid_on) - item.due).days, "") for item in self._settled]
        for item in self.open:
            days = (self.on - item.due).days
            if item.number not in disputed and self.delays and days > median(self.delays):
                found.append((item.due, days, item.number))
        return [(days, number) for _, days, number in sorted(found)]

    def _promises_kept(self) -> str:
        grace = int(self.books.written("policy")["promise_grace_days"])
        due = [
            row
            for row in self.books.of("promises", self.ref)
            if date.fromisoformat(row["made_on"]) <= self.on
            and (row["outcome"] in ("kept", "broken") or (self.on - date.fromisoformat(row["due_on"])).days > grace)
        ]
        kept = sum(row["outcome"] == "kept" for row in due)
        return str((Decimal(100 * kept) / len(due)).quantize(Decimal(1)))

    def _value_band(self) -> str:
        """Order value x frequency x relationship length, each year ahead worth 8 % less."""
        rows = [row for row in self.books.invoices(self.ref) if date.fromisoformat(row["issued_on"]) <= self.on]
        billed = sum(float(row["total"]) * (-1 if row["kind"] == "credit_note" else 1) for row in rows)
        orders = {row["number"]: date.fromisoformat(row["issued_on"]) for row in rows if row["kind"] != "credit_note"}
        age = (self.on - min(orders.values())).days
        a_year = len(orders) / max(1.0, age / 365)
        years = min(max(1, age // 365), 5)
        value = sum(billed / len(orders) * a_year / 1.08**year for year in range(1, years + 1))
        medium, high = (float(limit) for limit in self.books.written("policy").get("clv_bands", DEFAULT_BANDS))
        return "high" if value >= high else "medium" if value >= medium else "low"
