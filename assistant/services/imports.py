"""Imports customers' records from files: what is accepted, what is refused and why, and that nothing is half written.

Reading files and writing records is left to the ports; how a row is understood, to `import_kinds` and `import_fields`.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from assistant.domain.errors import InvalidInput
from assistant.domain.records import Customer, Dispute, Invoice, Payment, PlanRecord, Principal, Promise, Record
from assistant.services.import_fields import Fields
from assistant.services.import_files import is_electronic
from assistant.services.import_kinds import ELECTRONIC, KINDS, STATEMENT, Kind, detect
from assistant.services.import_report import ImportReport, StatementReport
from assistant.services.ports import ElectronicInvoice, RecordKey, RecordKind, RecordReader, RecordSink, Sheet
from assistant.services.statements import book_of, read_lines

_NAMING_INVOICES = (Payment, Promise, PlanRecord, Dispute)
Changes = dict[RecordKind, list[tuple[str, Record]]]


@dataclass(frozen=True)
class ImportOptions:
    dry_run: bool = False
    skip_rejected: bool = False


@dataclass(slots=True)
class _Candidate:
    """A record that could be written, and the rows it comes from."""

    kind: RecordKind
    ref: str
    record: Record
    rows: list[int]


@dataclass
class _Reading:
    """What is known of a file while it is read."""

    report: ImportReport
    candidates: dict[RecordKey, _Candidate] = field(default_factory=dict)
    broken: set[RecordKey] = field(default_factory=set)

    def reject(self, row: int, name: str, reason: str) -> None:
        self.report.reject(row, name, reason)


class Importer:
    """Imports files of one principal; what it has seen is known to the files that follow."""

    def __init__(
        self,
        principal: Principal,
        reader: RecordReader,
        sink: RecordSink,
        progress: Callable[[int], None] = lambda rows: None,
    ) -> None:
        self._principal = principal
        self._reader = reader
        self._sink = sink
        self._progress = progress
        self._known: dict[RecordKind, dict[RecordKey, Record]] = {}
        self._by_tax_number: dict[str, str] | None = None

    def forget(self) -> None:
        """Take the principal as empty, whatever the store holds (for records that replace it)."""
        self._known = {kind: {} for kind in get_args(RecordKind)}

    async def import_file(self, path: Path, kind: str | None, options: ImportOptions) -> ImportReport:
        """Read a file and write what is new in it; raises `InvalidInput` for a file that can't be read."""
        report, changes = await self.read_file(path, kind, options)
        if changes and not options.dry_run:
            await self._sink.write(self._principal.id, changes)
            report.written = report.accepted
        return report

    def refused(self, path: Path, kind: str | None, problem: InvalidInput) -> ImportReport:
        """The report of a file that can't be read at all."""
        line = problem.where.rpartition(":")[2]
        row = int(line) if line.isdigit() else 0
        report = ImportReport(file=str(path), kind=kind or "")
        report.reject(row, "file", problem.message)
        return report

    async def read_file(self, path: Path, kind: str | None, options: ImportOptions) -> tuple[ImportReport, Changes]:
        """What a file would change. Files read later by this importer take it as written."""
        if kind == STATEMENT or (kind is None and await self._reader.is_statement(path)):
            return await self._read_statement(path, options)
        if is_electronic(path) if kind is None else kind == ELECTRONIC:
            reading = await self._read_electronic(path)
        else:
            reading = await self._read_table(path, kind)
        if options.skip_rejected:
            _drop_broken(reading)
        reading.report.rejected.sort(key=lambda item: item.row)
        changed = await self._compare(reading)
        if reading.report.rejected and not options.skip_rejected:
            return reading.report, {}
        changes: Changes = defaultdict(list)
        for candidate in changed:
            changes[candidate.kind].append((candidate.ref, candidate.record))
        await self._take_as_written(changes)
        return reading.report, dict(changes)

    async def _take_as_written(self, changes: Changes) -> None:
        for kind, records in changes.items():
            stored = await self._stored(kind)
            for ref, record in records:
                stored[ref, record_key(record)] = record
                self._know(ref, record)

    async def _read_statement(self, path: Path, options: ImportOptions) -> tuple[ImportReport, Changes]:
        report = StatementReport(file=str(path), kind=STATEMENT)
        lines = await self._reader.statement_lines(path)
        records = [await self._stored(kind) for kind in ("customers", "invoices", "payments")]
        changes = read_lines(lines, await self._stored("bank_entries"), book_of(*records), report)
        self._progress(len(lines))
        if report.rejected and not options.skip_rejected:
            return report, {}
        await self._take_as_written(changes)
        return report, changes

    async def _read_table(self, path: Path, name: str | None) -> _Reading:
        sheet = await self._reader.sheet(path)
        kind = _kind_of(sheet, path, name)
        notes = list(sheet.notes)
        extra = [column for column in sheet.columns if column and column not in (*kind.columns, *kind.optional)]
        absent = [column for column in kind.optional if column not in sheet.columns]
        if extra:
            notes.append(f"{path}: columns that are not used: {', '.join(extra)}.")
        reading = _Reading(ImportReport(file=str(path), kind=kind.name, notes=notes))
        async for batch in sheet.batches():
            for row in batch:
                if row.problem:
                    reading.reject(row.number, "row", row.problem)
                    continue
                fields = Fields(row.cells)
                ref, record = kind.read(fields, self._principal)
                if absent:
                    record = await self._completed(kind.name, ref, record, absent)
                if not fields.problems:
                    fields.problems = await self._references(kind.name, ref, record)
                for problem in fields.problems:
                    reading.reject(row.number, *problem)
                if fields.problems:
                    reading.broken.add((ref, record_key(record)))
                else:
                    _collect(reading, _Candidate(kind.name, ref, record, [row.number]))
            self._progress(len(batch))
        return reading

    async def _completed(self, kind: RecordKind, ref: str, record: Record, absent: list[str]) -> Record:
        """The record with what is stored of the columns that this table doesn't have."""
        stored = (await self._stored(kind)).get((ref, record_key(record)))
        return record.model_copy(update={name: getattr(stored, name) for name in absent}) if stored else record

    async def _references(self, kind: RecordKind, ref: str, record: Record) -> list[tuple[str, str]]:
        """Problems of what a record refers to: its customer and its invoices."""
        if kind == "customers":
            return []
        if (ref, "") not in await self._stored("customers"):
            return [("customer_ref", f"{ref!r} is not a customer of {self._principal.id}; import the customer first")]
        invoices = await self._stored("invoices") if isinstance(record, _NAMING_INVOICES) else {}
        if isinstance(record, Promise | PlanRecord):
            unknown = [number for number in record.invoices if (ref, number) not in invoices]
            return [("invoices", f"{number!r} is not an invoice of {ref}") for number in unknown]
        if isinstance(record, Payment | Dispute) and record.invoice_number:
            invoice = invoices.get((ref, record.invoice_number))
            if not isinstance(invoice, Invoice):
                return [("invoice_number", f"{record.invoice_number!r} is not an invoice of {ref}; import it first")]
            if isinstance(record, Payment) and record.currency != invoice.currency:
                return [("currency", f"is {record.currency}, but invoice {invoice.number} is in {invoice.currency}")]
        return []

    async def _read_electronic(self, path: Path) -> _Reading:
        reading = _Reading(ImportReport(file=str(path), kind=ELECTRONIC))
        for document in await self._reader.electronic_invoices(path, self._principal):
            if document.problem is not None or document.buyer is None or document.invoice is None:
                reading.reject(document.number, *(document.problem or ("document", "is empty")))
                continue
            ref = await self._buyer(reading, document, document.buyer)
            _collect(reading, _Candidate("invoices", ref, document.invoice, [document.number]))
        return reading

    async def _buyer(self, reading: _Reading, document: ElectronicInvoice, buyer: Customer) -> str:
        """Reference of the customer with the buyer's tax number, who is added where there is none."""
        if self._by_tax_number is None:
            self._by_tax_number = {}
            for (ref, _), customer in (await self._stored("customers")).items():
                self._know(ref, customer)
        for number in (buyer.vat_number, document.tax_code):
            if found := self._by_tax_number.get(bare_tax_number(number)):
                return found
        reading.candidates.setdefault((buyer.ref, ""), _Candidate("customers", buyer.ref, buyer, []))
        return buyer.ref

    def _know(self, ref: str, record: Record) -> None:
        if self._by_tax_number is not None and isinstance(record, Customer) and record.vat_number:
            self._by_tax_number.setdefault(bare_tax_number(record.vat_number), ref)

    async def _compare(self, reading: _Reading) -> list[_Candidate]:
        """Count the rows, and return the candidates that differ from what is stored."""
        changed = []
        for (ref, key), candidate in reading.candidates.items():
            stored = (await self._stored(candidate.kind)).get((ref, key))
            if stored == candidate.record:
                reading.report.unchanged += len(candidate.rows)
            else:
                reading.report.accepted += len(candidate.rows)
                changed.append(candidate)
        return changed

    async def _stored(self, kind: RecordKind) -> dict[RecordKey, Record]:
        if kind not in self._known:
            self._known[kind] = dict(await self._sink.records(self._principal.id, kind))
        return self._known[kind]


def record_key(record: Record) -> str:
    """What identifies a record within its customer."""
    if isinstance(record, Customer):
        return ""
    return record.number if isinstance(record, Invoice) else str(getattr(record, "id", ""))


def bare_tax_number(written: str) -> str:
    """A tax number without the country's letters: registers write it either way."""
    return written[2:] if written[:2].isalpha() and written[2:].isdigit() else written


def merge(changes: Sequence[Mapping[RecordKind, Sequence[tuple[str, Record]]]]) -> Changes:
    """Several files' changes as one, to be written in one transaction."""
    merged: Changes = defaultdict(list)
    for change in changes:
        for kind, records in change.items():
            merged[kind].extend(records)
    return dict(merged)


def _kind_of(sheet: Sheet, path: Path, name: str | None) -> Kind:
    kind = KINDS[name] if name is not None else detect(sheet.columns, path.stem.lower())
    if kind is None:
        raise InvalidInput(
            f"The columns fit no kind of table; the kinds are: {', '.join(KINDS)}. `--template KIND` shows one.",
            where=f"{path}:1",
        )
    missing = [column for column in kind.columns if column not in sheet.columns]
    if missing:
        raise InvalidInput(
            f"Missing column{'s' if len(missing) > 1 else ''}: {', '.join(missing)}. "
            f"A table of {kind.name} has the columns {','.join(kind.columns)}.",
            where=f"{path}:1",
        )
    return kind


def _collect(reading: _Reading, candidate: _Candidate) -> None:
    """Add a candidate, join an invoice's due dates, or reject what was there before."""
    key = (candidate.ref, record_key(candidate.record))
    row = candidate.rows[0]
    earlier = reading.candidates.get(key)
    if earlier is None:
        reading.candidates[key] = candidate
    elif reading.report.kind == "invoices" and isinstance(earlier.record, Invoice):
        problem = _join(earlier, candidate)
        if problem is not None:
            reading.reject(row, *problem)
            if not problem[1].startswith("repeats"):
                reading.broken.add(key)
    else:
        reading.reject(row, _identifying(candidate), f"repeats row {earlier.rows[0]}; keep one of them")


def _join(earlier: _Candidate, candidate: _Candidate) -> tuple[str, str] | None:
    """Add another due date to an invoice; a problem (field, reason) if the rows contradict each other."""
    first, more = earlier.record, candidate.record
    if not (isinstance(first, Invoice) and isinstance(more, Invoice)):
        return ("number", "is used for something else")
    for name in ("kind", "issued_on", "currency"):
        if getattr(first, name) != getattr(more, name):
            return (name, f"differs from row {earlier.rows[0]} of the same invoice {first.number}")
    due = more.dues[0]
    for known in first.dues:
        if known == due:
            return ("due_on", f"repeats another row of invoice {first.number}; keep one of them")
        if known.due_on == due.due_on:
            return ("total", f"differs from another row of invoice {first.number} with the same due date")
    dues = tuple(sorted((*first.dues, due), key=lambda item: item.due_on))
    earlier.record = first.model_copy(update={"dues": dues})
    earlier.rows.extend(candidate.rows)
    return None


def _identifying(candidate: _Candidate) -> str:
    return {"customers": "ref", "invoices": "number", "payments": "row"}.get(candidate.kind, "id")


def _drop_broken(reading: _Reading) -> None:
    """An invoice is written whole or not at all: a rejected due date takes the others with it."""
    for key in reading.broken & reading.candidates.keys():
        candidate = reading.candidates.pop(key)
        if candidate.kind != "invoices":
            reading.candidates[key] = candidate
            continue
        for row in candidate.rows:
            reading.reject(row, "number", "another row of this invoice was rejected; an invoice is imported whole")
