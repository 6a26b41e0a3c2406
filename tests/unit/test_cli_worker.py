"""`ascolto worker`: delivers what is due, and starts without the rest of the application."""

import json
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from assistant.adapters.store import StoredOutbox
from assistant.cli.worker import app
from tests.conftest import plain_environment
from tests.unit.cli_home import confirm_note, within
from tests.unit.cli_home import home as home

FILES = "connectors: [{name: crm, kind: file, path: %s}]"


def connect(home: Path, folder: Path) -> None:
    (home / "library" / "montelupo").mkdir(parents=True)
    (home / "library" / "montelupo" / "connectors.yaml").write_text(FILES % folder, encoding="utf-8")


def test_once_delivers_what_is_due_and_ends(home: Path, tmp_path: Path) -> None:
    confirm_note(home, "c1")
    confirm_note(home, "c2", "delivered")
    connect(home, tmp_path)
    done = CliRunner().invoke(app, ["--once", "--json"])
    assert (done.exit_code, json.loads(done.stdout)) == (
        0,
        {"attempts": 1, "calls": 0, "expired": {"calls": 0, "assignments": 0}},
    )
    assert json.loads((tmp_path / "key-c1.json").read_text(encoding="utf-8")) == {"key": "key-c1", "n": 1}
    assert not (tmp_path / "key-c2.json").exists()
    (row, _) = within(home, lambda database: StoredOutbox(database).list())
    assert (row.state, row.receipt) == ("delivered", "key-c1.json")
    assert "0 attempts made" in CliRunner().invoke(app, ["--once"]).output


def test_without_a_connector_the_delivery_waits(home: Path) -> None:
    confirm_note(home)
    assert "1 attempts made" in CliRunner().invoke(app, ["--once"]).output
    (row,) = within(home, lambda database: StoredOutbox(database).list())
    assert (row.state, row.attempts) == ("pending", 1)
    assert "connectors.yaml" in row.last_error


def test_a_folder_that_cant_be_made_is_named_with_its_remedy(home: Path) -> None:
    blocked = home / "file" / "home"
    (home / "file").touch()
    done = CliRunner().invoke(app, ["--once"], env={"ASCOLTO_HOME": str(blocked)})
    assert done.exit_code == 1
    assert "ASCOLTO_HOME" in done.output


def test_it_runs_as_a_command_and_loads_no_other(home: Path) -> None:
    code = (
        "import sys; sys.argv = ['ascolto', 'worker', '--once']\n"
        "from assistant.__main__ import main\n"
        "try: main()\n"
        "finally: print(sorted({'assistant.app', 'fastapi', 'sklearn', 'chromadb', 'evals'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=plain_environment(home),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (
        0,
        "0 attempts made, 0 calls read, 0 practice calls, 0 assignments removed\n[]\n",
    ), done.stderr
