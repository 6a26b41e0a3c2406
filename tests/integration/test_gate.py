"""The gate fails when it should: faults are planted into the product one by one, and each is caught and named.

A call is played as it is first, and must pass; so no test here passes because the call was bad to begin with.
"""

import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from assistant.adapters.library_content import problems_of
from assistant.app import App, Use, running, shipped_folder
from assistant.domain.errors import LibraryError
from assistant.domain.money import LANGUAGES
from assistant.domain.plans import Limits, Plan, PlanResult
from assistant.domain.solver import solve
from assistant.services.ports import ModelRequest, ModelState
from assistant.settings import Settings
from evals.case import Case, load_cases
from evals.evaluate import judged, report, versions
from evals.full import Pass, one_pass
from evals.gate import baseline_of, failures
from evals.play import Played, play_case
from evals.recorded import RecordedModel
from evals.scorers import HARD, Scorer, Verdict
from knowledge.phrases import phrase_path
from tests.integration.planted_case import planted_case

pytestmark = [pytest.mark.integration, pytest.mark.asyncio(loop_scope="module")]
SITUATION = "instalment_request"
Fields = dict[str, str]


@dataclass(frozen=True)
class Judged:
    """A case as it was played, what is wrong with it, and the figures of both."""

    played: Played
    verdicts: list[Verdict]
    report: dict[str, Any]

    def wrong(self, scorer: Scorer) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.scorer == scorer and not verdict.ok]


@dataclass(frozen=True)
class World:
    app: App
    case: Case
    clean: Judged

    async def gate(self) -> tuple[Judged, str]:
        """The case played now, and what the gate says beside the clean run."""
        now = await judge(self.app, self.case)
        return now, "\n".join(failures(now.report, baseline_of(self.clean.report)))


async def judge(app: App, case: Case) -> Judged:
    played = await play_case(app, case)
    found = judged(app, [case], [played])
    return Judged(played, found, report([case], {"approved": (found, [played])}, versions(app)))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    home = tmp_path_factory.mktemp("planted") / "home"
    shutil.copytree(demo_home, home)
    async with running(Settings(home=home, model="off"), Use()) as app:
        case = planted_case()
        yield World(app, case, await judge(app, case))


@pytest.fixture
def edited(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Fields], None]]:
    """Changes every phrase for an instalment request in the library copy, as an author would; taken back afterwards."""
    library = world.app.settings.library_path
    paths = [phrase_path(library, owner, "it") for owner in ("common", world.case.principal)]
    kept = {path: path.read_bytes() for path in paths}

    def edit(fields: Fields) -> None:
        for path in paths:
            phrases = yaml.safe_load(path.read_text(encoding="utf-8"))["phrases"]
            changed = [phrase | (fields if phrase["situation"] == SITUATION else {}) for phrase in phrases]
            path.write_text(yaml.safe_dump({"phrases": changed}, allow_unicode=True), encoding="utf-8")
        read_anew(world.app, monkeypatch)

    yield edit
    for path, content in kept.items():
        path.write_bytes(content)
    read_anew(world.app, monkeypatch)


def read_anew(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are looked at once a second; a test doesn't wait for that."""
    monkeypatch.setattr(app.library, "_checked", float("-inf"))


@contextmanager
def wrong_plans(monkeypatch: pytest.MonkeyPatch, change: Callable[[Plan], Plan]) -> Iterator[None]:
    def solved(items: Any, policy: Any, limits: Limits, context: Any) -> PlanResult:
        found = solve(items, policy, limits, context)
        return found.model_copy(update={"options": [change(plan) for plan in found.options]})

    with monkeypatch.context() as patch:
        patch.setattr("assistant.services.plans.solve", solved)
        yield


def a_cent_more(plan: Plan) -> Plan:
    first, *others = plan.instalments
    more = first.model_copy(update={"amount": first.amount + Decimal("0.01")})
    return plan.model_copy(update={"instalments": [more, *others]})


def one_fewer(plan: Plan) -> Plan:
    """Two instalments of 300.00 instead of three of 200.00: it adds up, and the customer can't pay it."""
    if len(plan.instalments) < 2:
        return plan
    each = plan.total / (len(plan.instalments) - 1)
    fewer = [part.model_copy(update={"amount": each}) for part in plan.instalments[:-1]]
    return plan.model_copy(update={"instalments": fewer})


def without_hint(case: Case) -> Case:
    """The same case, which doesn't say which article has expired."""
    turns = [t.model_copy(update={"expect": t.expect.model_copy(update={"cites_not": ""})}) for t in case.turns]
    return case.model_copy(update={"turns": tuple(turns)})


async def test_without_a_fault_everything_is_right(world: World) -> None:
    now, told = await world.gate()
    assert told == ""
    assert [verdict for verdict in now.verdicts if not verdict.ok] == []
    given = {verdict.scorer for verdict in now.verdicts}
    assert given >= HARD | {"plans", "limits", "source", "acceptable", "situation"}
    assert now.report["systems"]["approved"]["all"]["plans"]["of"] == 2


async def test_an_instalment_that_is_a_cent_off(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with wrong_plans(monkeypatch, a_cent_more):
        now, told = await world.gate()
    assert any("200.01" in verdict.why for verdict in now.wrong("figures"))
    assert len(now.wrong("plans")) == 2
    assert "hard rule 'figures' is broken" in told
    assert "'plans' fell from 1.000 to 0.000" in told


async def test_the_wrong_number_of_instalments(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with wrong_plans(monkeypatch, one_fewer):
        now, told = await world.gate()
    assert all(len(plan.instalments) == 2 for turn in now.played.turns for plan in turn.options)
    assert len(now.wrong("plans")) == 2
    assert "'plans' fell from 1.000 to 0.000" in told


async def test_a_dropped_citation(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*_: Any) -> list[Any]:
        return []

    with monkeypatch.context() as patch:
        patch.setattr("assistant.services.cards._citations", nothing)
        now, told = await world.gate()
    assert [verdict.why for verdict in now.wrong("citation")] == ["cites nothing"] * 2
    assert "hard rule 'citation' is broken 2 times" in told


async def test_a_forbidden_phrase(world: World, edited: Callable[[Fields], None]) -> None:
    edited({"text": "Se non paga, fermiamo l'ascensore.", "question": "Possiamo dividere in rate?"})
    assert problems_of(world.app.settings.library_path) == []
    now, told = await world.gate()
    assert [verdict.why for verdict in now.wrong("forbidden")] == ["stop_the_lift"] * 2
    assert "hard rule 'forbidden' is broken 2 times" in told


async def test_a_swapped_article(world: World, edited: Callable[[Fields], None]) -> None:
    edited({"article": "early-payment-discount"})
    now, told = await world.gate()
    assert "cites early-payment-discount" in now.wrong("source")[0].why
    assert "'source' fell from 1.000 to 0.000 (0 of 2)" in told


async def test_an_expired_article(
    world: World, edited: Callable[[Fields], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    edited({"article": "payment-plans-2024"})
    now, told = await world.gate()
    shown = [turn.suggestion for turn in now.played.turns if turn.suggestion]
    assert all("payment-plans-2024" not in one.id for suggestion in shown for one in suggestion.citations)
    assert "'acceptable' fell" in told, "the product itself leaves such a phrase out, which is no good help either"

    def undated(session: Any, phrase: Any) -> Any:
        return session.ports.library.article(session.info.principal, phrase.article, session.info.language)

    with monkeypatch.context() as patch:
        patch.setattr("assistant.services.cards._article", undated)
        now, told = await world.gate()
    assert "not valid: payment-plans-2024" in now.wrong("citation")[0].why
    assert "hard rule 'citation' is broken 2 times" in told
    unaware = judged(world.app, [without_hint(world.case)], [now.played])
    assert any(verdict.scorer == "citation" and not verdict.ok for verdict in unaware), "known by its dates alone"


async def test_an_obeyed_command(world: World, edited: Callable[[Fields], None]) -> None:
    edited({"text": "Certo: il Suo debito è cancellato.", "question": "Vuole comunque dividere in rate?"})
    now, told = await world.gate()
    assert now.wrong("injection")[-1].why == "says 'cancellat'"
    assert "hard rule 'injection' is broken 2 times" in told


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda text: re.sub(r"\{\{\w+\}\}", "", text), "Inputs declared"),
        (lambda text: text + "\n{{weather}}\n", "weather"),
        (
            lambda text: re.sub(r"inputs: \[\w+", "inputs: [spoken", re.sub(r"\{\{\w+\}\}", "{{spoken}}", text)),
            "spoken",
        ),
    ],
    ids=["missing", "undeclared", "another than is given"],
)
async def test_a_broken_prompt_input_stops_the_start(
    change: Callable[[str], str], named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "prompts"
    shutil.copytree(shipped_folder("prompts"), folder)
    monkeypatch.setattr("assistant.app.shipped_folder", lambda name: tmp_path / name)
    settings = Settings(home=tmp_path / "home", model="off")
    async with running(settings, Use()) as app:
        assert app.prompts.get("mention", "it").inputs
    broken = folder / "mention.it.md"
    broken.write_text(change(broken.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(LibraryError, match=named) as told:
        async with running(settings, Use()):
            pass
    assert "mention.it.md" in str(told.value.where)


async def test_the_same_cases_give_the_same_three_times(world: World) -> None:
    known = load_cases(split="dev")
    firsts = [next(case for case in known if case.language == language) for language in LANGUAGES]
    cases = [*firsts, world.case]
    runs = [[await play_case(world.app, case) for case in cases] for _ in range(3)]
    found = [judged(world.app, cases, played) for played in runs]
    assert found[0] == found[1] == found[2]
    timeless = [[untimed(played) for played in run] for run in runs]
    assert timeless[0] == timeless[1] == timeless[2]
    assert sum(turn.suggestion is not None for played in runs[0] for turn in played.turns) > 4


def untimed(played: Played) -> Played:
    return played.model_copy(update={"turns": tuple(turn.model_copy(update={"ms": 0.0}) for turn in played.turns)})


class _Scripted:
    """A model that names nothing for our cards, and tells the naive chain a figure that nobody has."""

    def __init__(self) -> None:
        self.works: list[str] = []

    def state(self) -> ModelState:
        return ModelState("ready", "scripted")

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        self.works.append(request.work)
        yield "Le offro 7 rate da 999,00 €." if request.work == "naive" else "-"


async def test_with_a_model_both_systems_are_judged_and_nothing_is_asked_twice(world: World, tmp_path: Path) -> None:
    scripted = _Scripted()

    async def start() -> _Scripted:
        return scripted

    async def asked() -> Pass:
        model = RecordedModel(tmp_path / "answers.jsonl", "weights", start)
        return await one_pass(world.app, [world.case], model, 1, lambda done, of: None)

    first = await asked()
    assert scripted.works.count("naive") == 1
    assert "mention" in scripted.works
    before = len(scripted.works)
    said = [[turn.suggestion for one in made["naive"] for turn in one.turns] for made in (first, await asked())]
    assert said[0] == said[1] != [], "the recorded answer"
    assert len(scripted.works) == before
    played = {"approved": [world.clean.played], **first}
    systems = {name: (judged(world.app, [world.case], plays), plays) for name, plays in played.items()}
    whole = report([world.case], systems, versions(world.app, "scripted"))
    beside = whole["side_by_side"]["it"]
    assert [beside[name]["wrong_figures"] for name in ("ours", "approved", "naive")] == [0, 0, 1]
    assert beside["ours"]["shares"]["plans"] == beside["approved"]["shares"]["plans"]
    assert failures(whole, None) == [], "a baseline may be wrong, we may not"
