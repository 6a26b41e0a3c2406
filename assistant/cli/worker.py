"""`ascolto worker`: delivers notes, scores calls, reads them for search and for what customers say, as `serve` does."""

import asyncio
import logging
import signal
from typing import Annotated

import typer

from assistant.app_delivery import delivering
from assistant.app_search import index_ports_alone
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
        async with delivering(settings) as ports, index_ports_alone(settings) as calls:
            if once:
                attempts = await deliver_due(ports)
                read = await index_waiting(calls)
                done = {"attempts": attempts, "calls": read}
                print_json(done) if as_json else print(f"{attempts} attempts made, {read} calls read")
                return 0
            stopped = asyncio.Event()
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stopped.set)
            async with working(ports), indexing(calls):
                print("Ascolto delivers notes, scores calls and reads them. Stop with Ctrl+C.", flush=True)
                # Here, because the first delivery must not wait for what scoring imports.
                from assistant.app_scoring import keeping_facts
                from assistant.app_voice import hearing
                from assistant.services.call_facts import catching_up
                from assistant.services.voice_gather import listening

                async with (
                    keeping_facts(settings) as facts,
                    catching_up(facts),
                    hearing(settings) as voice,
                    listening(voice),
                ):
                    await stopped.wait()
            return 0

    run_alone(main)
