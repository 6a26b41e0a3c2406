"""Cases done with a scripted model: what passes, what is withheld, what is wrong; answers that are kept."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.lemmas import lemma
from assistant.adapters.prompts import PromptFiles
from assistant.app import shipped_folder
from assistant.domain.errors import ModelUnavailable
from assistant.domain.guard_text import Tools
from assistant.domain.qualification import Threshold
from assistant.services.ports import ModelRequest, ModelState
from evals.qualification.answers import KeptAnswers, request_key
from evals.qualification.cases import Case, CaseSet, JudgeCase, MentionCase, RoleplayCase
from evals.qualification.check import Terms, check, result
from evals.qualification.work import Desk, read_answer

PROMPTS = PromptFiles(shipped_folder("prompts"))
SAID = "I condomini non pagano le spese da mesi, siamo fermi."


class ByWords:
    """Answers with what is scripted for words of the question; an exception is raised, `None` waits for ever."""

    def __init__(self, answers: dict[str, str | Exception | None]) -> None:
        self.answers = answers
        self.asked: list[ModelRequest] = []

    def state(self) -> ModelState:
        return ModelState("ready", "scripted")

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        self.asked.append(request)
        answer = next(answer for words, answer in self.answers.items() if words in request.text)
        if isinstance(answer, Exception):
            raise answer
        for piece in (answer or "").split(" "):
            yield piece + " "
        if answer is None:
            await asyncio.Event().wait()


def mentions(*cases: Case) -> CaseSet:
    return CaseSet("mention", "it", cases, "digest")


def desk(answers: KeptAnswers) -> Desk:
    return Desk(answers, PROMPTS, Tools(lemma))


def kept(model: ByWords, folder: Path) -> KeptAnswers:
    return KeptAnswers(model, folder / "answers.jsonl")


FITS = MentionCase(id="fits", utterance=SAID, must=("spese",))
MISSES = MentionCase(id="misses", utterance="La caldaia perde acqua e i condomini protestano.", must=("caldaia",))
UNTRUE = MentionCase(id="untrue", utterance="La fattura non torna con il preventivo firmato.", must=("fattura",))
ANSWERS: dict[str, str | Exception | None] = {
    "spese": "le spese non pagate dai condomini",
    "caldaia": "i condomini che protestano",
    "preventivo": "la fattura dell'avvocato",
}


async def test_each_case_passes_is_withheld_or_is_wrong(tmp_path: Path) -> None:
    answers = kept(ByWords(ANSWERS), tmp_path)
    seen: list[str] = []
    (found,) = await check(
        desk(answers), answers, [mentions(FITS, MISSES, UNTRUE)], lambda one: seen.append(one.case.id)
    )
    assert seen == ["fits", "misses", "untrue"]
    assert [one.outcome.verdict for one in found.cases] == ["passed", "wrong", "withheld"]
    assert [one.outcome.reason for one in found.cases] == ["", "lacks 'caldaia'", "grammar"]


async def test_figures_and_verdict_of_a_set(tmp_path: Path) -> None:
    answers = kept(ByWords(ANSWERS), tmp_path)
    (found,) = await check(desk(answers), answers, [mentions(FITS, UNTRUE)], lambda one: None)
    threshold = Threshold(passes=0.05, wrong=0.0, outdated="stands", reason="a test")
    terms = Terms({"mention": threshold}, {("mention", "it"): "hash"}, date(2026, 11, 25), threads=1)
    figures = result(found, terms)
    assert (figures.cases, figures.passed, figures.wrong) == (2, 1, 0)
    assert figures.withheld == {"grammar": 1}
    assert (figures.prompt, figures.case_set, figures.threads, figures.earned) == ("hash", "digest", 1, True)


async def test_judgements_and_lines(tmp_path: Path) -> None:
    answers = kept(
        ByWords({"sorry": "yes", "next": "yes", "receipt": "I paid it, here's the receipt."}),
        tmp_path,
    )
    judged = [
        JudgeCase(id=name, criterion="c", anchor="It is said.", quote=name, meets=name == "sorry")
        for name in ("sorry", "next")
    ]
    spoken = RoleplayCase(
        id="paid",
        persona="clerk",
        mood="calm",
        facts="the receipt is here.",
        intent="says so.",
        heard="?",
        must=("paid",),
    )
    sets = [CaseSet("judge", "en", tuple(judged), "j"), CaseSet("roleplay", "en", (spoken,), "r")]
    found = await check(desk(answers), answers, sets, lambda one: None)
    assert [one.outcome.verdict for one in found[0].cases] == ["passed", "wrong"]
    assert [one.outcome.verdict for one in found[1].cases] == ["passed"]


async def test_a_model_that_fails_ends_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.qualification.answers.PAUSE", 0.0)
    answers = kept(ByWords({**ANSWERS, "preventivo": ModelUnavailable("gone")}), tmp_path)
    with pytest.raises(ModelUnavailable, match="gone"):
        await check(desk(answers), answers, [mentions(FITS, UNTRUE)], lambda one: None)


async def test_a_model_that_fails_once_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.qualification.answers.PAUSE", 0.0)

    class Tired(ByWords):
        async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
            if not self.asked:
                self.asked.append(request)
                raise ModelUnavailable("too slow")
            async for piece in super().stream(request):
                yield piece

    model = Tired(ANSWERS)
    answers = kept(model, tmp_path)
    (found,) = await check(desk(answers), answers, [mentions(FITS)], lambda one: None)
    assert (found.cases[0].outcome.verdict, len(model.asked), answers.failure) == ("passed", 2, None)


async def test_an_interrupted_check_goes_on_where_it_was(tmp_path: Path) -> None:
    model = ByWords({**ANSWERS, "preventivo": None})
    answers = kept(model, tmp_path)
    task = asyncio.create_task(check(desk(answers), answers, [mentions(FITS, MISSES, UNTRUE)], lambda one: None))
    async with asyncio.timeout(30):
        while len(model.asked) < 3:  # noqa: ASYNC110  (the third question is the one that waits for ever)
            await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    again = ByWords(ANSWERS)
    answers = kept(again, tmp_path)
    (found,) = await check(desk(answers), answers, [mentions(FITS, MISSES, UNTRUE)], lambda one: None)
    assert [UNTRUE.utterance in request.text for request in again.asked] == [True]
    assert [one.outcome.verdict for one in found.cases] == ["passed", "wrong", "withheld"]


async def test_half_a_line_harms_no_other(tmp_path: Path) -> None:
    answers = kept(ByWords(ANSWERS), tmp_path)
    await check(desk(answers), answers, [mentions(FITS)], lambda one: None)
    path = tmp_path / "answers.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + '\n{"request": "cut', encoding="utf-8")
    answers = kept(ByWords(ANSWERS), tmp_path)
    await check(desk(answers), answers, [mentions(FITS, UNTRUE)], lambda one: None)
    last = ByWords({})
    answers = kept(last, tmp_path)
    await check(desk(answers), answers, [mentions(FITS, UNTRUE)], lambda one: None)
    assert last.asked == []


def test_another_prompt_is_another_question() -> None:
    one = ModelRequest(prefix=(("system", "a"),), text="t", affinity="call-1")
    assert request_key(one) == request_key(ModelRequest(prefix=(("system", "a"),), text="t", affinity="call-2"))
    assert request_key(one) != request_key(ModelRequest(prefix=(("system", "b"),), text="t"))
    assert request_key(one) != request_key(ModelRequest(prefix=(("system", "a"),), text="t", grammar="root ::= x"))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("the ROOF of the barn", "passed"),
        ("the barn", "wrong"),
        ("my roof", "wrong"),
        ("the roof, sull'conto", "wrong"),
        ("the roof, sull'hotel, all'albergo, l'Etna, you'll pay", "passed"),
        (None, "withheld"),
    ],
)
def test_patterns_decide_on_what_is_shown(text: str | None, verdict: str) -> None:
    case = MentionCase(id="a", utterance="u", must=("roof",), must_not=(r"\bmy\b",))
    assert read_answer(case, text, "shape", "raw").verdict == verdict
