"""`ascolto plan`: the payment plans that the policy allows a customer, under limits given as options."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from assistant.app import App
from assistant.cli.common import EXIT_REFUSED, JsonOption, print_json, run
from assistant.domain.money import Language, format_date, format_money, format_percent, to_cents
from assistant.domain.plans import Limits, Plan, PlanResult
from assistant.services.plans import PlanPorts, PlanRemarks, plan_for, remarks_for

_DAY = ["%Y-%m-%d"]
_MOST = Decimal("999999999999.99")
"""The largest amount that records can hold."""
_YEARS = range(1970, 2101)


def amount(text: str) -> Decimal:
    """An amount as machines write it: `250.00`; greater than zero."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 < value <= _MOST or value != to_cents(value):
        message = f"{text!r} is not an amount; write one greater than zero like 250.00, or leave the option out."
        raise typer.BadParameter(message)
    return value


def plan(
    customer: Annotated[str, typer.Option(help="PRINCIPAL/REF, or REF where unique.")],
    on: Annotated[datetime | None, typer.Option(formats=_DAY, help="Day of the call; else today.")] = None,
    invoice: Annotated[list[str] | None, typer.Option(help="Invoice to include; may be repeated.")] = None,
    first_not_before: Annotated[datetime | None, typer.Option(formats=_DAY, help="Earliest first payment.")] = None,
    max_instalment: Annotated[
        Decimal | None, typer.Option(parser=amount, metavar="AMOUNT", help="Most that one instalment may be.")
    ] = None,
    max_count: Annotated[int | None, typer.Option(min=1, help="Most instalments.")] = None,
    day_of_month: Annotated[int | None, typer.Option(min=1, max=31, help="Day on which instalments fall.")] = None,
    deposit: Annotated[
        Decimal | None, typer.Option(parser=amount, metavar="AMOUNT", help="What is offered at once.")
    ] = None,
    end_by: Annotated[datetime | None, typer.Option(formats=_DAY, help="Latest last payment.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show two or three plans, or why none is possible and the nearest one (exit status 1)."""
    for name, moment in (("--on", on), ("--first-not-before", first_not_before), ("--end-by", end_by)):
        if moment is not None and moment.year not in _YEARS:
            message = f"{moment:%Y-%m-%d}: years from {_YEARS.start} to {_YEARS.stop - 1} are expected."
            raise typer.BadParameter(message, param_hint=name)
    try:
        limits = Limits(
            first_not_before=_day(first_not_before),
            max_instalment=max_instalment,
            max_count=max_count,
            day_of_month=day_of_month,
            deposit=deposit,
            end_by=_day(end_by),
            invoices=tuple(invoice or ()),
        )
    except ValidationError as problem:
        field = str(problem.errors()[0]["loc"][0]).replace("_", "-")
        raise typer.BadParameter(problem.errors()[0]["msg"], param_hint=f"--{field}") from None

    async def work(app: App) -> int:
        reference = await app.customers.resolve(customer)
        ports = PlanPorts(app.customers, app.library, app.working_days, app.rates)
        result = await plan_for(reference, limits, _day(on) or app.clock.now().date(), ports)
        if as_json:
            print_json(result)
        else:
            language = app.library.principal(reference.partition("/")[0]).language
            remarks = await remarks_for(reference, result.on, ports, language)
            Console().print(*tables(result, language), *remark_lines(remarks, language), sep="\n")
        return 0 if result.options else EXIT_REFUSED

    run(work)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def tables(result: PlanResult, language: Language) -> list[Table | str]:
    """The result as a person reads it."""
    shown: list[Table | str] = [_table(option, language) for option in result.options]
    if result.reason:
        shown.append(f"{result.reason.text} ({result.reason.code})")
    if result.nearest:
        shown += ["Il piano più vicino:" if language == "it" else "The nearest plan:", _table(result.nearest, language)]
    return shown


def remark_lines(remarks: PlanRemarks, language: Language) -> list[str]:
    """Why no interest is charged, and how far a supervisor might reduce the debt."""
    lines = [remarks.exclusion] if remarks.exclusion else []
    offer = remarks.settlement
    if offer is not None:
        amounts = (offer.outstanding, offer.reduction, offer.total)
        sums = [format_money(value, offer.currency, language) for value in amounts]
        text = {
            "it": "Riduzione massima su {0} scaduti da tempo: {1} ({percent}), restano {2}; non è un'offerta",
            "en": "Largest reduction on {0} long past due: {1} ({percent}), leaving {2}; it is no offer",
        }[language].format(*sums, percent=format_percent(offer.percent, language))
        lines.append(f"{text} ({', '.join(offer.invoices)}; {offer.article}, {offer.authority})")
    return lines


def _table(option: Plan, language: Language) -> Table:
    def money(value: Decimal) -> str:
        return format_money(value, option.currency, language)

    sums = {
        "outstanding": option.outstanding,
        "discount": -option.discount,
        "interest": option.interest,
        "compensation": option.compensation,
    }
    parts = [f"{name} {money(value)}" for name, value in sums.items() if value]
    if option.estimate:
        parts.append("estimate")
    parts.append(f"{option.tier}, {option.article}, {option.authority}")
    table = Table(title=f"{option.label}: {money(option.total)}", caption=" · ".join(parts), title_justify="left")
    table.add_column("n", justify="right")
    table.add_column("due")
    table.add_column("amount", justify="right")
    for part in option.instalments:
        mark = " *" if part.deposit else ""
        table.add_row(f"{part.n}{mark}", format_date(part.due, language), money(part.amount))
    return table
