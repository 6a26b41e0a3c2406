"""The models of the server: what it tells of them, and how it pulls one from a library."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
FOR_EVER = 10.0**9


def seconds(keep_alive: int | float | str | None) -> float:
    """A number of seconds or a duration such as `5m`; five minutes if nothing is said, for ever if negative."""
    if keep_alive is None:
        return 300.0
    if isinstance(keep_alive, str):
        sign = -1 if keep_alive.startswith("-") else 1
        parts = re.findall(r"(\d+(?:\.\d+)?)(ms|s|m|h)", keep_alive)
        keep_alive = sign * sum(float(number) * _UNITS[unit] for number, unit in parts)
    return FOR_EVER if keep_alive < 0 else float(keep_alive)


def tagged(name: str) -> str:
    """Without a tag, `latest` is meant."""
    return name if ":" in name else f"{name}:latest"


@dataclass
class Model:
    """A model that the server holds. `weights` is the file; `size` what its memory check goes by."""

    name: str
    weights: Path
    size: int = 0
    digest: str = ""
    modified_at: str = "2026-11-01T10:00:00+01:00"
    family: str = "llama"
    capabilities: tuple[str, ...] = ("completion",)
    remote_host: str = ""

    def row(self) -> Json:
        """As `/api/tags` tells it."""
        details = {"format": "gguf", "family": self.family, "parameter_size": "135M", "quantization_level": "Q4_1"}
        told = {"name": self.name, "model": self.name, "modified_at": self.modified_at, "size": self.size}
        return told | {"digest": self.digest, "details": details} | self._elsewhere()

    def _elsewhere(self) -> Json:
        return {"remote_model": self.name, "remote_host": self.remote_host} if self.remote_host else {}


@dataclass
class Library:
    """Where models are pulled from and kept. What has arrived of one that was interrupted stays."""

    folder: Path
    shelf: dict[str, Path] = field(default_factory=dict)
    """What can be pulled, by name with tag."""
    network: bool = True
    disk: int | None = None
    """Bytes that may still be written."""

    def blob(self, name: str) -> Path:
        """The file of a model that was pulled."""
        return self.folder / f"sha256-{_digest(self.shelf[name])}"

    def steps(self, name: str) -> Iterator[Json]:
        """What the server says while it pulls, without the last word."""
        yield {"status": "pulling manifest"}
        if not self.network:
            yield {"error": 'pull model manifest: Get "https://library/v2/": dial tcp: lookup library: no such host'}
        elif name not in self.shelf:
            yield {"error": "pull model manifest: file does not exist"}
        else:
            yield from self._fetch(self.shelf[name], _digest(self.shelf[name]))

    def _fetch(self, source: Path, digest: str) -> Iterator[Json]:
        partial = self.folder / f"sha256-{digest}-partial"
        total = source.stat().st_size
        status = {"status": f"pulling {digest[:12]}", "digest": f"sha256:{digest}", "total": total}
        with source.open("rb") as reading, partial.open("ab") as writing:
            reading.seek(partial.stat().st_size)
            # Ollama leaves `completed` out while nothing has arrived.
            yield status | {"completed": reading.tell()} if reading.tell() else status
            while block := reading.read(max(total // 20, 1)):
                if self.disk is not None and writing.tell() + len(block) > self.disk:
                    yield {"error": f"write /models/blobs/{partial.name}-0: no space left on device"}
                    return
                writing.write(block)
                writing.flush()
                yield status | {"completed": reading.tell()}
        yield {"status": "verifying sha256 digest"}
        partial.replace(self.folder / f"sha256-{digest}")
        yield {"status": "writing manifest"}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
