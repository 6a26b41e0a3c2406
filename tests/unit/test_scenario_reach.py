from assistant.adapters.library import FileLibrary
from assistant.adapters.library_content import SHIPPED
from assistant.adapters.library_scenarios import ScenarioFiles
from assistant.domain.scenario import Scenario
from assistant.domain.scenario_reach import reach_faults
from tests.unit.scenario_example import HOUSE, scenario, scenario_data


def test_every_outcome_and_fact_of_the_example_can_be_reached() -> None:
    assert list(reach_faults(scenario(), HOUSE)) == []


def test_an_outcome_that_needs_what_nobody_can_do() -> None:
    data = scenario_data()
    data["outcomes"].insert(0, {"disposition": "dispute_opened", "when": {"settled": ["dispute"]}})
    faults = list(reach_faults(Scenario.model_validate(data), HOUSE))
    assert [fault.loc for fault in faults] == [("outcomes", 0)]
    assert "'dispute_opened' can't be reached" in faults[0].message


def test_an_outcome_behind_one_that_always_holds() -> None:
    data = scenario_data()
    data["outcomes"].insert(0, {"disposition": "information_given"})
    assert [fault.loc for fault in reach_faults(Scenario.model_validate(data), HOUSE)] == [
        ("outcomes", n) for n in range(1, 5)
    ]


def test_a_plan_that_the_customer_never_agrees_to() -> None:
    data = scenario_data()
    data["bargain"]["agrees"] = {"out": ["oven"], "settled": ["complaint"]}
    assert ("outcomes", 0) in [fault.loc for fault in reach_faults(Scenario.model_validate(data), HOUSE)]


def test_a_fact_whose_rule_can_never_hold() -> None:
    data = scenario_data()
    data["rules"][0]["when"] = {"acts": ["ask_how"], "mood_min": 2, "mood_max": 1}
    faults = {fault.loc: fault.message for fault in reach_faults(Scenario.model_validate(data), HOUSE)}
    assert "'oven' never comes out" in faults[("facts", 0)]


def test_shipped_scenarios_come_out_as_they_say() -> None:
    files = ScenarioFiles(FileLibrary(SHIPPED), SHIPPED)
    for one in files.scenarios():
        assert list(reach_faults(one, files.house(one.language))) == [], one.id
