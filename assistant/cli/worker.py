"""`ascolto worker`: delivers notes, scores calls, reads them for search and for what customers say, as `serve` does.

It also removes practice calls that were kept long enough.
"""

import asyncio
import logging
import signal
from typing import Annotated

import typer

from assistant.app_worker import working_alone
from assistant.cli.common import JsonOption, load_settings, print_json, run_alone
from assistant.services.call_indexing import index_waiting, indexing
from assistant.services.deliver import deliver_due, working
from assistant.services.practice_retention import expire, expiring

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, and end.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Deliver notes, score and read calls, remove practice calls that are too old, until stopped. Several may run."""
    logging.getLogger("assistant").setLevel(logging.INFO)

    async def main() -> int:
        settings = load_settings()
        async with working_alone(settings) as worker:
            if once:
                attempts = await deliver_due(worker.deliver)
                read = await index_waiting(worker.index)
                gone = await expire(worker.retention())
                done = {"attempts": attempts, "calls": read, "expired": gone.model_dump()}
                print_json(done) if as_json else print(f"{attempts} attempts made, {read} calls read, {gone} removed")
                return 0
            stopped = asyncio.Event()
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stopped.set)
            async with working(worker.deliver), indexing(worker.index):
                print("Ascolto delivers notes, scores calls and reads them. Stop with Ctrl+C.", flush=True)
                # Here, because the first delivery must not wait for what scoring imports.
                from assistant.services.call_facts import catching_up
                from assistant.services.voice_gather import listening

                async with (
                    catching_up(worker.facts()),
                    listening(worker.voice()),
                    expiring(worker.retention()),
                ):
                    await stopped.wait()
            return 0

    run_alone(main)
