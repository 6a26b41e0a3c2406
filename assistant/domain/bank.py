"""Entries of a bank statement, and how their money is allocated to customers and invoices."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer

from assistant.domain.money import amount_text
from assistant.domain.records import Payment, Record

_LONGEST_REFERENCE = 200
PositiveMoney = Annotated[Decimal, Field(gt=0, decimal_places=2), PlainSerializer(amount_text, return_type=str)]


class BankEntry(Record):
    """Money received. `id` is the bank's own reference or a hash that is the same at every import of the entry.

    `remittance` is what the payer wrote, `end_to_end` the reference that the payer's bank carried along. `alike` says
    that nothing tells the entry apart from another one of its statement: it may be that one, exported twice.
    """

    id: str = Field(min_length=1, max_length=100)
    booked_on: date
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    amount: PositiveMoney
    debtor_name: str = ""
    remittance: str = ""
    end_to_end: str = ""
    alike: bool = False

    @property
    def text(self) -> str:
        """Where invoice numbers may stand."""
        return f"{self.remittance} | {self.end_to_end}"


class Allocation(Record):
    """A part of an entry for one customer (the reference within the principal); without a number it is on account."""

    customer: str
    invoice_number: str = ""
    amount: PositiveMoney


MovementState = Literal["matched", "proposed", "unmatched", "returned", "assigned", "taken_back", "closed"]
OPEN_STATES: tuple[MovementState, ...] = ("proposed", "unmatched", "returned")
"""States of movements that wait for a person."""


class BankMovement(Record):
    """An entry that was imported, and what became of it.

    `matched` by the rules or `assigned` by a person: its allocations are payments. `proposed`, `unmatched` and
    `returned` (money that a bank took back) wait for a person; `closed` ones are nobody's payment. A payment that a
    person found to be taken back is no payment any more (`taken_back`); its allocations tell what it was.
    """

    entry: BankEntry
    state: MovementState
    why: tuple[str, ...] = ()
    allocations: tuple[Allocation, ...] = ()

    @property
    def id(self) -> str:
        return self.entry.id

    def payments(self) -> list[tuple[str, Payment]]:
        """The allocations as payments of customers (reference, payment)."""
        several = len(self.allocations) > 1
        return [
            (
                part.customer,
                Payment(
                    id=f"payment:{self.entry.id}" + (f":{n}" if several else ""),
                    paid_on=self.entry.booked_on,
                    currency=self.entry.currency,
                    amount=part.amount,
                    invoice_number=part.invoice_number,
                    reference=(self.entry.remittance or self.entry.end_to_end)[:_LONGEST_REFERENCE],
                ),
            )
            for n, part in enumerate(self.allocations, start=1)
        ]
