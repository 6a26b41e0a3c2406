"""The measure of mentions: what counts as good, what is counted as unjudged, and answers that are kept."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from assistant.domain.calls import Situation
from assistant.domain.money import Language
from assistant.services.ports import LanguageModel, ModelRequest, ModelState
from evals.mentions import CASES, JUDGED, Case, Outcome, Verdict, faults, names, read_cases, read_verdicts, report
from evals.recorded import RecordedModel

REQUEST = ModelRequest(prefix=(("system", "Name it."),), text="The lift is stuck.")


def case(language: Language = "it", *, good: tuple[str, ...] = ("cella frigo",), none: bool = False) -> Case:
    return Case(id="x", language=language, situation=Situation.ANGER, text="...", good=good, none=none)


def outcome(mention: str | None, verdict: Verdict | None = None, language: Language = "it") -> Outcome:
    return Outcome(case(language), mention, "" if mention else "shape", "", 1.0, verdict)


class Telling:
    def __init__(self) -> None:
        self.asked = 0

    def state(self) -> ModelState:
        return ModelState("ready", "telling")

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        self.asked += 1
        for piece in ("the ", "stuck ", "lift"):
            yield piece


def test_the_set_is_sound() -> None:
    cases = read_cases()
    assert len({one.id for one in cases}) == len(cases)
    for part in ("dev", "test"):
        for language in ("it", "en"):
            assert len([one for one in cases if (one.part, one.language) == (part, language)]) >= 60
    assert all(one.none != bool(one.good) for one in cases)


def test_every_verdict_is_about_a_case() -> None:
    known = {one.id for one in read_cases(file=CASES)}
    assert {id_ for id_, _ in read_verdicts(JUDGED)} <= known


@pytest.mark.parametrize(
    ("mention", "named"),
    [("la cella frigo rotta", True), ("le celle", False), ("il frigo della cella", True), ("il magazzino", False)],
)
def test_a_mention_names_what_the_case_allows(mention: str, named: bool) -> None:
    assert names(case(), mention) is named


@pytest.mark.parametrize(
    ("mention", "language", "wrong"),
    [
        ("la cella frigo rotta", "it", False),
        ("la cella è rotta", "it", True),
        ("le quote di il condominio", "it", True),
        ("il scarico", "it", True),
        ("le quote del", "it", True),
        ("the lift that stops", "en", False),
        ("the lift of", "en", True),
        ("a engine", "en", True),
    ],
)
def test_faults_of_grammar_are_seen(mention: str, language: Language, wrong: bool) -> None:
    assert bool(faults(outcome(mention, language=language))) is wrong


def test_the_report_counts_what_nobody_has_judged() -> None:
    found = [outcome("la cella frigo", "good"), outcome("la cella frigo rotta"), outcome("la grandine", "wrong")]
    figures = report([*found, outcome(None)])["languages"]["it"]
    assert figures["nameable"] == 4
    assert figures["share_shown"] == 0.75
    assert figures["share_good_judged"] == 0.25
    assert figures["share_bad_of_shown_judged"] == round(1 / 3, 3)
    assert figures["unjudged"] == 1
    assert figures["withheld_by_reason"] == {"shape": 1}


async def test_an_answer_is_asked_for_once(tmp_path: Path) -> None:
    telling = Telling()

    async def start() -> LanguageModel:
        return telling

    file = tmp_path / "answers.jsonl"
    first = RecordedModel(file, "weights", start)
    assert "".join([piece async for piece in first.stream(REQUEST)]) == "the stuck lift"
    again = RecordedModel(file, "weights", start)
    assert "".join([piece async for piece in again.stream(REQUEST)]) == "the stuck lift"
    assert (telling.asked, again.asked) == (1, 0)
    other = RecordedModel(file, "other weights", start)
    assert [piece async for piece in other.stream(REQUEST)]
    assert telling.asked == 2


async def test_what_was_left_early_is_asked_again_by_whoever_reads_on(tmp_path: Path) -> None:
    telling = Telling()

    async def start() -> LanguageModel:
        return telling

    model = RecordedModel(tmp_path / "answers.jsonl", "weights", start)
    async with aclosing(model.stream(REQUEST)) as stream:  # type: ignore[type-var]
        assert await anext(stream) == "the "
    assert "".join([piece async for piece in model.stream(REQUEST)]) == "the stuck lift"
    assert telling.asked == 2
