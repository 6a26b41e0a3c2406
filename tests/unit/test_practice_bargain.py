from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.domain.practice_bargain import better, judge, same_terms, terms_of
from assistant.domain.practice_state import Agreed, Offer
from tests.unit.scenario_example import play

FIGURES = play().figures
DAY = date(2026, 12, 10)


def offer(**values: Any) -> Offer:
    return Offer.model_validate({"first": DAY} | values)


@pytest.mark.parametrize(
    ("made", "terms"),
    [
        (offer(count=4, amount="300.00", each=True), ("plan", "1200", 4, "300")),
        (offer(count=4), ("plan", "1200", 4, "300")),
        (offer(count=4, amount="1200.00"), ("plan", "1200", 4, "300")),
        (offer(count=3, amount="300.00"), ("plan", "900", 3, "300")),
        (offer(amount="300.00", each=True), ("plan", "1200", 4, "300")),
        (offer(amount="250.00", each=True), ("plan", "1200", 5, "250")),
        (offer(amount="150.00"), ("promise", "150", 1, "150")),
        (offer(whole=True), ("promise", "1200", 1, "1200")),
        (offer(amount="2000.00"), ("promise", "1200", 1, "1200")),
        (offer(count=1, amount="500.00"), ("promise", "500", 1, "500")),
    ],
)
def test_what_an_offer_comes_to(made: Offer, terms: tuple[str, str, int, str]) -> None:
    found = terms_of(made, FIGURES)
    assert found is not None
    kind, total, count, instalment = terms
    assert (found.kind, found.total, found.count, found.instalment) == (
        kind,
        Decimal(total),
        count,
        Decimal(instalment),
    )


@pytest.mark.parametrize("made", [offer(), offer(count=500), offer(count=0)])
def test_what_comes_to_nothing(made: Offer) -> None:
    assert judge(made, FIGURES).judgement == "unclear"


def test_nothing_to_collect_makes_no_deal() -> None:
    assert terms_of(offer(whole=True), FIGURES.model_copy(update={"collectable": Decimal(0)})) is None


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (offer(count=4, amount="300.00"), "agreed"),
        (offer(count=3, amount="400.00"), "too_much"),
        (offer(count=4, amount="300.00", first=date(2026, 12, 4)), "too_soon"),
        (offer(amount="300.00"), "agreed"),
        (offer(amount="300.01"), "too_much"),
        (offer(count=4, first=None), "agreed"),
    ],
)
def test_only_what_can_be_carried_is_agreed(made: Offer, expected: str) -> None:
    assert judge(made, FIGURES).judgement == expected


def test_a_day_that_wasnt_named_is_the_first_possible_one() -> None:
    terms = terms_of(offer(count=4, first=None), FIGURES)
    assert terms is not None
    assert terms.first == FIGURES.first_day


def test_figures_said_again() -> None:
    deal = Agreed(kind="plan", total=Decimal(1200), count=4, instalment=Decimal(300), first=DAY)
    assert same_terms(offer(count=4, amount="300.00"), deal, FIGURES)
    assert same_terms(offer(amount="1200.00"), deal, FIGURES)
    assert same_terms(offer(count=4, first=date(2026, 12, 15)), deal, FIGURES)
    assert not same_terms(offer(count=5, amount="300.00"), deal, FIGURES)
    assert not same_terms(offer(count=4, first=date(2026, 12, 31)), deal, FIGURES)
    once = deal.model_copy(update={"kind": "promise", "count": 1, "instalment": Decimal(1200)})
    assert same_terms(offer(whole=True), once, FIGURES)
    assert not same_terms(offer(whole=True), deal, FIGURES)
    part = once.model_copy(update={"total": Decimal(100), "instalment": Decimal(100)})
    assert not same_terms(offer(whole=True), part, FIGURES)
    assert better(deal, None)
    assert not better(deal, deal)
