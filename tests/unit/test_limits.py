"""Spoken figures become limits; ambiguous ones and those of other kinds change nothing."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.adapters.extraction import SpokenFigures
from assistant.domain.findings import Finding
from assistant.domain.limits import spoken_limits, spoken_option, spoken_start
from assistant.domain.money import Language
from assistant.domain.plans import Instalment, Limits, Plan


def finding(kind: str, bound: str, *values: str) -> Finding:
    return Finding.model_validate({"kind": kind, "bound": bound, "span": (0, 1), "text": "x", "values": list(values)})


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("non prima del venti", finding("date", "min", "2026-12-20"), {"first_not_before": date(2026, 12, 20)}),
        ("non più di duecento", finding("amount", "max", "200.00"), {"max_instalment": Decimal("200.00")}),
        ("duecento al mese", finding("amount", "exact", "200.00"), {"max_instalment": Decimal("200.00")}),
        ("in tre rate", finding("count", "exact", "3"), {"max_count": 3}),
        ("posso dare duecento", finding("amount", "exact", "200.00"), {}),
        ("entro venerdì", finding("date", "max", "2026-11-27"), {}),
        ("due e cinquanta al mese", finding("amount", "exact", "2.50", "250.00"), {}),
        ("la fattura", finding("invoice", "exact", "ML-1"), {}),
    ],
)
def test_one_finding(text: str, found: Finding, expected: dict[str, object]) -> None:
    assert spoken_limits(Limits(), text, [found], "it") == Limits.model_validate(expected)


def test_the_last_word_counts_and_the_rest_stays() -> None:
    before = Limits(max_instalment=Decimal("300.00"), max_count=4)
    after = spoken_limits(before, "facciamo duecento al mese", [finding("amount", "exact", "200.00")], "it")
    assert after == Limits(max_instalment=Decimal("200.00"), max_count=4)


ON = date(2026, 11, 24)
EXTRACTOR = SpokenFigures()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "l'anno scorso erano sei rate"),
        ("it", "con voi sono massimo tre rate, me l'avete detto due anni fa"),
        ("it", "il mio vicino ha dodici rate da voi"),
        ("it", "una volta non più di duecento al mese, e ci avete fatto sei rate"),
        ("it", "agli altri date dodici rate"),
        ("en", "last year you let me pay in twelve instalments"),
        ("en", "when my dad ran it you gave him ten instalments"),
        ("en", "the garage next door has eight instalments with you"),
        ("en", "it was three payments at most, two years ago"),
        ("en", "they were two hundred a month back then"),
    ],
)
def test_terms_of_the_past_or_of_somebody_else_are_no_limits(language: Language, text: str) -> None:
    assert spoken_limits(Limits(), text, EXTRACTOR.extract(text, ON, language), language) == Limits()


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("it", "l'anno scorso erano tre rate, adesso facciamo sei rate", 6),
        ("it", "vorrei sei rate come l'anno scorso", 6),
        ("it", "pensavo a sei rate", 6),
        ("it", "volevo chiedere sei rate", 6),
        ("it", "ma l'altra volta me ne avete date sei, quindi facciamo sei rate", 6),
        ("en", "can I have ten instalments like last year", 10),
        ("en", "last year it was three instalments, but now I need six instalments", 6),
        ("en", "I was thinking of six instalments", 6),
        ("en", "no more than six instalments", 6),
    ],
)
def test_what_is_asked_for_now_is_a_limit_though_the_past_is_told(language: Language, text: str, count: int) -> None:
    assert spoken_limits(Limits(), text, EXTRACTOR.extract(text, ON, language), language) == Limits(max_count=count)


def plan(count: int, first: date) -> Plan:
    part = Decimal(900) / count
    parts = [Instalment(n=n, due=first.replace(month=12, day=first.day), amount=part) for n in range(1, count + 1)]
    return Plan(
        id=f"p{count}",
        label="balanced",
        invoices=["F-1"],
        currency="EUR",
        outstanding=Decimal(900),
        discount=Decimal(0),
        interest=Decimal(0),
        compensation=Decimal(0),
        total=Decimal(900),
        estimate=False,
        instalments=parts,
        authority="operator",
        tier="t",
        article="a",
    )


OPTIONS = [plan(5, date(2026, 12, 1)), plan(6, date(2026, 12, 14))]
FIVE, EACH = finding("count", "exact", "5"), finding("amount", "exact", "180.00")


def day(text: str) -> Finding:
    return finding("date", "exact", text)


def test_an_option_is_named_by_count_amount_and_first_day() -> None:
    assert spoken_option(OPTIONS, [FIVE, EACH], ON) == OPTIONS[0]
    assert spoken_option(OPTIONS, [FIVE, EACH, day("2026-12-01")], ON) == OPTIONS[0]
    assert spoken_option(OPTIONS, [FIVE, EACH, day("2026-12-15")], ON) is None, "another day is another plan"
    assert spoken_option(OPTIONS, [FIVE, day("2026-09-30")], ON) == OPTIONS[0], "a day in the past is an invoice's"
    assert spoken_option(OPTIONS, [EACH, day("2026-12-01")], ON) is None, "no count was spoken"


def test_payments_begin_on_the_day_that_is_named_beside_their_count() -> None:
    said = "Cinque rate da centottanta euro dal quindici dicembre, e Le mando la conferma oggi stesso."
    assert spoken_start(SpokenFigures().extract(said, ON, "it"), ON) == date(2026, 12, 15)
    assert spoken_start([FIVE, day("2026-12-15")], ON) == date(2026, 12, 15)
    assert spoken_start([FIVE, day("2026-10-30")], ON) is None
    assert spoken_start([day("2026-12-15")], ON) is None
