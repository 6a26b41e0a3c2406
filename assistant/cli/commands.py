"""All commands of `ascolto`, by name and group."""

import typer

from assistant.cli import (
    bench,
    bench_grounding,
    bench_history,
    bench_mentions,
    bench_scores,
    check,
    customer,
    dashboard,
    data,
    erase,
    evaluate,
    export,
    extract,
    ground,
    imports,
    knowledge,
    models,
    models_check,
    note,
    outbox,
    plan,
    portfolio,
    practice,
    rates,
    replay,
    score,
    serve,
    tasks,
    voice,
    worker,
)

app = typer.Typer(
    name="ascolto",
    help="Listens to business-to-business credit calls and suggests kind, approved words and payment plans.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("replay")(replay.replay)
app.command("note")(note.note)
app.command("score")(score.score)
app.command("extract")(extract.extract)
app.command("ground")(ground.ground)
app.command("import")(imports.import_)
app.command("demo")(data.demo)
app.command("customer")(customer.customer)
app.command("portfolio")(portfolio.portfolio)
app.command("dashboard")(dashboard.dashboard)
app.command("plan")(plan.plan)
app.command("serve")(serve.serve)
app.command("worker")(worker.worker)
app.command("ingest")(knowledge.ingest)
app.command("search")(knowledge.search)
app.command("situation")(knowledge.situation)
app.command("voice")(voice.voice)
app.command("check")(check.check)
app.command("practice")(practice.practice)
app.command("eval")(evaluate.evaluate)

rate_table = typer.Typer(invoke_without_command=True)
rate_table.callback()(rates.show)
rate_table.command("add")(rates.add)
app.add_typer(rate_table, name="rates")

users = typer.Typer(help="Accounts and keys.", no_args_is_help=True)
users.command("add")(data.add_user)
users.command("list")(data.list_users)
users.command("remove")(data.remove_user)
users.command("key")(data.add_key)
users.command("revoke")(data.revoke_key)
app.add_typer(users, name="users")

deliveries = typer.Typer(help="Notes on their way to the principals' systems.", no_args_is_help=True)
deliveries.command("list")(outbox.list_deliveries)
deliveries.command("retry")(outbox.retry)
deliveries.command("reconcile")(outbox.reconcile)
app.add_typer(deliveries, name="outbox")

exports = typer.Typer(help="Data as files.", no_args_is_help=True)
exports.command("notes")(export.notes)
app.add_typer(exports, name="export")

erasing = typer.Typer(help="Remove what is kept of a person, or was kept long enough.", no_args_is_help=True)
erasing.command("trainee")(erase.trainee)
erasing.command("expired")(erase.expired)
app.add_typer(erasing, name="erase")

todo = typer.Typer(help="What was promised to customers and is still to be done.", no_args_is_help=True)
todo.command("list")(tasks.list_tasks)
todo.command("done")(tasks.done)
todo.command("told")(tasks.told)
todo.command("calls")(tasks.calls)
app.add_typer(todo, name="tasks")

weights = typer.Typer(help="The language model and its weights.", no_args_is_help=True)
weights.command("pull")(models.pull)
weights.command("list")(models.list_models)
weights.command("status")(models.status)
weights.command("check")(models_check.check)
app.add_typer(weights, name="models")

benchmarks = typer.Typer(help="Measure this machine.", no_args_is_help=True)
benchmarks.command("live")(bench.live)
benchmarks.command("model")(bench.model)
benchmarks.command("plan")(bench.plan)
benchmarks.command("early-warning")(bench.early_warning)
benchmarks.command("extraction")(bench.extraction)
benchmarks.command("guard")(bench.guard)
benchmarks.command("grounding")(bench_grounding.grounding)
benchmarks.command("notes")(bench.notes)
benchmarks.command("retrieval")(knowledge.bench_retrieval)
benchmarks.command("mentions")(bench_mentions.mentions)
benchmarks.command("history")(bench_history.history)
benchmarks.command("scores")(bench_scores.scores)
app.add_typer(benchmarks, name="bench")
