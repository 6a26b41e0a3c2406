"""A report that people read: sections of figures, charts and tables, in one language. Shapes only.

The page, the printed page and the spreadsheet all show the same report, so that they can't disagree. Values stay
values; how they are written is decided where they are shown.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from assistant.domain.money import Money
from assistant.domain.punctuality import FactModel

CellKind = Literal["text", "money", "count", "share", "days", "minutes", "level", "percent", "day"]
"""`share` is 0 to 1; `percent` 0 to 100; `level` 0 to 4."""
View = Literal["queue", "list", "customer", "voice"]
ChartKind = Literal["bars", "stack", "line", "ranks", "points"]


class Link(FactModel):
    """Where the list behind a number is: a place of the page, and what it is asked for."""

    view: View
    query: dict[str, str] = Field(default_factory=dict)


class Cell(FactModel):
    """One value; all of them None where there is none to show. `sign` asks for a plus before positive values."""

    kind: CellKind
    text: str = ""
    money: Money | None = None
    currency: str = ""
    number: float | None = None
    day: date | None = None
    sign: bool = False
    link: Link | None = None

    @property
    def is_empty(self) -> bool:
        return not self.text and self.money is None and self.number is None and self.day is None

    @property
    def value(self) -> str | Decimal | float | date | None:
        """The value as what it is."""
        if self.money is not None:
            return self.money
        if self.number is not None:
            return self.number
        return self.day if self.day is not None else self.text or None


class Column(FactModel):
    title: str
    kind: CellKind


class Table(FactModel):
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Figure(FactModel):
    """A number with its name; `difference` is now less before. `note` says what it is of, or why there is none."""

    id: str
    label: str
    now: Cell
    before: Cell | None = None
    difference: Cell | None = None
    better: Literal["more", "less", ""] = ""
    note: str = ""


class Series(FactModel):
    """In a chart of points `at` is each value's place on the x axis, `low` and `high` are the ends of its interval."""

    name: str
    values: tuple[float | None, ...]
    at: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


class Chart(FactModel):
    """`labels` name the places on the x axis, the rows or the points; `summary` says what the picture shows."""

    id: str
    kind: ChartKind
    title: str
    summary: str
    x_title: str
    y_title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    table: Table


class Section(FactModel):
    """`note` says what the section can't tell."""

    id: str
    title: str
    note: str = ""
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()


class Report(FactModel):
    title: str
    subtitle: str
    language: Literal["it", "en"]
    sections: tuple[Section, ...]
