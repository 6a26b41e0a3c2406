from datetime import date

import pytest

from assistant.adapters.extraction import SpokenFigures
from assistant.domain.manner_figures import Links, read_links
from assistant.domain.money import Language
from tests.unit.scored_calls import library


def _links(text: str, language: Language) -> Links:
    figures = SpokenFigures().extract(text, date(2026, 11, 25), language)
    return read_links(text, figures, library().signals(language))


@pytest.mark.parametrize(
    ("language", "text", "choice"),
    [
        ("it", "due rate da trecento euro oppure tre rate da duecento euro", True),
        ("it", "due rate da trecento euro e tre rate da duecento euro", False),
        ("en", "the tenth of December or the twentieth of December", True),
        ("en", "two hundred pounds or so", False),
    ],
)
def test_figures_that_stand_for_choice(language: Language, text: str, choice: bool) -> None:
    assert _links(text, language).alternates is choice


def test_terms_are_named_once() -> None:
    assert _links("È un insoluto, l'insoluto di luglio, va in contenzioso.", "it").terms == {"insoluto", "contenzioso"}
