"""`ascolto erase trainee|expired`: what is kept of a person, and what was kept long enough, is removed."""

import getpass
from typing import Annotated

import typer

from assistant.app import App
from assistant.cli.common import JsonOption, print_json, run
from assistant.domain.exercises import Kept
from assistant.services import practice_retention as retention


def trainee(
    name: Annotated[str, typer.Argument(help="User name; the account may have been removed already.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask first.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Remove a person's practice calls with their debriefs, and what was assigned to them. It can't be undone."""

    async def work(app: App) -> None:
        kept = await retention.kept_of(name, app.retention)
        if not yes:
            typer.confirm(f"Remove of {name!r}: {kept}?", abort=True, err=True)
        _told(await retention.erase(name, getpass.getuser(), app.retention), as_json)

    run(work)


def expired(as_json: JsonOption = False) -> None:
    """Remove practice calls unchanged for ASCOLTO_KEEP_PRACTICE_DAYS, as `serve` and `worker` do every hour."""

    async def work(app: App) -> None:
        _told(await retention.expire(app.retention, getpass.getuser()), as_json)

    run(work)


def _told(gone: Kept, as_json: bool) -> None:
    print_json(gone) if as_json else print(f"{gone} removed")
