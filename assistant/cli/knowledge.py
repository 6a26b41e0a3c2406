"""Commands over articles, records and situations: `ingest`, `search`, `situation`, `bench retrieval`."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from pydantic import BaseModel, ConfigDict, Field
from rich.console import Console
from rich.table import Table

from assistant.app import App, Use
from assistant.cli.call_search import search_calls
from assistant.cli.common import BatchOption, JsonOption, batch_lines, checked, fail, load_settings, print_json, run
from assistant.cli.progress import prepare_knowledge, reading_progress
from assistant.domain.calls import Classification, Situation, Speaker, Utterance
from assistant.domain.errors import AscoltoError, InvalidInput
from assistant.domain.money import Language
from assistant.domain.notes import Disposition
from assistant.services.history import record_texts
from knowledge.bench import Benchmark, read_corpus, read_queries, run_benchmark
from knowledge.errors import ContentError
from knowledge.types import Passage, SearchQuery

_Part = Literal["test", "dev", "holdout"]
LanguageOption = Annotated[Language | None, typer.Option(help="Else detected.")]


class _Question(BaseModel):
    """What may be asked of `search`: a line of `--batch`, or the options of the command."""

    model_config = ConfigDict(extra="forbid")

    query: str
    principal: str | None = None
    language: Language | None = None
    customer: str | None = None
    on: date | None = None
    top: int = Field(default=5, ge=1, le=100)
    all: bool = False


class _Turn(BaseModel):
    speaker: Speaker
    text: str


class _Words(BaseModel):
    """A line of `situation --batch`."""

    text: str
    language: Language | None = None
    previous: list[_Turn] = []


def ingest(as_json: JsonOption = False) -> None:
    """Bring the search index and the situation classifier up to date with the library."""

    async def work(app: App) -> None:
        with reading_progress() as progress:
            done = await app.knowledge.ingest(progress)
        if as_json:
            print_json(vars(done))
        elif done.changed:
            print(f"{done.articles} articles in {done.chunks} passages, {done.examples} examples: index {done.hash}.")
        else:
            print(f"The index {done.hash} is up to date.")

    run(work)


def search(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    principal: Annotated[str | None, typer.Option(help="Only this principal's articles, and the common ones.")] = None,
    language: Annotated[Language | None, typer.Option(help="Only passages in this language.")] = None,
    customer: Annotated[str | None, typer.Option(help="Look in this customer's history, too.")] = None,
    top: Annotated[int, typer.Option(help="At most so many passages.", min=1, max=100)] = 5,
    everything: Annotated[bool, typer.Option("--all", help="Lift the threshold.")] = False,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Articles valid on this day.")] = None,
    calls: Annotated[bool, typer.Option("--calls", help="Look in what was said in calls.")] = False,
    since: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Calls since.")] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Calls until.")] = None,
    situation: Annotated[Situation | None, typer.Option(help="Calls in which this came up.")] = None,
    disposition: Annotated[Disposition | None, typer.Option(help="Calls that ended so, e.g. refused.")] = None,
    batch: BatchOption = False,
    as_json: JsonOption = False,
) -> None:
    """Find passages of articles and of a customer's history; with --calls, of calls."""
    of_calls = {
        "from": since.date() if since else None,
        "to": until.date() if until else None,
        "situation": situation,
        "disposition": disposition,
    }
    if not calls and any(of_calls.values()):
        raise typer.BadParameter("--from, --to, --situation and --disposition are for --calls.", param_hint="--calls")
    if calls:
        if batch or language or everything or on:
            raise typer.BadParameter("goes without --batch, --language, --all and --on.", param_hint="--calls")
        asked = {"q": query or "", "principal": principal, "customer": customer, "top": top, **of_calls}
        run(lambda app: search_calls(app, asked, as_json), Use(durable_calls=True))
        return
    fields = {
        "principal": principal,
        "language": language,
        "customer": customer,
        "top": top,
        "all": everything,
        "on": on.date() if on else None,
    }

    async def work(app: App) -> None:
        await prepare_knowledge(app)
        if batch:
            for number, line in batch_lines():
                print_json(await _batch_search(app, number, line, fields))
            return
        if query is None:
            raise InvalidInput("Give a question, or --batch with JSON Lines on standard input.", where="QUERY")
        question = checked(_Question, {**fields, "query": query}, "options")
        passages = await _search(app, question)
        if as_json:
            print_json(_passages(question, passages))
        else:
            _print_passages(passages)

    run(work)


def situation(
    text: Annotated[str | None, typer.Argument(help="The customer's words.")] = None,
    language: LanguageOption = None,
    batch: BatchOption = False,
    report: Annotated[bool, typer.Option("--report", help="Judge the classifier on labelled utterances.")] = False,
    part: Annotated[_Part, typer.Option(help="Which of them; `test` is the one to report.")] = "test",
    as_json: JsonOption = False,
) -> None:
    """Tell what a customer's words mean."""

    async def work(app: App) -> None:
        await prepare_knowledge(app)
        if report:
            await _report_situations(app, part, as_json)
            return
        if batch:
            for number, line in batch_lines():
                print_json(await _batch_situation(app, number, line, language))
            return
        if text is None:
            raise InvalidInput("Give an utterance, or --batch with JSON Lines on standard input.", where="TEXT")
        found = await _classify(app, checked(_Words, {"text": text, "language": language}, "options"))
        if as_json:
            print_json(found)
            return
        table = Table("situation", "confidence")
        for scored in found.situations:
            table.add_row(scored.id, f"{scored.confidence:.2f}")
        Console().print(table)

    run(work)


def bench_retrieval(
    corpus: Annotated[Path | None, typer.Option(help="JSON Lines {doc_id, title, text}.")] = None,
    queries: Annotated[Path | None, typer.Option(help="JSON Lines {query_id, query, relevant: \\[doc_id]}.")] = None,
    language: Annotated[Language | None, typer.Option(help="Language of the corpus; else guessed.")] = None,
    scale: Annotated[bool, typer.Option("--scale", help="Time searches among up to 100,000 made-up passages.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Measure retrieval on a corpus of your own beside BM25 in the same run, or its speed at scale."""
    if scale and (corpus or queries):
        fail(InvalidInput("Give a corpus with its queries, or --scale, which makes its own.", where="--scale"))
    if scale:
        _bench_scale(as_json)
        return
    if corpus is None or queries is None:
        fail(InvalidInput("Give both --corpus and --queries, or --scale.", where="--corpus"))
    cache = load_settings().cache_path
    try:
        with reading_progress() as progress:
            found = run_benchmark(read_corpus(corpus), read_queries(queries), cache, language, progress)
    except ContentError as error:
        fail(InvalidInput(error.problems[0].message, where=error.problems[0].where))
    if as_json:
        print_json(found.model_dump(mode="json", by_alias=True))
    else:
        _print_benchmark(found)


def _bench_scale(as_json: bool) -> None:
    from evals.bench.retrieval import bench_scale
    from evals.relevance import questions
    from knowledge.embeddings import E5

    report = bench_scale(E5().queries, E5.size, [question["query"] for question in questions()])
    if as_json:
        print_json(report)
        return
    kinds = ("search_ms", "embedding_ms", "index_ms")
    table = Table("passages", *kinds, "questions", title=f"{report['processor']}, {report['cores']} cores")
    for row in report["sizes"]:
        shown = (f"{row[kind]['p50']} / {row[kind]['p95']}" for kind in kinds)
        table.add_row(f"{row['passages']:,}", *shown, str(row["questions"]))
    Console().print(table)
    print(f"p50 / p95; search_ms is the sum: {', '.join(report['includes'])}.")
    print(f"budget: p95 of search_ms {report['budget_ms_p95']:.0f} ms")


async def _batch_search(
    app: App, number: int, line: dict[str, Any] | AscoltoError, fields: dict[str, Any]
) -> dict[str, Any]:
    try:
        if isinstance(line, AscoltoError):
            raise line
        question = checked(_Question, {**fields, **line}, f"line {number}")
        return _passages(question, await _search(app, question))
    except AscoltoError as error:
        return error.as_dict()


async def _search(app: App, question: _Question) -> list[Passage]:
    """A customer's history is seen under the customer's own principal only."""
    on = question.on or app.clock.now().date()
    principals = None if question.principal is None else (app.library.principal(question.principal).id,)
    query = SearchQuery(question.query, on, principals, question.language, top=question.top, everything=question.all)
    if question.customer is not None:
        customer = await app.customers.resolve(question.customer, principals)
        file = await app.customers.file(customer)
        query = replace(query, principals=(file.customer.principal,), records=tuple(record_texts(file)))
    return await app.knowledge.search(query)


def _passages(question: _Question, passages: list[Passage]) -> dict[str, Any]:
    return {"query": question.query, "passages": [passage.model_dump(mode="json") for passage in passages]}


async def _batch_situation(
    app: App, number: int, line: dict[str, Any] | AscoltoError, language: Language | None
) -> dict[str, Any]:
    try:
        if isinstance(line, AscoltoError):
            raise line
        words = checked(_Words, {"language": language, **line}, f"line {number}")
        return (await _classify(app, words)).model_dump(mode="json")
    except AscoltoError as error:
        return error.as_dict()


async def _classify(app: App, words: _Words) -> Classification:
    previous = [
        Utterance(id=f"u{n}", t=n, speaker=turn.speaker, text=turn.text) for n, turn in enumerate(words.previous)
    ]
    return await app.knowledge.classify(words.text, words.language, previous)


async def _report_situations(app: App, part: _Part, as_json: bool) -> None:
    from evals.situations import judge, read_cases, report

    await app.knowledge.warm()
    found = report(await judge(read_cases(part), app.knowledge.classify))
    print_json(found) if as_json else _print_report(found)


def _print_report(found: dict[str, Any]) -> None:
    console = Console()
    figures = ("utterances", "accuracy", "macro_f1", "situations_f1", "wrong_shown", "wrong_cards", "abstained")
    table = Table("", *figures, title=f"confidence to be shown: {found['threshold']:.2f}")
    for name, row in (("all", found), *found["languages"].items()):
        table.add_row(name, *(str(row[figure]) for figure in figures))
    console.print(table)
    table = Table("situation", "precision", "recall", "F1")
    for name, row in found["situations"].items():
        table.add_row(name, *(f"{row[figure]:.2f}" for figure in ("precision", "recall", "f1")))
    console.print(table)
    table = Table("confidence", "utterances", "right", title=f"calibration error {found['calibration_error']:.3f}")
    for row in found["calibration"]:
        table.add_row(f"{row['from']:.1f} to {row['to']:.1f}", str(row["utterances"]), f"{row['right']:.2f}")
    console.print(table)
    table = Table("is", "taken for", "times")
    for row in found["confusions"]:
        table.add_row(row["is"], row["taken_for"], str(row["count"]))
    console.print(table)
    spent, budget = found["ms"], f"budget {found['budget_ms']:.0f} ms"
    console.print(f"{spent['p50']} ms an utterance (p95 {spent['p95']}) on {found['processor']}; {budget}")


def _print_passages(passages: list[Passage]) -> None:
    if not passages:
        print("Nothing relevant; --all shows the nearest passages.")
    for passage in passages:
        print(f"{passage.score:.2f}  {passage.title}  [{passage.id}]")
        print(f"      {' '.join(passage.text.split())[:300]}")


def _print_benchmark(found: Benchmark) -> None:
    table = Table("", "R@1", "R@5", "R@10", "R@20", "nDCG@10")
    for name, figures in (("ascolto", found.ours), ("BM25", found.bm25)):
        values = (figures.recall_1, figures.recall_5, figures.recall_10, figures.recall_20, figures.ndcg_10)
        table.add_row(name, *(f"{value:.3f}" for value in values))
    Console().print(table)
    print(
        f"{found.documents} documents, {found.queries} queries; p95 {found.p95_ms:.0f} ms, "
        f"of which embedding {found.embedding_p95_ms:.0f} ms (budget {found.budget_ms:.0f} ms)."
    )
