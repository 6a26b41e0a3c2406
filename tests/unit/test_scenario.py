from pathlib import Path
from typing import get_args

import pytest

from assistant.domain.scenario import (
    Act,
    Bargain,
    FactKind,
    Lines,
    Rule,
    Scenario,
    Settlement,
    SpokenLine,
    When,
    temper_of,
)
from assistant.domain.scenario_records import SCENARIO_SLOTS
from tests.unit.scenario_example import scenario

MANUAL = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")


def test_lines_with_and_without_a_mood() -> None:
    lines = Lines(purpose="p", say=("Any.", SpokenLine(text="Low.", mood="low")))
    assert lines.fitting("low") == ("Any.", "Low.")
    assert lines.fitting("high") == ("Any.",)


@pytest.mark.parametrize(("mood", "temper"), [(-3, "low"), (-1, "low"), (-0.5, "even"), (0.5, "even"), (1, "high")])
def test_mood_in_three_tempers(mood: float, temper: str) -> None:
    assert temper_of(mood) == temper


def test_facts_are_hidden_unless_said_otherwise() -> None:
    made = scenario()
    assert [fact.id for fact in made.hidden] == ["oven", "cash"]
    assert made.fact("oven").text == "the oven broke down"


@pytest.mark.parametrize("names", [get_args(Act), get_args(FactKind), get_args(Settlement), tuple(SCENARIO_SLOTS)])
def test_the_manual_names_all_that_may_be_written(names: tuple[str, ...]) -> None:
    assert [name for name in names if name not in MANUAL] == []


@pytest.mark.parametrize("kind", [Scenario, Rule, When, Bargain])
def test_the_manual_names_every_field(kind: type[Scenario]) -> None:
    assert [name for name in kind.model_fields if f"`{name}" not in MANUAL and f"{name}:" not in MANUAL] == []
