from datetime import date
from decimal import Decimal

import pytest

from assistant.domain.money import Language
from assistant.domain.practice_state import Agreed
from assistant.domain.practice_words import (
    Moment,
    choose,
    sentences,
    slot_values,
    spoken_company,
    spoken_day,
    spoken_money,
)
from tests.unit.scenario_example import play, scenario

DEAL = Agreed(kind="plan", total=Decimal(1200), count=4, instalment=Decimal(300), first=date(2026, 12, 7))


def moment(
    intent: str, said: tuple[str, ...] = (), mood: float = 0, turn: int = 1, deal: Agreed | None = None
) -> Moment:
    return Moment(turn, intent, mood, slot_values(play(), "Brackwater Ltd", deal), said)


@pytest.mark.parametrize(
    ("amount", "currency", "language", "text"),
    [
        ("400", "EUR", "it", "400 euro"),
        ("1480.00", "EUR", "it", "1.480 euro"),
        ("370.50", "EUR", "it", "370,50 €"),
        ("1200", "GBP", "en", "£1,200"),
        ("852.02", "GBP", "en", "£852.02"),
    ],
)
def test_amounts_as_they_are_said(amount: str, currency: str, language: Language, text: str) -> None:
    assert spoken_money(Decimal(amount), currency, language) == text


def test_days_and_companies_as_they_are_said() -> None:
    assert spoken_day(date(2026, 12, 18), "it") == "venerdì 18 dicembre"
    assert spoken_day(date(2026, 12, 18), "en") == "Friday 18 December"
    assert spoken_company("Montelupo Ascensori S.r.l.") == "Montelupo Ascensori"
    assert spoken_company("Brackwater Industrial Supplies Ltd") == "Brackwater Industrial Supplies"
    assert spoken_company("Officine Spa Termale") == "Officine Spa Termale"


def test_sentences_are_compared_by_their_words() -> None:
    assert sentences("Well… I don't know. Really?!") == ["well", "i don t know", "really"]


def test_a_new_sentence_comes_first_and_the_same_seed_chooses_the_same() -> None:
    first = choose(play(), 7, moment("stall"))
    assert choose(play(), 7, moment("stall")) == first
    said: list[str] = []
    while len(said) < 9:
        said.append(choose(play(), 7, moment("stall", tuple(said))).text)
    assert len(set(said)) == 9
    assert {choose(play(), seed, moment("stall")).text for seed in range(20)} != {first.text}


def test_a_scenarios_own_lines_come_before_common_ones() -> None:
    lines = {"stall": {"purpose": "p", "say": ["Flour everywhere."]}, **scenario().model_dump()["lines"]}
    own = play(scenario(lines=lines))
    assert choose(own, 1, moment("stall")).text == "Flour everywhere."
    assert choose(own, 1, moment("stall", ("Flour everywhere.",))).text != "Flour everywhere."


def test_lines_of_another_mood_are_passed_over() -> None:
    low = {choose(play(), seed, moment("react_how", mood=-2)).template for seed in range(30)}
    high = {choose(play(), seed, moment("react_how", mood=2)).template for seed in range(30)}
    assert "How do you think it's going?" in low - high
    assert "Kind of you to ask, one day at a time." in high - low


def test_what_was_agreed_is_filled_in() -> None:
    words = choose(play(), 1, moment("agrees_plan", deal=DEAL))
    assert "{{" not in words.text
    assert "£300" in words.text
    with pytest.raises(LookupError):
        choose(play(), 1, moment("agrees_plan"))
