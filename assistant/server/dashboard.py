"""The manager's dashboard: figures, the lists behind them, a spreadsheet and a page for printing."""

import asyncio
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse, Response

from assistant.domain.call_filter import FilterText
from assistant.domain.ledger import Bucket
from assistant.domain.money import Language
from assistant.domain.report import Report
from assistant.domain.users import User
from assistant.server.auth import Person, ServicesOf
from assistant.server.dashboard_print import printed_page
from assistant.services.dashboard import (
    DashboardPorts,
    DashboardQuery,
    DashboardWish,
    Width,
    allowed_query,
    dashboard_for,
    principals_for,
)
from assistant.services.dashboard_lists import MOST_ROWS, ListFilter, State, What, list_for
from assistant.services.dashboard_report import report_of, sheets_of

router = APIRouter()
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Asked(BaseModel):
    """As `DashboardWish`; the names are those of the query string."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    principal: FilterText = ""
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")
    language: Language | None = None

    def wish(self, what: str) -> DashboardWish:
        return DashboardWish(self.principal, self.first, self.last, self.language, what)


class AskedPage(Asked):
    width: Width = "wide"


class AskedList(Asked):
    what: What
    currency: str = Field(default="", max_length=3, pattern="^[A-Z]*$")
    bucket: Bucket | None = None
    state: State | None = None
    offset: int = Field(default=0, ge=0, le=1_000_000)
    limit: int = Field(default=50, ge=1, le=MOST_ROWS)


@router.get("/v1/dashboard")
async def dashboard(user: Person, services: ServicesOf, asked: Annotated[AskedPage, Query()]) -> dict[str, Any]:
    """`{"figures", "report", "charts": {id: svg}, "principals"}`; the report is the figures in a language."""
    ports = services.dashboard
    query = await allowed_query(user, asked.wish("page"), ports)
    figures = await dashboard_for(query, ports)
    report = report_of(figures, query.language)
    return {
        "figures": figures.model_dump(mode="json"),
        "report": report.model_dump(mode="json", exclude_defaults=True),
        "charts": await asyncio.to_thread(_charts, report, asked.width, ports),
        "principals": [{"id": one.id, "name": one.name} for one in principals_for(user, ports.library)],
    }


@router.get("/v1/dashboard/list")
async def rows(user: Person, services: ServicesOf, asked: Annotated[AskedList, Query()]) -> dict[str, Any]:
    """`{"what", "total", "offset", "table"}`: the rows behind a number."""
    query = await allowed_query(user, asked.wish(f"list {asked.what}"), services.dashboard)
    wanted = ListFilter(**asked.model_dump(include=set(ListFilter.model_fields)))
    found = await list_for(query, wanted, services.dashboard)
    return found.model_dump(mode="json", exclude_defaults=True) | {"total": found.total, "offset": found.offset}


@router.get("/v1/dashboard.xlsx")
async def spreadsheet(user: Person, services: ServicesOf, asked: Annotated[Asked, Query()]) -> Response:
    query, report = await _report(user, asked.wish("xlsx"), services.dashboard)
    name = f"ascolto-{query.principal}-{query.period.first}-{query.period.last}.xlsx"
    content = await asyncio.to_thread(sheets_of, report, services.dashboard.write_sheets)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_XLSX, headers=headers)


@router.get("/dashboard/print")
async def printed(user: Person, services: ServicesOf, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    """The report on white paper, for the browser to print."""
    _, report = await _report(user, asked.wish("print"), services.dashboard)
    pictures = await asyncio.to_thread(_charts, report, "wide", services.dashboard)
    return HTMLResponse(printed_page(report, pictures, services.clock.now().date()))


async def _report(user: User, wish: DashboardWish, ports: DashboardPorts) -> tuple[DashboardQuery, Report]:
    query = await allowed_query(user, wish, ports)
    return query, report_of(await dashboard_for(query, ports), query.language)


def _charts(report: Report, width: Width, ports: DashboardPorts) -> dict[str, str]:
    """The SVG of every chart by its id."""
    return {
        chart.id: ports.draw(chart, width, report.language) for section in report.sections for chart in section.charts
    }
