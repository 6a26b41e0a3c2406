from decimal import Decimal

from assistant.domain.practice import beginning
from assistant.domain.practice_outcome import decided, outcome_of
from assistant.domain.practice_state import Agreed, PracticeState, Progress
from tests.unit.scenario_example import ON, play, scenario, scenario_data

DEAL = Agreed(kind="promise", total=Decimal(100), count=1, instalment=Decimal(100), first=ON)


def state(progress: Progress) -> PracticeState:
    return PracticeState(scenario=scenario(), seed=1, figures=play().figures, opening="Hello.", progress=progress)


def test_the_first_outcome_that_holds_decides() -> None:
    began = beginning(scenario())
    assert decided(scenario(), began)[1].disposition == "no_outcome"
    assert decided(scenario(), began.model_copy(update={"deal": DEAL}))[0] == 1
    assert decided(scenario(), began.model_copy(update={"ended": "hung_up"}))[1].disposition == "refused"


def test_where_none_holds_there_is_none() -> None:
    made = scenario(outcomes=scenario_data()["outcomes"][:2])
    rank, rule = decided(made, beginning(made))
    assert (rank, rule.disposition) == (2, "no_outcome")


def test_money_and_what_was_learnt() -> None:
    progress = beginning(scenario()).model_copy(update={"deal": DEAL, "out": ("oven",)})
    outcome = outcome_of(state(progress))
    assert (outcome.disposition, outcome.amount, outcome.possible) == ("promise_to_pay", Decimal(100), Decimal(0))
    assert (outcome.came_out, outcome.stayed_hidden) == (("oven",), ("cash",))
    assert outcome.model_dump(mode="json")["amount"] == "100.00"
