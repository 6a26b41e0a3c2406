"""Spoken figures in both languages; the call is on Monday 23 November 2026."""

from datetime import date

import pytest

from assistant.adapters.extraction import SpokenFigures
from assistant.domain.money import Language

ON = date(2026, 11, 23)

Case = tuple[str, list[tuple[str, str, list[str]]]]

ITALIAN: list[Case] = [
    (
        "non prima del venti e non più di duecento al mese",
        [("date", "min", ["2026-12-20"]), ("amount", "max", ["200.00"])],
    ),
    ("tremila e cinque", [("amount", "exact", ["3500.00"])]),
    ("duemila e quattro euro", [("amount", "exact", ["2004.00", "2400.00"])]),
    ("facciamo rate da due e cinquanta", [("amount", "exact", ["2.50", "250.00"])]),
    ("un paio di centinaia", [("amount", "exact", ["200.00"])]),
    ("qualche centinaio di euro", []),
    ("venerdì prossimo", [("date", "exact", ["2026-11-27", "2026-12-04"])]),
    ("tra quindici giorni", [("date", "exact", ["2026-12-08"])]),
    ("dopo l'assemblea del diciotto", [("date", "min", ["2026-12-19"])]),
    ("fine mese", [("date", "exact", ["2026-11-30"])]),
    ("a metà gennaio", [("date", "exact", ["2027-01-15"])]),
    ("più di duecento non riesco", [("amount", "max", ["200.00"])]),
    ("metà e metà", [("count", "exact", ["2"])]),
    ("il quindici, no scusi, il venti", [("date", "exact", ["2026-12-20"])]),
    ("la fattura emme elle uno zero quattro otto due", [("invoice", "exact", ["ML-10482"])]),
    ("ho pagato il dieci novembre", [("date", "exact", ["2026-11-10"])]),
    (
        "posso pagare in tre rate da trecento euro",
        [("count", "exact", ["3"]), ("amount", "exact", ["300.00"])],
    ),
    ("pago entro il 31 febbraio", []),
    ("entro il 31/02/2026", []),
    ("il venti per cento", []),
    ("trecentoquarantuno euro e sessanta", [("amount", "exact", ["341.60"])]),
    ("quattrocentottantotto euro", [("amount", "exact", ["488.00"])]),
    ("tremiladuecentottantuno euro", [("amount", "exact", ["3281.00"])]),
    ("quattrocentottanta euro e centotto euro", [("amount", "exact", ["480.00"]), ("amount", "exact", ["108.00"])]),
    ("abbiamo scritto ai due del secondo piano", []),
    ("il primo ha guardato e il secondo pure", []),
    ("pago il primo", [("date", "exact", ["2026-12-01"])]),
    ("mi chiami al 340 1234567", []),
    ("alle dieci e trenta", []),
    ("ho trent'anni di lavoro e due condomini", []),
]
ENGLISH: list[Case] = [
    (
        "not before the twentieth and no more than two hundred a month",
        [("date", "min", ["2026-12-20"]), ("amount", "max", ["200.00"])],
    ),
    ("two and a half grand", [("amount", "exact", ["2500.00"])]),
    ("a couple of hundred", [("amount", "exact", ["200.00"])]),
    ("the Friday after next", [("date", "exact", ["2026-12-04"])]),
    ("next Friday", [("date", "exact", ["2026-11-27", "2026-12-04"])]),
    ("by the end of the month", [("date", "max", ["2026-11-30"])]),
    ("I paid £1,250.50 on the tenth", [("amount", "exact", ["1250.50"]), ("date", "exact", ["2026-11-10"])]),
    ("December 20th", [("date", "exact", ["2026-12-20"])]),
    ("invoice twenty nine thirty one", [("invoice", "exact", ["2931"])]),
    ("it is BW/20931", [("invoice", "exact", ["BW-20931"])]),
    ("in ten days", [("date", "exact", ["2026-12-03"])]),
    ("the fifteenth, sorry, the twentieth", [("date", "exact", ["2026-12-20"])]),
    ("thank you, I am fifty years old", []),
    ("four hundred and fifteen pounds twenty", [("amount", "exact", ["415.20"])]),
    ("the plasterers only left on monday", [("date", "exact", ["2026-11-16"])]),
    ("sort code ending forty four", []),
]


def found(text: str, language: Language) -> list[tuple[str, str, list[str]]]:
    return [(f.kind, f.bound, f.values) for f in SpokenFigures().extract(text, ON, language)]


@pytest.mark.parametrize(("text", "expected"), ITALIAN)
def test_italian(text: str, expected: list[tuple[str, str, list[str]]]) -> None:
    assert found(text, "it") == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english(text: str, expected: list[tuple[str, str, list[str]]]) -> None:
    assert found(text, "en") == expected


def test_spans_point_at_the_words() -> None:
    text = "Allora, duecento euro entro venerdì"
    for finding in SpokenFigures().extract(text, ON, "it"):
        assert text[slice(*finding.span)] == finding.text


@pytest.mark.parametrize("text", ["", "   ", "?" * 5000, "a " * 50_000, "٣٤٥ ⅛ 1e999 ,,,.."])
def test_odd_input_is_survived(text: str) -> None:
    assert isinstance(SpokenFigures().extract(text, ON, "it"), list)


@pytest.mark.parametrize("text", ["pago " + "9" * 40 + " euro", "€" + "1" * 3000, "ho " + "9" * 27 + " mila euro"])
def test_what_is_too_large_for_money_is_no_amount(text: str) -> None:
    assert [f for f in SpokenFigures().extract(text, date(2026, 11, 22), "it") if f.kind == "amount"] == []


@pytest.mark.parametrize(
    ("text", "language", "kind", "value"),
    [
        ("Right. Four instalments of two hundred pounds.", "en", "count", "4"),
        ("Is that so? Two hundred pounds on Friday.", "en", "amount", "200.00"),
        ("Perfetto. Quattro rate da duecento euro.", "it", "count", "4"),
        ("Bene… Duecento euro lunedì.", "it", "amount", "200.00"),
    ],
)
def test_a_number_that_begins_a_sentence_is_no_name(text: str, language: Language, kind: str, value: str) -> None:
    found = [(one.kind, one.values) for one in SpokenFigures().extract(text, date(2026, 11, 25), language)]
    assert (kind, [value]) in found


def test_a_number_with_a_capital_within_a_sentence_is_a_name() -> None:
    assert SpokenFigures().extract("parlo con la signora Cento del bar Sette", date(2026, 11, 25), "it") == []
