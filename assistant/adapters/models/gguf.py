"""Looks at a GGUF file that somebody brought, before an engine is started for it: is it one, and is it whole?

Format: `docs/gguf.md` in the ggml repository. Sizes of the tensor types: `ggml-common.h` in the same place.
"""

import stat
import struct
from math import prod
from pathlib import Path
from typing import BinaryIO

from assistant.adapters.models.weights import sha256_of
from assistant.adapters.models.weights_errors import WeightsError

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_OTHERS = (
    (b"version https://git-lfs", "a pointer of Git LFS", "run `git lfs pull` where it was cloned"),
    (b"<", "a web page", "download the file itself, not the page that shows it"),
    (b"PK", "a zip archive or a PyTorch checkpoint", "download the model in GGUF format"),
)
"""How other files begin, what they are, and what to do."""
_SCALARS = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
"""Bytes of a value by its type."""
_STRING, _ARRAY = 8, 9
_BLOCKS = {
    **{0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34)},
    **{10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292)},
    **{16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82)},
    **{23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2)},
}
"""Weights in a block and bytes that it takes, by tensor type. Of a type that isn't here the length isn't judged."""


class _Unknown(Exception):
    """Something newer than what is known here: the engine will say whether it can read it."""


def read_own_file(path: Path, where: str) -> str:
    """The SHA-256 of a whole GGUF file; takes seconds for a large one.

    Raises `WeightsError`; `where` names what is to be corrected, e.g. a setting.
    """
    try:
        _check(path, where)
        return sha256_of(path)
    except (FileNotFoundError, NotADirectoryError) as problem:
        message = f"There is no GGUF file at {path}: correct {where}."
        raise WeightsError(message, where=where, code="weights_absent") from problem
    except OSError as problem:
        message = (
            f"The GGUF file at {path} can't be read ({problem.strerror}): give this user the right to read it, check "
            f"its disk, or correct {where}."
        )
        raise WeightsError(message, where=where, code="weights_unreadable") from problem


def _check(path: Path, where: str) -> None:
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        message = f"{path} is a folder: name the GGUF file in it in {where}."
        raise WeightsError(message, where=where, code="weights_folder")
    if not stat.S_ISREG(about.st_mode):  # opening a pipe would wait for ever
        raise _not_gguf(path, where, b"")
    with path.open("rb") as file:
        start = file.read(32)
        if not _MAGIC.startswith(start[:4]):
            raise _not_gguf(path, where, start)
        file.seek(4)
        try:
            least = _length(file, about.st_size)
        except _Unknown:
            return
    if least is None or about.st_size < least:
        whole = f"of {least} bytes" if least else "bytes, less than its own header"
        message = (
            f"The GGUF file at {path} is cut off: it holds {about.st_size} {whole}. Download or copy it again, or "
            f"correct {where}."
        )
        raise WeightsError(message, where=where, code="weights_truncated")


def _not_gguf(path: Path, where: str, start: bytes) -> WeightsError:
    known = next((f" but {what}: {remedy}" for sign, what, remedy in _OTHERS if start.startswith(sign)), None)
    remedy = known or ": download the model in GGUF format"
    message = f"The file at {path} isn't a GGUF file{remedy}, or correct {where}."
    return WeightsError(message, where=where, code="weights_not_gguf")


class _Reader:
    """Takes values from a header. Behind the file's end there are zeros only, and it is `over`."""

    def __init__(self, file: BinaryIO, end: int) -> None:
        self._file, self._end = file, end
        self.position = file.tell()

    @property
    def over(self) -> bool:
        return self.position > self._end

    def number(self, kind: str) -> int:
        wanted = struct.calcsize(f"<{kind}")
        self.position += wanted
        if self.over:
            return 0
        return int(struct.unpack(f"<{kind}", self._file.read(wanted))[0])

    def skip(self, count: int) -> None:
        self.position += count
        if not self.over:
            self._file.seek(self.position)

    def text(self) -> bytes:
        length = self.number("Q")
        if length > 0xFFFF:  # no name is that long
            self.skip(length)
            return b""
        self.position += length
        return b"" if self.over else self._file.read(length)


def _length(file: BinaryIO, end: int) -> int | None:
    """Bytes that the file must have at least, going by its header; None if that is cut off. Raises `_Unknown`."""
    header = _Reader(file, end)
    version, tensors, pairs = header.number("I"), header.number("Q"), header.number("Q")
    if header.over:
        return None
    if version not in _VERSIONS:
        raise _Unknown
    alignment = 32
    for _ in range(pairs):
        key, kind = header.text(), header.number("I")
        if key == b"general.alignment" and kind == 4:
            alignment = header.number("I") or alignment
        else:
            _skip_value(header, kind)
        if header.over:
            return None
    last = 0
    for _ in range(tensors):
        last = max(last, _tensor_end(header))
        if header.over:
            return None
    return -(-header.position // alignment) * alignment + last


def _skip_value(header: _Reader, kind: int) -> None:
    if kind in _SCALARS:
        header.skip(_SCALARS[kind])
    elif kind == _STRING:
        header.skip(header.number("Q"))
    elif kind == _ARRAY:
        item, count = header.number("I"), header.number("Q")
        if item in _SCALARS:
            header.skip(_SCALARS[item] * count)
        elif item == _STRING:
            for _ in range(count):
                header.skip(header.number("Q"))
                if header.over:
                    return
        elif not header.over:
            raise _Unknown
    elif not header.over:
        raise _Unknown


def _tensor_end(header: _Reader) -> int:
    """Where this tensor ends, counted from the first one's beginning."""
    header.text()
    dimensions = [header.number("Q") for _ in range(min(header.number("I"), 4))]
    kind, offset = header.number("I"), header.number("Q")
    weights, length = _BLOCKS.get(kind, (1, 0))
    return offset + prod(dimensions) // weights * length
