"""The panel's reducer, tested by Node's own test runner (`test_store.mjs`)."""

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = Path(__file__).with_name("test_store.mjs")


def test_the_reducer_over_wire_events() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node 20 is missing: apt-get install nodejs")
    run = subprocess.run([node, "--test", str(TESTS)], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
