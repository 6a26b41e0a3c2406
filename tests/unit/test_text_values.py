"""Figures by value, in digits and in words, of both languages."""

import pytest

from assistant.domain.money import Language
from assistant.domain.text_values import same_value, value_of, values_in


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("250,00 € entro il 20 dicembre 2026", "it", ["250", "2026-12-20"]),
        ("duecentocinquanta euro il venti dicembre", "it", ["250", "--12-20"]),
        ("1.240,50 € per la fattura 2026/77", "it", ["1240.5", "202677"]),
        ("la ML-104, il 1º febbraio e il primo marzo", "it", ["ML104", "--02-01", "--03-01"]),
        ("ventotto, ventuno, tremilacinquecento, mille", "it", ["28", "21", "3500", "1000"]),
        ("un piano, una rata", "it", []),
        ("€1,200.00 on the twentieth of December", "en", ["1200", "--12-20"]),
        ("two hundred and fifty euros, eight hundred", "en", ["250", "800"]),
        ("thirty-five, eleven hundred, the fifth of May", "en", ["35", "1100", "--05-05"]),
        ("December 20th, 2026 or 2026-12-20 or 20/12/2026", "en", ["2026-12-20"] * 3),
        ("one of them", "en", []),
        ("31 February", "en", ["31"]),
    ],
)
def test_figures_are_read_by_value(text: str, language: Language, values: list[str]) -> None:
    assert [value.value for value in values_in(text, language)] == values


def test_a_figure_stands_where_it_stands() -> None:
    text = "Il pagamento di 250,00 € è previsto."
    (value,) = values_in(text, "it")
    assert text[value.start : value.end] == "250,00"


@pytest.mark.parametrize(
    ("figure", "value"), [("250.00", "250"), ("2026-12-20", "2026-12-20"), ("ML-104", "ML104"), ("2026/77", "202677")]
)
def test_machine_written_figures_have_the_same_values(figure: str, value: str) -> None:
    assert value_of(figure) == value


def test_a_day_without_a_year_fits_that_day_of_any_year() -> None:
    (day,) = values_in("il 20 dicembre", "it")
    assert same_value(day, frozenset({"2026-12-20"}))
    assert not same_value(day, frozenset({"2026-12-21", "250"}))
    (full,) = values_in("20 dicembre 2026", "it")
    assert not same_value(full, frozenset({"2027-12-20"}))
