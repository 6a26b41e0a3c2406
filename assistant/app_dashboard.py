"""The part of the composition root that the dashboard needs."""

from assistant.adapters.charts import draw
from assistant.adapters.interval import share_interval
from assistant.adapters.library import FileLibrary
from assistant.adapters.store import Database, StoredAudit, StoredDashboard
from assistant.adapters.xlsx_report import xlsx_of
from assistant.services.dashboard import DashboardPorts
from assistant.services.dashboard_books import Books
from assistant.services.ports import Clock


def dashboard_ports(database: Database, library: FileLibrary, clock: Clock) -> DashboardPorts:
    """What the dashboard's use cases work with; the books are kept as long as these ports are."""
    store = StoredDashboard(database)
    return DashboardPorts(
        store=store,
        books=Books(store, library),
        library=library,
        audit=StoredAudit(database),
        clock=clock,
        draw=draw,
        interval=share_interval,
        write_sheets=xlsx_of,
    )
