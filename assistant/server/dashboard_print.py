"""The dashboard as a page for paper: black on white, without script, its style in a file of the site."""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape

from assistant.domain.money import Language, format_date
from assistant.domain.report import Cell, Chart, Figure, Report, Section, Table
from assistant.services.dashboard_words import WORDS
from assistant.services.report_text import cell_text

_HEAD = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="only light">
<title>{title}</title>
<link rel="icon" href="/static/img/ascolto.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/css/tokens.css">
<link rel="stylesheet" href="/static/css/chart.css">
<link rel="stylesheet" href="/static/css/paper.css">
</head>
<body>
"""
_NUMBERS = frozenset({"money", "count", "share", "days", "minutes", "level", "percent"})


def printed_page(report: Report, pictures: Mapping[str, str], on: date) -> str:
    """The whole page. `pictures` are the charts' SVG by id, as our own drawing makes it; all else is escaped."""
    language, words = report.language, WORDS[report.language]
    parts = [
        _HEAD.format(language=language, title=escape(report.title)),
        '<p class="way"><a href="/supervisor#dashboard">',
        f"{escape(words['back'])}</a> {escape(words['print_hint'])}</p>",
        f"<main><header><h1>{escape(report.title)}</h1><p>{escape(report.subtitle)}</p>",
        f"<p>{escape(words['printed'].format(day=format_date(on, language)))}</p></header>",
        *(_section(section, pictures, language) for section in report.sections),
        "</main></body></html>",
    ]
    return "".join(parts)


def _section(section: Section, pictures: Mapping[str, str], language: Language) -> str:
    note = f'<p class="note">{escape(section.note)}</p>' if section.note else ""
    return "".join(
        (
            f"<section><h2>{escape(section.title)}</h2>{note}",
            _figures(section.figures, language),
            *(_chart(chart, pictures[chart.id], language) for chart in section.charts),
            "</section>",
        )
    )


def _figures(figures: Iterable[Figure], language: Language) -> str:
    words = WORDS[language]
    rows = [
        (
            figure.label,
            cell_text(figure.now, language),
            cell_text(figure.before, language) if figure.before else "",
            cell_text(figure.difference, language) if figure.difference else "",
            figure.note,
        )
        for figure in figures
    ]
    if not rows:
        return ""
    heads = (words["figure"], words["now"], words["before"], words["difference"], "")
    kinds = ("text", "money", "money", "money", "text")
    return _html_table(zip(heads, kinds, strict=True), [zip(row, kinds, strict=True) for row in rows])


def _chart(chart: Chart, svg: str, language: Language) -> str:
    points = ""
    if chart.kind == "points":
        named = " · ".join(f"{n} {label}" for n, label in enumerate(chart.labels, start=1))
        points = f"<p>{escape(named)}</p>"
    caption = f"<figcaption><strong>{escape(chart.title)}</strong> {escape(chart.summary)}</figcaption>"
    return f"<figure>{caption}{svg}{points}{_table(chart.table, language)}</figure>"


def _table(table: Table, language: Language) -> str:
    heads = [(column.title, column.kind) for column in table.columns]
    rows = [[(_shown(cell, language), cell.kind) for cell in row] for row in table.rows]
    return _html_table(heads, rows)


def _shown(cell: Cell, language: Language) -> str:
    return "" if cell.kind == "text" and cell.is_empty else cell_text(cell, language)


def _html_table(heads: Iterable[tuple[str, str]], rows: Iterable[Iterable[tuple[str, str]]]) -> str:
    head = "".join(f'<th scope="col"{_aligned(kind)}>{escape(text)}</th>' for text, kind in heads)
    body = "".join(
        "<tr>" + "".join(f"<td{_aligned(kind)}>{escape(text)}</td>" for text, kind in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _aligned(kind: str) -> str:
    return ' class="number"' if kind in _NUMBERS else ""
