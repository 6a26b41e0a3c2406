"""How bank entries that wait are shown."""

from datetime import date
from decimal import Decimal
from typing import get_args

from assistant.cli.bank import _WHY, lines_of
from assistant.domain.bank import Allocation, BankEntry, BankMovement
from assistant.domain.matching import Candidate, Why
from assistant.services.statements import OpenMovement

ENTRY = BankEntry(
    id="ref-1",
    booked_on=date(2026, 11, 20),
    currency="EUR",
    amount=Decimal(120),
    debtor_name="ROSSI PROVA",
    remittance="canone",
)
PARTS = (
    Allocation(customer="C-1", invoice_number="ML-1", amount=Decimal(100)),
    Allocation(customer="C-1", amount=Decimal(20)),
)
CANDIDATE = Candidate(customer="C-1", name="Rossi Prova Srl", allocations=PARTS, why=("similar_name", "amount"))
WAITING = OpenMovement(BankMovement(entry=ENTRY, state="proposed", why=("similar_name",)), (CANDIDATE,))


def test_in_italian() -> None:
    assert lines_of(WAITING, "it") == [
        "ref-1  20 novembre 2026  120,00 €",
        "  ROSSI PROVA",
        "  canone",
        "  ? nome simile",
        "  - C-1/ML-1 100,00 €, C-1 20,00 € in acconto (Rossi Prova Srl; nome simile, importo uguale)",
    ]


def test_in_english() -> None:
    booked = BankMovement(entry=ENTRY.model_copy(update={"id": "ref-0"}), state="matched", allocations=PARTS)
    returned = OpenMovement(BankMovement(entry=ENTRY, state="returned", why=("returned",)), originals=(booked,))
    assert lines_of(returned, "en")[3:] == [
        "  ? taken back by the bank",
        "  - ref-0: 20 November 2026, C-1/ML-1 €100.00, C-1 €20.00 on account",
    ]


def test_every_reason_has_its_words() -> None:
    assert set(_WHY) == {*get_args(Why), "returned"}
