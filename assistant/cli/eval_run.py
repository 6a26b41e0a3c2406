"""A run of `ascolto eval`: plays the cases, judges what an operator would have seen, keeps and prints the report."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.app import App
from assistant.cli.common import print_json
from assistant.cli.eval_meaning import meaning, meaning_lines
from assistant.cli.progress import prepare_knowledge, work_progress
from assistant.cli.recorded import recorded_model, weights_of

if TYPE_CHECKING:
    from evals.case import Case
    from evals.full import Pass


@dataclass(frozen=True)
class Wanted:
    """What the command was asked for. `turns` of a case are those that the naive chain answers; 0: without a model.

    `meaning` is how many cases a language ragas judges, `part` names a part of the cases; empty: all of them.
    """

    fresh: bool
    gate: bool
    keep_baseline: bool
    turns: int
    passes: int
    meaning: int
    part: str
    as_json: bool


async def run_evaluation(app: App, cases: "Sequence[Case]", wanted: Wanted) -> int:
    """Returns the exit status: 1 where a hard rule was broken, or with `gate` where anything got worse."""
    from evals import gate as gates
    from evals.evaluate import Kept, judged, report, run_cases, versions
    from evals.html import page, trend
    from evals.results import worst

    await prepare_knowledge(app)
    made = versions(app, weights_of(app) if wanted.turns else "off")
    folder = app.settings.home / "evals" / made.run
    if wanted.fresh:
        for one in cases:
            (folder / f"{one.id}.json").unlink(missing_ok=True)
    with work_progress("Playing") as bar:
        played = await run_cases(app, cases, Kept(folder), lambda done, of: bar("cases", done, of))
    systems = {"approved": (judged(app, cases, played), played)}
    passes = await _asked(app, cases, wanted) if wanted.turns else []
    spread = {name: [judged(app, cases, one[name]) for one in passes] for name in (passes[0] if passes else ())}
    systems |= {name: (found[0], passes[0][name]) for name, found in spread.items()}
    plays = {name: plays for name, (_, plays) in systems.items()}
    whole = report(cases, systems, made, spread)
    whole["meaning"] = await meaning(app, cases, plays, wanted.meaning) if wanted.meaning else None
    told = list(meaning_lines(whole["meaning"])) if whole["meaning"] else []
    html = page(whole, cases, plays, worst(systems["approved"][0]), told)
    # A part stands apart, or the trend would compare its figures with those of all cases.
    place = folder / "parts" / wanted.part if wanted.part else folder
    _keep(place, whole, html if wanted.part else html + trend(whole, _earlier(folder)))
    if wanted.as_json:
        print_json(whole)
    else:
        _print(whole, place, told)
    if wanted.keep_baseline:
        gates.keep(whole)
    wrong = gates.failures(whole, gates.kept_baseline() if wanted.gate else None)
    for line in wrong:
        print(f"gate: {line}", file=sys.stderr)
    return 1 if wrong else 0


async def _asked(app: App, cases: "Sequence[Case]", wanted: Wanted) -> "list[Pass]":
    """What the model makes of the cases, pass by pass; answers are kept, so that repeating asks nothing again."""
    from evals.full import one_pass

    found = []
    for number in range(1, wanted.passes + 1):
        async with recorded_model(app, "evaluation", number) as model:
            with work_progress(f"With the model, pass {number} of {wanted.passes}") as bar:
                found.append(await one_pass(app, cases, model, wanted.turns, lambda done, of: bar("cases", done, of)))
    return found


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


def _print(whole: Mapping[str, Any], folder: Path, meaning_told: Sequence[str]) -> None:
    system = whole["systems"]["approved"]
    print(f"{system['cases']} cases")
    _shares(system["all"])
    if beside := whole["side_by_side"]:
        _print_beside(beside)
    for line in meaning_told:
        print(line)
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
