"""What was understood of the figures in an utterance: amounts, dates, counts, invoice numbers."""

from typing import Literal

from pydantic import BaseModel


class Finding(BaseModel):
    """`values` holds one machine value, or two in ascending order where the words are ambiguous.

    Amounts are `"250.00"`, dates ISO, counts digits, invoices as spoken in capitals. `span` is [start, end) in
    characters of the text. `bound` says whether the value is exact, or an inclusive least or greatest.
    """

    kind: Literal["amount", "date", "count", "invoice"]
    bound: Literal["exact", "min", "max"] = "exact"
    span: tuple[int, int]
    text: str
    values: list[str]
    currency: str | None = None

    @property
    def ambiguous(self) -> bool:
        return len(self.values) > 1
