"""Work that goes on beside the rest of the process: started with it, cancelled with it, looked after when it fails."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any


@asynccontextmanager
async def beside(work: Callable[[], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Do the work beside what the block does; at its end it is cancelled, and what was under way is left as it is."""
    worker = asyncio.create_task(work())
    try:
        yield
    finally:
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


def repeating(
    step: Callable[[], Awaitable[object]], seconds: float, log: logging.Logger, trouble: str
) -> AbstractAsyncContextManager[None]:
    """Do the step for ever beside what the block does, so many seconds apart; a failure is logged as `trouble`."""
    return beside(partial(_again_and_again, step, seconds, log, trouble))


async def _again_and_again(
    step: Callable[[], Awaitable[object]], seconds: float, log: logging.Logger, trouble: str
) -> None:
    while True:
        try:
            await step()
        except Exception:
            log.exception(trouble)
        await asyncio.sleep(seconds)
