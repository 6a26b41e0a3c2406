"""`ascolto dashboard`: the manager's figures of a principal and period, printed, as JSON or as a spreadsheet."""

import getpass
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from assistant.app import App
from assistant.cli.common import JsonOption, print_json, run, write_export
from assistant.domain.report import Report, Section
from assistant.services.dashboard import DashboardQuery, dashboard_for, period_of
from assistant.services.dashboard_report import report_of, sheets_of
from assistant.services.dashboard_words import WORDS
from assistant.services.report_text import cell_text


def dashboard(
    principal: Annotated[str, typer.Option(help="The creditor company, by its id.")],
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day; else 90 days up to the last.")
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day; else today.")] = None,
    as_json: JsonOption = False,
    xlsx: Annotated[Path | None, typer.Option(help="Write a spreadsheet, whole or not at all.")] = None,
) -> None:
    """Receivables, promises, teams, cards, themes and customers at risk, beside the period before."""

    async def work(app: App) -> None:
        ports, known = app.dashboard, app.library.principal(principal)
        days = [one.date() if one else None for one in (first, last)]
        period = period_of(days[0], days[1], ports.clock.now().date())
        query = DashboardQuery(known.id, period, known.language)
        found = await dashboard_for(query, ports)
        report = report_of(found, query.language)
        if xlsx:
            await write_export(xlsx, sheets_of(report, ports.write_sheets))
        what = "xlsx" if xlsx else "json" if as_json else "terminal"
        detail = f"{what} {period.first}..{period.last}"
        await ports.audit.record(getpass.getuser(), "dashboard.read", known.id, ports.clock.now(), detail)
        if as_json:
            print_json(found)
        elif xlsx:
            print(f"{len(report.sections)} sheets in {xlsx}")
        else:
            Console().print(Group(*shown(report)))

    run(work)


def shown(report: Report) -> Iterator[RenderableType]:
    """The title, and a table a section; charts are their tables."""
    yield Text(report.title, style="bold")
    yield Text(report.subtitle)
    for section in report.sections:
        yield Text(f"\n{section.title}", style="bold")
        if section.figures:
            yield _figures(section, report)
        for table in (chart.table for chart in section.charts):
            drawn = Table(*(column.title for column in table.columns), title=table.title, title_justify="left")
            for row in table.rows:
                drawn.add_row(*(cell.text or cell_text(cell, report.language) for cell in row))
            yield drawn
        if section.note:
            yield Text(section.note, style="dim")


def _figures(section: Section, report: Report) -> Table:
    words = WORDS[report.language]
    drawn = Table("", words["now"], words["before"], words["difference"], "")
    for figure in section.figures:
        values = [cell_text(cell, report.language) if cell else "" for cell in (figure.now, figure.before)]
        difference = cell_text(figure.difference, report.language) if figure.difference else ""
        drawn.add_row(figure.label, *values, difference, figure.note)
    return drawn
