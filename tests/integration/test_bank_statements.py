"""Bank statements from the file to the payments, through the command."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.cli.commands import app
from tests.statements import balance, document, ntry, statement

pytestmark = pytest.mark.integration
CUSTOMERS = """ref,name,country,language,vat_number,email,phone,contact_name,contact_role,sales_rep
C-1,Rossi Prova S.r.l.,IT,it,,,,,,
C-2,Condominio Esempio,IT,it,,,,,,
C-3,Sample Trading Ltd,GB,en,,,,,,
"""
INVOICES = """customer_ref,number,kind,issued_on,due_on,currency,total
C-1,ML-101,invoice,2026-09-01,2026-10-01,EUR,100.00
C-1,ML-102,invoice,2026-09-01,2026-11-01,EUR,250.00
C-2,ML-103,invoice,2026-09-01,2026-10-15,EUR,100.00
C-3,ML-104,invoice,2026-09-01,2026-10-15,GBP,500.00
"""
ENTRIES = (
    ntry("100.00", "Saldo ft ML 101", "ROSSI PROVA SRL", ref="R1"),
    ntry("250.00", "", "Rossi Prova Srl", ref="R2"),
    ntry("100.00", "canone", ref="R3"),
    ntry("500.00", "invoice ML-104", "Sample Trading Limited", ref="R4"),
    ntry("12.34", "rimborso", "Nessuno Qui", ref="R5"),
    ntry("70.00", side="DBIT"),
    ntry("33.00", "insoluto", side="DBIT", reversal=True, ref="R6"),
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASCOLTO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ASCOLTO_DATABASE_URL", raising=False)
    (tmp_path / "customers.csv").write_text(CUSTOMERS)
    (tmp_path / "invoices.csv").write_text(INVOICES)
    return tmp_path


def ascolto(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["import", *arguments, "--principal", "acme"])


def data(*arguments: str) -> Any:
    result = ascolto(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])


def write(folder: Path, text: str, name: str = "bank.xml") -> str:
    (folder / name).write_text(text)
    return str(folder / name)


@pytest.fixture
def books(home: Path) -> Path:
    data(str(home / "customers.csv"), str(home / "invoices.csv"))
    return home


def open_of(folder: Path, customer: str) -> dict[str, str]:
    result = CliRunner().invoke(app, ["customer", f"acme/{customer}", "--json"])
    return {item["currency"]: item["outstanding"] for item in json.loads(result.stdout)["balances"]}


def test_a_statement_becomes_payments_and_proposals(books: Path) -> None:
    path = write(books, document(statement(*ENTRIES)))
    counts = {"accepted": 6, "matched": 2, "proposed": 2, "unmatched": 1, "returned": 1, "ignored": 1}
    dry = data(path, "--dry-run")
    assert {name: dry[name] for name in counts} == counts
    assert (dry["kind"], dry["written"], open_of(books, "C-1")) == ("bank_statement", 0, {"EUR": "350.00"})
    done = data(path)
    assert {name: done[name] for name in counts} == counts
    assert done["written"] == 6
    assert open_of(books, "C-1") == {}
    assert open_of(books, "C-2") == {"EUR": "100.00"}
    again = data(path)
    assert (again["accepted"], again["unchanged"], again["written"]) == (0, 6, 0)


def test_another_statement_with_the_same_movements_adds_only_what_is_new(books: Path) -> None:
    data(write(books, document(statement(*ENTRIES[:2]))))
    month = data(write(books, document(statement(*ENTRIES[:3], ident="MONTH"), version="08"), "month.xml"))
    assert (month["accepted"], month["unchanged"], month["proposed"]) == (1, 2, 1)


def test_files_of_one_folder_in_their_order_even_without_writing(home: Path) -> None:
    write(home, document(statement(*ENTRIES[:2])), "a.xml")
    reports = [json.loads(line) for line in ascolto(str(home), "--dry-run", "--json").stdout.splitlines()]
    assert [(report["kind"], report["accepted"]) for report in reports] == [
        ("customers", 3),
        ("invoices", 4),
        ("bank_statement", 2),
    ]
    assert reports[-1]["matched"] == 2


def test_a_person_decides_what_is_doubtful(books: Path) -> None:
    data(write(books, document(statement(*ENTRIES))))
    waiting = {item["entry"]["amount"]: item for item in data("--unmatched")}
    assert {amount: item["state"] for amount, item in waiting.items()} == {
        "100.00": "proposed",
        "500.00": "proposed",
        "12.34": "unmatched",
        "33.00": "returned",
    }
    assert [c["customer"] for c in waiting["100.00"]["candidates"]] == ["C-2"]  # C-1's invoice is paid by now
    assert waiting["500.00"]["why"] == ["other_currency"]
    hundred = waiting["100.00"]["entry"]["id"]
    done = data("--assign", hundred, "C-2/ML-103=60", "C-1")
    assert [(p["customer"], p["invoice_number"], p["amount"]) for p in done["allocations"]] == [
        ("C-2", "ML-103", "60.00"),
        ("C-1", "", "40.00"),
    ]
    assert open_of(books, "C-2") == {"EUR": "40.00"}
    assert ascolto("--assign", hundred, "C-2").exit_code == 1
    with sqlite3.connect(books / "home" / "ascolto.db") as store:
        rows = store.execute("SELECT subject, detail FROM audit WHERE action = 'bank.assign'").fetchall()
    assert rows == [(f"acme {hundred}", "C-2/ML-103 60.00, C-1/- 40.00")]
    assert data("--close", waiting["12.34"]["entry"]["id"])["state"] == "closed"
    assert {item["entry"]["amount"] for item in data("--unmatched")} == {"500.00", "33.00"}
    assert "Movimenti da decidere" in ascolto("--unmatched").stdout
    again = data(write(books, document(statement(*ENTRIES))))
    assert (again["accepted"], again["unchanged"]) == (0, 6)


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        ((), "whose payment"),
        (("C-9",), "no such customer"),
        (("C-1/ML-103",), "no such invoice"),
        (("C-3/ML-104",), "GBP"),
        (("C-2=60",), "40.00 of the entry are left"),
        (("C-2=160",), "100.00 are left"),
        (("C-2=0",), "are left"),
        (("C-2=x",), "amount"),
    ],
)
def test_what_can_not_be_booked_is_refused(books: Path, targets: tuple[str, ...], message: str) -> None:
    data(write(books, document(statement(ENTRIES[2]))))
    entry = data("--unmatched")[0]["entry"]["id"]
    result = ascolto("--assign", entry, *targets)
    assert (result.exit_code, message in result.stderr) == (1, True), result.stderr
    assert data("--unmatched")[0]["entry"]["id"] == entry


def test_bad_files_are_refused_whole_unless_rows_are_skipped(books: Path) -> None:
    bad = document(statement(ENTRIES[0], ntry("0.00"), ntry("-3.00"), ntry("5.00", currency="EURO")))
    path = write(books, bad)
    refused = ascolto(path, "--json")
    report = json.loads(refused.stdout)
    assert (refused.exit_code, report["written"]) == (1, 0)
    assert [(item["row"], item["field"]) for item in report["rejected"]] == [(n, "Ntry/Amt") for n in (2, 3, 4)]
    assert open_of(books, "C-1") == {"EUR": "350.00"}
    skipped = data(path, "--skip-rejected")
    assert (skipped["written"], skipped["matched"]) == (1, 1)


def test_duplicates_within_a_file_are_one_payment(books: Path) -> None:
    twice = data(write(books, document(statement(ENTRIES[0], ENTRIES[0]))))
    assert (twice["accepted"], twice["unchanged"], twice["matched"]) == (1, 1, 1)
    alike = [ntry("10.00", "ft ML-103", "Condominio Esempio")] * 2
    unsure = data(write(books, document(statement(*alike)), "alike.xml"))
    assert (unsure["matched"], unsure["proposed"]) == (1, 1)
    assert data("--unmatched")[0]["why"] == ["possible_duplicate", "reference", "partial"]


def test_balances_that_do_not_agree_are_refused(books: Path) -> None:
    wrong = statement(ENTRIES[0], balances=balance("OPBD", "0") + balance("CLBD", "101"))
    refused = ascolto(write(books, document(wrong)), "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["rejected"][0]["field"] == "Bal"


def test_a_payment_that_the_bank_takes_back_is_owed_again(books: Path) -> None:
    back = ntry("250.00", "insoluto", side="DBIT", reversal=True, ref="R9")
    data(write(books, document(statement(*ENTRIES[:2], back))))
    assert open_of(books, "C-1") == {}
    (waiting,) = data("--unmatched")
    (original,) = waiting["originals"]
    assert "  ? riaddebitato dalla banca" in ascolto("--unmatched").stdout
    done = ascolto("--assign", waiting["entry"]["id"], original["entry"]["id"])
    assert (done.exit_code, "stornato" in done.stdout) == (0, True)
    assert open_of(books, "C-1") == {"EUR": "250.00"}
    assert data("--unmatched") == []


def test_what_is_paid_too_much_is_on_account(books: Path) -> None:
    data(write(books, document(statement(ntry("130.00", "ft ML-101", ref="R1")))))
    assert open_of(books, "C-1") == {"EUR": "220.00"}


def test_the_kind_may_be_said_and_must_be_true(books: Path) -> None:
    path = write(books, document(statement(*ENTRIES[:1])))
    assert data(path, "--kind", "bank_statement")["matched"] == 1
    invoice = write(books, "<Document><Fattura/></Document>", "other.xml")
    refused = ascolto(invoice, "--kind", "bank_statement")
    assert (refused.exit_code, "camt.053" in refused.stderr) == (1, True)


def test_a_principal_that_nobody_knows_has_no_entries() -> None:
    unknown = ascolto("--unmatched")
    assert (unknown.exit_code, "No principal 'acme'" in unknown.stderr) == (1, True)


def test_decisions_stand_alone(books: Path) -> None:
    assert ascolto("--unmatched", "--close", "x").exit_code == 2
    assert ascolto("--close", "x", "C-1").exit_code == 2
    assert ascolto("--close", "x").exit_code == 1
