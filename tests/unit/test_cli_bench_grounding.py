"""`ascolto bench grounding` without other people's data says so, and refuses a folder that lacks them."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli.commands import app


def test_without_other_peoples_data_only_the_own_pairs_are_judged_and_it_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("ASCOLTO_EVALDATA", raising=False)
    result = CliRunner().invoke(app, ["bench", "grounding", "--json"])
    found = json.loads(result.stdout)
    assert [row["set"] for row in found["sets"]] == ["swaps it", "swaps en"]
    assert "ASCOLTO_EVALDATA" in found["remark"]
    shown = CliRunner().invoke(app, ["bench", "grounding"])
    assert shown.exit_code == 0 and "Only the own pairs were judged" in shown.stdout


def test_a_folder_without_the_data_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["bench", "grounding", "--folder", str(tmp_path), "--json"]
    monkeypatch.setattr(sys, "argv", ["ascolto", *arguments])
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    error = json.loads(result.stderr)["error"]
    assert error["code"] == "not_found" and error["where"].startswith(str(tmp_path))
