"""The benchmark of the tailored sentence: its call, its figures, and the naive chain's prompt."""

from collections.abc import AsyncIterator

import pytest

from assistant.domain.errors import InvalidInput
from assistant.services.model_work import ModelUsage
from assistant.services.ports import ModelRequest
from evals.baselines import ANSWER_TOKENS, naive_answer, naive_request
from evals.bench.model import Counted, Measured, figures, long_call
from knowledge.types import Passage, Phrase
from tests.fakes import FakeModel

SITUATIONS = ("temporary_difficulty", "service_complaint", "invoice_dispute", "already_paid", "refusal")
PHRASES = [
    Phrase(id=f"{situation}-{kind}", situation=situation, text="Capisco.", article="a", tailored=tailored)
    for situation in SITUATIONS
    for kind, tailored in (("slots", "{{mention}}: {{plan_count}}."), ("plain", "Capisco: {{mention}}."))
]


def row(turn: int, seconds: float, processed: int = 30) -> Measured:
    return Measured(turn, seconds, seconds / 2, processed, 300, "tailored")


def test_the_call_is_the_same_each_time_and_no_turn_is_said_twice() -> None:
    call = long_call(PHRASES, "it", 40)
    assert call == long_call(PHRASES, "it", 40)
    assert len({turn.customer.text for turn in call}) == 40
    assert {turn.phrase.id.split("-")[1] for turn in call} == {"plain"}
    with pytest.raises(InvalidInput, match="words for"):
        long_call(PHRASES, "it", 10_000)


async def test_a_turn_that_asks_nothing_has_no_figures_of_the_one_before() -> None:
    class Usage(FakeModel):
        async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
            if request.on_usage:
                request.on_usage(ModelUsage(prompt=300, cached=270, generated=5))
            yield "la caldaia"

    model = Counted(Usage())
    assert [piece async for piece in model.stream(ModelRequest(prefix=(), text="?"))] == ["la caldaia"]
    asked = model.measured(1, 0.0, "tailored")
    assert (asked.processed, asked.cached) == (30, 270)
    model.begin()
    silent = model.measured(2, 0.0, "empty")
    assert (silent.processed, silent.cached, silent.first) == (0, 0, None)


def test_turns_that_asked_nothing_of_the_model_make_nothing_faster() -> None:
    ours = [row(n, 1.0) for n in range(1, 20)] + [row(20, 0.01, processed=0)]
    found = figures(ours, ours, [row(5, 8.0), row(20, 20.0)])
    assert (found["turn"], found["ours_seconds"], found["naive_seconds"]) == (20, 1.0, 20.0)
    assert found["times_sooner"] == 20.0


def test_a_path_that_grows_with_the_call_is_not_flat() -> None:
    level = [row(n, 1.2) for n in range(1, 41)]
    growing = [row(n, 0.1 * n) for n in range(1, 41)]
    naive = [row(20, 20.0)]
    assert figures(level, level, naive)["late_to_early"] == 1.0
    assert figures(growing, growing, naive)["late_to_early"] > 5


async def test_the_naive_prompt_holds_the_transcript_before_the_best_passages() -> None:
    call = long_call(PHRASES, "it", 2)
    heard = [call[0].customer, call[0].operator, call[1].customer]
    passages = [
        Passage(
            id=f"p{n}", article_id="a", kind="article", title=f"Titolo {n}", principal="common", language="it",
            score=1.0, text=f"brano {n}",
        )
        for n in range(6)
    ]  # fmt: skip
    request = naive_request(heard, passages, "it", "k")
    assert request.max_tokens == ANSWER_TOKENS
    assert request.text.index(f"Cliente: {heard[0].text}") < request.text.index(f"Operatore: {heard[1].text}")
    assert request.text.index(heard[2].text) < request.text.index("brano 0")
    assert "brano 3" in request.text
    assert "brano 4" not in request.text
    earlier = naive_request(heard[:2], (), "it")
    said = earlier.text.split("\n\n")[0]
    assert request.text.startswith(said)
    assert await naive_answer(FakeModel("Buon", "giorno"), request) == "Buongiorno"
