"""The draft of a case: what it holds, what of it a person has decided, and which calls are refused."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.extraction import SpokenFigures
from assistant.domain.cards import Figure, Source
from assistant.domain.errors import InvalidInput
from assistant.domain.events import CallOpened, Fact
from assistant.domain.records import Principal
from assistant.domain.reviews import Review
from evals.case import Case, load_cases
from evals.case_lint import faults
from evals.record import Draft, Recorded, draft
from evals.record_review import decided_levels
from evals.record_yaml import AS_FOUND, as_yaml
from tests.unit.recorded_call import APPROVED, AT, BASE, events, invoice, recorded, review


def drafted(call: Recorded, case_id: str = "") -> Draft:
    return draft(call, SpokenFigures(), case_id)


def made(**changes: Any) -> Draft:
    return drafted(recorded(review(APPROVED), **changes))


def loaded(one: Draft, folder: Path) -> Case:
    (folder / f"{one.case.id}.yaml").write_text(as_yaml(one), encoding="utf-8")
    (case,) = load_cases(folder)
    return case


def test_a_draft_is_a_sound_case_and_reads_back_as_it_was(tmp_path: Path) -> None:
    one = made()
    assert loaded(one, tmp_path) == one.case
    assert list(faults(one.case)) == []
    assert one.case.started_at == AT.replace(minute=15, second=0)
    assert one.case.split == "dev"


def test_it_names_nobody_and_each_the_same() -> None:
    text = as_yaml(made())
    for real in ("Ghezzoni", "ghezzoni", "Carla", "Elvira", "4711", "C-77", "call-1"):
        assert real not in text
    assert "Montelupo Ascensori" in text
    assert text.count("Fintaldi") == 4, "company, contact, about, turn 1"
    assert "la fintaldi sono io" in text


def test_expectations_stand_where_they_changed_and_are_marked_as_found() -> None:
    one = made()
    found = [turn.expect for turn in one.case.turns]
    number = one.case.customer.invoices[0].number
    assert found[1].limits is None
    assert [str(situation) for situation in found[3].situations] == ["instalment_request"]
    assert found[3].limits is not None
    assert found[3].limits.invoices == (number,)
    assert found[3].options is not None
    assert [(option.count, str(option.total)) for option in found[3].options] == [(2, "300.00")]
    assert (found[3].cites, found[5].limits, found[5].options) == ("payment-plans", None, None)
    lines = as_yaml(one).splitlines()
    for name in ("situations", "limits", "options"):
        assert all(line.endswith(AS_FOUND) for line in lines if line.strip().startswith(f"{name}:"))
    assert "      cites: payment-plans" in lines, "the operator has used the card"


def test_a_note_is_decided_once_a_person_has_touched_it() -> None:
    call = recorded(review(APPROVED))
    stored = call.reviewed.note
    assert stored is not None
    (item,) = made().case.note.items
    assert (item.kind, str(item.amount), item.count, item.by) == ("plan", "300.00", 2, None)
    assert f"disposition: plan_agreed{AS_FOUND}" in as_yaml(drafted(call))
    edited = stored.model_copy(update={"edited_by": "elvira"})
    touched = replace(call, reviewed=call.reviewed.model_copy(update={"note": edited}))
    assert "disposition: plan_agreed\n" in as_yaml(drafted(touched))
    without = drafted(replace(call, reviewed=call.reviewed.model_copy(update={"note": None})))
    assert without.case.note.disposition == "no_outcome"
    assert any("no note" in line for line in without.to_decide)


OVERRULED = {"action": "overrule", "criterion": "empathy", "level": 1}
EDITED = {"action": "edit", "criterion": "courtesy"}
DISPUTED = {"action": "dispute", "criterion": "empathy"}
LOWERED = {"action": "overrule", "criterion": "courtesy", "level": 0}
ANSWERED = {"action": "answer", "criterion": "empathy", "level": 4}


@pytest.mark.parametrize(
    ("moves", "levels", "undecided"),
    [
        ((APPROVED,), {"empathy": 3, "courtesy": 2}, set()),
        ((OVERRULED,), {"empathy": 1, "courtesy": 2}, set()),
        ((EDITED,), {"empathy": 3, "courtesy": 2}, {"empathy"}),
        ((APPROVED, DISPUTED), {"empathy": 3, "courtesy": 2}, {"empathy"}),
        ((APPROVED, {"action": "dispute"}), {"empathy": 3, "courtesy": 2}, {"empathy", "courtesy"}),
        ((APPROVED, DISPUTED, ANSWERED), {"empathy": 4, "courtesy": 2}, set()),
        ((DISPUTED, LOWERED), {"empathy": 3, "courtesy": 0}, {"empathy"}),
        ((OVERRULED | {"level": None},), {"empathy": None, "courtesy": 2}, set()),
    ],
)
def test_levels_are_the_reviewers(moves: tuple[dict[str, Any], ...], levels: Any, undecided: set[str]) -> None:
    found = decided_levels(review(*moves))
    assert (found.levels, found.undecided, found.without) == (levels, undecided, ("clarity",))
    text = as_yaml(drafted(recorded(review(*moves))))
    for criterion in levels:
        assert (f"\n  {criterion}: {'null' if levels[criterion] is None else levels[criterion]}{AS_FOUND}" in text) == (
            criterion in undecided
        )


@pytest.mark.parametrize("state", [None, review(), review({"action": "dispute"})])
def test_a_call_that_no_supervisor_has_looked_at_is_refused(state: Review | None) -> None:
    with pytest.raises(InvalidInput, match="No supervisor has reviewed") as told:
        drafted(recorded(state))
    assert told.value.where == "call-1"


def test_a_call_that_goes_on_or_breaks_off_or_is_too_short_is_refused() -> None:
    call = recorded(review(APPROVED))
    going_on = call.reviewed.call.model_copy(update={"ended_at": None})
    with pytest.raises(InvalidInput, match="still going on"):
        drafted(replace(call, reviewed=call.reviewed.model_copy(update={"call": going_on})))
    with pytest.raises(InvalidInput, match="stops in the middle"):
        drafted(recorded(review(APPROVED), events()[:-1]))
    log = events()
    with pytest.raises(InvalidInput, match="needs 4 turns"):
        drafted(recorded(review(APPROVED), [*log[:4], log[-1]]))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"invoices": ()}, "had no invoice"),
        ({"invoices": (invoice("A-1", "5.00"), invoice("B-1", "5.00", currency="USD"))}, "EUR, USD"),
    ],
)
def test_records_that_no_case_can_hold_are_refused(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        made(**changes)


def test_an_id_is_made_or_checked() -> None:
    assert made().case.id == made().case.id
    assert made().case.id.startswith("it-overdue-plan-agreed-")
    assert drafted(recorded(review(APPROVED)), "it-due-rate").case.id == "it-due-rate"
    for wrong in ("en-due-rate", "it-Due", "it-a", "it-../due"):
        with pytest.raises(InvalidInput, match="no id of this case"):
            drafted(recorded(review(APPROVED)), wrong)


def test_what_a_person_has_to_look_at_stands_above_the_case() -> None:
    one = made()
    assert one.by_hand == ('turn 6: "Gualtiero" may be a name',)
    assert [line.partition(":")[0] for line in one.to_decide] == [
        "turn 4",
        "no level was proposed or given for clarity",
    ]
    head = as_yaml(one).partition("id:")[0]
    assert all(f"# - {line}\n" in head for line in (*one.by_hand, *one.to_decide))


def test_what_the_linter_finds_is_announced() -> None:
    call = recorded(review(APPROVED), invoices=(invoice("ML-4711", "900.00"),))
    one = drafted(call)
    found = list(faults(one.case))
    assert found
    assert all(any(fault in line for line in one.to_decide) for fault in found)
    other = replace(call, principal=Principal(id="acme", name="Acme"))
    assert any("'acme'" in line for line in drafted(other).to_decide)


def test_records_that_were_entered_since_are_noticed() -> None:
    figure = Figure(text="…", value="999.00", source=Source(kind="record", id="customer:montelupo/C-77", field="…"))
    opened = CallOpened(
        **BASE,
        customer="montelupo/C-77",
        customer_name="…",
        language="it",
        purpose="overdue",
        started_at=AT,
        checklist=[],
        facts=[Fact(key="outstanding", figure=figure)],
    )
    one = drafted(recorded(review(APPROVED), [opened, *events()]))
    assert "open when the call began: 999.00; by these records: 300.00; one was entered since" in one.to_decide


def test_words_of_the_call_cant_break_the_file(tmp_path: Path) -> None:
    log = events()
    hostile = log[1].model_copy(update={"text": "ecco: \"due\" # tre\nid: x {{a}} [b] \u2028 'c' - &d *e !f %g | > @"})
    one = drafted(recorded(review(APPROVED), [log[0], hostile, *log[2:]]))
    case = loaded(one, tmp_path)
    assert case == one.case
    assert "# tre" in case.turns[0].text


def test_the_day_is_the_customers() -> None:
    late = replace(recorded(review(APPROVED)), at=dt.datetime(2026, 11, 25, 0, 10, tzinfo=AT.tzinfo))
    assert drafted(late).case.on == dt.date(2026, 11, 25)
