"""Small parts that the sections of a report are made of: cells, figures with their difference, columns."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from assistant.domain.dashboard import Amounts, Counts, RiskLine
from assistant.domain.ledger import Bucket
from assistant.domain.report import Cell, CellKind, Column, Figure, Link

Better = Literal["more", "less", ""]


def text(value: str, link: Link | None = None) -> Cell:
    return Cell(kind="text", text=value, link=link)


def money(amount: Decimal | None, currency: str, link: Link | None = None) -> Cell:
    return Cell(kind="money", money=amount, currency=currency, link=link)


def number(kind: CellKind, value: float | Decimal | None, link: Link | None = None) -> Cell:
    return Cell(kind=kind, number=None if value is None else float(value), link=link)


def day(value: date) -> Cell:
    return Cell(kind="day", day=value)


def columns(*named: tuple[str, CellKind]) -> tuple[Column, ...]:
    return tuple(Column(title=title, kind=kind) for title, kind in named)


def bucket_name(bucket: Bucket, words: Mapping[str, str]) -> str:
    """What a bucket of the ageing is called in a report."""
    return words["current"] if bucket == "current" else words["bucket_days"].format(days=bucket)


def risk_rows(lines: Iterable[RiskLine]) -> tuple[tuple[Cell, ...], ...]:
    """A row a customer: name, lifetime value, what is overdue, the warning."""
    return tuple(
        (
            text(line.name, Link(view="customer", query={"customer": line.customer})),
            money(line.clv, line.currency),
            money(line.overdue, line.currency),
            text(line.warning),
        )
        for line in lines
    )


def figure(name: tuple[str, str], now: Cell, before: Cell | None = None, better: Better = "", note: str = "") -> Figure:
    """`name` is id and label. The difference is there where both values are."""
    return Figure(
        id=name[0],
        label=name[1],
        now=now,
        before=before,
        difference=None if before is None else _difference(now, before),
        better=better,
        note=note,
    )


def amounts(
    name: tuple[str, str], found: Amounts, currency: str, link: Link | None = None, better: Better = ""
) -> Figure:
    return figure(name, money(found.now, currency, link), money(found.before, currency), better)


def counts(name: tuple[str, str], found: Counts, link: Link | None = None, better: Better = "") -> Figure:
    return figure(name, number("count", found.now, link), number("count", found.before), better)


def _difference(now: Cell, before: Cell) -> Cell | None:
    if now.money is not None and before.money is not None:
        return Cell(kind=now.kind, money=now.money - before.money, currency=now.currency, sign=True)
    if now.number is not None and before.number is not None:
        return Cell(kind=now.kind, number=round(now.number - before.number, 4), sign=True)
    return None
