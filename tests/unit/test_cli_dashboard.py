"""`ascolto dashboard`: printed for people, data as JSON, a spreadsheet, and errors that name the remedy."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import text

from assistant.adapters.store import Database, StoredRecords
from assistant.domain.records import Customer, Due, Invoice
from tests.unit.cli_home import ascolto, home, within

__all__ = ["home"]
TODAY = datetime.now(UTC).date()


@pytest.fixture
def filled(home: Path) -> Path:
    """One customer with an invoice that is twenty days past due."""
    due = Due(due_on=TODAY - timedelta(days=20), amount=Decimal("1250.00"))
    invoice = Invoice(number="118", issued_on=TODAY - timedelta(days=50), currency="EUR", dues=(due,))
    customer = Customer(principal="montelupo", ref="C1", name="Ditta [C1]")

    async def write(database: Database) -> None:
        changes = {"customers": [("C1", customer)], "invoices": [("C1", invoice)]}
        await StoredRecords(database).write("montelupo", changes)  # type: ignore[arg-type]

    within(home, write)
    return home


def test_people_read_it_in_the_principal_s_language(filled: Path) -> None:
    done = ascolto("dashboard", "--principal", "montelupo")
    assert done.exit_code == 0, done.output
    for part in ("Cruscotto Montelupo Ascensori S.r.l.", "Crediti in EUR", "1.250,00 €", "1-30 giorni", "90 giorni"):
        assert part in done.output


def test_machines_get_the_figures(filled: Path) -> None:
    first, last = TODAY - timedelta(days=9), TODAY - timedelta(days=2)
    done = ascolto("dashboard", "--principal", "montelupo", "--from", str(first), "--to", str(last), "--json")
    found = json.loads(done.output)
    assert found["period"] == {"first": first.isoformat(), "last": last.isoformat()}
    assert found["receivables"][0]["overdue"]["now"] == "1250.00"

    async def audited(database: Database) -> list[str]:
        async with database.reading() as connection:
            return list((await connection.execute(text("SELECT detail FROM audit"))).scalars())

    assert within(filled, audited) == [f"json {first}..{last}"]


def test_a_spreadsheet_is_written_whole_or_not_at_all(filled: Path, tmp_path: Path) -> None:
    done = ascolto("dashboard", "--principal", "montelupo", "--xlsx", str(tmp_path / "d.xlsx"))
    assert (done.exit_code, f"sheets in {tmp_path / 'd.xlsx'}" in done.output) == (0, True)
    assert openpyxl.load_workbook(tmp_path / "d.xlsx").sheetnames[0] == "Crediti in EUR"
    done = ascolto("dashboard", "--principal", "montelupo", "--xlsx", str(tmp_path / "nowhere" / "d.xlsx"))
    assert (done.exit_code, "Name one in a folder" in done.output) == (1, True)


def test_what_makes_no_sense_is_refused(filled: Path) -> None:
    done = ascolto("dashboard", "--principal", "nowhere")
    assert done.exit_code == 1 and "nowhere" in done.output
    done = ascolto("dashboard", "--principal", "montelupo", "--from", "2026-02-01", "--to", "2026-01-01")
    assert done.exit_code == 1 and "ends before it begins" in done.output
    assert ascolto("dashboard").exit_code == 2
