"""`ascolto export notes`: confirmed notes as a file, for a system that no connector reaches or for a spreadsheet."""

import getpass
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from assistant.app import App, Use
from assistant.cli.common import run, write_export
from assistant.domain.note_exports import notes_as_csv, notes_as_json_lines

_AS = {"csv": notes_as_csv, "jsonl": notes_as_json_lines}


def notes(
    principal: Annotated[str | None, typer.Option(help="Of one creditor company; else of all.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only confirmed from this day on, local time.")
    ] = None,
    format: Annotated[  # the option's name
        Literal["csv", "jsonl"], typer.Option(help="csv: a row an item; jsonl: a note a line.")
    ] = "csv",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write this file, whole or not at all; else standard output.")
    ] = None,
) -> None:
    """Confirmed notes, the oldest first. They hold personal data; the export is written into the audit log."""

    async def work(app: App) -> None:
        within = [app.library.principal(principal).id] if principal else None
        found = await app.notes.confirmed(within, since.astimezone() if since else None)
        text = _AS[format](found)
        if output:
            await write_export(output, text)
        await app.audit.record(
            getpass.getuser(), "export.notes", principal or "*", app.clock.now(), f"{len(found)} as {format}"
        )
        if output:
            print(f"{len(found)} notes in {output}")
        else:
            sys.stdout.write(text)

    run(work, Use(durable_calls=True))
