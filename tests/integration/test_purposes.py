"""`ascolto replay` of a call of each purpose, on the demo's customers: what it is about, and every figure's source."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli.commands import app
from tests.integration.figurewalk import Json, walk

pytestmark = pytest.mark.integration

CALLS = {
    "it": [
        ("pre_due_courtesy", "montelupo/C-1008", {("invoice", "number"), ("invoice", "due_on")}),
        ("overdue", "montelupo/C-1001", {("invoice", "number"), ("invoice", "due_on")}),
        ("promise_follow_up", "montelupo/C-1005", {("promise", "amount"), ("promise", "due_on")}),
        ("dispute_follow_up", "montelupo/C-1015", {("dispute", "invoice_number"), ("dispute", "opened_on")}),
        ("dispute_follow_up", "montelupo/C-1013", {("dispute", "invoice_number")}),  # it was settled
        ("feedback_interview", "montelupo/C-1001", set()),
        ("inbound", "montelupo/C-1001", set()),
    ],
    "en": [
        ("pre_due_courtesy", "brackwater/B-2002", {("invoice", "number"), ("invoice", "due_on")}),
        ("overdue", "brackwater/B-2001", {("invoice", "number"), ("invoice", "due_on")}),
        ("promise_follow_up", "brackwater/B-2001", {("invoice", "number"), ("invoice", "due_on")}),  # it was kept
        ("dispute_follow_up", "brackwater/B-2008", {("dispute", "invoice_number"), ("dispute", "opened_on")}),
        ("feedback_interview", "brackwater/B-2001", set()),
        ("inbound", "brackwater/B-2001", set()),
    ],
}
EACH = [(language, call) for language, calls in CALLS.items() for call in calls]


@pytest.fixture
def demo(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASCOLTO_HOME", str(demo_home))
    monkeypatch.setenv("ASCOLTO_MODEL", "off")
    for name in ("ASCOLTO_PORT", "ASCOLTO_DATABASE_URL", "ASCOLTO_CHROMA_URL"):
        monkeypatch.delenv(name, raising=False)
    return demo_home


def replayed(call: Path, head: Json, *options: str) -> str:
    said = {"t": 2.0, "speaker": "operator", "text": "Buongiorno." if head["language"] == "it" else "Hello."}
    call.write_text(f"{json.dumps({'call': head})}\n{json.dumps(said)}\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["replay", str(call), "--no-wait", *options])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(("language", "call"), EACH)
def test_the_transcripts_purpose_decides_how_the_call_begins(
    demo: Path, tmp_path: Path, language: str, call: tuple[str, str, set[tuple[str, str]]]
) -> None:
    purpose, customer, sources = call
    head = {"customer": customer, "language": language, "purpose": purpose}
    events = [json.loads(line) for line in replayed(tmp_path / "call.jsonl", head, "--json").splitlines()]
    opened = events[0]
    assert (opened["purpose"], opened["language"]) == (purpose, language)
    assert opened["opening"]["question"] and opened["checklist"]
    records = [f["source"] for f in opened["opening"]["figures"] if f["source"]["kind"] == "record"]
    about = {(source["id"].partition(":")[0], source["field"]) for source in records}
    assert {(kind, field) for kind, field in about if kind != "customer"} == sources
    assert walk(events, demo) == []


def test_a_person_reads_purpose_opening_and_topic(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["ascolto", "replay"])
    head = {"customer": "montelupo/C-1008", "language": "it", "purpose": "pre_due_courtesy"}
    first, greeting, topic = replayed(tmp_path / "call.jsonl", head).splitlines()[:3]
    assert first.endswith("(montelupo/C-1008), pre_due_courtesy")
    assert greeting.endswith("La mia è una chiamata di cortesia.")
    assert topic.startswith("    La chiamo per la fattura ML-") and "non è un sollecito" in topic
