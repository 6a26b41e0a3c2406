"""`ascolto bench grounding`: how well `ascolto ground` tells supported claims from others, beside what others reach."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Column, Table

from assistant.cli.common import JsonOption, fail, print_json
from assistant.cli.progress import errors
from assistant.domain.errors import AscoltoError

ABSENT = (
    "Only the own pairs were judged: the sets of others (call_summary_faithfulness, answer_grounding) are in the "
    "folder that --folder or ASCOLTO_EVALDATA names, and neither is set."
)
HALF = (
    "The figures of others are on both halves of their data; the rules of `ascolto ground` were made on the half given "
    "out for development, so that figures on it are no figures on unseen claims."
)


def grounding(
    folder: Annotated[
        Path | None, typer.Option(envvar="ASCOLTO_EVALDATA", help="Folder of other people's evaluation data.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Balanced accuracy, recall and misses by kind of change, and milliseconds a pair."""
    from evals.grounding import report, swaps, third_party, verdicts

    try:
        claims = (third_party(folder) if folder else []) + swaps()
    except AscoltoError as problem:
        fail(problem)
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("Claims", total=len(claims))
        found = report(verdicts(claims, lambda: bar.advance(task)))
    found["remark"] = HALF if folder else ABSENT
    print_json(found) if as_json else _print(found)


def _print(found: dict[str, Any]) -> None:
    sets = found["sets"]
    table = Table(Column("balanced accuracy, %", no_wrap=True), *(row["set"] for row in sets))
    table.add_row("ascolto ground", *(f"{row['balanced_accuracy']:.1f}" for row in sets))
    for name in dict.fromkeys(name for row in sets for name in row["others"]):
        table.add_row(name, *(f"{row['others'][name]:.1f}" if name in row["others"] else "-" for row in sets))
    table.add_section()
    table.add_row("recall of unsupported", *(f"{row['recall']:.1f}" for row in sets))
    table.add_row("supported that passed", *(f"{row['passed']:.1f}" for row in sets))
    table.add_row("claims", *(str(row["claims"]) for row in sets))
    misses = Table(Column("missed, of a change", no_wrap=True), *(row["set"] for row in sets))
    for edit in dict.fromkeys(edit for row in sets for edit in row["missed"]):
        counts = (row["missed"].get(edit) for row in sets)
        misses.add_row(edit, *(f"{count['missed']} of {count['of']}" if count else "-" for count in counts))
    console = Console()
    console.print(table)
    console.print(misses)
    times = found["pair_ms"]
    console.print(f"a pair: p50 {times['p50']} ms, p95 {times['p95']} ms, longest {times['max']} ms")
    console.print(found["remark"])
