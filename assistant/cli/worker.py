"""`ascolto worker`: delivers notes, scores calls, reads them for search and for what customers say, as `serve` does."""

import asyncio
import logging
import signal
from typing import Annotated

import typer

from assistant.app_worker import working_alone
from assistant.cli.common import JsonOption, load_settings, print_json, run_alone
from assistant.services.call_indexing import index_waiting, indexing
from assistant.services.deliver import deliver_due, working

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, and end.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Deliver confirmed notes, score ended calls and read them for search, until stopped. Several may run at once."""
    logging.getLogger("assistant").setLevel(logging.INFO)

    async def main() -> int:
        settings = load_settings()
        async with working_alone(settings) as worker:
            if once:
                attempts = await deliver_due(worker.deliver)
                read = await index_waiting(worker.index)
                done = {"attempts": attempts, "calls": read}
                print_json(done) if as_json else print(f"{attempts} attempts made, {read} calls read")
                return 0
            stopped = asyncio.Event()
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stopped.set)
            async with working(worker.deliver), indexing(worker.index):
                print("Ascolto delivers notes, scores calls and reads them. Stop with Ctrl+C.", flush=True)
                # Here, because the first delivery must not wait for what scoring imports.
                from assistant.services.call_facts import catching_up
                from assistant.services.voice_gather import listening

                async with catching_up(worker.facts()), listening(worker.voice()):
                    await stopped.wait()
            return 0

    run_alone(main)
