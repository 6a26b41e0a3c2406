from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from assistant.adapters.extraction import SpokenFigures
from assistant.adapters.lemmas import lemma
from assistant.adapters.memory import MemoryCalls
from assistant.domain.calls import CallInfo, Situation
from assistant.domain.errors import Conflict, InvalidInput, NotFound
from assistant.domain.rubric import CriterionScore, Score
from assistant.services.judging import Judge
from assistant.services.ports import ModelRequest, ModelState
from assistant.services.scoring import JUDGED, ScoringPorts, score_call, score_events
from tests.fakes import FakeModel
from tests.unit.scored_calls import AT, library, log_of
from tests.unit.test_judging import OnePrompt

LINES = """O: Buongiorno, sono Sara di Montelupo, parlo con il signor Abeti?
C: da giugno i condomini non versano le quote e non riesco
O: Capisco. Quando paga?
C: il venti, arrivederci"""
HARD = {2: Situation.TEMPORARY_DIFFICULTY}
EARNED = ModelState("ready", name="scripted", earned={"it": ("judge",)})


class Answers(FakeModel):
    """Answers each question with the next of its words."""

    def __init__(self, *answers: str, state: ModelState = EARNED) -> None:
        super().__init__(state=state)
        self.answers = list(answers)

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        yield self.answers.pop(0)


def ports(calls: MemoryCalls | None = None, judge: Judge | None = None) -> ScoringPorts:
    return ScoringPorts(calls or MemoryCalls(), library(), SpokenFigures(), lemma, judge)


async def kept(ended: bool = True) -> MemoryCalls:
    calls = MemoryCalls()
    info = CallInfo(id="c1", customer="montelupo/C1", principal="montelupo", started_at=AT, language="it")
    await calls.open(info, "Condominio Aurora")
    for event in log_of(LINES, meant=HARD):
        await calls.append(event)
    if ended:
        await calls.close("c1", AT)
    return calls


async def scored(judge: Judge | None = None, withholds: bool = True) -> Score:
    return await score_call(replace(ports(await kept(), judge), withholds=withholds), "c1")


def of(score: Score, criterion: str) -> CriterionScore:
    return next(one for one in score.criteria if one.id == criterion)


async def test_a_call_that_ended_is_scored_by_rule() -> None:
    score = await scored()
    assert (score.level("identification"), score.level("empathy")) == (3, 2)
    assert of(score, "empathy").by == "classifier"


async def test_a_call_that_is_still_going_on_is_refused() -> None:
    with pytest.raises(Conflict, match="still going on"):
        await score_call(ports(await kept(ended=False)), "c1")
    with pytest.raises(NotFound):
        await score_call(ports(), "nix")


async def test_a_log_without_its_opening_is_named() -> None:
    info = CallInfo(id="c1", customer="montelupo/C1", principal="montelupo", started_at=AT, language="it")
    with pytest.raises(InvalidInput, match="doesn't begin with its opening"):
        await score_events(ports(), info, log_of(LINES)[1:])


async def test_what_must_be_said_is_the_policys_and_the_rubrics() -> None:
    score = await scored()
    assert "Manca" in of(score, "compliance").explanation and score.level("compliance") == 3


@pytest.mark.parametrize(
    ("answers", "level"),
    [(("sì",), 2), (("no", "sì"), 3), (("no", "no", "sì"), 1), (("no", "no", "no"), 2), (("forse",), 2)],
)
async def test_a_judge_moves_a_level_by_one_at_most(answers: tuple[str, ...], level: int) -> None:
    by_rules = (await scored(withholds=False)).criteria
    asked = [one.id for one in by_rules if one.id in JUDGED and one.level is not None and one.evidence]
    given = [answers if criterion == "empathy" else ("sì",) for criterion in asked]
    model = Answers(*(answer for one in given for answer in one))
    score = await scored(Judge(model, OnePrompt()))
    assert score.level("empathy") == level
    assert of(score, "empathy").by == ("model" if "sì" in answers else "classifier")
    assert "Il modello, sulle parole citate: livello 2" in of(score, "empathy").explanation
    assert of(score, "identification").by == "rule" and model.answers == []


async def test_where_the_rules_err_too_often_they_tell_what_they_found_and_propose_no_level() -> None:
    proposed, measured = await scored(), await scored(withholds=False)
    withheld = [one.id for one in library().rubric().criteria if not one.proposes]
    assert withheld == ["clarity", "solution"]
    for criterion in withheld:
        assert proposed.level(criterion) is None and measured.level(criterion) is not None
        assert of(proposed, criterion).explanation.endswith(of(measured, criterion).explanation)
        assert "una persona" in of(proposed, criterion).explanation
        assert of(proposed, criterion).evidence == of(measured, criterion).evidence
    assert proposed.level("empathy") == measured.level("empathy")


async def test_a_model_that_has_earned_it_may_propose_where_rules_dont() -> None:
    score = await scored(Judge(Answers(*["sì"] * 3), OnePrompt()))
    assert of(score, "solution").by == "model" and score.level("solution") is not None


@pytest.mark.parametrize(
    "state",
    [
        ModelState("ready", name="scripted", earned={"en": ("judge",)}),
        ModelState("loading", name="scripted", earned={"it": ("judge",)}),
    ],
)
async def test_a_model_that_hasnt_earned_it_isnt_asked(state: ModelState) -> None:
    score = await scored(Judge(Answers(state=state), OnePrompt()))
    assert of(score, "empathy").by == "classifier"
