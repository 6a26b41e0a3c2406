"""The command itself: every subcommand explains itself."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from assistant.cli.commands import app


def test_the_search_library_keeps_its_debugging_to_itself() -> None:
    script = (
        "import logging, sys; sys.argv = ['ascolto', '--help']\n"
        "from assistant.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: print(logging.getLogger('bm25s').level)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout.splitlines()[-1]) == logging.WARNING


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from _commands(below, (*path, name))


@pytest.mark.parametrize("path", list(_commands(get_command(app))), ids=" ".join)
def test_help(path: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(app, [*path, "--help"])
    assert shown.exit_code == 0, shown.exception
    assert "Usage:" in shown.output
