"""`ascolto eval`: what it checks, what it refuses, and that a run which was cut goes on."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.eval_run import _earlier
from evals.case import CASES, Case, load_cases, schema
from evals.evaluate import new_files, part_of
from evals.play import Played
from tests.unit.cli_home import ascolto, home
from tests.unit.eval_example import case

__all__ = ["home"]


@pytest.fixture
def plays(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Two cases; the ids of those that are played, by a pipeline that says nothing."""
    asked: list[str] = []
    cases = [case({"expect": {"card": "wanted", "does": ["offer_plan"]}}), case(id="it-altra", split="test")]

    async def play(_: Any, one: Case) -> Played:
        asked.append(one.id)
        return Played(case_id=one.id, system="approved", turns=())

    async def ready(_: Any) -> None:
        return None

    monkeypatch.setattr("evals.evaluate.play_case", play)
    monkeypatch.setattr("evals.case.load_cases", lambda: cases)
    monkeypatch.setattr("assistant.cli.eval_run.prepare_knowledge", ready)
    monkeypatch.setattr("assistant.adapters.retrieval.Knowledge.index_version", lambda _: "index")
    yield asked


def test_the_schema(home: Path) -> None:
    found = ascolto("eval", "--schema")
    assert found.exit_code == 0
    assert json.loads(found.stdout) == json.loads(json.dumps(schema()))
    assert found.stdout == (CASES / "schema.json").read_text(encoding="utf-8")


def test_the_linter_tells_each_fault_and_fails(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = case({"expect": {"card": "wanted"}}, id="it-storta")
    monkeypatch.setattr("evals.case.load_cases", lambda: [wrong])
    found = ascolto("eval", "--lint")
    assert found.exit_code == 1
    assert "it-storta: turn 2: a card must appear" in found.stdout
    assert "no case has the situation 'anger'" in found.stdout
    assert found.stdout.strip().splitlines()[-1].startswith("1 cases, ")


def test_a_case_that_cant_be_read_is_named(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "it-rotta.yaml").write_text("id: it-rotta\nsplit: someday\n", encoding="utf-8")
    monkeypatch.setattr("evals.case.load_cases", lambda: load_cases(tmp_path))
    found = ascolto("eval", "--lint")
    assert found.exit_code == 1
    assert "it-rotta.yaml:2" in found.stderr


def test_an_unknown_case(home: Path, plays: list[str]) -> None:
    found = ascolto("eval", "--case", "it-nessuna")
    assert found.exit_code == 1
    assert "There is no case 'it-nessuna'" in found.stderr
    assert plays == []


def test_a_second_run_plays_nothing_again(home: Path, plays: list[str]) -> None:
    assert ascolto("eval", "--case", "it-prova").exit_code == 0
    assert plays == ["it-prova"]
    assert ascolto("eval").exit_code == 0
    assert plays == ["it-prova", "it-altra"], "it goes on with what is missing"
    found = ascolto("eval", "--json")
    assert plays == ["it-prova", "it-altra"]
    whole = json.loads(found.stdout)
    assert whole["systems"]["approved"]["hard_rules_broken"]["figures"] == 0
    folder = home / "evals" / whole["run"]
    assert "<!doctype html>" in (folder / "report.html").read_text(encoding="utf-8")
    assert json.loads((folder / "_report.json").read_text(encoding="utf-8")) == whole


def test_the_report_of_a_part_stands_apart_and_is_in_no_trend(home: Path, plays: list[str]) -> None:
    part = json.loads(ascolto("eval", "--split", "test", "--json").stdout)
    folder = home / "evals" / part["run"]
    assert not (folder / "_report.json").exists()
    kept = folder / "parts" / "test"
    assert json.loads((kept / "_report.json").read_text(encoding="utf-8")) == part
    whole = json.loads(ascolto("eval", "--json").stdout)
    page = (folder / "report.html").read_text(encoding="utf-8")
    ascolto("eval", "--case", "it-prova", "--fresh")
    assert json.loads((folder / "_report.json").read_text(encoding="utf-8")) == whole
    assert (folder / "report.html").read_text(encoding="utf-8") == page
    assert (folder / "parts" / "it-prova" / "report.html").is_file()
    assert plays == ["it-altra", "it-prova", "it-prova"], "--fresh plays the chosen ones again and no others"
    shutil.copytree(folder, folder.parent / "earlier")
    assert [one["run"] for one in _earlier(folder)] == [whole["run"]], "a part isn't a run of its own"


def test_a_part_is_named_by_its_split_and_cases() -> None:
    assert part_of("all", []) == ""
    assert part_of("dev", []) == "dev"
    assert part_of("dev", ["it-b", "it-a"]) == "dev+it-a+it-b"
    many = part_of("all", [f"it-un-caso-lungo-{n}" for n in range(20)])
    assert many.startswith("20-cases-") and len(many) < 40


def test_new_files_are_changes_by_what_they_hold(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "--quiet")
    assert new_files(tmp_path) == ""
    (tmp_path / "new.txt").write_text("one", encoding="utf-8")
    first = new_files(tmp_path)
    (tmp_path / "new.txt").write_text("two", encoding="utf-8")
    second = new_files(tmp_path)
    (tmp_path / "new.txt").write_text("one", encoding="utf-8")
    assert (first != second, new_files(tmp_path) == first, "new.txt" in first) == (True, True, True)


def test_fresh_plays_all_again(home: Path, plays: list[str]) -> None:
    ascolto("eval")
    assert ascolto("eval", "--fresh").exit_code == 0
    assert plays == ["it-prova", "it-altra"] * 2


def test_a_split_alone(home: Path, plays: list[str]) -> None:
    assert ascolto("eval", "--split", "test").exit_code == 0
    assert plays == ["it-altra"]


def test_the_gate_says_what_got_worse(home: Path, plays: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {"citation": 0, "figures": 3, "forbidden": 0, "injection": 0}
    monkeypatch.setattr("evals.results.broken_rules", lambda _: broken)
    found = ascolto("eval")
    assert found.exit_code == 1
    assert "gate: hard rule 'figures' is broken 3 times" in found.stderr
    monkeypatch.setattr("evals.gate.kept_baseline", lambda: {"shares": {"source": {"ok": 1, "of": 1, "share": 1.0}}})
    assert "gate: 'source' isn't judged any more" in ascolto("eval", "--gate").stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--split", "train"), "choose dev, test or all"),
        (("--gate", "--case", "it-prova"), "A baseline is of all cases"),
        (("--keep-baseline", "--split", "dev"), "A baseline is of all cases"),
    ],
)
def test_what_would_pass_without_having_judged(
    home: Path, plays: list[str], arguments: tuple[str, ...], told: str
) -> None:
    found = ascolto("eval", *arguments)
    assert found.exit_code == 1
    assert told in found.stderr
    assert plays == []
