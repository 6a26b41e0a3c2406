"""Has the dashboard's records ready before somebody asks: after the start, and again when they have changed."""

import logging
from contextlib import AbstractAsyncContextManager
from functools import partial

from assistant.services.background import repeating
from assistant.services.dashboard import DashboardPorts, period_of
from assistant.services.dashboard_books import KEPT_SHELVES

log = logging.getLogger(__name__)
_EVERY_SECONDS = 60.0


def warming(ports: DashboardPorts) -> AbstractAsyncContextManager[None]:
    """Keep the default period of the principals ready beside what the block does."""
    trouble = "The dashboards can't be made ready; it is tried again."
    return repeating(partial(warm, ports), _EVERY_SECONDS, log, trouble)


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
