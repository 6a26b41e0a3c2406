"""The report says what the figures are, in both languages, and every number leads to the list behind it."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from assistant.domain.dashboard import CallSums, Dashboard, Period
from assistant.domain.dashboard_teams import OverdueCall
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.report import Cell, Report
from assistant.domain.themes import Theme
from assistant.services.dashboard import DashboardQuery, dashboard_for
from assistant.services.dashboard_report import report_of
from assistant.services.dashboard_words import WORDS
from assistant.services.report_text import cell_text
from tests.fake_dashboard import FakeDashboardStore, dashboard_ports
from tests.fakes import NOON, FakeAudit
from tests.unit.test_book import FILES, customer, promise

PERIOD = Period(first=date(2026, 8, 23), last=date(2026, 11, 20))


def calls(team: str, courtesy: int) -> list[OverdueCall]:
    return [
        OverdueCall(
            team=team,
            operator=f"{team}{n % 4}",
            customer=f"montelupo/C{n}",
            day=date(2026, 9, 10),
            currency="EUR",
            overdue=Decimal(100),
            received=Decimal(n * 3),
            courtesy=courtesy,
            empathy=2,
        )
        for n in range(40)
    ]


async def gathered(language: Language = "it", **changes: Any) -> Dashboard:
    due = customer("P", promises=(promise("1", date(2026, 9, 10), 300, "kept"), promise("2", date(2026, 10, 1), 90)))
    store = FakeDashboardStore(*FILES, due)
    store.sums = CallSums(calls=90, incomplete=2, cards_shown=100, cards_used=40, cards_edited=10, cards_dismissed=20)
    store.after = [(60, 0.0), (120, 0.2), (240, 0.0), (None, 0.1)]
    store.overdue = [*calls("Nord", 3), *calls("Sud", 2)]
    store.themes = [(Theme(id="t1", principal="montelupo", created_at=NOON, names={"it": "Porte", "en": "Doors"}), 7)]
    for name, value in changes.items():
        setattr(store, name, value)
    query = DashboardQuery("montelupo", PERIOD, language)
    return await dashboard_for(query, dashboard_ports(store, FakeAudit()))


def cells_of(report: Report) -> list[Cell]:
    cells = [figure.now for section in report.sections for figure in section.figures]
    tables = [chart.table for section in report.sections for chart in section.charts]
    return [*cells, *(cell for table in tables for row in table.rows for cell in row)]


async def test_every_section_and_every_figure_leads_somewhere() -> None:
    report = report_of(await gathered(), "it")
    names = [section.id for section in report.sections]
    assert names == ["receivables-EUR", "receivables-GBP", "promises", "teams", "work", "themes", "risk"]
    for section in report.sections:
        for figure in section.figures:
            link = figure.now.link
            assert figure.now.is_empty or link, figure.id
            if link:
                assert link.query["principal"] == "montelupo"
                assert (link.query["from"], link.query["to"]) == ("2026-08-23", "2026-11-20")
    kinds = {cell.link.view for cell in cells_of(report) if cell.link}
    assert kinds == {"list", "queue", "customer", "voice"}


async def test_charts_say_what_they_show_with_units_and_have_their_data_beside() -> None:
    for language in LANGUAGES:
        report = report_of(await gathered(language), language)
        charts = [chart for section in report.sections for chart in section.charts]
        assert {chart.kind for chart in charts} == {"bars", "stack", "line", "ranks", "points"}
        for chart in charts:
            assert chart.title and chart.summary and (chart.x_title or chart.y_title), chart.id
            assert len(chart.table.rows) == len(chart.labels), chart.id
            assert all(len(row) == len(chart.table.columns) for row in chart.table.rows), chart.id
            assert all(len(series.values) == len(chart.labels) for series in chart.series), chart.id


async def test_teams_only_no_operator_and_no_claim_of_a_cause() -> None:
    report = report_of(await gathered(), "it")
    section = next(section for section in report.sections if section.id == "teams")
    text = section.model_dump_json()
    assert "Nord" in text and not re.search(r"Nord\d|Sud\d", text)
    assert "associazione" in section.note and "Solo gruppi, mai persone" in section.note
    assert [chart.labels for chart in section.charts] == [("Nord", "Sud")] * 2
    assert section.charts[0].series[0].at == (3.0, 2.0)
    assert "telefonate 40" in section.charts[0].summary


async def test_where_teams_are_too_small_it_says_so() -> None:
    report = report_of(await gathered(overdue=calls("Nord", 3)[:10]), "en")
    section = next(section for section in report.sections if section.id == "teams")
    assert section.charts == ()
    assert "10 calls of teams with fewer than 30 calls or 3 operators" in section.note


async def test_after_call_and_cards() -> None:
    found = await gathered()
    assert (found.after_call.notes, found.after_call.median_minutes, found.after_call.p90_minutes) == (4, 2.0, 4.0)
    assert (found.after_call.edit_rate, found.after_call.untouched) == (0.075, 0.5)
    section = next(section for section in report_of(found, "it").sections if section.id == "work")
    shares = {figure.id: figure.now.number for figure in section.figures}
    assert [shares[f"cards_{fate}"] for fate in ("used", "edited", "dismissed", "left")] == [0.4, 0.1, 0.2, 0.3]


async def test_nothing_at_all_is_said_and_not_drawn() -> None:
    store = FakeDashboardStore()
    query = DashboardQuery("montelupo", PERIOD, "it")
    report = report_of(await dashboard_for(query, dashboard_ports(store, FakeAudit())), "it")
    assert [chart for section in report.sections for chart in section.charts] == []
    assert "importare prima" in report.sections[0].note
    assert report.sections[0].title == "Crediti"


def test_the_words_are_the_same_in_both_languages() -> None:
    assert WORDS["it"].keys() == WORDS["en"].keys()
    for key, text in WORDS["it"].items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", WORDS["en"][key])), key


@pytest.mark.parametrize(
    ("cell", "italian", "english"),
    [
        (Cell(kind="money", money=Decimal("1234.5"), currency="EUR", sign=True), "+1.234,50 €", "+€1,234.50"),
        (Cell(kind="share", number=0.427), "42,7 %", "42.7%"),
        (Cell(kind="share", number=-0.05, sign=True), "-5 punti", "-5 points"),
        (Cell(kind="percent", number=1.25, sign=True), "+1,2 punti", "+1.2 points"),
        (Cell(kind="days", number=1_060.5), "1.060,5 giorni", "1,060.5 days"),
        (Cell(kind="minutes", number=2), "2 min", "2 min"),
        (Cell(kind="count", number=100), "100", "100"),
        (Cell(kind="day", day=date(2026, 12, 1)), "1º dicembre 2026", "1 December 2026"),
        (Cell(kind="text", text="Ditta"), "Ditta", "Ditta"),
        (Cell(kind="count"), "n.d.", "n/a"),
    ],
)
def test_how_values_are_written(cell: Cell, italian: str, english: str) -> None:
    assert (cell_text(cell, "it"), cell_text(cell, "en")) == (italian, english)


def test_a_period_asks_for_two_days_in_order() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Period(first=date(2026, 2, 1), last=date(2026, 1, 1))
    with pytest.raises(ValueError, match="longer than 731 days"):
        Period(first=date(2024, 1, 1), last=date(2026, 1, 1) + timedelta(days=1))
