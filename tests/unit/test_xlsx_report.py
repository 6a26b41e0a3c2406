"""The spreadsheet: numbers as numbers, dates as dates, and nothing from outside that a spreadsheet would run."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from assistant.adapters.xlsx_report import xlsx_of
from assistant.domain.report import Cell, Chart, Column, Figure, Report, Section, Series, Table

HEADS = ("dato", "periodo", "prima", "differenza")
HOSTILE = ('=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(1)", "\t=1", "=cmd|' /C calc'!A0")


def report(*rows: tuple[Cell, ...], title: str = "Crediti in EUR", figures: tuple[Figure, ...] = ()) -> Report:
    columns = tuple(Column(title=f"c{n}", kind="text") for n in range(len(rows[0]) if rows else 0))
    table = Table(title="Tabella", columns=columns, rows=rows)
    chart = Chart(
        id="c", kind="line", title="t", summary="s", x_title="x", y_title="y", labels=("a",),
        series=(Series(name="s", values=(1,)),), table=table,
    )  # fmt: skip
    section = Section(id="s", title=title, note="nota", figures=figures, charts=(chart,))
    return Report(title="Cruscotto", subtitle="dal al", language="it", sections=(section,))


def cells_of(content: bytes) -> list[Any]:
    (sheet,) = openpyxl.load_workbook(BytesIO(content)).worksheets
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_values_keep_their_kind() -> None:
    row = (
        Cell(kind="money", money=Decimal("1234.50"), currency="EUR"),
        Cell(kind="count", number=7),
        Cell(kind="share", number=0.427),
        Cell(kind="day", day=date(2026, 11, 20)),
        Cell(kind="text", text="Ditta"),
        Cell(kind="days"),
    )
    found = {cell.value: cell for cell in cells_of(xlsx_of(report(row), HEADS))}
    assert found[1234.5].number_format == '#,##0.00 "EUR"'
    assert (found[7].data_type, found[0.427].number_format) == ("n", "0.0%")
    assert found[datetime(2026, 11, 20)].is_date  # noqa: DTZ001  (a spreadsheet's day has no zone)
    assert found["Ditta"].data_type == "s"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula(text: str) -> None:
    content = xlsx_of(report((Cell(kind="text", text=text),)), HEADS)
    cell = next(cell for cell in cells_of(content) if cell.value == text)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    with ZipFile(BytesIO(content)) as parts:
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()


def test_figures_stand_beside_those_before() -> None:
    figure = Figure(
        id="dso",
        label="DSO",
        now=Cell(kind="days", number=60),
        before=Cell(kind="days", number=55),
        difference=Cell(kind="days", number=5, sign=True),
        note="novanta giorni",
    )
    values = [
        cell.value for cell in cells_of(xlsx_of(report((Cell(kind="count", number=1),), figures=(figure,)), HEADS))
    ]
    start = values.index("dato")
    assert values[start : start + 9] == [*HEADS, "DSO", 60, 55, 5, "novanta giorni"]


def test_a_currency_from_outside_cannot_change_a_number_s_format() -> None:
    content = xlsx_of(report((Cell(kind="money", money=Decimal(1), currency='";x'),)), HEADS)
    cell = next(cell for cell in cells_of(content) if cell.value == 1)
    assert cell.number_format == "#,##0.00"


def test_titles_of_sheets_are_short_plain_and_different() -> None:
    one = report(title="Cortesia/empatia: e [incassi] per gruppo di operatori").sections[0]
    content = xlsx_of(Report(title="t", subtitle="s", language="it", sections=(one, one)), HEADS)
    names = openpyxl.load_workbook(BytesIO(content)).sheetnames
    assert names == ["Cortesia empatia  e  incassi  p", "Cortesia empatia  e  incassi  2"]


def test_control_characters_are_left_out() -> None:
    values = [cell.value for cell in cells_of(xlsx_of(report((Cell(kind="text", text="Dit\x0bta"),)), HEADS))]
    assert "Ditta" in values
