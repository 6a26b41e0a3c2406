"""`ascolto worker`: delivers notes and scores calls, beside or instead of the one inside `serve`."""

import asyncio
import logging
import signal
from typing import Annotated

import typer

from assistant.app_delivery import delivering
from assistant.cli.common import JsonOption, load_settings, print_json, run_alone
from assistant.services.deliver import deliver_due, working

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="Deliver what is due now, and end.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Deliver confirmed notes to the principals' systems and score ended calls, until stopped. Several may run."""
    logging.getLogger("assistant").setLevel(logging.INFO)

    async def main() -> int:
        settings = load_settings()
        async with delivering(settings) as ports:
            if once:
                attempts = await deliver_due(ports)
                print_json({"attempts": attempts}) if as_json else print(f"{attempts} attempts made")
                return 0
            stopped = asyncio.Event()
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stopped.set)
            async with working(ports):
                print("Ascolto delivers notes and scores calls. Stop with Ctrl+C.", flush=True)
                # Here, because the first delivery must not wait for what scoring imports.
                from assistant.app_scoring import keeping_facts
                from assistant.services.call_facts import catching_up

                async with keeping_facts(settings) as facts, catching_up(facts):
                    await stopped.wait()
            return 0

    run_alone(main)
