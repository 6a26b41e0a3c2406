"""What a judge may answer, right and wrong, and how failures are counted; ragas itself isn't needed for it."""

import json
import math
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import BaseModel

from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest, ModelState
from evals.judge import Failure, Judge, JudgeFailed, Score, figure, gbnf, read_answer, scored
from tests.fakes import FakeModel


class Verdict(BaseModel):
    statement: str
    verdict: int


class Answer(BaseModel):
    statements: list[Verdict]


class Asked(BaseModel):
    question: str
    noncommittal: int


FIXED = "Judge each statement.\n-----------------------------\n\n"
INPUT = 'Now perform the same with the following input\ninput: {"context": "c", "statements": ["a", "b"]}\nOutput: '
RIGHT = '{"statements": [{"statement": "a", "verdict": 1}, {"statement": "b", "verdict": 0}]}'


class Recording(FakeModel):
    """Keeps what it was asked."""

    asked: list[ModelRequest]

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        self.asked = [*getattr(self, "asked", []), request]
        async for piece in super().stream(request):
            yield piece


class Gone:
    def state(self) -> ModelState:
        return ModelState("failed")

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        raise ModelUnavailable("No server answers.")
        yield ""


class Slow(FakeModel):
    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        import asyncio

        await asyncio.sleep(30)
        yield RIGHT


async def test_a_right_answer_in_its_shape() -> None:
    answer = await Judge(FakeModel("```json\n", RIGHT, "\n```")).agenerate(FIXED + INPUT, Answer)
    assert [one.verdict for one in answer.statements] == [1, 0]


async def test_the_fixed_part_is_the_prefix_and_both_ways_of_holding_a_model_to_json_are_given() -> None:
    model = Recording(RIGHT)
    await Judge(model).agenerate(FIXED + INPUT, Answer)
    (request,) = model.asked
    assert request.prefix == (("system", FIXED),)
    assert request.text == INPUT
    assert (request.temperature, request.max_tokens) == (0.0, 1_000)
    assert request.schema == Answer.model_json_schema()
    assert request.grammar is not None and request.grammar.startswith('root ::= "{"')


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("I think that both are true.", "not_json"),
        ('{"statements": [{"statement": "a", "verdict": 1}', "not_json"),
        ('{"verdicts": []}', "wrong_shape"),
        ('{"statements": [{"statement": "a", "verdict": NaN}, {"statement": "b", "verdict": 0}]}', "wrong_shape"),
        ('{"statements": [{"statement": "a", "verdict": 7}, {"statement": "b", "verdict": 0}]}', "wrong_shape"),
        ('{"statements": [{"statement": "a", "verdict": 1}]}', "wrong_shape"),
        ('{"statements": []}', "wrong_shape"),
    ],
)
async def test_every_other_answer_is_a_failure_with_a_name(text: str, failure: Failure) -> None:
    with pytest.raises(JudgeFailed) as raised:
        await Judge(FakeModel(text)).agenerate(FIXED + INPUT, Answer)
    assert raised.value.failure == failure


@pytest.mark.parametrize("value", [{"question": " ", "noncommittal": 0}, {"statements": []}])
def test_a_part_that_says_nothing_is_no_answer(value: dict[str, Any]) -> None:
    with pytest.raises(JudgeFailed) as raised:
        read_answer(json.dumps(value), Asked if "question" in value else Answer, {})
    assert raised.value.failure == "empty"


async def test_a_judge_that_is_gone_or_late_has_failed() -> None:
    for judge, failure in ((Judge(Gone()), "unavailable"), (Judge(Slow(), seconds=0.01), "timeout")):
        with pytest.raises(JudgeFailed) as raised:
            await judge.agenerate(FIXED + INPUT, Answer)
        assert raised.value.failure == failure


async def test_nothing_is_dropped_from_a_figure() -> None:
    async def answer(value: float) -> float:
        return value

    async def fails() -> float:
        raise JudgeFailed("not_json")

    scores = [await scored(ask) for ask in (lambda: answer(1.0), lambda: answer(0.5), lambda: answer(math.nan), fails)]
    assert [score.value for score in scores] == [1.0, 0.5, None, None]
    assert figure(scores) == {
        "mean": 0.75,
        "mean_failures_as_zero": 0.375,
        "of": 4,
        "failed": 2,
        "share_ok": 0.5,
        "failures": {"not_json": 1, "nan": 1},
    }


@pytest.mark.parametrize("value", [math.inf, -0.2, 1.5])
async def test_a_figure_that_is_no_share_is_a_failure(value: float) -> None:
    async def answer() -> float:
        return value

    assert (await scored(answer)).failure == "nan"


def test_figures_of_failures_alone_and_of_nothing() -> None:
    failed = figure([Score(None, "timeout", 1.0)])
    assert (failed["mean"], failed["mean_failures_as_zero"], failed["share_ok"]) == (None, 0.0, 0.0)
    assert figure([])["mean_failures_as_zero"] is None


def test_the_grammar_follows_the_schema_and_asks_for_so_many_verdicts() -> None:
    free, bound = (gbnf(Answer.model_json_schema(), counts).splitlines()[0] for counts in ({}, {"statements": 3}))
    assert re.search(r'\\"statement\\":" ws string ws "," ws "\\"verdict\\":" ws flag', free)
    assert "{0,15}" in free and "{2}" in bound
    assert '"," ws {' not in gbnf(Answer.model_json_schema(), {"statements": 1}).replace('"{"', "")
