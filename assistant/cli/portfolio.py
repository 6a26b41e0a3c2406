"""`ascolto portfolio`: the receivables of a principal on a day, in its language."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from assistant.app import App
from assistant.cli.common import JsonOption, print_json, run
from assistant.cli.progress import errors
from assistant.cli.words import PORTFOLIO_WORDS, days_to_pay_row, decimal_text, promises_row
from assistant.domain.money import Language, format_date, format_money, format_percent
from assistant.domain.portfolio import CurrencyPortfolio, Portfolio, PortfolioQuery
from assistant.services.portfolio import PortfolioPorts, portfolio_for


def portfolio(
    principal: Annotated[str, typer.Option(help="The creditor company, by its id.")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; else today.")] = None,
    period: Annotated[int, typer.Option(min=1, max=1000, help="Days of sales and collections up to that day.")] = 90,
    top: Annotated[int, typer.Option(min=1, help="How many overdue customers and warnings are listed.")] = 10,
    as_json: JsonOption = False,
) -> None:
    """Show what is open and overdue, ageing, DSO, CEI, expected cash, and customers out of their pattern."""

    async def work(app: App) -> None:
        query = PortfolioQuery(
            principal=principal,
            on=on.date() if on else app.clock.now().date(),
            language=app.library.principal(principal).language,
            period_days=period,
            largest=top,
        )
        with _progress() as progress:
            found = await portfolio_for(query, PortfolioPorts(app.customers, app.library), progress)
        if as_json:
            print_json(found)
        else:
            Console().print(Group(*shown(found, query.language, top)))

    run(work)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error; silent where that is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("Reading the records", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, description=f"{total} customers", completed=done, total=total)

        yield progress


def shown(found: Portfolio, language: Language, top: int) -> Iterator[RenderableType]:
    """A table a currency, the largest overdue customers, and the early warnings."""
    words = PORTFOLIO_WORDS[language]
    title = words["title"].format(principal=found.principal, day=format_date(found.on, language), count=found.customers)
    yield Text(title, style="bold")
    for currency in found.currencies:
        yield _figures(currency, language)
        if currency.largest_overdue:
            yield _largest(currency, language)
    if not found.currencies:
        yield Text(words["nothing"])
    if found.warnings:
        yield Text(words["warnings"].format(count=len(found.warnings)), style="bold")
        yield from (Text(f"{entry.name} ({entry.customer}): {entry.warning}") for entry in found.warnings[:top])
        if len(found.warnings) > top:
            yield Text(words["more"].format(count=len(found.warnings) - top))


def _figures(currency: CurrencyPortfolio, language: Language) -> Table:
    words = PORTFOLIO_WORDS[language]
    table = Table(title=currency.currency, show_header=False, title_justify="left")

    def money(amount: Decimal) -> str:
        return format_money(amount, currency.currency, language)

    table.add_row(
        words["outstanding"], words["of_customers"].format(sum=money(currency.outstanding), count=currency.customers)
    )
    table.add_row(
        words["overdue"], words["of_customers"].format(sum=money(currency.overdue), count=currency.overdue_customers)
    )
    for name, amount in (("disputed", currency.disputed), ("credit", currency.credit)):
        if amount:
            table.add_row(words[name], money(amount))
    for bucket, amount in currency.ageing.items():
        table.add_row(
            f"  {words['current'] if bucket == 'current' else words['days'].format(days=bucket)}", money(amount)
        )
    for name, text in _rates(currency, language):
        table.add_row(name, text)
    cash = currency.expected_cash
    text = words["cash_range"].format(sum=money(cash.expected), low=money(cash.low), high=money(cash.high))
    table.add_row(words["cash"].format(day=format_date(cash.by, language)), text)
    table.add_row(words["unpredicted"], money(cash.unpredicted))
    return table


def _rates(currency: CurrencyPortfolio, language: Language) -> Iterator[tuple[str, str]]:
    words = PORTFOLIO_WORDS[language]
    dso, cei = currency.dso, currency.cei
    period = words["period"].format(days=dso.period_days)
    shown_dso = words["in_days"].format(days=decimal_text(dso.days, language)) if dso.days is not None else ""
    yield f"DSO, {period}", shown_dso or words[dso.reason or ""]
    shown_cei = format_percent(cei.percent, language) if cei.percent is not None else ""
    yield f"CEI, {period}", shown_cei or words[cei.reason or ""]
    if days := currency.days_to_pay:
        yield days_to_pay_row(days, language)
    if kept := currency.promises:
        yield promises_row(kept, language)


def _largest(currency: CurrencyPortfolio, language: Language) -> Table:
    words = PORTFOLIO_WORDS[language]
    columns = [words[name] for name in ("customer", "overdue", "disputed", "days_past_due")]
    table = Table(*columns, title=words["largest"].format(currency=currency.currency), title_justify="left")
    for entry in currency.largest_overdue:
        amounts = (format_money(amount, currency.currency, language) for amount in (entry.overdue, entry.disputed))
        table.add_row(f"{entry.name} ({entry.customer})", *amounts, str(entry.days_past_due))
    return table
