"""Charts as SVG: nothing that the site's policy forbids, every value drawn, names that can't become markup."""

from typing import Any

import pytest
from defusedxml import ElementTree

from assistant.adapters.charts import draw
from assistant.domain.report import Chart, ChartKind, Series, Table

TABLE = Table(title="t", columns=(), rows=())
LABELS = ("a", "b", "c")
KINDS: tuple[ChartKind, ...] = ("bars", "stack", "line", "ranks", "points")


def chart(kind: ChartKind, *series: Series, **changes: Any) -> Chart:
    fields: dict[str, Any] = {"id": "one", "title": "Crediti", "summary": "s", "x_title": "mese", "y_title": "giorni"}
    points = {"at": (2.0, 2.5, 3.0), "low": (1.0, 2.0, 3.0), "high": (5.0, 6.0, 7.0)} if kind == "points" else {}
    shown = series or (Series(name="ora", values=(3, 4.5, 6), **points),)
    return Chart(**fields | {"kind": kind, "labels": LABELS, "series": shown, "table": TABLE} | changes)


def words(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("text")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", ["narrow", "wide"])
def test_no_style_no_script_and_a_name(kind: ChartKind, width: Any) -> None:
    svg = draw(chart(kind), width, "it")
    root = ElementTree.fromstring(svg)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"style", "script", "defs", "title", "desc", "a", "foreignObject"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name == "style" or name.startswith("on") or name.endswith("href")]
    assert (root.get("role"), root.get("aria-label")) == ("img", "Crediti")
    assert "mese" in words(svg)


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_from_outside_stays_text(kind: ChartKind) -> None:
    hostile = "<script>alert(1)</script>&\"'"
    svg = draw(chart(kind, labels=(hostile, "b", "c"), title=hostile), "wide", "it")
    assert "<script" not in svg
    assert ElementTree.fromstring(svg).get("aria-label") == hostile


def test_numbers_are_written_in_the_language() -> None:
    large = chart("bars", Series(name="ora", values=(1_200.5, 8_000, 4_000)))
    assert "8.000" in words(draw(large, "wide", "it"))
    assert "8,000" in words(draw(large, "wide", "en"))


def test_ticks_are_round_begin_at_zero_and_reach_beyond_the_largest() -> None:
    shown = words(draw(chart("line", Series(name="dso", values=(61, 73.2, 88))), "wide", "it"))
    assert [text for text in shown if text.isdigit()] == ["0", "20", "40", "60", "80", "100"]
    stacked = chart("stack", Series(name="k", values=(50, 60, 70)), Series(name="b", values=(40, 50, 20)))
    assert "150" in words(draw(stacked, "wide", "it"))


@pytest.mark.parametrize("kind", KINDS)
def test_values_that_are_missing_or_all_zero(kind: ChartKind) -> None:
    if kind == "points":
        nothing = Series(name="ora", values=(0, 0, 0), at=(2.0, 2.0, 2.0), low=(0, 0, 0), high=(0, 0, 0))
    else:
        nothing = Series(name="ora", values=(None, 0, None))
    assert ElementTree.fromstring(draw(chart(kind, nothing), "narrow", "it")) is not None


def test_rows_are_drawn_from_the_first_and_long_names_are_cut_on_a_phone() -> None:
    shown = words(draw(chart("ranks", labels=("Officine Zefiro del Colle", "b", "c")), "narrow", "it"))
    assert [text for text in shown if text in ("b", "c") or text.endswith("…")] == ["c", "b", "Officine Zefiro d…"]


def test_points_are_numbered_as_the_list_beside_them() -> None:
    shown = words(draw(chart("points"), "wide", "it"))
    assert [text for text in shown if text in ("1", "2", "3")][-3:] == ["1", "2", "3"]
