"""The import of files: what is accepted, refused and left alone. Real files; the sink is a dictionary."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from assistant.adapters.importers import FileRecordReader
from assistant.domain.bank import BankMovement
from assistant.domain.errors import InvalidInput
from assistant.domain.records import Customer, Invoice, PlanRecord, Principal, Record
from assistant.services.import_kinds import KINDS, template
from assistant.services.import_report import ImportReport
from assistant.services.imports import Importer, ImportOptions, record_key
from assistant.services.ports import RecordKey, RecordKind

PRINCIPAL = Principal(id="montelupo", name="Montelupo Ascensori S.r.l.")
CUSTOMERS = "ref,name,country,language,vat_number,email,phone,contact_name,contact_role,sales_rep\n"
INVOICES = "customer_ref,number,kind,issued_on,due_on,currency,total\n"
PAYMENTS = "customer_ref,invoice_number,paid_on,currency,amount,reference\n"
ONE = CUSTOMERS + "C1,Condominio Aurora,IT,it,IT01234567890,a@example.org,,Ada Prova,amministratrice,Ugo\n"


class MemorySink:
    """The port `RecordSink` on a dictionary."""

    def __init__(self) -> None:
        self.stored: dict[RecordKind, dict[RecordKey, Record]] = {}
        self.writes = 0

    async def records(self, principal: str, kind: RecordKind) -> Mapping[RecordKey, Record]:
        return dict(self.stored.get(kind, {}))

    async def write(
        self, principal: str, changes: Mapping[RecordKind, Sequence[tuple[str, Record]]], *, replace: bool = False
    ) -> None:
        self.writes += 1
        if replace:
            self.stored.clear()
        for kind, records in changes.items():
            self.stored.setdefault(kind, {}).update({(ref, record_key(record)): record for ref, record in records})

    async def take_back(self, principal: str, payments: Sequence[RecordKey], movements: Sequence[BankMovement]) -> None:
        for key in payments:
            del self.stored["payments"][key]
        self.stored["bank_entries"].update({("", movement.id): movement for movement in movements})


class Bench:
    """Imports texts as files of one principal; every import starts from what the sink holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sink = MemorySink()

    def path(self, text: str | bytes, name: str) -> Path:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    async def load(
        self, text: str | bytes, name: str = "data.csv", kind: str | None = None, **options: bool
    ) -> ImportReport:
        importer = Importer(PRINCIPAL, FileRecordReader(), self.sink)
        return await importer.import_file(self.path(text, name), kind, ImportOptions(**options))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def outcome(report: ImportReport) -> tuple[int, int, list[tuple[int, str]], int]:
    return (
        report.accepted,
        report.unchanged,
        [(item.row, item.field) for item in report.rejected],
        report.written,
    )


async def test_repeating_an_import_changes_nothing(bench: Bench) -> None:
    invoices = INVOICES + "C1,7,invoice,2026-01-31,2026-03-31,EUR,50.00\nC1,7,invoice,2026-01-31,2026-02-28,EUR,100\n"
    payments = PAYMENTS + "C1,7,2026-03-02,EUR,20.00,transfer\nC1,,2026-03-03,EUR,20.00,on account\n"
    for text, rows in ((ONE, 1), (invoices, 2), (payments, 2)):
        assert outcome(await bench.load(text)) == (rows, 0, [], rows)
    for text, rows in ((ONE, 1), (invoices, 2), (payments, 2)):
        assert outcome(await bench.load(text)) == (0, rows, [], 0)
    assert bench.sink.writes == 3
    invoice = bench.sink.stored["invoices"]["C1", "7"]
    assert isinstance(invoice, Invoice)
    assert [due.due_on.month for due in invoice.dues] == [2, 3]


@pytest.mark.parametrize("kind", KINDS)
async def test_every_template_can_be_imported(bench: Bench, kind: str) -> None:
    for needed in ("customers", "invoices", kind):
        report = await bench.load(template(needed), f"{needed}.csv")
        assert (report.kind, report.rejected) == (needed, [])
    again = await bench.load(template(kind), "again.csv")
    assert (again.accepted, again.unchanged, again.written) == (0, 2, 0)


async def test_other_content_updates_the_record(bench: Bench) -> None:
    await bench.load(ONE)
    assert outcome(await bench.load(ONE.replace("Aurora", "Nuova Aurora"))) == (1, 0, [], 1)
    customer = bench.sink.stored["customers"]["C1", ""]
    assert isinstance(customer, Customer)
    assert customer.name == "Condominio Nuova Aurora"


async def test_one_bad_row_means_that_nothing_is_written(bench: Bench) -> None:
    await bench.load(ONE)
    text = INVOICES + "C1,1,invoice,2026-01-31,2026-02-28,EUR,10\nC9,2,invoice,2026-01-31,2026-02-28,EUR,10\n"
    assert outcome(await bench.load(text)) == (1, 0, [(3, "customer_ref")], 0)
    assert "invoices" not in bench.sink.stored
    assert outcome(await bench.load(text, skip_rejected=True)) == (1, 0, [(3, "customer_ref")], 1)
    assert list(bench.sink.stored["invoices"]) == [("C1", "1")]


async def test_a_dry_run_writes_nothing(bench: Bench) -> None:
    assert outcome(await bench.load(ONE, dry_run=True)) == (1, 0, [], 0)
    assert bench.sink.stored == {}


async def test_a_dry_run_of_several_files_knows_the_earlier_ones(bench: Bench) -> None:
    importer = Importer(PRINCIPAL, FileRecordReader(), bench.sink)
    options = ImportOptions(dry_run=True)
    await importer.import_file(bench.path(ONE, "customers.csv"), None, options)
    invoices = INVOICES + "C1,1,invoice,2026-01-31,2026-02-28,EUR,10\n"
    report = await importer.import_file(bench.path(invoices, "invoices.csv"), None, options)
    assert outcome(report) == (1, 0, [], 0)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("C1,1,invoice,2026-01-31,2026-02-28,EUR,-10", "total"),
        ("C1,1,invoice,2026-01-31,2026-02-28,EUR,0", "total"),
        ("C1,1,invoice,2026-01-31,2026-02-28,EUR,1.234", "total"),
        ("C1,1,invoice,2026-01-31,2026-02-28,EURO,10", "currency"),
        ("C1,1,receipt,2026-01-31,2026-02-28,EUR,10", "kind"),
        ("C1,1,invoice,2026-01-32,2026-02-28,EUR,10", "issued_on"),
        ("C1,1,invoice,2026-01-31,,EUR,10", "due_on"),
        ("C1,,invoice,2026-01-31,2026-02-28,EUR,10", "number"),
        ("C1,1,invoice,2026-01-31,2026-02-28,EUR,1.234,50", "row"),
        (",1,invoice,2026-01-31,2026-02-28,EUR,10", "customer_ref"),
    ],
)
async def test_bad_invoices_are_refused_by_row_and_field(bench: Bench, row: str, field: str) -> None:
    await bench.load(ONE)
    assert outcome(await bench.load(INVOICES + "\n" + row + "\n")) == (0, 0, [(3, field)], 0)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("C1,9,2026-03-02,EUR,5,x", "invoice_number"),
        ("C1,1,2026-03-02,GBP,5,x", "currency"),
        ("C2,1,2026-03-02,EUR,5,x", "customer_ref"),
        ("C1,1,2026-03-01,EUR,5,same", "row"),
    ],
)
async def test_bad_payments_are_refused(bench: Bench, row: str, field: str) -> None:
    await bench.load(ONE)
    await bench.load(INVOICES + "C1,1,invoice,2026-01-31,2026-02-28,EUR,10\n")
    text = PAYMENTS + "C1,1,2026-03-01,EUR,5,same\n" + row + "\n"
    assert outcome(await bench.load(text)) == (1, 0, [(3, field)], 0)


async def test_rows_of_an_invoice_must_agree_and_it_is_imported_whole(bench: Bench) -> None:
    await bench.load(ONE)
    rows = [
        "C1,1,invoice,2026-01-31,2026-02-28,EUR,10",
        "C1,1,invoice,2026-01-31,2026-02-28,EUR,10",
        "C1,2,invoice,2026-01-31,2026-02-28,EUR,10",
        "C1,2,invoice,2026-02-01,2026-03-31,EUR,10",
        "C1,3,invoice,2026-01-31,2026-02-28,EUR,10",
        "C1,3,invoice,2026-01-31,2026-02-28,EUR,11",
        "C1,4,invoice,2026-01-31,2026-02-28,EUR,10",
        "C1,4,invoice,2026-01-31,2026-03-28,EUR,0",
    ]
    text = INVOICES + "\n".join(rows)
    refused = await bench.load(text)
    assert outcome(refused)[2] == [(3, "due_on"), (5, "issued_on"), (7, "total"), (9, "total")]
    skipped = await bench.load(text, skip_rejected=True)
    assert outcome(skipped)[2] == [
        (3, "due_on"),
        (4, "number"),
        (5, "issued_on"),
        (6, "number"),
        (7, "total"),
        (8, "number"),
        (9, "total"),
    ]
    assert list(bench.sink.stored["invoices"]) == [("C1", "1")]


async def test_a_customer_twice_in_a_file_is_refused(bench: Bench) -> None:
    report = await bench.load(ONE + "C1,Other,IT,it,,,,,,\n")
    assert outcome(report) == (1, 0, [(3, "ref")], 0)
    assert "row 2" in report.rejected[0].reason


async def test_a_missing_column_is_named_beside_the_expected_ones(bench: Bench) -> None:
    with pytest.raises(InvalidInput, match=r"Missing column: total\. .*customer_ref,number,kind") as raised:
        await bench.load("customer_ref,number,kind,issued_on,due_on,currency\n")
    assert raised.value.where.endswith("data.csv:1")


async def test_a_table_of_no_kind_is_refused(bench: Bench) -> None:
    with pytest.raises(InvalidInput, match="fit no kind"):
        await bench.load("a,b\n1,2\n")


async def test_optional_columns_say_more_and_a_table_without_them_takes_nothing_back(bench: Bench) -> None:
    def stored() -> tuple[str, date | None]:
        customer = bench.sink.stored["customers"]["C1", ""]
        assert isinstance(customer, Customer)
        return customer.kind, customer.insolvency_since

    more = ONE.replace("sales_rep\n", "sales_rep,kind,insolvency_since\n")
    await bench.load(ONE)
    assert stored() == ("business", None)
    report = await bench.load(more.replace("Ugo\n", "Ugo,Consumer,31/03/2026\n"))
    assert (outcome(report), report.notes) == ((1, 0, [], 1), [])
    assert stored() == ("consumer", date(2026, 3, 31))
    assert outcome(await bench.load(ONE)) == (0, 1, [], 0)
    assert outcome(await bench.load(ONE.replace("Aurora", "Alba"))) == (1, 0, [], 1)
    assert stored() == ("consumer", date(2026, 3, 31))
    await bench.load(more.replace("Ugo\n", "Ugo,,\n"))
    assert stored() == ("business", None)
    refused = await bench.load(more.replace("Ugo\n", "Ugo,private,soon\n"))
    assert [(item.row, item.field) for item in refused.rejected] == [(2, "kind"), (2, "insolvency_since")]


async def test_the_schedule_of_a_plan_adds_up_to_it(bench: Bench) -> None:
    plans = "customer_ref,id,agreed_on,currency,total,instalments,state,schedule,invoices\n"
    await bench.load(ONE)
    await bench.load(INVOICES + "C1,7,invoice,2026-01-31,2026-03-31,EUR,90.00\n")
    good = 'C1,1,2026-04-01,EUR,90.00,2,running,"2026-05-31=40.00; 30/06/2026=50,00",7\n'
    assert outcome(await bench.load(plans + good)) == (1, 0, [], 1)
    plan = bench.sink.stored["plans"]["C1", "plan:1"]
    assert isinstance(plan, PlanRecord)
    assert plan.invoices == ("7",)
    assert [(due.due_on, due.amount) for due in plan.schedule] == [
        (date(2026, 5, 31), Decimal(40)),
        (date(2026, 6, 30), Decimal(50)),
    ]
    short = "customer_ref,id,agreed_on,currency,total,instalments,state\nC1,1,2026-04-01,EUR,90.00,2,broken\n"
    assert outcome(await bench.load(short)) == (1, 0, [], 1)
    known = bench.sink.stored["plans"]["C1", "plan:1"]
    assert isinstance(known, PlanRecord)
    assert (known.state, len(known.schedule)) == ("broken", 2)


@pytest.mark.parametrize(
    ("schedule", "invoices", "field"),
    [
        ("2026-05-31=40.00", "", "schedule"),
        ("2026-05-31=40.00;2026-06-30=40.00", "", "schedule"),
        ("2026-05-31=90.00;2026-06-30=0.00", "", "schedule"),
        ("2026-05-31=100.00;2026-06-30=-10.00", "", "schedule"),
        ("soon=40.00;2026-06-30=50.00", "", "schedule"),
        ("2026-05-31;2026-06-30", "", "schedule"),
        ("", "8", "invoices"),
    ],
)
async def test_a_schedule_that_makes_no_sense_is_refused(
    bench: Bench, schedule: str, invoices: str, field: str
) -> None:
    await bench.load(ONE)
    head = "customer_ref,id,agreed_on,currency,total,instalments,state,schedule,invoices\n"
    report = await bench.load(f"{head}C1,1,2026-04-01,EUR,90.00,2,running,{schedule},{invoices}\n")
    assert {item.field for item in report.rejected} == {field}
    assert report.written == 0


async def test_columns_nobody_knows_are_told_and_ignored(bench: Bench) -> None:
    text = ONE.replace("sales_rep\n", "sales_rep,colour\n").replace("Ugo\n", "Ugo,red\n")
    report = await bench.load(text)
    assert outcome(report) == (1, 0, [], 1)
    assert "colour" in report.notes[0]
    assert "notes" not in report.model_dump()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
async def test_encodings(bench: Bench, encoding: str) -> None:
    text = ONE.replace("Aurora", "Libertà").replace(",", ";").replace("\n", "\r\n")
    report = await bench.load(text.encode(encoding))
    assert outcome(report) == (1, 0, [], 1)
    assert ("Windows-1252" in "".join(report.notes)) == (encoding == "cp1252")
    customer = bench.sink.stored["customers"]["C1", ""]
    assert isinstance(customer, Customer)
    assert customer.name == "Condominio Libertà"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (ONE.encode() + b"C2,\xe0\x81,IT,it,,,,,,\n", r"Byte \d+ \(line 3\)"),
        (ONE.encode("utf-16-le"), "NUL byte"),
        (ONE.encode() + b'C2,"a,IT,it,,,,,,\n', "quotation marks"),
        (b"PK\x03\x04zip", "spreadsheet"),
        (b"ref,ref,name\n", "stands twice"),
    ],
)
async def test_files_that_are_no_tables_are_refused(bench: Bench, data: bytes, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        await bench.load(data, kind="customers")


async def test_quoted_cells_over_several_lines_keep_the_line_numbers(bench: Bench) -> None:
    await bench.load(ONE)
    header = "customer_ref,id,kind,opened_on,subject,text,state,closed_on\n"
    text = header + 'C1,1,service,2026-01-10,Check,"two\nlines, and a comma",closed,\nC1,2,x,2026-01-10,S,,open,\n'
    assert outcome(await bench.load(text)) == (1, 0, [(4, "kind")], 0)


async def test_a_workbook_with_typed_cells(bench: Bench) -> None:
    await bench.load(ONE)
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(INVOICES.strip().split(","))
    sheet.append(["C1", 118, "invoice", "2026-01-31", "28/02/2026", "EUR", 1234.5])
    sheet.append([None] * 7)
    sheet.append(["C1", "119", None, None, None, "EUR", "-5"])
    path = bench.folder / "invoices.xlsx"
    workbook.save(path)
    report = await bench.load(path.read_bytes(), "invoices.xlsx")
    assert report.accepted == 1
    assert {(item.row, item.field) for item in report.rejected} == {(4, "issued_on"), (4, "due_on"), (4, "total")}
    await bench.load(path.read_bytes(), "invoices.xlsx", skip_rejected=True)
    invoice = bench.sink.stored["invoices"]["C1", "118"]
    assert isinstance(invoice, Invoice)
    assert str(invoice.total) == "1234.50"


async def test_what_only_claims_to_be_a_workbook_is_refused(bench: Bench) -> None:
    with pytest.raises(InvalidInput, match="not an XLSX"):
        await bench.load(b"hello", "data.xlsx")


async def test_a_missing_or_foreign_file_is_refused(bench: Bench) -> None:
    importer = Importer(PRINCIPAL, FileRecordReader(), bench.sink)
    with pytest.raises(InvalidInput, match="no such file"):
        await importer.import_file(bench.folder / "none.csv", None, ImportOptions())
    with pytest.raises(InvalidInput, match="can't be imported"):
        await bench.load(b"%PDF", "data.pdf")
