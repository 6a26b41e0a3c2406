"""Every shipped scenario with the three simulated operators: who speaks better never comes out worse."""

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from evals.practice import SEEDS, Played, inversions, play_all, rows, simulate, table, totals, unordered
from evals.simulated import KINDS, LINES, MOST_TURNS, read_lines
from tests.fake_practice import shipped_practice

PORTS = shipped_practice()


@pytest.fixture(scope="module")
def played() -> list[Played]:
    return asyncio.run(play_all(PORTS, SEEDS[:1]))


def test_no_outcome_is_inverted_and_totals_are_strictly_ordered(played: list[Played]) -> None:
    assert len(played) == 12 * len(KINDS)
    assert list(inversions(played)) == []
    assert list(unordered(played)) == []


def test_a_good_operator_gets_all_that_there_is(played: list[Played]) -> None:
    good = [one for one in played if one.operator == "good"]
    assert [one.scenario for one in good if one.rank != 0] == []
    assert [one.scenario for one in good if one.amount < one.best] == []
    assert sum(one.best for one in good) > 0


def test_a_hostile_one_is_hung_up_on_and_gets_nothing(played: list[Played]) -> None:
    hostile = [one for one in played if one.operator == "hostile"]
    assert {(one.disposition, one.amount) for one in hostile} == {("refused", Decimal(0))}


def test_the_table_has_a_row_a_scenario_and_operator(played: list[Played]) -> None:
    assert len(rows(played)) == 36
    assert len(table(played).splitlines()) == 1 + 36 + 3


def test_a_worse_result_would_be_found(played: list[Played]) -> None:
    """The check itself: swap what the good and the hostile operator got, and it must say so."""
    swap = {"good": "hostile", "hostile": "good", "hurried": "hurried"}
    turned = [replace(one, operator=swap[one.operator]) for one in played]  # type: ignore[arg-type]
    assert len(list(inversions(turned))) >= 12
    assert len(list(unordered(turned))) == 4
    assert totals(turned)["hostile"] == totals(played)["good"]


async def test_the_same_seed_gives_the_same_call() -> None:
    first = await simulate("en-bluffer", "good", 3, PORTS)
    assert await simulate("en-bluffer", "good", 3, PORTS) == first
    assert len(first.turns) <= MOST_TURNS


@pytest.mark.parametrize("language", ["it", "en"])
def test_operators_have_the_same_lines_to_choose_from_in_both_languages(language: str) -> None:
    here, other = read_lines("it"), read_lines("en")
    assert {kind: set(needs) for kind, needs in here.items()} == {kind: set(needs) for kind, needs in other.items()}
    assert (LINES / f"{language}.yaml").is_file()
