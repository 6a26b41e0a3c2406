"""Has the fixed part of the prompts in the engine's cache before the first call: from files, else by reading them.

Reading a prompt's instructions and examples takes this engine seconds, loading what it made of them milliseconds: so an
engine that died is warm again as soon as it is up. The files hold the fixed part only, no word of a call.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from assistant.adapters.models.openai import OpenAIClient
from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WarmUp:
    """The requests to have read; `folder` keeps what came of as many of them as there are `slots`."""

    requests: Sequence[ModelRequest] = ()
    folder: Path | None = None
    slots: int = 0

    async def kept(self) -> Path | None:
        """The folder, made where it wasn't; None where it can't be: every start then reads the prompts."""
        if self.folder is None:
            return None
        try:
            await asyncio.to_thread(self.folder.mkdir, parents=True, exist_ok=True)
        except OSError as problem:
            log.warning("The prompt cache can't be kept in %s: %s", self.folder, problem.strerror)
            return None
        return self.folder

    async def run(self, client: OpenAIClient, weights: str) -> None:
        """Warm all of them. A server that dies meanwhile is no error here: whoever waits for it sees that."""
        with suppress(ModelUnavailable):
            for slot, request in enumerate(self.requests):
                if self.folder is None or slot >= self.slots:
                    await _read(client, request, None)
                else:
                    await _restore_or_read(client, request, (slot, self.folder / self._name(request, weights)))
        await self._forget_others(weights)

    def _name(self, request: ModelRequest, weights: str) -> str:
        made_of = json.dumps([weights, version("xllamacpp"), [*request.prefix]])
        return f"{hashlib.sha256(made_of.encode()).hexdigest()[:32]}.kv"

    async def _forget_others(self, weights: str) -> None:
        """Files of other weights, prompts or engines are of no use any more."""
        if self.folder is None:
            return
        wanted = {self._name(request, weights) for request in self.requests}
        for path in await asyncio.to_thread(lambda folder: [*folder.glob("*.kv*")], self.folder):
            if path.name not in wanted:
                await asyncio.to_thread(path.unlink, missing_ok=True)


async def _restore_or_read(client: OpenAIClient, request: ModelRequest, place: tuple[int, Path]) -> None:
    slot, path = place
    if await asyncio.to_thread(path.exists) and await client.slot(slot, "restore", path.name):
        return
    await _read(client, request, slot)
    # Written beside and moved: an engine that dies in between leaves no half of a file to be restored.
    part = path.with_suffix(".kv-part")
    if await client.slot(slot, "save", part.name):
        await asyncio.to_thread(part.replace, path)
    else:
        log.warning("The prompt cache can't be kept in %s, so the next start takes longer: is it full?", path.parent)


async def _read(client: OpenAIClient, request: ModelRequest, slot: int | None) -> None:
    async for _ in client.stream(replace(request, max_tokens=1), slot):
        pass
