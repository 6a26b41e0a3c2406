"""What `ascolto bench retrieval` refuses, before anything is embedded."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli.commands import app


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ((), "--corpus and --queries"),
        (("--corpus", "c.jsonl"), "--corpus and --queries"),
        (("--scale", "--corpus", "c.jsonl"), "or --scale"),
        (("--corpus", "nowhere.jsonl", "--queries", "nowhere.jsonl"), "nowhere.jsonl"),
    ],
)
def test_what_cannot_be_measured_is_refused(
    given: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASCOLTO_HOME", str(tmp_path))
    arguments = ["bench", "retrieval", *given, "--json"]
    monkeypatch.setattr(sys, "argv", ["ascolto", *arguments])
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    error = json.loads(result.stderr)["error"]
    assert error["code"] == "invalid_input" and says in error["message"] + error["where"]
