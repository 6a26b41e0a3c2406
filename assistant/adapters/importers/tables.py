"""Reads CSV and XLSX tables row by row. What the cells mean is decided elsewhere."""

import codecs
import csv
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from assistant.domain.errors import InvalidInput
from assistant.services.ports import Cell, SheetRow

_CHUNK = 1_000_000
_MAX_UNPACKED = 1_000_000_000
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Table:
    """`rows` is read while the file is open and closes it at its end."""

    columns: tuple[str, ...]
    notes: tuple[str, ...]
    rows: Iterator[SheetRow]


def open_csv(path: Path) -> Table:
    """A table with commas, semicolons or tabs, in UTF-8, UTF-16 with a mark, or Windows-1252."""
    encoding, notes = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        first = next((line for line in file if line.strip()), "")
    if not first:
        raise InvalidInput("The file is empty; it needs a line with the columns' names.", where=str(path))
    delimiter = max(_DELIMITERS, key=first.count)
    rows = _csv_rows(path, encoding, delimiter)
    columns = _columns(next(rows)[1], path)
    return Table(columns, notes, (_row(columns, number, cells) for number, cells in rows))


def _csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Lines that hold something, with the number of the line on which they begin."""
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error as problem:
                raise InvalidInput(
                    f"The line can't be read as CSV: {problem}. Check its quotation marks.", where=f"{path}:{number}"
                ) from problem
            if cells is None:
                return
            if any(cell.strip() for cell in cells):
                yield number, cells


def _encoding(path: Path) -> tuple[str, tuple[str, ...]]:
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(b"PK\x03\x04"):
        raise InvalidInput("This is a spreadsheet; rename it to .xlsx, or save it as CSV.", where=str(path))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _decode(path, "utf-16")
        return "utf-16", ()
    try:
        _decode(path, "utf-8")
    except InvalidInput as problem:
        try:
            _decode(path, "cp1252")
        except InvalidInput:
            raise problem from None
        return "cp1252", (f"{path}: not UTF-8, read as Windows-1252; check the accented letters.",)
    return "utf-8-sig", ()


def _decode(path: Path, encoding: str) -> None:
    """Raise `InvalidInput` naming the byte and line at which the file stops being text of this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done, line = 0, 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            pending = len(decoder.getstate()[0])
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as problem:
                at = done - pending + problem.start
                line += problem.object[: problem.start].count(b"\n")
                raise InvalidInput(
                    f"Byte {at + 1} (line {line}) is not text in {encoding.upper()}; save the file as UTF-8.",
                    where=f"{path}:{line}",
                ) from problem
            if "\0" in text:
                line += text[: text.index("\0")].count("\n")
                raise InvalidInput(
                    f"Line {line} holds a NUL byte: this is not a text file, or UTF-16 without a mark. "
                    "Save the file as UTF-8.",
                    where=f"{path}:{line}",
                )
            if not chunk:
                return
            done += len(chunk)
            line += text.count("\n")


def open_xlsx(path: Path) -> Table:
    """The first sheet of a workbook, with its typed cells."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > _MAX_UNPACKED:
            raise InvalidInput(
                f"The workbook unpacks to {unpacked / 1e6:.0f} MB; {_MAX_UNPACKED / 1e6:.0f} MB is the most. Split it.",
                where=str(path),
            )
        workbook = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as problem:
        raise InvalidInput(
            f"This is not an XLSX workbook: {problem}. Save it as .xlsx or .csv.", where=str(path)
        ) from (problem)
    notes: tuple[str, ...] = ()
    if len(workbook.worksheets) > 1:
        notes = (f"{path}: only the first sheet, {workbook.worksheets[0].title!r}, is read.",)
    rows = _xlsx_rows(workbook)
    first = next(rows, None)
    if first is None:
        raise InvalidInput("The first sheet is empty; it needs a row with the columns' names.", where=str(path))
    columns = _columns(first[1], path)
    return Table(columns, notes, (_row(columns, number, cells) for number, cells in rows))


def _xlsx_rows(workbook: Any) -> Iterator[tuple[int, Sequence[Cell]]]:
    sheet = workbook.worksheets[0]
    sheet.reset_dimensions()
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            if any(value not in (None, "") for value in values):
                yield number, [_cell(value) for value in values]
    finally:
        workbook.close()


def _cell(value: Any) -> Cell:
    return value if value is None or isinstance(value, str | bool | int | float | datetime | date) else str(value)


def _columns(cells: Sequence[Cell], path: Path) -> tuple[str, ...]:
    columns = tuple("" if cell is None else str(cell).strip().lower() for cell in cells)
    while columns and not columns[-1]:
        columns = columns[:-1]
    twice = [name for name, count in Counter(columns).items() if name and count > 1]
    if twice:
        raise InvalidInput(f"The column {twice[0]!r} stands twice; keep one of them.", where=f"{path}:1")
    return columns


def _row(columns: tuple[str, ...], number: int, cells: Sequence[Cell]) -> SheetRow:
    extra = [cell for cell in cells[len(columns) :] if cell not in (None, "")]
    problem = ""
    if extra:
        problem = f"has {len(cells)} cells for {len(columns)} columns; put quotation marks around cells with a comma"
    elif len(cells) < len(columns) and all(cell in (None, "") for cell in cells[1:]):
        problem = f"has {len(cells)} cells for {len(columns)} columns; check the delimiter"
    return SheetRow(number, dict(zip(columns, cells, strict=False)), problem)
