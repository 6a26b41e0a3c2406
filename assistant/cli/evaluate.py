"""`ascolto eval`: what may be asked for, and what is refused."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.app import App
from assistant.cli.common import JsonOption, fail, run
from assistant.cli.eval_record import record_case
from assistant.cli.eval_run import Wanted, run_evaluation
from assistant.domain.errors import InvalidInput, LibraryError


def evaluate(
    case: Annotated[list[str] | None, typer.Option(help="Only these cases, by id.")] = None,
    split: Annotated[str, typer.Option(help="dev, test or all.")] = "all",
    fresh: Annotated[bool, typer.Option("--fresh", help="Play all again, though nothing has changed.")] = False,
    gate: Annotated[bool, typer.Option("--gate", help="Also fail if anything is worse than the baseline.")] = False,
    keep_baseline: Annotated[
        bool, typer.Option("--keep-baseline", help="Keep this run's figures for later runs to be compared with.")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Also with the model: our cards with its mentions, and the naive chain.")
    ] = False,
    turns: Annotated[int, typer.Option(min=1, help="With --full: turns of a case that the naive chain answers.")] = 2,
    passes: Annotated[int, typer.Option(min=1, help="With --full: ask all so many times, to tell the spread.")] = 1,
    meaning: Annotated[
        int, typer.Option(min=0, help="Also have ragas and the model judge so many cases a language; takes ragas.")
    ] = 0,
    lint: Annotated[bool, typer.Option("--lint", help="Only check that the cases are consistent.")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON schema of a case.")] = False,
    record: Annotated[
        str | None, typer.Option(metavar="CALL", help="Instead: draft a case from a reviewed call.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="With --record: the draft's folder.")] = None,
    case_id: Annotated[str, typer.Option("--id", help="With --record: the draft's id.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Play the evaluation conversations and judge what an operator would have seen. Exit 1: a hard rule was broken."""
    if record is not None:
        return record_case(record, out, case_id, as_json)
    from evals import case as cases_of
    from evals.evaluate import only, part_of
    from knowledge.errors import ContentError

    if schema:
        print(json.dumps(cases_of.schema(), indent=1, ensure_ascii=False, sort_keys=True))
        return
    if split not in ("dev", "test", "all"):
        fail(InvalidInput(f"There is no split {split!r}; choose dev, test or all.", where="--split"))
    if (gate or keep_baseline) and (case or split != "all"):
        fail(InvalidInput("A baseline is of all cases; leave --case and --split out.", where="--gate, --keep-baseline"))
    try:
        cases = [one for one in cases_of.load_cases() if split in ("all", one.split)]
    except ContentError as error:
        first, more = error.problems[0], len(error.problems) - 1
        rest = f" ({more} more)" if more else ""
        fail(LibraryError(first.message + rest, where=first.where))
    if lint:
        raise typer.Exit(_lint(cases))

    wanted = Wanted(
        fresh, gate, keep_baseline, turns if full else 0, passes, meaning, part_of(split, case or []), as_json
    )

    async def work(app: App) -> int:
        return await run_evaluation(app, only(cases, case or []), wanted)

    run(work)


def _lint(cases: Any) -> int:
    from evals.case_lint import faults, set_faults

    found = [f"{one.id}: {fault}" for one in cases for fault in faults(one)] + list(set_faults(cases))
    for line in found:
        print(line)
    print(f"{len(cases)} cases, {len(found)} faults")
    return 1 if found else 0
