import json
from datetime import date

import pytest

from assistant.domain.debrief import Debrief
from assistant.domain.rubric import CRITERIA
from assistant.services.practice import finish, say, start
from assistant.services.practice_debrief import debrief
from tests.fake_practice import shipped_practice

PORTS = shipped_practice()
GOOD = (
    "Buongiorno, sono Ada Neri e chiamo per conto di Montelupo Ascensori: parlo con la signora Tinti?",
    "Grazie. Come vanno le cose in negozio?",
    "Mi dispiace molto per suo marito, e grazie di avermelo detto.",
    "Le propongo 4 rate da 370 euro al mese, la prima il 15 dicembre: che ne dice?",
    "La ringrazio del tempo, arrivederci.",
)


async def told(*lines: str, scenario_id: str = "it-promessa-malattia") -> Debrief:
    state = await start(scenario_id, 1, date(2026, 11, 25), PORTS)
    for line in lines:
        state = await say(state, line, PORTS)
    return await debrief(finish(state), PORTS, "Ada Neri")


async def test_a_good_call_is_talked_over() -> None:
    found = await told(*GOOD)
    assert (found.outcome.disposition, str(found.outcome.amount)) == ("plan_agreed", "1480.00")
    assert [one.id for one in found.score.criteria] == list(CRITERIA)
    assert found.score.level("identification") == 3
    hidden = {fact.id: fact for fact in found.hidden}
    assert (hidden["marito"].turn, hidden["marito"].by) == (2, GOOD[1])
    assert not hidden["cassa"].came_out
    assert hidden["cassa"].text == "può mettere 400 euro al mese"
    assert found.plan.agreed is not None
    assert found.plan.best is not None
    assert found.plan.agreed.total == found.plan.best.total
    assert found.turned is not None
    assert found.turned.turn == 3


async def test_quotes_and_advice_name_turns_of_the_replay() -> None:
    found = await told(*GOOD)
    spoken = {one for turn in found.replay for one in turn.utterances} | {"c0"}
    quoted = {one.utterance_id for criterion in found.score.criteria for one in criterion.evidence}
    assert quoted
    assert quoted <= spoken
    assert found.better is not None
    level = found.score.level(found.better.criterion)
    assert level == min(one.level for one in found.score.criteria if one.level is not None)
    assert found.better.why


async def test_two_sentences_of_the_phrasebook_for_that_moment() -> None:
    found = await told(*GOOD)
    assert len({example.phrase_id for example in found.examples}) == 2
    assert {example.situation for example in found.examples} == {"bereavement_or_illness"}
    assert not any("{{" in example.text for example in found.examples)


@pytest.mark.parametrize("scenario_id", [one.id for one in PORTS.library.scenarios()])
async def test_of_every_scenario_there_is_one_also_before_a_word_was_said(scenario_id: str) -> None:
    found = await told(scenario_id=scenario_id)
    assert (found.outcome.disposition, found.replay, found.better) == ("no_outcome", (), None)
    assert len(found.examples) == 2
    assert Debrief.model_validate_json(found.model_dump_json()) == found


async def test_it_is_exported_as_plain_json() -> None:
    data = json.loads((await told(*GOOD)).model_dump_json())
    assert data["outcome"]["possible"] == "1480.00"
    assert data["plan"]["best"]["instalments"][0]["amount"] == "370.00"
