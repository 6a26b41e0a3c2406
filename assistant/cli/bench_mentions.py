"""`ascolto bench mentions`: how many utterances get a good mention, how many a bad one, and why others get none."""

from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from assistant.adapters.lemmas import lemma
from assistant.app import App
from assistant.cli.common import JsonOption, print_json, run
from assistant.cli.progress import errors
from assistant.cli.recorded import recorded_model
from assistant.services.mention import Mentioner

PATIENCE = 120.0
"""Seconds for one answer: this measures words; how soon they come is measured beside."""


def mentions(
    part: Annotated[Literal["dev", "test"] | None, typer.Option(help="dev, test; else both.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="So many utterances of each language at most.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Share of utterances with a good and with a bad mention, by rules and as a reader judged them.

    Answers of the model are kept in the data folder: repeating asks only what is new.
    """

    async def work(app: App) -> None:
        from evals.mentions import outcomes, read_cases, report

        cases = [
            case
            for language in ("it", "en")
            for case in [one for one in read_cases(part) if one.language == language][:limit]
        ]
        found = []
        async with recorded_model(app, "mentions") as model:
            with Progress(console=errors, transient=True, disable=not errors.is_terminal) as bar:
                task = bar.add_task("Mentions", total=len(cases))
                async for one in outcomes(cases, Mentioner(model, app.prompts, lemma, PATIENCE), model):
                    found.append(one)
                    bar.advance(task)
        result = report(found)
        print_json(result) if as_json else _print(result)

    run(work)


_ROWS = (
    ("utterances where something may be named", "nameable"),
    ("with a mention", "share_shown"),
    ("good, by rules", "share_good_by_rules"),
    ("good, as judged", "share_good_judged"),
    ("good or harmless, as judged", "share_good_or_harmless_judged"),
    ("wrong or ungrammatical, of those shown", "share_bad_of_shown_judged"),
    ("shown, not yet judged", "unjudged"),
    ("shown where there is nothing to name", "shown_though_nothing_to_name"),
)


def _print(result: dict[str, Any]) -> None:
    table = Table("mentions", *result["languages"])
    for title, key in _ROWS:
        table.add_row(title, *(_figure(figures[key]) for figures in result["languages"].values()))
    table.add_row("seconds (p50)", *(str(f["seconds"].get("p50", "-")) for f in result["languages"].values()))
    console = Console()
    console.print(table)
    console.print(f"aim: {result['aim']['good']:.0%} good, under {result['aim']['bad_of_shown']:.0%} bad")
    for language, figures in result["languages"].items():
        reasons = ", ".join(f"{reason} {count}" for reason, count in figures["withheld_by_reason"].items())
        console.print(f"{language}, withheld: {reasons or 'none'}")
    for row in result["shown"]:
        mark = row["verdict"] or ("unjudged, good by rules" if row["good_by_rules"] else "unjudged")
        console.print(
            f"{row['id']} [{mark}] {row['mention']}  <- {row['said']}", highlight=False, markup=False, soft_wrap=True
        )


def _figure(value: float | int | None) -> str:
    if value is None:
        return "-"
    return f"{value:.1%}" if isinstance(value, float) else str(value)
