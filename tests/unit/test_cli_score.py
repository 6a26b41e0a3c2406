import json
from pathlib import Path

from assistant.adapters.store import Database, StoredCalls, StoredFacts
from assistant.domain.calls import CallInfo
from assistant.domain.rubric import CRITERIA
from tests.unit.cli_home import ascolto, within
from tests.unit.cli_home import home as home
from tests.unit.scored_calls import AT, log_of

LINES = "O: Buongiorno, sono Sara di Montelupo.\nC: sì\nO: Grazie, arrivederci."


def keep(home: Path, *call_ids: str) -> None:
    async def write(database: Database) -> None:
        calls = StoredCalls(database)
        for call_id in call_ids:
            info = CallInfo(id=call_id, customer="montelupo/C1", principal="montelupo", started_at=AT, language="it")
            await calls.open(info, "Aurora")
            for event in log_of(LINES, call_id=call_id)[1 if call_id == "broken" else 0 :]:
                await calls.append(event)
            if call_id != "open":
                await calls.close(call_id, AT)

    within(home, write)


def test_all_stored_calls_are_scored_anew(home: Path) -> None:
    keep(home, "c1", "c2", "open")
    done = ascolto("score", "--all", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"scored": 2, "failed": []})
    facts = within(home, lambda database: StoredFacts(database).get("c1"))
    assert facts is not None and set(facts.levels) == set(CRITERIA) and facts.levels["identification"] == 2
    assert within(home, lambda database: StoredFacts(database).get("open")) is None
    assert ascolto("score", "--due").stdout == "0 calls scored\n"
    assert ascolto("score", "--all", "--principal", "brackwater").stdout == "0 calls scored\n"


def test_a_call_that_cant_be_read_is_named_and_the_others_are_scored(home: Path) -> None:
    keep(home, "broken", "c1")
    done = ascolto("score", "--due")
    assert (done.exit_code, done.stdout) == (1, "1 calls scored; these can't be: broken\n")


def test_one_transcript_or_the_stored_calls(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "call.jsonl"
    path.write_text("", encoding="utf-8")
    assert ascolto("score").exit_code == 2
    assert ascolto("score", str(path), "--all").exit_code == 2
    unknown = ascolto("score", "--all", "--principal", "nix")
    assert unknown.exit_code == 1 and "nix" in unknown.output
    nameless = ascolto("score", str(path))
    assert nameless.exit_code == 1 and "--customer" in nameless.output
