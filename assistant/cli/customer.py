"""`ascolto customer`: what the records say of one customer, computed on a day; and whether it may be called."""

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console

from assistant.app import App
from assistant.cli.common import JsonOption, print_json, run
from assistant.cli.customer_table import table
from assistant.cli.may_call import Question, answer, moment
from assistant.domain.calls import Purpose
from assistant.domain.money import Language
from assistant.services.plans import PlanPorts, facts_for, remarks_for


def customer(
    reference: Annotated[str, typer.Argument(help="PRINCIPAL/REF, or REF where unique.")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; else today.")] = None,
    may_call: Annotated[bool, typer.Option("--may-call", help="Ask whether the customer may be called.")] = False,
    at: Annotated[
        datetime | None,
        typer.Option(parser=moment, metavar="ISO", help="When; without a zone by the customer's clock. Else now."),
    ] = None,
    purpose: Annotated[Purpose | None, typer.Option(help="Purpose of that call; else overdue.")] = None,
    language: Annotated[Language | None, typer.Option(help="Language of the reasons; else the principal's.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show balances, ageing, punctuality, promises and value, or whether the customer may be called (1: no)."""
    for name, value in (("--at", at), ("--purpose", purpose), ("--language", language)):
        if value is not None and not may_call:
            raise typer.BadParameter("It goes with --may-call; add that.", param_hint=name)
    if may_call and on:
        raise typer.BadParameter("It doesn't go with --may-call; name the moment with --at.", param_hint="--on")
    question = Question(at, purpose or "overdue", language)

    async def work(app: App) -> int:
        if may_call:
            return await answer(app, reference, question, as_json)
        await _show(app, reference, on, as_json)
        return 0

    run(work)


async def _show(app: App, reference: str, on: datetime | None, as_json: bool) -> None:
    found = await app.customers.resolve(reference)
    day = on.date() if on else app.clock.now().date()
    ports = PlanPorts(app.customers, app.library, app.working_days, app.rates)
    facts = await facts_for(found, day, ports)
    if as_json:
        print_json(facts)
    else:
        language = app.library.principal(found.partition("/")[0]).language
        remarks = await remarks_for(found, day, ports, language)
        Console().print(table(facts, language), *([remarks.exclusion] if remarks.exclusion else []), sep="\n")
