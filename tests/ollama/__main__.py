"""Serves GGUF files by hand: `python -m tests.ollama NAME=FILE.gguf --port 11434`."""

import argparse
import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.ollama.engines import LlamaEngine
from tests.ollama.models import Library, tagged
from tests.ollama.server import OllamaStandIn, listening


async def _by_hand() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="+", metavar="NAME=FILE.gguf")
    parser.add_argument("--port", type=int, default=11434)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        server = OllamaStandIn(lambda path: LlamaEngine(path, given.threads), Library(Path(folder)))
        for name, _, path in (model.partition("=") for model in given.models):
            server.hold(tagged(name), Path(path))
        async with listening(server, given.port) as address:
            print(f"Listens at {address}", flush=True)  # noqa: T201  (a command's own output)
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_by_hand())
