"""Files that are either whole or not there."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Write the file in UTF-8 in one step. Raises `OSError`."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write the file in one step: written beside it, then moved into its place. Raises `OSError`."""
    _write(path, content, lambda beside: beside.replace(path))


def write_new_text(path: Path, text: str) -> None:
    """As `write_text`, but never over a file that is there. Raises `FileExistsError`, or another `OSError`."""
    _write(path, text.encode(), path.hardlink_to)


def _write(path: Path, content: bytes, place: Callable[[Path], object]) -> None:
    beside = path.with_name(f".{path.name[:100]}-{secrets.token_hex(6)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        place(beside)
    finally:
        beside.unlink(missing_ok=True)
