"""Charts as SVG, drawn by pygal: shapes with classes and no style of their own, so that the page's colours hold.

What pygal would embed (a style sheet, scripts, tooltips' texts) is taken out: the site's policy forbids it, and every
chart has its numbers in a table beside it.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from math import ceil, floor, log10
from typing import Any

from assistant.domain.money import Language
from assistant.domain.report import Chart, Table
from assistant.services.dashboard import Width
from assistant.services.report_text import number_text

_SIZES: dict[Width, tuple[int, int]] = {"narrow": (350, 260), "wide": (620, 300)}
_FONT = 13
_FONTS = ("label", "major_label", "legend", "value", "value_label", "title")
_DROPPED = ("defs", "script", "style", "desc", "title")
_ROW, _BAR, _ROWS_MARGIN, _LEGEND = 34, 14, 70, 30
"""Heights of a row, of each further bar in it, of what is above and below all rows, and of the legend of each."""
_MOST_LABELS: dict[Width, int] = {"narrow": 4, "wide": 6}
_MOST_TICKS: dict[Width, int] = {"narrow": 3, "wide": 6}
_LONGEST_NAME: dict[Width, int] = {"narrow": 18, "wide": 34}
_NO_TABLE = Table(title="", columns=(), rows=())
_AROUND_LEVELS = 0.15
"""Room beside the outermost points, in levels."""


def draw(chart: Chart, width: Width, language: Language) -> str:
    """The SVG of a chart, as wide as a phone or as a column of a page, named by its title."""
    return _drawn(chart.model_copy(update={"table": _NO_TABLE}), width, language)


@lru_cache(maxsize=256)  # the same values are the same picture
def _drawn(chart: Chart, width: Width, language: Language) -> str:
    drawn = _KINDS[chart.kind](chart, width, language)
    drawn.add_xml_filter(lambda root: _plain(root, chart))
    return str(drawn.render(is_unicode=True))


def _options(chart: Chart, width: Width, language: Language) -> dict[str, Any]:
    across, high = _SIZES[width]
    legend = 1 if width == "narrow" else 2  # two names side by side don't fit on a phone
    if width == "narrow" and len(chart.series) > 1:
        high += _LEGEND * (len(chart.series) - 1)
    ticks = _ticks(chart, _MOST_TICKS[width] if chart.kind == "ranks" else 5)
    return {
        "width": across,
        "height": high,
        "js": [],
        "css": [],
        "no_prefix": True,
        "disable_xml_declaration": True,
        "show_legend": len(chart.series) > 1,
        "legend_at_bottom": True,
        "legend_at_bottom_columns": legend,
        "x_title": chart.x_title or None,
        "y_title": chart.y_title or None,
        "range": (ticks[0], ticks[-1]),
        "y_labels": ticks,
        "value_formatter": partial(number_text, language=language),
        "margin": 8,
        "margin_right": 24,
        "spacing": 8,
        "truncate_label": -1,
        "truncate_legend": -1,
    }


def _ticks(chart: Chart, most: int) -> list[float]:
    """Round values from zero (or below it, where a value is) to beyond the largest."""
    values = [
        value for series in chart.series for value in (*series.values, *series.high, *series.low) if value is not None
    ]
    if chart.kind == "stack":
        values = [sum(value or 0 for value in place) for place in zip(*(s.values for s in chart.series), strict=True)]
    low, high = min([0.0, *values]), max(values, default=0.0)
    step = _step((high - low or 1.0) / most)
    first, last = floor(low / step), max(ceil(high / step), 1)
    return [round(step * n, 6) for n in range(first, last + 1)]


def _step(least: float) -> float:
    power = 10.0 ** floor(log10(least))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least)


def _new(kind: str, **options: Any) -> Any:
    """A chart of one of pygal's kinds. It is loaded here, for the commands and workers that draw nothing."""
    import pygal  # type: ignore[import-untyped]
    from pygal.style import Style  # type: ignore[import-untyped]

    return getattr(pygal, kind)(style=Style(**{f"{name}_font_size": _FONT for name in _FONTS}), **options)


def _bars(chart: Chart, width: Width, language: Language) -> Any:
    return _filled(_new("Bar", **_options(chart, width, language)), chart)


def _stack(chart: Chart, width: Width, language: Language) -> Any:
    return _filled(_new("StackedBar", **_options(chart, width, language), **_sparse(chart, width)), chart)


def _line(chart: Chart, width: Width, language: Language) -> Any:
    return _filled(_new("Line", **_options(chart, width, language), **_sparse(chart, width)), chart)


def _ranks(chart: Chart, width: Width, language: Language) -> Any:
    """Bars from left to right, the first at the top, as high as there are rows."""
    more = len(chart.series) - 1
    height = _ROWS_MARGIN + _LEGEND * more + (_ROW + _BAR * more) * len(chart.labels)
    drawn = _new("HorizontalBar", **_options(chart, width, language) | {"height": height, "y_title": None})
    longest = _LONGEST_NAME[width]
    names = [name if len(name) <= longest else name[: longest - 1].rstrip() + "…" for name in chart.labels]
    drawn.x_labels = names[::-1]
    for series in chart.series:
        drawn.add(series.name, list(series.values)[::-1])
    return drawn


def _points(chart: Chart, width: Width, language: Language) -> Any:
    """A point for each label, with its interval as an upright line and its number beside it."""
    places = [place for series in chart.series for place in series.at] or [0.0, 4.0]
    first, last = min(places) - _AROUND_LEVELS, max(places) + _AROUND_LEVELS
    step = _step((last - first) / _MOST_TICKS[width])
    options = _options(chart, width, language) | {
        "show_legend": False,
        "print_labels": True,
        "dots_size": 5,
        "xrange": (first, last),
        "x_labels": [round(step * n, 6) for n in range(ceil(first / step), floor(last / step) + 1)],
        "x_value_formatter": partial(number_text, language=language),
    }
    drawn = _new("XY", **options)
    for series in chart.series:
        for n, (at, value) in enumerate(zip(series.at, series.values, strict=True)):
            drawn.add("", [(at, series.low[n]), (at, series.high[n])], show_dots=False)
            drawn.add("", [{"value": (at, value), "label": str(n + 1)}], stroke=False)
    return drawn


def _sparse(chart: Chart, width: Width) -> dict[str, Any]:
    """Only as many labels on the x axis as there is room for; the last one is always there."""
    step = -(-len(chart.labels) // _MOST_LABELS[width])
    kept = [label for place, label in enumerate(reversed(chart.labels)) if place % step == 0]
    return {"x_labels_major": kept, "show_minor_x_labels": False}


def _filled(drawn: Any, chart: Chart) -> Any:
    drawn.x_labels = list(chart.labels)
    for series in chart.series:
        drawn.add(series.name, list(series.values))
    return drawn


_KINDS: dict[str, Callable[[Chart, Width, Language], Any]] = {
    "bars": _bars,
    "stack": _stack,
    "line": _line,
    "ranks": _ranks,
    "points": _points,
}


def _plain(root: Any, chart: Chart) -> Any:
    """Take out what the page's policy forbids and what only a tooltip would show; say what the picture is."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in _DROPPED:
                parent.remove(child)
    for element in root.iter():
        element.attrib.pop("style", None)
        element.attrib.pop("id", None)
    root.set("class", f"chart chart-{chart.kind}")
    root.set("role", "img")
    root.set("aria-label", chart.title)
    return root
