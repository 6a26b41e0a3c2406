"""What ragas makes of a run of `ascolto eval`, with the local model as its judge, and how that is printed."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.app import App
from assistant.cli.progress import work_progress
from assistant.cli.recorded import recorded_model, weights_of
from assistant.domain.errors import ModelUnavailable

if TYPE_CHECKING:
    from evals.case import Case
    from evals.play import Played


async def meaning(
    app: App, cases: "Sequence[Case]", played: "Mapping[str, Sequence[Played]]", most: int
) -> dict[str, Any]:
    """The report, ready for JSON; at most `most` cases a language are judged. The judge's answers are kept by weights.

    Without weights search is measured all the same, and the report says why nothing was judged. Raises `InvalidInput`
    without ragas, `NotFound` where ASCOLTO_EVALDATA names a folder that lacks its files.
    """
    from evals.meaning import Run, meaning_report

    folder = os.environ.get("ASCOLTO_EVALDATA")
    with work_progress("Meaning") as tell:
        run = Run(app, cases, played, most, Path(folder) if folder else None, tell)
        try:
            name = _judge(app)
        except ModelUnavailable as problem:
            return await meaning_report(run, None, absent=problem.message)
        async with recorded_model(app, "meaning") as model:
            return await meaning_report(run, model, name)


def _judge(app: App) -> str:
    """The model's name, or the beginning of its weights' hash. Raises `ModelUnavailable` where there can't be one."""
    if app.settings.model == "off":
        raise ModelUnavailable("The model is switched off: unset ASCOLTO_MODEL.", where="ASCOLTO_MODEL")
    name = weights_of(app)
    return name if app.settings.model in ("ollama", "openai") else name[:12]


def meaning_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The report as a person reads it: a judge's figures, and beside each how far the judge agrees with people."""
    yield f"meaning, by ragas {found['ragas']}"
    for language, metrics in found["retrieval"].items():
        for metric, figure in metrics.items():
            yield f"  search {language}  {metric:<20} {_told(figure)}"
    judge = found["judge"]
    if judge["absent"]:
        yield f"  nothing was judged: {judge['absent']}"
        return
    yield f"  judge {judge['name']}, {len(found['cases'])} cases"
    beside = ", ".join(f"{one['set']} {one['balanced_accuracy']:.0f} %" for one in found["people"]["sets"])
    for system, languages in found["systems"].items():
        for language, figures in languages.items():
            if not figures["cases"]:
                continue
            silent = f", silent in {figures['silent']}" if figures["silent"] else ""
            yield f"  {system} {language}, {figures['cases']} cases{silent}"
            for metric in ("faithfulness", "answer_relevancy", "factual_correctness"):
                yield f"    {metric:<20} {_told(figures[metric])}; judge beside labels: {beside}"
    if found["people"]["absent"]:
        yield f"  the judge beside people: {found['people']['absent']}"
    for one in found["people"]["sets"]:
        answered = one["balanced_accuracy_answered"]
        of_answered = "-" if answered is None else f"{answered:.1f} %"
        yield (
            f"  {one['set']:<10} labelled by {one['by']}: balanced accuracy {one['balanced_accuracy']:.1f} %"
            f" ({of_answered} of the answered), {_counted(one)}"
        )


def _told(figure: Mapping[str, Any]) -> str:
    if not figure["of"]:
        return "nothing to judge"
    mean = "-" if figure["mean"] is None else f"{figure['mean']:.3f}"
    return f"{mean}  ({figure['mean_failures_as_zero']:.3f} with failures as 0; {_counted(figure)})"


def _counted(figure: Mapping[str, Any]) -> str:
    why = ", ".join(f"{reason} {count}" for reason, count in figure["failures"].items())
    failed = f"{figure['of']} items, {figure['failed']} failed{f': {why}' if why else ''}"
    seconds = figure.get("seconds_each")  # search takes none
    return failed if seconds is None else f"{failed}, {seconds} s each"
