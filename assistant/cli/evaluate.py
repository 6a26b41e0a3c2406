"""`ascolto eval`: plays the evaluation conversations, judges what an operator would have seen, writes a report."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.app import App
from assistant.cli.common import JsonOption, fail, print_json, run
from assistant.cli.eval_record import record_case
from assistant.cli.progress import prepare_knowledge, work_progress
from assistant.cli.recorded import recorded_model, weights_of
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

    async def work(app: App) -> int:
        from evals import gate as gates
        from evals.evaluate import Kept, judged, only, part_of, report, run_cases, versions
        from evals.full import Pass
        from evals.html import page, trend
        from evals.results import worst

        chosen = only(cases, case or [])
        await prepare_knowledge(app)
        made = versions(app, weights_of(app) if full else "off")
        folder = app.settings.home / "evals" / made.run
        part = part_of(split, case or [])
        if fresh:
            for one in chosen:
                (folder / f"{one.id}.json").unlink(missing_ok=True)
        with work_progress("Playing") as bar:
            played = await run_cases(app, chosen, Kept(folder), lambda done, of: bar("cases", done, of))
        systems = {"approved": (judged(app, chosen, played), played)}
        asked: list[Pass] = await _asked(app, chosen, turns, passes) if full else []
        several = {
            name: [(judged(app, chosen, one[name]), one[name]) for one in asked] for name in ("ours", "naive") if asked
        }
        systems |= {name: found[0] for name, found in several.items()}
        spread = {name: [verdicts for verdicts, _ in found] for name, found in several.items()}
        whole = report(chosen, systems, made, spread)
        html = page(whole, chosen, {name: plays for name, (_, plays) in systems.items()}, worst(systems["approved"][0]))
        # A part stands apart, or the trend would compare its figures with those of all cases.
        place = folder / "parts" / part if part else folder
        _keep(place, whole, html if part else html + trend(whole, _earlier(folder)))
        if as_json:
            print_json(whole)
        else:
            _print(whole, place)
        if keep_baseline:
            gates.keep(whole)
        wrong = gates.failures(whole, gates.kept_baseline() if gate else None)
        for line in wrong:
            print(f"gate: {line}", file=sys.stderr)
        return 1 if wrong else 0

    run(work)


async def _asked(app: App, cases: Any, turns: int, passes: int) -> Any:
    """What the model makes of the cases, pass by pass; answers are kept, so that repeating asks nothing again."""
    from evals.full import one_pass

    found = []
    for number in range(1, passes + 1):
        async with recorded_model(app, "evaluation", number) as model:
            with work_progress(f"With the model, pass {number} of {passes}") as bar:
                found.append(await one_pass(app, cases, model, turns, lambda done, of: bar("cases", done, of)))
    return found


def _lint(cases: Any) -> int:
    from evals.case_lint import faults, set_faults

    found = [f"{one.id}: {fault}" for one in cases for fault in faults(one)] + list(set_faults(cases))
    for line in found:
        print(line)
    print(f"{len(cases)} cases, {len(found)} faults")
    return 1 if found else 0


def _keep(folder: Path, whole: Mapping[str, Any], html: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.html").write_text(html, encoding="utf-8")
    (folder / "_report.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False), encoding="utf-8")


def _earlier(folder: Path) -> list[dict[str, Any]]:
    """Reports of other runs in this data folder, the oldest first."""
    paths = sorted(folder.parent.glob("*/_report.json"), key=lambda path: path.stat().st_mtime)
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths if path.parent != folder]


def _shares(found: Mapping[str, Any]) -> None:
    for name, share in found.items():
        of = f"  ({share['ok']} of {share['of']})" if "of" in share else ""
        print(f"  {name:<12} {share['share']:.3f}{of}" if share["share"] is not None else f"  {name:<12} -")


def _print(whole: Mapping[str, Any], folder: Path) -> None:
    system = whole["systems"]["approved"]
    print(f"{system['cases']} cases")
    _shares(system["all"])
    if beside := whole["side_by_side"]:
        _print_beside(beside)
    for name, of in whole["systems"].items():
        broken = ", ".join(f"{rule} {count}" for rule, count in of["hard_rules_broken"].items())
        print(f"hard rules broken ({name}): {broken}")
    print(f"report: {folder / 'report.html'}")


def _print_beside(beside: Mapping[str, Any]) -> None:
    from evals.beside import SYSTEMS

    print(f"{beside['turns']} turns that the naive chain was asked, {beside['unanswered']} without an answer")
    for part in ("all", "it", "en"):
        for name, figures in beside[part].items():
            times = figures["ms"]
            took = f", to the suggestion {times['p50']:.0f} ms, 95 % {times['p95']:.0f} ms" if times else ""
            print(f"{part}, {SYSTEMS[name]}: wrong figures {figures['wrong_figures']}{took}")
            _shares(figures["shares"])
