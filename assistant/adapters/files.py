"""Files that are either whole or not there."""

import os
import secrets
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Write the file in UTF-8 in one step. Raises `OSError`."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write the file in one step: written beside it, then moved into its place. Raises `OSError`."""
    beside = path.with_name(f".{path.name[:100]}-{secrets.token_hex(6)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
