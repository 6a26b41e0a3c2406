"""From a call to a case: a demo call is played and reviewed in a data folder, recorded, and read as a case."""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from assistant.adapters.transcripts import read_transcript
from assistant.app import App, Use, running
from assistant.cli.commands import app as commands
from assistant.domain.events import CallStarted, NoteConfirm, SuggestionReady, SuggestionUsed, UtteranceFinal
from assistant.domain.reviews import Move
from assistant.domain.rubric import CriterionId, Level
from assistant.domain.users import User
from assistant.services.call_facts import renew
from assistant.services.replay import start_replay
from assistant.services.reviews import ReviewPorts, take_step
from assistant.settings import Settings
from evals.case import Case, load_cases
from evals.case_lint import faults
from evals.evaluate import rules_for
from evals.play import play_case
from evals.scorers import Scorer, Verdict, verdicts

pytestmark = pytest.mark.integration
REAL = ("Tiglieri", "Tigli", "Immaginari", "Fintucci", "Sara", "10421", "10440", "10466", "C-1001")
"""Names and numbers of the demo customer and operator that are spoken or stand in the records."""


@dataclass(frozen=True)
class Played:
    """A data folder with a call that a supervisor has reviewed, and one that nobody has."""

    home: Path
    reviewed: str
    unreviewed: str


@pytest.fixture(scope="module")
def played(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    home = tmp_path_factory.mktemp("record") / "home"
    shutil.copytree(demo_home, home)
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in {"ASCOLTO_HOME": str(home), "ASCOLTO_MODEL": "off"}.items():
            monkeypatch.setenv(name, value)
        for name in ("ASCOLTO_DATABASE_URL", "ASCOLTO_CHROMA_URL"):
            monkeypatch.delenv(name, raising=False)
        yield Played(home, *asyncio.run(_two_calls()))


async def _two_calls() -> tuple[str, str]:
    """Of one a supervisor lowers a level and leaves the others."""
    async with running(Settings(), Use(durable_calls=True)) as app:
        reviewed, unreviewed = await _play(app, "demo-it-difficulty"), await _play(app, "demo-en-promise")
        for call_id in (reviewed, unreviewed):
            await renew(app.facts, call_id)
        await _overrule(app, reviewed, "empathy", 2)
        return reviewed, unreviewed


async def _play(app: App, demo: str) -> str:
    operator = await _user(app, "demo-operator")
    transcript = read_transcript(app.settings.demo_path / "calls" / f"{demo}.jsonl")
    started = CallStarted(
        call_id=f"{demo}-1", customer=str(transcript.customer), started_at=app.clock.now(), operator=operator.username
    )
    info = await start_replay(app.live, transcript, started)
    used = False
    for said in transcript.utterances:
        await app.live.hear(UtteranceFinal(call_id=info.id, **said.model_dump()))
        last = (await app.calls.events(info.id))[-1]
        if isinstance(last, SuggestionReady) and not used:
            used = True
            await app.live.act(SuggestionUsed(call_id=info.id, card_id=last.card.id), operator)
    await app.live.end(info.id)
    await app.live.settled(info.id)
    stored = await app.notes.get(info.id)
    await app.live.act(NoteConfirm(call_id=info.id, version=stored.version), operator)
    return info.id


async def _user(app: App, name: str) -> User:
    user = await app.users.get(name)
    assert user is not None
    return user


async def _overrule(app: App, call_id: str, criterion: CriterionId, level: Level) -> None:
    ports = ReviewPorts(
        app.calls, app.notes, app.queue, app.facts.scores, app.reviews, app.library.rubric, app.audit, app.clock
    )
    move = Move(version=0, action="overrule", criterion=criterion, level=level, reason="Riconosce poco.")
    await take_step(await _user(app, "demo-supervisor"), call_id, move, ports)


def _record(call_id: str, *more: str) -> Result:
    return CliRunner().invoke(commands, ["eval", "--record", call_id, *more])


def _recorded(played: Played, folder: Path) -> tuple[Case, str]:
    done = _record(played.reviewed, "--out", str(folder), "--json")
    assert done.exit_code == 0, done.output
    path = Path(json.loads(done.stdout)["path"])
    (case,) = load_cases(folder)
    return case, path.read_text(encoding="utf-8")


def test_a_reviewed_call_becomes_a_case_that_names_nobody(played: Played, tmp_path: Path) -> None:
    case, text = _recorded(played, tmp_path)
    assert list(faults(case)) == []
    assert [name for name in REAL if name.lower() in text.lower()] == []
    spoken = [turn.text for turn in case.turns]
    (asked,) = [turn for turn in spoken if "Parlo con" in turn]
    surname = asked.rstrip("?").split()[-1]
    assert f"signora {surname}" in spoken[-1], "the same person has the same name"
    assert case.customer.contacts[0].name.split()[-1] == surname
    owed = {invoice.number.removeprefix("ML-") for invoice in case.customer.invoices[-3:]}
    (listed,) = [turn for turn in spoken if turn.startswith("Sì, tutte e tre")]
    assert all(number in listed for number in owed), "a spoken number is that of the records"


def test_it_expects_what_was_found_and_what_people_decided(played: Played, tmp_path: Path) -> None:
    case, text = _recorded(played, tmp_path)
    assert (case.split, case.language, case.principal, case.purpose) == ("dev", "it", "montelupo", "overdue")
    assert case.levels["empathy"] == 2, "the supervisor's level, not the proposed one"
    assert "empathy: 2\n" in text
    assert {item.kind for item in case.note.items} >= {"plan"}
    assert "disposition: plan_agreed\n" in text, "the operator has confirmed the note"
    limits = [turn.expect.limits for turn in case.turns if turn.expect.limits]
    assert limits[-1].max_instalment == 200
    assert any(turn.expect.options for turn in case.turns)
    assert any(turn.expect.cites for turn in case.turns), "the article of the used card"
    marked = [line for line in text.splitlines() if line.strip().startswith(("situations:", "limits:", "options:"))]
    assert marked
    assert all(line.endswith("# as found, to be decided") for line in marked)


async def _replayed(case: Case) -> list[Verdict]:
    async with running(Settings(), Use()) as app:
        return list(verdicts(case, await play_case(app, case), rules_for(app, case)))


def test_the_product_does_in_the_case_what_it_did_in_the_call(played: Played, tmp_path: Path) -> None:
    case, _ = _recorded(played, tmp_path)
    found = asyncio.run(_replayed(case))
    same: set[Scorer] = {"situation", "limits", "plans", "source", "disposition", "item_found"}
    judged = [one for one in found if one.scorer in same]
    assert {one.scorer for one in judged} == same
    assert [f"{one.scorer} {one.turn}: {one.why}" for one in judged if not one.ok] == []


def test_the_export_is_logged_and_nothing_is_overwritten(played: Played) -> None:
    call_id = played.reviewed
    first = _record(call_id)
    assert first.exit_code == 0, first.output
    path = Path(first.stdout.splitlines()[0])
    assert path.parent == played.home / "evals" / "drafts"
    assert "Read the whole draft" in first.stdout
    before = path.read_text(encoding="utf-8")
    again = _record(call_id)
    assert (again.exit_code, "There is a draft of this name already" in again.output) == (1, True)
    assert path.read_text(encoding="utf-8") == before
    taken = _record(call_id, "--id", "it-officina-due-rate")
    assert (taken.exit_code, "There is a case" in taken.output) == (1, True)
    other = _record(call_id, "--id", "it-mia-bozza")
    assert other.exit_code == 0, other.output
    assert sorted(one.name for one in path.parent.iterdir()) == sorted([path.name, "it-mia-bozza.yaml"])
    with sqlite3.connect(played.home / "ascolto.db") as database:
        rows = database.execute("select subject, detail from audit where action = 'export.case'").fetchall()
    assert rows[-2:] == [(call_id, path.stem), (call_id, "it-mia-bozza")]


def test_what_cant_become_a_case_is_refused_and_leaves_nothing(played: Played, tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    for call_id, told in ((played.unreviewed, "No supervisor has reviewed"), ("nowhere", "There is no such call")):
        done = _record(call_id, "--out", str(folder))
        assert (done.exit_code, told in done.output, call_id in done.output) == (1, True, True)
    assert not folder.exists()
    folder.touch()
    done = _record(played.reviewed, "--out", str(folder))
    assert (done.exit_code, "--out" in done.output) == (1, True)
