"""Instalments and days as a turn speaks of them. The day is 25 November 2026."""

import datetime as dt

import pytest

from assistant.adapters.extraction import SpokenFigures
from assistant.domain.dialogue import Token, Turn, tokens_of
from assistant.domain.spoken_payments import day_gone_by, plan_in

DAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tre rate da duecento euro, la prima il dieci dicembre", (3, "200.00", dt.date(2026, 12, 10))),
        ("in quattro rate", (4, None, None)),
        ("duecento euro il dieci", None),
    ],
)
def test_instalments_of_a_turn(text: str, expected: tuple[int, str | None, dt.date | None] | None) -> None:
    turn = Turn("u1", 0.0, "customer", text, SpokenFigures().extract(text, DAY, "it"))
    plan = plan_in(turn, tokens_of(turn, ()), DAY)
    assert (plan and (plan.count, str(plan.amount) if plan.amount else None, plan.first)) == expected


@pytest.mark.parametrize(
    ("named", "gone"),
    [
        (dt.date(2026, 11, 20), dt.date(2026, 11, 20)),
        (dt.date(2027, 11, 20), dt.date(2026, 11, 20)),
        (dt.date(2026, 12, 4), None),
    ],
)
def test_a_payment_that_was_made_has_a_day_that_has_been(named: dt.date, gone: dt.date | None) -> None:
    assert day_gone_by(Token("date", 0, 1, named), DAY) == gone
