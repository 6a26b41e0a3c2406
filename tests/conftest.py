"""What all tests share: a data folder with the demo company, and the rule that a missing part never passes silently."""

import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from filelock import FileLock

MAY_BE_ABSENT = "ASCOLTO_EVALDATA"
"""The one part whose absence is no failure in CI: other people's evaluation data."""


def plain_environment(home: Path) -> dict[str, str]:
    """This process's environment without its own settings of Ascolto: a data folder, and no language model."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("ASCOLTO_")}
    return outside | {"ASCOLTO_HOME": str(home), "ASCOLTO_MODEL": "off"}


def ascolto(
    home: Path, *arguments: str, given: str = "", settings: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        env=plain_environment(home) | (settings or {}),
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo of today, without past calls, and the index made. Who writes takes a copy.

    Workers of one run share it: the first makes it, the others wait.
    """
    mine = tmp_path_factory.getbasetemp()
    folder = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    home, made = folder / "demo-home", folder / "demo-home.made"
    with FileLock(folder / "demo-home.lock"):
        if not made.exists():
            for command in (("demo", "--history", "0"), ("ingest",)):
                done = ascolto(home, *command)
                assert done.returncode == 0, done.stderr
            made.touch()
    return home


def _refuse_silence(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not os.environ.get("ASCOLTO_CI") or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if MAY_BE_ABSENT not in reason:
        report.outcome = "failed"
        report.longrepr = f"A part is missing, and in CI that is a failure. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With ASCOLTO_CI set, a skipped test fails."""
    report = yield
    _refuse_silence(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """With ASCOLTO_CI set, a skipped module fails."""
    report = yield
    _refuse_silence(report)
    return report
