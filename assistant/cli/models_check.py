"""`ascolto models check`: puts a model to the test and files what it has earned."""

import asyncio
import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.adapters.lemmas import lemma
from assistant.adapters.models.qualification import load_thresholds, save_record
from assistant.adapters.models.speed import measure, memory_mb
from assistant.adapters.models.target import Target, find_target, started
from assistant.app import App
from assistant.cli.common import JsonOption, print_json, run
from assistant.cli.models_table import print_check, result_row
from assistant.cli.progress import errors
from assistant.domain.errors import InvalidInput
from assistant.domain.guard_text import Tools
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.qualification import WORKS, ModelRecord, Speeds, Work

if TYPE_CHECKING:
    from evals.qualification.cases import CaseSet
    from evals.qualification.check import SetChecked


@dataclass(frozen=True)
class _Plan:
    """What to measure of which model, and whether and where to file it."""

    sets: "list[CaseSet]"
    speed: bool
    fresh: bool
    into: Path | None


def check(
    model: Annotated[
        str | None,
        typer.Argument(help="A GGUF file, fetched weights by id, or a server's model; else the configured one."),
    ] = None,
    kind: Annotated[list[str] | None, typer.Option(help=f"Only this work: {', '.join(WORKS)}. Repeatable.")] = None,
    language: Annotated[Language | None, typer.Option(help="Only this language.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only so many cases of each; nothing is filed then.")] = None,
    cases: Annotated[bool, typer.Option("--cases/--no-cases", help="Put it to the cases.")] = True,
    speed: Annotated[bool, typer.Option("--speed/--no-speed", help="Measure its speed and memory.")] = True,
    save: Annotated[bool, typer.Option("--save/--dry-run", help="File the result, or only show it.")] = True,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ask everything anew, kept answers or not.")] = False,
    details: Annotated[bool, typer.Option("--details", help="Show the cases that didn't pass.")] = False,
    into: Annotated[Path | None, typer.Option(help="File the result here instead of in the data folder.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure what a model may be trusted with: cases by kind of work and language, held against the thresholds.

    Answers are kept, so that an interrupted check goes on where it was and only changed prompts are asked again.
    """

    async def work(app: App) -> None:
        from evals.qualification.cases import read_cases

        spoken_in = [language] if language else LANGUAGES
        wanted = [read_cases(one, spoken) for one in _works(kind) for spoken in spoken_in] if cases else []
        file = (into or app.settings.qualification_path) if save and limit is None else None
        plan = _Plan([case_set.first(limit) for case_set in wanted], speed, fresh, file)
        record, checked = await _measure(app, model, plan)
        if as_json:
            print_json(_as_json(record, checked, plan, details))
        else:
            print_check(record, checked, details)
            print(_filed(plan, limit))

    run(work)


def _works(kinds: list[str] | None) -> list[Work]:
    for kind in kinds or ():
        if kind not in get_args(Work):
            raise InvalidInput(f"There is no work {kind!r}; there are: {', '.join(WORKS)}.", where="--kind")
    return [work for work in WORKS if not kinds or work in kinds]


async def _measure(app: App, model: str | None, plan: _Plan) -> "tuple[ModelRecord, list[SetChecked]]":
    from evals.qualification.check import Terms, result

    target = await find_target(app.settings, model)
    errors.print(f"{target.name}: starting", highlight=False)
    try:
        load_seconds = await started(target)
        checked = await _put_to_the_cases(app, target, plan)
        speeds = await _speeds(app, target, load_seconds) if plan.speed else None
    finally:
        await target.model.stop()
    terms = Terms(load_thresholds(), app.prompts.hashes(), app.clock.now().date(), target.threads)
    record = ModelRecord(
        weights=target.weights,
        name=target.name,
        engine=target.engine,
        product=version("ascolto"),
        speeds=speeds,
        results=tuple(result(one, terms) for one in checked),
    )
    return (save_record(plan.into, record) if plan.into else record), checked


async def _put_to_the_cases(app: App, target: Target, plan: _Plan) -> "list[SetChecked]":
    from evals.qualification.answers import KeptAnswers
    from evals.qualification.check import Checked, check
    from evals.qualification.work import Desk

    path = _answers_path(app, target)
    if plan.fresh:
        path.unlink(missing_ok=True)
    answers, tools = KeptAnswers(target.model, path), Tools(lemma, similarity=app.knowledge.likeness)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(target.name, total=sum(len(one.cases) for one in plan.sets))

        def done(one: Checked) -> None:
            bar.update(task, advance=1, description=f"{target.name}: {one.case.id}")

        try:
            return await check(Desk(answers, app.prompts, tools), answers, plan.sets, done)
        except asyncio.CancelledError:
            errors.print("Interrupted: the answers so far are kept; the same command goes on from there.")
            raise


def _answers_path(app: App, target: Target) -> Path:
    """One file for each model, engine and number of threads: what any of them changes isn't the same measurement."""
    name = hashlib.sha256(f"{target.weights} {target.engine} {target.threads}".encode()).hexdigest()[:16]
    return app.settings.cache_path / "qualification" / f"{name}.jsonl"


async def _speeds(app: App, target: Target, load_seconds: float) -> Speeds:
    from evals.bench.machine import processor

    endpoint = target.endpoint()
    pace = await measure(endpoint) if endpoint else None
    ours = endpoint is not None and endpoint.pid is not None
    return Speeds(
        prompt_tokens=round(pace.prompt, 1) if pace else None,
        generated_tokens=round(pace.generated, 1) if pace else None,
        load_seconds=round(load_seconds, 1) if ours else None,
        memory_mb=memory_mb(endpoint.pid) if endpoint and endpoint.pid is not None else None,
        threads=target.threads,
        processor=processor() if ours else "",
        measured_on=app.clock.now().date(),
    )


def _as_json(record: ModelRecord, checked: "list[SetChecked]", plan: _Plan, details: bool) -> dict[str, Any]:
    """The record with rates and intervals; with details, every case."""
    data = record.model_dump(mode="json") | {"results": [result_row(one) for one in record.results]}
    data["filed"] = str(plan.into) if plan.into else None
    if details:
        data["cases"] = [
            {
                "work": one.case_set.work,
                "language": one.case_set.language,
                "id": case.case.id,
                "verdict": case.outcome.verdict,
                "reason": case.outcome.reason,
                "text": case.outcome.text,
                "answer": case.outcome.raw,
                "seconds": round(case.seconds, 2),
            }
            for one in checked
            for case in one.cases
        ]
    return data


def _filed(plan: _Plan, limit: int | None) -> str:
    if plan.into is not None:
        return f"Filed in {plan.into}; a running server reads it when it is started again."
    return "Not filed: a part of the cases earns nothing." if limit is not None else "Not filed: a dry run."
