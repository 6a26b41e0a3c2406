"""ragas' own metrics with a scripted judge: right answers, garbage, nothing, NaN; and the report of a played case."""

import json
import math
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

pytest.importorskip("ragas", reason="ragas is in an environment of its own: run `make test-meaning`")

from assistant.app import Use, running
from assistant.cli.eval_meaning import meaning, meaning_lines
from assistant.services.ports import ModelRequest, ModelState
from assistant.settings import Settings
from evals import ragas_metrics
from evals.case import load_cases
from evals.judge import Judge, Score, scored
from evals.meaning import Run, meaning_report
from evals.play import play_case
from evals.ragas_metrics import Encoder, Meaning
from tests.unit.fake_embedder import Trigrams


class Reader:
    """Answers as ragas asks: a sentence is a statement, supported if the source has it. `spoilt` replaces answers."""

    def __init__(self, *spoilt: str | None) -> None:
        self.spoilt, self.asked = iter(spoilt), 0

    def state(self) -> ModelState:
        return ModelState("ready")

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        self.asked += 1
        spoilt = next(self.spoilt, None)
        yield self.answer(request) if spoilt is None else spoilt

    def answer(self, request: ModelRequest) -> str:
        given = json.JSONDecoder().raw_decode(request.text.partition("input: ")[2])[0]
        if "statements" in given:
            verdicts = [
                {"statement": one, "reason": "It is read there.", "verdict": int(one in given["context"])}
                for one in given["statements"]
            ]
            return json.dumps({"statements": verdicts})
        assert request.schema is not None
        wanted = list(request.schema["properties"])  # type: ignore[call-overload]
        if wanted == ["question", "noncommittal"]:
            return json.dumps({"question": given["response"], "noncommittal": int("Non so" in given["response"])})
        text = given.get("answer") or given["response"]
        return json.dumps({wanted[0]: [one.strip() for one in text.split(".") if one.strip()]})


def metrics(*spoilt: str | None) -> Meaning:
    return ragas_metrics.meaning(Judge(Reader(*spoilt)), Encoder(Trigrams))


async def faithfulness(*spoilt: str | None) -> Score:
    asked = metrics(*spoilt)
    return await scored(lambda: asked.faithfulness("Quanto?", "Sono tre rate. Sono nove euro.", ["Sono tre rate."]))


async def test_a_right_judge_gives_the_share_that_the_source_bears_out() -> None:
    assert (await faithfulness()).value == 0.5


@pytest.mark.parametrize(
    ("spoilt", "failure"),
    [
        (("mah",), "not_json"),
        (("",), "empty"),
        (('{"statements": []}',), "empty"),
        ((None, "mah"), "not_json"),
        ((None, '{"statements": []}'), "wrong_shape"),
        ((None, '{"statements": [{"statement": "a", "reason": "b", "verdict": NaN}]}'), "wrong_shape"),
        ((None, '{"statements": [{"statement": "a", "reason": "b", "verdict": 1}]}'), "wrong_shape"),
    ],
)
async def test_garbage_at_any_step_is_a_failure(spoilt: tuple[str | None, ...], failure: str) -> None:
    score = await faithfulness(*spoilt)
    assert (score.value, score.failure) == (None, failure)


async def test_an_answer_to_the_point_and_one_that_evades() -> None:
    asked = metrics()
    assert await asked.relevancy("Possiamo dividere", "Possiamo dividere") == pytest.approx(1)
    assert await asked.relevancy("Possiamo dividere", "Non so") == 0
    assert 0 < await asked.relevancy("Si potrebbe dividere", "Possiamo dividere") < 1


@pytest.mark.parametrize(
    ("note", "f1"),
    [
        ("Promessa di pagare. Entro venerdì", 1.0),
        ("Promessa di pagare", 0.67),
        ("Promessa di pagare. Ha insultato", 0.5),
        ("Ha insultato", 0.0),
    ],
)
async def test_a_note_counts_what_it_lacks_and_what_it_invents(note: str, f1: float) -> None:
    assert await metrics().correctness(note, "Promessa di pagare. Entro venerdì.") == f1


async def test_an_empty_note_fails_without_being_asked_about() -> None:
    asked = metrics()
    assert (await scored(lambda: asked.correctness(" ", "Promessa."))).failure == "empty"


async def test_search_by_ids() -> None:
    search = ragas_metrics.retrieval()
    assert await search.precision(["plans", "rates", "plans", "terms"], ["plans"]) == pytest.approx(1 / 3)
    assert await search.recall(["plans", "rates"], ["plans"]) == 1
    assert await search.recall(["rates"], ["plans"]) == 0
    assert math.isnan(await search.precision([], ["plans"]))


@pytest.fixture
def no_labels(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("ASCOLTO_EVALDATA", raising=False)
    yield


async def test_a_whole_report(demo_home: Path, no_labels: None) -> None:
    cases = [one for one in load_cases() if one.id == "it-officina-due-rate"]
    async with running(Settings(home=demo_home, model="off"), Use()) as app:
        played = {"ours": [await play_case(app, cases[0])]}
        found = await meaning_report(Run(app, cases, played, 1), Reader(None, "mah"), "scripted")
        without = await meaning(app, cases, played, 1)
    assert json.loads(json.dumps(found)) == found
    ours = found["systems"]["ours"]["it"]
    assert (ours["cases"], ours["silent"]) == (1, 0)
    assert (ours["faithfulness"]["failed"], ours["faithfulness"]["failures"]) == (1, {"not_json": 1})
    assert all(0 < ours[metric]["mean"] <= 1 for metric in ("answer_relevancy", "factual_correctness"))
    assert found["retrieval"]["it"]["recall"]["of"] == 1 and found["retrieval"]["en"]["recall"]["of"] == 0
    assert {one["set"] for one in found["people"]["sets"]} == {"swaps it", "swaps en"}
    assert "ASCOLTO_EVALDATA" in found["people"]["absent"]
    assert len(found["items"]) == 2 + 3 + 4
    assert without["systems"] == {} and "switched off" in without["judge"]["absent"]
    assert without["retrieval"] == found["retrieval"]
    assert any("faithfulness" in line for line in meaning_lines(found))
