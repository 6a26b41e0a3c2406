"""Has the dashboard's records ready before somebody asks: after the start, and again when they have changed."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from assistant.services.dashboard import DashboardPorts, period_of
from assistant.services.dashboard_books import KEPT_SHELVES

log = logging.getLogger(__name__)
_EVERY_SECONDS = 60.0


@asynccontextmanager
async def warming(ports: DashboardPorts) -> AsyncIterator[None]:
    """Keep the default period of the principals ready beside what the block does."""
    worker = asyncio.create_task(_forever(ports))
    try:
        yield
    finally:
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


async def _forever(ports: DashboardPorts) -> None:
    while True:
        await warm(ports)
        await asyncio.sleep(_EVERY_SECONDS)


async def warm(ports: DashboardPorts) -> None:
    """Read what has changed and work it out; with more principals than are kept at a time, nothing is done ahead."""
    principals = ports.library.principals()
    if len(principals) > KEPT_SHELVES:
        return
    period = period_of(None, None, ports.clock.now().date())
    for principal in principals:
        try:
            await ports.books.of(principal.id, period)
            await ports.books.work_out(principal.id)
        except Exception:  # who asks for the dashboard is told; one unreadable principal doesn't hold up the others
            log.exception("The dashboard of %s can't be made ready.", principal.id)
