"""`ascolto customer`: what the records say of one customer, computed on a day; and whether it may be called."""

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.app import App
from assistant.cli.common import JsonOption, print_json, run
from assistant.cli.may_call import Question, answer, moment
from assistant.domain.calls import Purpose
from assistant.domain.facts import CustomerFacts
from assistant.domain.followup import Followed
from assistant.domain.money import Language, format_date, format_money, format_percent
from assistant.services.plans import PlanPorts, facts_for, remarks_for

_SHOWN = 10
_FOLLOWED: dict[Language, dict[str, str]] = {
    "it": {
        "promise": "promessa",
        "plan": "piano",
        "by": "entro il",
        "received": "ricevuti",
        "open": "in attesa",
        "early": "mantenuta in anticipo",
        "kept": "mantenuta",
        "kept_late": "mantenuta entro la tolleranza",
        "over": "mantenuta, pagato di più",
        "partial": "in parte",
        "broken": "non rispettata",
        "running": "in corso",
        "completed": "concluso",
        "broken_plan": "non rispettato",
    },
    "en": {
        "promise": "promise",
        "plan": "plan",
        "by": "by",
        "received": "received",
        "open": "awaited",
        "early": "kept early",
        "kept": "kept",
        "kept_late": "kept within the grace",
        "over": "kept, more was paid",
        "partial": "in part",
        "broken": "broken",
        "running": "running",
        "completed": "completed",
        "broken_plan": "broken",
    },
}


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


def table(facts: CustomerFacts, language: Language) -> Table:
    """The facts, a line each; those that the records don't give are left out."""
    shown = Table(title=f"{facts.name} ({facts.customer})", show_header=False, title_justify="left")
    lines = (_balances, _records, followed_lines, _behaviour)
    for name, text in [row for rows in lines for row in rows(facts, language)]:
        shown.add_row(name, text)
    return shown


def _balances(facts: CustomerFacts, language: Language) -> list[tuple[str, str]]:
    rows = []
    for balance in facts.balances:
        figures = {
            "outstanding": balance.outstanding,
            "overdue": balance.overdue,
            "disputed": balance.disputed,
            "credit": balance.credit,
        }
        figures |= {f"  {bucket}": amount for bucket, amount in balance.ageing.items()}
        rows += [
            (name, format_money(amount, balance.currency, language))
            for name, amount in figures.items()
            if amount or name == "outstanding"
        ]
    if facts.oldest:
        rows.append(("oldest", f"{facts.oldest.invoice_number}, {facts.oldest.days_past_due} days past due"))
    return rows


def _records(facts: CustomerFacts, language: Language) -> list[tuple[str, str]]:
    rows = []
    if payment := facts.last_payment:
        amount = format_money(payment.amount, payment.currency, language)
        rows.append(("last payment", f"{amount}, {format_date(payment.paid_on, language)}"))
    if ticket := facts.ticket:
        rows.append(("open ticket", f"{ticket.subject}, {format_date(ticket.opened_on, language)}"))
    if dispute := facts.dispute:
        rows.append(("open dispute", f"{dispute.invoice_number} {dispute.reason}".strip()))
    return rows


def followed_lines(facts: CustomerFacts, language: Language) -> list[tuple[str, str]]:
    """The latest promises and plans, with what the payments made of them."""
    words = _FOLLOWED[language]
    rows = [(words["promise"], _followed(item, language)) for item in facts.followed_promises[-_SHOWN:]]
    for plan in facts.followed_plans[-_SHOWN:]:
        total = format_money(plan.total, plan.currency, language)
        state = words["broken_plan" if plan.state == "broken" else plan.state]
        rows.append((words["plan"], f"{total}, {format_date(plan.agreed_on, language)}: {state}"))
        rows += [(f"  {n}", _followed(part, language)) for n, part in enumerate(plan.instalments, start=1)]
    return rows


def _followed(item: Followed, language: Language) -> str:
    """`300,00 € entro il 4 novembre 2026: in parte, ricevuti 100,00 €`."""
    words = _FOLLOWED[language]
    amount = format_money(item.amount, item.currency, language)
    text = f"{amount} {words['by']} {format_date(item.due_on, language)}: {words[item.state]}"
    if item.state == "partial":
        text += f" ({words[item.outcome]})"
    if item.received:
        text += f", {words['received']} {format_money(item.received, item.currency, language)}"
    return text


def _behaviour(facts: CustomerFacts, language: Language) -> list[tuple[str, str]]:
    rows = []
    if days := facts.days_to_pay:
        trend = f", {days.trend}" if days.trend else ""
        rows.append(("days to pay", f"{days.average} on average over {days.count}, {days.median_delay} late{trend}"))
    if kept := facts.promises:
        rate, by_amount = (format_percent(value * 100, language) for value in (kept.rate, kept.amount_rate))
        rows.append(("promises kept", f"{rate} of {kept.due}, {by_amount} by amount"))
    if clv := facts.clv:
        inputs = f"{format_money(clv.average_order, clv.currency, language)} x {clv.orders_per_year} a year"
        rows.append(
            (
                "lifetime value",
                f"{format_money(clv.value, clv.currency, language)} ({clv.band}): {inputs}, {clv.horizon_years} years, "
                f"discounted at {format_percent(clv.discount_rate * 100, language)}",
            )
        )
    if expected := facts.expected:
        days_text = " / ".join(format_date(day, language) for day in (expected.earliest, expected.on, expected.latest))
        rows.append(("expected payment", f"{expected.invoice_number}: {days_text}"))
    if facts.warning:
        rows.append(("early warning", facts.warning))
    return rows
