"""From a call to a case: a demo call is played and reviewed in a data folder, recorded, and read as a case."""

import asyncio
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from assistant.adapters.transcripts import read_transcript
from assistant.app import App, Use, running
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
from tests.conftest import ascolto

pytestmark = pytest.mark.integration
REAL = ("Tiglieri", "Tigli", "Immaginari", "Fintucci", "Sara", "10421", "10440", "10466", "C-1001")
"""Names and numbers of the demo customer and operator that are spoken or stand in the records."""


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    for name, value in {"ASCOLTO_HOME": str(home), "ASCOLTO_MODEL": "off"}.items():
        monkeypatch.setenv(name, value)
    for name in ("ASCOLTO_DATABASE_URL", "ASCOLTO_CHROMA_URL"):
        monkeypatch.delenv(name, raising=False)
    return home


async def _call(demo: str, review: bool) -> str:
    """Play a demo call, use its first card, confirm its note; then a supervisor lowers a level and leaves the others."""
    async with running(Settings(), Use(durable_calls=True)) as app:
        call_id = await _play(app, demo)
        await renew(app.facts, call_id)
        if review:
            await _overrule(app, call_id, "empathy", 2)
        return call_id


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


def _recorded(home: Path, call_id: str, *more: str) -> tuple[Case, str]:
    done = ascolto(home, "eval", "--record", call_id, "--json", *more)
    assert done.returncode == 0, done.stderr
    path = Path(json.loads(done.stdout)["path"])
    (case,) = load_cases(path.parent)
    return case, path.read_text(encoding="utf-8")


def test_a_reviewed_call_becomes_a_case_that_names_nobody(home: Path) -> None:
    call_id = asyncio.run(_call("demo-it-difficulty", review=True))
    case, text = _recorded(home, call_id)
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


def test_it_expects_what_was_found_and_what_people_decided(home: Path) -> None:
    case, text = _recorded(home, asyncio.run(_call("demo-it-difficulty", review=True)))
    assert (case.split, case.language, case.principal, case.purpose) == ("dev", "it", "montelupo", "overdue")
    assert case.levels["empathy"] == 2, "the supervisor's level, not the proposed one"
    assert "empathy: 2\n" in text
    assert case.note.disposition == "plan_agreed"
    assert {item.kind for item in case.note.items} >= {"plan"}
    assert "disposition: plan_agreed\n" in text, "the operator has confirmed the note"
    limits = [turn.expect.limits for turn in case.turns if turn.expect.limits]
    assert str(limits[-1].max_instalment) == "200"
    assert any(turn.expect.options for turn in case.turns)
    assert any(turn.expect.cites for turn in case.turns), "the article of the used card"
    marked = [line for line in text.splitlines() if line.strip().startswith(("situations:", "limits:", "options:"))]
    assert marked
    assert all(line.endswith("# as found, to be decided") for line in marked)


def test_the_export_is_logged_and_nothing_is_overwritten(home: Path) -> None:
    call_id = asyncio.run(_call("demo-it-difficulty", review=True))
    case, text = _recorded(home, call_id)
    again = ascolto(home, "eval", "--record", call_id)
    assert (again.returncode, "There is a draft of this name already" in again.stderr) == (1, True)
    assert (home / "evals" / "drafts" / f"{case.id}.yaml").read_text(encoding="utf-8") == text
    other, _ = _recorded(home, call_id, "--id", "it-mia-bozza", "--out", str(home / "mine"))
    assert other.model_copy(update={"id": case.id}) == case
    with sqlite3.connect(home / "ascolto.db") as database:
        rows = database.execute("select subject, detail from audit where action = 'export.case' order by at").fetchall()
    assert rows == [(call_id, case.id), (call_id, "it-mia-bozza")]


def test_a_call_that_nobody_has_reviewed_is_refused(home: Path) -> None:
    call_id = asyncio.run(_call("demo-en-promise", review=False))
    done = ascolto(home, "eval", "--record", call_id)
    assert (done.returncode, "No supervisor has reviewed the call" in done.stderr) == (1, True)
    assert call_id in done.stderr
    unknown = ascolto(home, "eval", "--record", "nowhere")
    assert (unknown.returncode, "There is no such call" in unknown.stderr) == (1, True)
    assert not (home / "evals").exists()
