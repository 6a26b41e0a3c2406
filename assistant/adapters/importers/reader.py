"""The port `RecordReader`: chooses how a file is read by its name, and keeps blocking work off the event loop."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import islice
from pathlib import Path

from assistant.adapters.importers import camt053, fatturapa, tables
from assistant.domain.errors import InvalidInput
from assistant.domain.records import Principal
from assistant.services.ports import ElectronicInvoice, SheetRow, StatementLine

MAX_BYTES = 100_000_000
MAX_INVOICE_BYTES = 20_000_000
MAX_STATEMENT_BYTES = 50_000_000
_BATCH = 5_000
_HEAD = 4_096


class FileSheet:
    """Implements the port `Sheet`."""

    def __init__(self, columns: Sequence[str], notes: Sequence[str], rows: Iterator[SheetRow]) -> None:
        self.columns = columns
        self.notes = notes
        self._rows = rows

    async def batches(self) -> AsyncIterator[Sequence[SheetRow]]:
        """Rows, some thousands at a time; they can be read once."""
        while batch := await asyncio.to_thread(lambda: list(islice(self._rows, _BATCH))):
            yield batch


class FileRecordReader:
    """Implements the port `RecordReader`."""

    async def sheet(self, path: Path) -> FileSheet:
        """Open a table; raises `InvalidInput` for a file that is not one, or too large."""
        return await asyncio.to_thread(_open, path)

    async def electronic_invoices(self, path: Path, principal: Principal) -> Sequence[ElectronicInvoice]:
        """The documents of a FatturaPA file; raises `InvalidInput` for a file that is not one, or too large."""
        return await asyncio.to_thread(_read_invoices, path, principal)

    async def statement_lines(self, path: Path) -> Sequence[StatementLine]:
        """The movements of a CAMT.053 file; raises `InvalidInput` for a file that is not one, or too large."""
        return await asyncio.to_thread(_read_statement, path)

    async def is_statement(self, path: Path) -> bool:
        """Whether the beginning of an XML file says that it is a bank's; False for a file that can't be read."""
        return await asyncio.to_thread(_is_statement, path)


def _open(path: Path) -> FileSheet:
    _check(path, MAX_BYTES)
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        table = tables.open_xlsx(path)
    elif suffix in (".csv", ".txt", ".tsv", ""):
        table = tables.open_csv(path)
    else:
        raise InvalidInput(
            f"Files that end in {suffix!r} can't be imported; save the table as .csv or .xlsx.", where=str(path)
        )
    return FileSheet(table.columns, table.notes, table.rows)


def _read_invoices(path: Path, principal: Principal) -> list[ElectronicInvoice]:
    _check(path, MAX_INVOICE_BYTES)
    return fatturapa.read(path.read_bytes(), str(path), principal)


def _read_statement(path: Path) -> list[StatementLine]:
    _check(path, MAX_STATEMENT_BYTES)
    return camt053.read(path.read_bytes(), str(path))


def _is_statement(path: Path) -> bool:
    if path.suffix.lower() != ".xml":
        return False
    try:
        with path.open("rb") as file:
            return camt053.looks_like(file.read(_HEAD))
    except OSError:
        return False  # why it can't be read is said when it is read


def _check(path: Path, limit: int) -> None:
    if not path.is_file():
        raise InvalidInput("There is no such file.", where=str(path))
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as problem:
        raise InvalidInput(f"The file can't be read: {problem.strerror}.", where=str(path)) from problem
    if size > limit:
        raise InvalidInput(
            f"The file has {size / 1e6:.0f} MB; {limit / 1e6:.0f} MB is the most. Split it into several files.",
            where=str(path),
        )
