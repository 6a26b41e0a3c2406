"""The dashboard's ports over files and calls that a test gives."""

from collections.abc import Collection
from pathlib import Path

from assistant.adapters.charts import draw
from assistant.adapters.interval import share_interval
from assistant.adapters.library import FileLibrary
from assistant.adapters.xlsx_report import xlsx_of
from assistant.domain.dashboard import CallSums, Period
from assistant.domain.dashboard_teams import OverdueCall
from assistant.domain.records import CustomerFile
from assistant.domain.themes import Theme
from assistant.services.dashboard import DashboardPorts
from assistant.services.dashboard_books import Books
from assistant.services.ports import Audit
from tests.fakes import FakeClock

LIBRARY = FileLibrary(Path(__file__).parents[1] / "knowledge" / "library")


class FakeDashboardStore:
    """Files in a list; `read` counts how many were asked for each time."""

    def __init__(self, *files: CustomerFile) -> None:
        self.customers = [*files]
        self.sums = CallSums()
        self.after: list[tuple[int | None, float | None]] = []
        self.overdue: list[OverdueCall] = []
        self.themes: list[tuple[Theme, int]] = []
        self.read: list[int] = []

    async def mark(self, principal: str) -> bytes:
        return repr(self._of(principal)).encode()

    async def fingerprints(self, principal: str) -> dict[str, bytes]:
        return {file.customer.ref: repr(file).encode() for file in self._of(principal)}

    async def files(self, principal: str, refs: Collection[str] | None = None) -> list[CustomerFile]:
        found = [file for file in self._of(principal) if refs is None or file.customer.ref in refs]
        self.read.append(len(found))
        return found

    async def call_sums(self, principal: str, period: Period) -> CallSums:
        return self.sums

    async def after_calls(self, principal: str, period: Period) -> list[tuple[int | None, float | None]]:
        return self.after

    async def theme_counts(self, principal: str, period: Period) -> list[tuple[Theme, int]]:
        return self.themes

    async def overdue_calls(self, principal: str, period: Period) -> list[OverdueCall]:
        return self.overdue

    def _of(self, principal: str) -> list[CustomerFile]:
        return [file for file in self.customers if file.customer.principal == principal]


def dashboard_ports(store: FakeDashboardStore, audit: Audit) -> DashboardPorts:
    return DashboardPorts(
        store=store,
        books=Books(store, LIBRARY),
        library=LIBRARY,
        audit=audit,
        clock=FakeClock(),
        draw=draw,
        interval=share_interval,
        write_sheets=xlsx_of,
    )
