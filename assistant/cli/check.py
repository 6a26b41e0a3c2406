"""`ascolto check`: validates the library and the prompts, and names every mistake with file, line and remedy."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.adapters.crm import problems_of_connectors
from assistant.adapters.library import copy_shipped
from assistant.adapters.library_content import problems_of
from assistant.adapters.rates import load_rates
from assistant.app import load_prompts
from assistant.app_practice import practice_problems
from assistant.cli.common import EXIT_REFUSED, JsonOption, fail, load_settings, print_json
from assistant.domain.errors import AscoltoError


def check(
    library: Annotated[Path | None, typer.Option(help="A library folder; else the one in the data folder.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Validate a library, its rate table, and the prompts."""
    try:
        if library is None:
            library = load_settings().library_path
            copy_shipped(library)
        faults = [*problems_of(library), *problems_of_connectors(library), *practice_problems(library)]
        problems = [{"where": fault.where, "message": fault.message} for fault in faults]
        prompts = load_prompts().all()
        load_rates(library)
    except AscoltoError as problem:
        fail(problem)
    if as_json:
        print_json({"library": str(library), "prompts": len(prompts), "problems": problems})
    else:
        for found in problems:
            print(f"{found['where']}: {found['message']}")
        print(f"{library}: {len(problems)} problems; {len(prompts)} prompts are valid")
    if problems:
        raise typer.Exit(EXIT_REFUSED)
