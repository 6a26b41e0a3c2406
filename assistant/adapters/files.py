"""Files that are either whole or not there."""

import secrets
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Write the file in one step: written beside it in UTF-8, then moved into its place. Raises `OSError`."""
    beside = path.with_name(f".{path.name[:100]}-{secrets.token_hex(6)}")
    try:
        with beside.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
