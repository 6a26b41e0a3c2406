"""`ascolto tasks list|done|told|calls`: what was promised to customers, and the calls that follow from it."""

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.app import App, Use
from assistant.cli.common import JsonOption, print_json, run, whoever
from assistant.domain.notes import Owner
from assistant.services.proposals import ProposalPorts, proposed_calls
from assistant.services.tasks import TaskPorts, TaskQuery, close_task, finish_task, task_list

PrincipalOption = Annotated[str | None, typer.Option(help="Of one creditor company; else of all.")]
_USE = Use(durable_calls=True)


def list_tasks(
    who: Annotated[str, typer.Option(help="Tasks of this person, by the name that the task gives.")] = "",
    owner: Annotated[Owner | None, typer.Option(help="Whose work it is.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Due before today.")] = False,
    today: Annotated[bool, typer.Option("--today", help="Due today.")] = False,
    principal: PrincipalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what is still to be done or told, the first due first."""
    if overdue and today:
        raise typer.BadParameter("Choose one of --overdue and --today.", param_hint="--today")
    when = "overdue" if overdue else "today" if today else None

    async def work(app: App) -> None:
        within = app.library.principal(principal).id if principal else ""
        query = TaskQuery(principal=within, owner=owner, assignee=who, when=when)
        found = await task_list(whoever(), query, _ports(app))
        if as_json:
            print_json(found)
            return
        table = Table("due", "state", "owner", "customer", "task", "id")
        for task in found.tasks:
            due = f"[bold red]{task.due}[/]" if task.is_overdue else f"{task.due}"
            name = task.customer_name or task.customer
            table.add_row(
                due, task.state, escape(task.assignee or task.owner), escape(name), escape(task.text), escape(task.id)
            )
        Console().print(table)
        counts = found.counts
        print(f"{counts['overdue']} overdue, {counts['today']} due today, {counts['to_tell']} to tell the customer")

    run(work, _USE)


def done(
    task: Annotated[str, typer.Argument(help="The task's id.")],
    outcome: Annotated[str, typer.Option(help="What was found or done: the customer will be told.")] = "",
    as_json: JsonOption = False,
) -> None:
    """The work is done."""

    async def work(app: App) -> None:
        changed = await finish_task(whoever(), task, outcome, _ports(app))
        print_json(changed) if as_json else print(f"{changed.id}: {changed.state}")

    run(work, _USE)


def told(task: Annotated[str, typer.Argument(help="The task's id.")], as_json: JsonOption = False) -> None:
    """The customer was told: the task is closed."""

    async def work(app: App) -> None:
        changed = await close_task(whoever(), task, _ports(app))
        print_json(changed) if as_json else print(f"{changed.id}: {changed.state}")

    run(work, _USE)


def calls(principal: PrincipalOption = None, as_json: JsonOption = False) -> None:
    """Propose the calls that promises, plans and disputes ask for, and say whether they may be made now."""

    async def work(app: App) -> None:
        within = [app.library.principal(principal).id] if principal else None
        ports = ProposalPorts(app.customers, app.tasks, app.library, app.working_days, app.clock)
        found = await proposed_calls(within, None, ports)
        if as_json:
            print_json(found)
            return
        table = Table("since", "customer", "purpose", "may call", "reason")
        for call in found.proposals:
            name = escape(f"{call.customer_name} ({call.customer})")
            again = f"from {call.next_allowed:%Y-%m-%d %H:%M}" if call.next_allowed else "no"
            table.add_row(f"{call.since}", name, call.purpose, "now" if call.may_call else again, escape(call.reason))
        Console().print(table)

    run(work)


def _ports(app: App) -> TaskPorts:
    return TaskPorts(app.tasks, app.calls, app.audit, app.clock)
