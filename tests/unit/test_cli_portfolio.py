"""`ascolto portfolio` in words: every word in both languages, nothing left out."""

from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from assistant.cli.portfolio import shown
from assistant.cli.words import PORTFOLIO_WORDS
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.portfolio import portfolio
from tests.unit.test_facts import POLICY, invoice, paying
from tests.unit.test_portfolio import QUERY, TWO, file


def text(language: Language, *files: object, top: int = 10) -> str:
    found = portfolio(files, POLICY, replace(QUERY, language=language))  # type: ignore[arg-type]
    console = Console(width=200, record=True, file=StringIO())
    for part in shown(found, language, top):
        console.print(part)
    return console.export_text()


def test_both_languages_have_the_same_words() -> None:
    assert set(PORTFOLIO_WORDS["it"]) == set(PORTFOLIO_WORDS["en"])


def test_in_italian() -> None:
    page = text("it", *TWO)
    for part in (
        "Crediti di p, 25 novembre 2026",
        "1.450,00 €",
        "153,5 giorni",
        "41,9 %",
        "Ditta B (p/B)",
        "ritardo mediano 11",
    ):
        assert part in page


def test_in_english() -> None:
    page = text("en", *TWO)
    for part in ("on 25 November 2026", "€1,450.00", "153.5 days", "41.9%", "Largest overdue, EUR", "31-60 days"):
        assert part in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_stand_where_a_figure_is_missing(language: Language) -> None:
    page = text(language, file("A", invoices=(invoice("1", date(2026, 5, 1), "100"),)))
    assert PORTFOLIO_WORDS[language]["no_sales"] in page
    assert PORTFOLIO_WORDS[language]["nothing"] in text(language)


def test_warnings_beyond_the_top_are_counted() -> None:
    history = paying(5, 6, 7, 6, 5, 7, 6, 5)
    late = tuple(invoice(f"L{n}", date(2026, 9, n), "100") for n in range(1, 4))
    customers = [file(ref, invoices=(*history["invoices"], *late), payments=history["payments"]) for ref in "ABC"]
    page = text("en", *customers, top=1)
    assert "Ditta A (p/A): Usually pays" in page and "Ditta B (p/B): Usually" not in page
    assert "and 2 more" in page
