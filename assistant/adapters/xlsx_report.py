"""A report as a spreadsheet: a sheet a section, numbers as numbers, dates as dates, text never as a formula."""

import re
from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assistant.domain.report import Cell, CellKind, Figure, Report, Section, Table

_FORMATS: dict[CellKind, str] = {
    "text": "General",
    "money": "#,##0.00",
    "count": "#,##0",
    "share": "0.0%",
    "days": "0.0",
    "minutes": "0.0",
    "level": "0.00",
    "percent": '0.0"%"',
    "day": "yyyy-mm-dd",
}
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_NARROWEST, _WIDEST = 10, 60
_LONGEST_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_BOLD = Font(bold=True)


def xlsx_of(report: Report, headings: Sequence[str]) -> bytes:
    """The workbook; `headings` name a figure, its value now and before, and the difference."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for section in report.sections:
        sheet = _Sheet(book.create_sheet(_title(section.title, book.sheetnames)))
        sheet.heading(section, report)
        if section.figures:
            sheet.figures(section.figures, headings)
        for table in (chart.table for chart in section.charts):
            sheet.table(table)
        sheet.fit()
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _title(text: str, taken: Sequence[str]) -> str:
    """What a sheet may be called: short, without reserved signs, and not twice."""
    base = _NOT_IN_TITLES.sub(" ", text)[:_LONGEST_TITLE].strip("' ")
    title, n = base, 2
    while title.lower() in [one.lower() for one in taken]:
        title = f"{base[: _LONGEST_TITLE - len(str(n)) - 1]} {n}"
        n += 1
    return title


class _Sheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._row = 0
        self._widths: dict[int, int] = {}

    def heading(self, section: Section, report: Report) -> None:
        self._texts([section.title], bold=True)
        for line in (report.title, report.subtitle, section.note):
            if line:
                self._texts([line])

    def figures(self, figures: Sequence[Figure], headings: Sequence[str]) -> None:
        self._row += 1
        self._texts(headings, bold=True)
        for figure in figures:
            name, note = Cell(kind="text", text=figure.label), Cell(kind="text", text=figure.note)
            self._cells([name, figure.now, figure.before, figure.difference, note])

    def table(self, table: Table) -> None:
        self._row += 1
        self._texts([table.title], bold=True)
        self._texts([column.title for column in table.columns], bold=True)
        for cells in table.rows:
            self._cells(cells)

    def fit(self) -> None:
        """Columns as wide as what they hold; a line of its own needs no column."""
        for column, width in self._widths.items():
            wide = min(_WIDEST, max(_NARROWEST, width + 3))
            self._sheet.column_dimensions[get_column_letter(column)].width = wide

    def _texts(self, texts: Sequence[str], bold: bool = False) -> None:
        self._row += 1
        for column, text in enumerate(texts, start=1):
            cell = self._at(column)
            _write_text(cell, text)
            if bold:
                cell.font = _BOLD
            if len(texts) > 1:
                self._widths[column] = max(self._widths.get(column, 0), len(text))

    def _cells(self, cells: Sequence[Cell | None]) -> None:
        self._row += 1
        for column, cell in enumerate(cells, start=1):
            if cell is not None and not cell.is_empty:
                _write(self._at(column), cell)
                self._widths[column] = max(self._widths.get(column, 0), len(str(cell.value)))

    def _at(self, column: int) -> SheetCell:
        cell = self._sheet.cell(self._row, column)
        if not isinstance(cell, SheetCell):
            raise TypeError(f"A plain cell is expected, not {cell!r}")
        return cell


def _write(target: SheetCell, cell: Cell) -> None:
    value = cell.value
    if isinstance(value, str):
        _write_text(target, value)
        return
    target.value = value
    target.number_format = _FORMATS[cell.kind]
    if cell.kind == "money" and cell.currency.isalpha():
        target.number_format += f' "{cell.currency}"'


def _write_text(target: SheetCell, text: str) -> None:
    """As text, whatever it begins with: names and numbers of invoices come from outside."""
    target.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    target.data_type = "s"
    target.alignment = Alignment(vertical="top")
    if text.startswith(_FORMULA_SIGNS):
        target.quotePrefix = True  # it stays text even if somebody edits the cell
