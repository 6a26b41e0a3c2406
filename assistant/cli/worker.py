"""`ascolto worker`: delivers confirmed notes beside or instead of the one inside `serve`."""

import asyncio
import logging
import signal
from contextlib import suppress
from typing import Annotated

import typer

from assistant.app import App, Use
from assistant.cli.common import JsonOption, print_json, run
from assistant.services.deliver import deliver_due, working


def worker(
    once: Annotated[bool, typer.Option("--once", help="Deliver what is due now, and end.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Deliver confirmed notes to the principals' systems until stopped. Several workers may run at once."""
    logging.getLogger("assistant").setLevel(logging.INFO)

    async def work(app: App) -> None:
        if once:
            attempts = await deliver_due(app.deliver)
            print_json({"attempts": attempts}) if as_json else print(f"{attempts} attempts made")
            return
        stopped = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        async with working(app.deliver):
            print("Ascolto delivers notes. Stop with Ctrl+C.", flush=True)
            await stopped.wait()

    with suppress(KeyboardInterrupt):
        run(work, Use(durable_calls=True))
