"""`ascolto bench`: how soon a card is ready, the plan solver, the early warning, the reading of spoken figures."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Protocol, TypeVar

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from assistant.adapters.lemmas import lemma
from assistant.adapters.transcripts import read_transcript
from assistant.app import App, Use
from assistant.cli.common import JsonOption, load_demo_into, model_settled, print_json, run
from assistant.cli.progress import errors, prepare_knowledge
from assistant.domain.errors import InvalidInput, NotFound
from assistant.domain.guard_text import Tools
from assistant.domain.money import LANGUAGES, Language
from assistant.services.demo import demo_calls

SplitOption = Annotated[list[str] | None, typer.Option(help="dev, test or fresh; else all.")]


class _Split(Protocol):
    @property
    def split(self) -> str: ...


SplitT = TypeVar("SplitT", bound=_Split)


def _of_split(cases: Iterable[SplitT], split: Sequence[str] | None) -> list[SplitT]:
    """The cases of these splits, or all. Raises `InvalidInput` where there are none."""
    chosen = [case for case in cases if not split or case.split in split]
    if not chosen:
        raise InvalidInput("There are no such cases; the splits are dev, test and fresh.", where="--split")
    return chosen


def live(
    rounds: Annotated[int, typer.Option(min=1, max=100, help="How often the demo calls are played.")] = 3,
    as_json: JsonOption = False,
) -> None:
    """Time from a customer's final utterance to its card, beside the budget."""

    async def work(app: App) -> None:
        from evals.bench.live import bench_live

        await prepare_knowledge(app)
        await app.knowledge.warm()
        await load_demo_into(app)
        calls = await demo_calls(app.settings.demo_path)
        if not calls:
            raise NotFound("There are no demo calls to play; run `ascolto demo`.", where=str(app.settings.demo_path))
        await model_settled(app)
        report = await bench_live(app, [read_transcript(call.path) for call in calls], rounds)
        print_json(report) if as_json else _print(report)

    run(work, Use(model=True))


def model(
    turns: Annotated[int, typer.Option(min=1, max=80, help="Customer's turns of the call on our path.")] = 40,
    naive: Annotated[
        list[int] | None, typer.Option(min=1, max=40, help="A turn that the naive chain answers; else 5, 10 and 20.")
    ] = None,
    language: Annotated[Language, typer.Option(help="it or en.")] = "it",
    as_json: JsonOption = False,
) -> None:
    """Time to the guarded tailored sentence, turn by turn, beside the naive chain's answer; takes minutes."""

    def told(line: str) -> None:
        errors.print(line, soft_wrap=True, highlight=False)

    async def work(app: App) -> None:
        from evals.bench.model import ModelBench

        await prepare_knowledge(app)
        await app.knowledge.warm()
        await model_settled(app)
        report = await ModelBench(app, language, told).run(turns, sorted(naive or (5, 10, 20)))
        print_json(report) if as_json else _print_model(report)

    run(work, Use(model=True))


def _print_model(report: dict[str, Any]) -> None:
    columns = ("turn", "ours, s", "tokens read", "outcome", "reading ahead, s", "tokens", "naive, s", "tokens")
    table = Table(*columns, title=report["model"])
    naive = {row["turn"]: row for row in report["naive"]}
    for row, ahead in zip(report["ours"], report["ours_reading_ahead"], strict=True):
        other = naive.get(row["turn"])
        shown = [f"{ahead['seconds']:.2f}", str(ahead["processed"])]
        shown += [f"{other['seconds']:.2f}", str(other["processed"])] if other else []
        table.add_row(str(row["turn"]), f"{row['seconds']:.2f}", str(row["processed"]), row["outcome"], *shown)
    console = Console()
    console.print(table)
    console.print(
        f"at turn {report['turn']}: {report['ours_seconds']} s, "
        f"reading ahead {report['ours_reading_ahead_seconds']} s, naive {report['naive_seconds']} s "
        f"(its first word {report['naive_first_seconds']} s): {report['times_sooner']} times sooner, "
        f"aim {report['aim_times_sooner']:.0f}"
    )
    console.print(f"late in the call to early: {report['late_to_early']} (1 is flat); {report['tailored']} tailored")
    console.print(f"{report['processor']}, {report['cores']} cores; ours: medians of five turns")


def plan(
    rounds: Annotated[int, typer.Option(min=1, max=10_000, help="Debts of each size.")] = 60,
    as_json: JsonOption = False,
) -> None:
    """Time of the plan solver for 1, 10 and 50 open invoices, beside the budget."""

    async def work(app: App) -> None:
        from evals.bench.plan import PlanBench, bench_plan

        report = bench_plan(PlanBench(app.rates, app.working_days, rounds))
        print_json(report) if as_json else _print_plan(report)

    run(work)


def early_warning(
    customers: Annotated[int, typer.Option(min=100, max=100_000, help="Simulated payers of each sort.")] = 1000,
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="Compute the thresholds anew, from payers of another seed.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """False alarms on payers who don't change, hits on payers who become slower; about a minute."""
    from evals.early_warning import CALIBRATION_SEED, SEED, SORTS, Run, measure
    from evals.early_warning import calibrate as thresholds

    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("Simulated payers", total=customers * (1 if calibrate else SORTS))
        run_ = Run(customers, CALIBRATION_SEED if calibrate else SEED, progress=lambda done: bar.advance(task, done))
        report = {"thresholds": thresholds(run_), "seed": run_.seed} if calibrate else measure(run_)
    print_json(report) if as_json or calibrate else _print_early_warning(report)


def _print_early_warning(report: dict[str, Any]) -> None:
    table = Table("budget", "false alarms", "slower by", "seen", "within 90 days", "median days", "before it was paid")
    for row in report["budgets"]:
        for change in row["changes"]:
            table.add_row(
                f"{row['budget']} in 100",
                f"{row['false_alarms_per_100_customers_a_year']} in 100",
                f"{change['slower_by_days']} days",
                f"{change['hit_rate']:.1%}",
                f"{change['hit_rate_within_90_days']:.1%}",
                f"{change['median_days_until_seen']:.0f}" if change["median_days_until_seen"] is not None else "-",
                f"{change['seen_before_the_first_was_paid']:.1%}",
            )
        table.add_section()
    console = Console()
    console.print(table)
    console.print(f"{report['customers']} payers of each sort, a year, looked at every day, seed {report['seed']}")


def extraction(
    split: SplitOption = None,
    as_json: JsonOption = False,
) -> None:
    """Share of utterances whose figures are read exactly, guesses, and milliseconds an utterance."""

    async def work(app: App) -> None:
        from evals.extraction import cases, outcomes, report

        chosen = _of_split(cases(), split)
        outcomes(app.extractor.extract, chosen)  # compiles the rules, which is no part of an utterance's time
        found = report(outcomes(app.extractor.extract, chosen))
        print_json(found) if as_json else _print_extraction(found)

    run(work)


def notes(
    split: SplitOption = None,
    as_json: JsonOption = False,
) -> None:
    """Notes of evaluation calls: figures, items found and invented, dispositions, and the time from hang-up to note."""

    async def work(app: App) -> None:
        from evals.notes import cases, demo_of_the_day, outcome_of, report

        chosen = _of_split(cases(), split)
        await prepare_knowledge(app)
        async with demo_of_the_day(app.settings) as demo:
            await demo.knowledge.warm()
            await model_settled(demo)
            found = report([await outcome_of(demo, case) for case in chosen])
        print_json(found) if as_json else _print_notes(found)

    run(work)


def _print_notes(report: dict[str, Any]) -> None:
    table = Table("cases", "of", "figures", "recall", "invented", "disposition", "false quotes")
    for name, found in {"all": report["all"], **report["by_split"], **report["by_language"]}.items():
        shares = (f"{found[key]:.1%}" for key in ("figures_exact", "recall"))
        counts = (str(found["invented"]), f"{found['disposition']:.1%}", str(found["false_quotes"]))
        table.add_row(name, str(found["cases"]), *shares, *counts)
    console = Console()
    console.print(table)
    gates, budget = report["gates"], report["budget_ms"]
    console.print(
        f"gates: figures {gates['figures_exact']:.0%}, recall {gates['recall']:.0%}, invented {gates['invented']}, "
        f"disposition {gates['disposition']:.0%}"
    )
    for name in ("items", "note"):
        times = report[f"{name}_ms"]
        console.print(f"{name} after hang-up: p50 {times['p50']} ms, p95 {times['p95']} ms; {budget[name]:.0f}")
    console.print(f"narratives by the model: {report['by_model']} of {report['all']['cases']}")
    for explanation in report["wrong"]:
        console.print(explanation, highlight=False, markup=False)


def _print_extraction(report: dict[str, Any]) -> None:
    table = Table("cases", "right", "of", "share")
    groups = {"all": report["all"], **report["by_split"], **report["by_language"], **report["by_kind"]}
    for name, found in groups.items():
        if found["cases"]:
            table.add_row(name, str(found["right"]), str(found["cases"]), f"{found['share']:.1%}")
    console = Console()
    console.print(table)
    console.print(f"gate: {report['gate']:.0%} in each split and language")
    ambiguous, times = report["ambiguous"], report["extraction_ms"]
    console.print(f"guesses: {ambiguous['guesses']} in {ambiguous['cases']} cases with two readings")
    console.print(f"an utterance: p50 {times['p50']} ms, p95 {times['p95']} ms")
    for explanation in report["wrong"]:
        console.print(explanation, highlight=False, markup=False)


def guard(
    split: SplitOption = None,
    as_json: JsonOption = False,
) -> None:
    """Faults that the guard of written sentences catches, and good sentences that it stops."""

    async def work(app: App) -> None:
        from evals.guard import judge, read_cases, report
        from evals.guard_swaps import judge_swaps

        chosen = _of_split(read_cases(), split)
        tools = Tools(lemma, similarity=app.knowledge.likeness)
        approved = [
            (language, sentence)
            for principal in app.library.principals()
            for language in LANGUAGES
            for phrase in app.library.phrases(principal.id, language)
            for sentence in filter(None, (phrase.text, phrase.question))
        ]
        found = report(judge(chosen, tools)) | {"swaps": judge_swaps(dict.fromkeys(approved), tools)}
        print_json(found) if as_json else _print_guard(found)

    run(work)


def _print_guard(report: dict[str, Any]) -> None:
    table = Table("cases", "planted", "caught", "right reason", "good", "stopped", "false alarms")
    for name, row in report["groups"].items():
        shares = ("-" if row[key] is None else f"{row[key]:.1%}" for key in ("right_reason", "false_alarm_share"))
        right, alarms = shares
        table.add_row(
            name,
            *(str(row[key]) for key in ("planted", "caught")),
            right,
            str(row["good"]),
            str(row["false_alarms"]),
            alarms,
        )
    reasons = Table("reason", "planted", "caught")
    for name, row in report["reasons"].items():
        reasons.add_row(name, str(row["planted"]), str(row["caught"]))
    made = report["swaps"]
    swaps = Table("swap in approved sentences", "made", "caught")
    for name, row in made["kinds"].items():
        swaps.add_row(name, str(row["planted"]), str(row["caught"]))
    console = Console()
    for shown in (table, reasons, swaps):
        console.print(shown)
    console.print(f"approved sentences: {made['sentences']}; stopped as they are: {len(made['stopped'])}")
    for explanation in (*report["wrong"], *made["passed"]):
        console.print(explanation, highlight=False, markup=False)


def _print_plan(report: dict[str, Any]) -> None:
    kinds = ("solve_ms", "free_ms", "limited_ms", "impossible_ms")
    table = Table("invoices", *kinds, "samples", title=f"{report['processor']}, {report['cores']} cores")
    for row in report["sizes"]:
        shown = (f"{row[kind]['p50']} / {row[kind]['p95']}" for kind in kinds)
        table.add_row(str(row["invoices"]), *shown, str(row["samples"]))
    console = Console()
    console.print(table)
    console.print(f"p50 / p95; budget: p95 of solve_ms for 50 invoices {report['budget_ms_p95']:.0f} ms")


def _print(report: dict[str, Any]) -> None:
    table = Table("figure", "p50", "p95", "max", "samples", title=f"{report['processor']}, {report['cores']} cores")
    for name, samples in (("card_ready_ms", "cards"), ("utterance_ms", "utterances")):
        found = report[name]
        table.add_row(name, *(str(found.get(key, "-")) for key in ("p50", "p95", "max")), str(report[samples]))
    console = Console()
    console.print(table)
    console.print(f"budget: p95 of card_ready_ms {report['budget_ms_p95']:.0f} ms")
    spent, budget = report["understand_cpu_ms"], report["understand_budget_ms"]
    console.print(
        f"classification and extraction: {spent['p50']} / {spent['p95']} ms of one core (p50 / p95); {budget:.0f}"
    )
    console.print(f"cards: {report['cards_per_minute']:.1f} a minute of call")
    console.print(
        f"model: {report['model']} ({report['model_state']}), {report['generated_pieces']} pieces written meanwhile"
    )
