"""`ascolto search --calls`: what was said in calls."""

import sys
from typing import Any

from rich.console import Console
from rich.text import Text

from assistant.app import App
from assistant.cli.common import checked, print_json, whoever
from assistant.services.call_search import CallHit, CallHits, CallQuestion


async def search_calls(app: App, fields: dict[str, Any], as_json: bool) -> None:
    """Find calls and show the passages that say why. `fields`: `q`, `top` and filters, None where not given."""
    given = {name: value for name, value in fields.items() if value is not None}
    if principal := given.get("principal"):
        given["principal"] = app.library.principal(principal).id
    question = checked(CallQuestion, given, "options")
    found = await app.search.search(whoever(), question)
    if as_json:
        print_json(found)
    else:
        _show(found)
    waiting = await app.index.passages.waiting(app.index.encoder.name)
    if waiting:
        print(f"{waiting} calls wait to be read; `ascolto worker --once` reads them now.", file=sys.stderr)


def _show(found: CallHits) -> None:
    console = Console()
    for hit in found.hits:
        console.print(_head(hit))
        for line in hit.passages:
            text = Text(f"      {line.speaker}: ", style="dim")
            said = Text(line.text, style="not dim")
            for start, end in line.marks:
                said.stylize("bold", start, end)
            console.print(text + said)
    if found.hits:
        print(f"{len(found.hits)} of {found.total} calls")
    else:
        print("Nothing found in calls; try other words, or fewer filters.")


def _head(hit: CallHit) -> Text:
    outcome = f"  {hit.disposition}" if hit.disposition else ""
    return Text(f"{hit.score:.2f}  {hit.day}  {hit.customer_name} ({hit.customer}){outcome}  [{hit.call_id}]")
