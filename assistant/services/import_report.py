"""What became of an imported file, as data."""

from pydantic import BaseModel, Field


class Rejection(BaseModel):
    row: int
    field: str
    reason: str


class ImportReport(BaseModel):
    """What became of a file. All counts are rows; `written` is 0 when the file was refused, and in a dry run."""

    file: str
    kind: str
    accepted: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = []
    written: int = 0
    notes: list[str] = Field(default=[], exclude=True)
    """What the person should know besides; not part of the data."""

    def reject(self, row: int, name: str, reason: str) -> None:
        self.rejected.append(Rejection(row=row, field=name, reason=reason))


class StatementReport(ImportReport):
    """A bank statement: rows are movements. What was accepted is `matched`, `proposed`, `unmatched` or `returned`.

    `unchanged` are movements that were imported before or stand twice; `ignored` is money paid out or not booked yet.
    """

    matched: int = 0
    proposed: int = 0
    unmatched: int = 0
    returned: int = 0
    ignored: int = 0
