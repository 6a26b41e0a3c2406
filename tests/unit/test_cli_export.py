"""`ascolto export notes`: what is exported, and a file that is whole or not there."""

import csv
import json
from pathlib import Path

import pytest

from tests.unit.cli_home import ascolto, confirm_note
from tests.unit.cli_home import home as home


def test_csv_goes_to_standard_output(home: Path) -> None:
    confirm_note(home)
    done = ascolto("export", "notes")
    (row,) = csv.DictReader(done.stdout.splitlines())
    assert (done.exit_code, row["call_id"], row["text"]) == (0, "c1", "[Merce] mai arrivata")


def test_json_lines_go_into_a_file(home: Path, tmp_path: Path) -> None:
    confirm_note(home, "c1")
    confirm_note(home, "c2")
    path = tmp_path / "notes.jsonl"
    done = ascolto("export", "notes", "--format", "jsonl", "-o", str(path))
    assert (done.exit_code, done.stdout) == (0, f"2 notes in {path}\n")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["note"]["call_id"] for line in lines] == ["c1", "c2"]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (("--principal", "montelupo"), 1),
        (("--principal", "brackwater"), 0),
        (("--since", "2026-11-19"), 1),
        (("--since", "2026-11-22"), 0),
    ],
)
def test_principal_and_day_narrow_it(home: Path, wanted: tuple[str, str], count: int) -> None:
    confirm_note(home)
    done = ascolto("export", "notes", "--format", "jsonl", *wanted)
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, count)


def test_a_principal_that_isnt_there_leaves_no_file(home: Path, tmp_path: Path) -> None:
    done = ascolto("export", "notes", "--principal", "nobody", "-o", str(tmp_path / "x.csv"))
    assert done.exit_code == 1
    assert not (tmp_path / "x.csv").exists()


def test_a_file_that_cant_be_written_is_named_and_nothing_is_left(home: Path, tmp_path: Path) -> None:
    confirm_note(home)
    folder = tmp_path / "x.csv"
    folder.mkdir()
    for path in (tmp_path / "nowhere" / "x.csv", folder):
        done = ascolto("export", "notes", "-o", str(path))
        assert done.exit_code == 1
        assert "x.csv" in done.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "x.csv"]
    assert list(folder.iterdir()) == []
