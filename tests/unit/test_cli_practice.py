"""`ascolto practice` reads lines from standard input here; typing needs a terminal."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from assistant.cli.commands import app
from tests.unit.cli_home import home

__all__ = ["home"]
LINES = "Buongiorno, sono Ada Neri di Montelupo.\nCome vanno le cose?\n"


def ascolto(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(app, ["practice", *arguments], input=given)


def streamed(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_without_a_scenario_they_are_listed(home: Path) -> None:
    result = ascolto("--json", "--language", "en")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert {one["language"] for one in found} == {"en"}
    assert len(found) == 6
    assert "facts" not in found[0]
    assert "en-bluffer" in ascolto().stdout


def test_lines_from_standard_input_and_the_debrief(home: Path) -> None:
    lines = streamed(ascolto("it-promessa-malattia", "--json", "--on", "2026-11-25", given=LINES))
    assert [line["type"] for line in lines] == ["opened", "turn", "turn", "debrief"]
    assert lines[2]["line"] == "Come vanno le cose?"
    assert "rule" not in lines[2]
    assert [fact["came_out"] for fact in lines[3]["hidden"]] == [True, False]
    assert lines[0]["records"]["invoices"][0]["number"] == "MA-3874"
    assert lines == streamed(ascolto("it-promessa-malattia", "--json", "--on", "2026-11-25", given=LINES))


def test_json_lines_and_undo(home: Path) -> None:
    given = '{"line": "Buongiorno, sono Ada Neri di Montelupo."}\n{"line": "Paghi subito!"}\n{"undo": true}\n'
    lines = streamed(ascolto("it-promessa-malattia", "--json", given=given))
    assert [line["type"] for line in lines] == ["opened", "turn", "turn", "undone", "debrief"]
    assert len(lines[-1]["replay"]) == 1


@pytest.mark.parametrize("given", ['{"words": "x"}\n', '{"line": 3}\n', "{broken\n", '{"line": "x", "more": 1}\n'])
def test_a_line_that_is_none_is_named(home: Path, given: str) -> None:
    result = ascolto("it-promessa-malattia", "--json", given="Buongiorno.\n" + given)
    assert result.exit_code == 1
    assert "line 2" in result.stderr


def test_the_plans_that_may_be_offered_follow_what_was_said(home: Path) -> None:
    given = (
        f"{LINES}Mi dispiace per suo marito, grazie di avermelo detto.\n/plans\nQuanto riuscirebbe a pagare?\n/plans\n"
    )
    lines = streamed(ascolto("it-promessa-malattia", "--json", "--on", "2026-11-25", given=given))
    before, after = [line["options"] for line in lines if line["type"] == "plans"]
    assert {len(plan["instalments"]) for plan in before} != {len(plan["instalments"]) for plan in after}
    assert all(float(part["amount"]) <= 400 for plan in after for part in plan["instalments"])
    text = ascolto("it-promessa-malattia", given=given).stdout
    assert "MA-3874: 1.480,00 €, scadenza" in text
    assert "promessa: 740,00 €" in text


def test_undo_before_a_word_is_refused(home: Path) -> None:
    result = ascolto("it-promessa-malattia", "--json", given='{"undo": true}\n')
    assert result.exit_code == 1
    assert "nothing to take back" in result.stderr


def test_a_call_that_ends_ends_the_reading(home: Path) -> None:
    lines = streamed(ascolto("it-promessa-malattia", "--json", given="Grazie, arrivederci.\nPronto?\n"))
    assert [line["type"] for line in lines] == ["opened", "turn", "debrief"]
    assert lines[1]["ends"] == "goodbye"


def test_pause_and_resume(home: Path) -> None:
    lines = streamed(ascolto("en-bluffer", "--json", given="Good morning, Ann Reed from Brackwater.\n/pause\n"))
    assert [line["type"] for line in lines] == ["opened", "turn", "paused"]
    path = Path(lines[-1]["file"])
    assert path.parent == home / "practice"
    assert path.stat().st_mode & 0o077 == 0
    again = streamed(ascolto("--resume", str(path), "--json", given="How are things?\n"))
    assert len(again[0]["turns"]) == 1
    assert again[1]["n"] == 2


@pytest.mark.parametrize("content", ["", "{}", "not json"])
def test_a_file_that_is_no_paused_call(home: Path, tmp_path: Path, content: str) -> None:
    path = tmp_path / "call.json"
    path.write_text(content, encoding="utf-8")
    result = ascolto("--resume", str(path), "--json")
    assert result.exit_code == 1
    assert "no paused call" in result.stderr
    assert ascolto("--resume", str(tmp_path / "gone"), "--json").exit_code == 1


def test_a_simulated_operator_as_text(home: Path) -> None:
    result = ascolto("it-promessa-malattia", "--simulate", "good", "--on", "2026-11-25")
    assert result.exit_code == 0
    assert "> Buongiorno" in result.stdout
    assert "Concordato 1.480,00 € su 1.480,00 € possibili" in result.stdout
    assert "Che cosa nascondeva" in result.stdout


def test_wrong_names(home: Path) -> None:
    result = ascolto("it-nessuno", "--json")
    assert result.exit_code == 1
    assert "No scenario 'it-nessuno'" in result.stderr
    assert ascolto("en-bluffer", "--simulate", "lazy").exit_code == 2
    assert ascolto("en-bluffer", "--seed", "-1").exit_code == 2
