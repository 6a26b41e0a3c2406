"""Notes as files in a folder, one a note: for a system that picks up files."""

import asyncio
import json
from pathlib import Path

from assistant.adapters.crm.config import FolderConfig
from assistant.adapters.files import write_text
from assistant.domain.deliveries import Delivery
from assistant.domain.errors import DeliveryFailed


class FolderConnector:
    """Implements the port `Connector`: `KEY.json`, complete as soon as it is there."""

    can_tell = False  # whoever picks up files may have taken it

    def __init__(self, config: FolderConfig) -> None:
        self.timeout, self.retry = config.timeout, config.retry
        self._folder = config.path

    async def deliver(self, delivery: Delivery) -> str:
        """Write the file, or write it again; returns its name. Raises `DeliveryFailed`."""
        path = self._path(delivery)
        text = json.dumps({"key": delivery.key} | delivery.payload, ensure_ascii=False, indent=2) + "\n"
        try:
            await asyncio.to_thread(write_text, path, text)
        except OSError as problem:
            raise DeliveryFailed(
                f"The file can't be written: {problem.strerror}. Make the folder, or correct its path or rights.",
                where=str(path.parent),
            ) from problem
        return path.name

    async def find(self, delivery: Delivery) -> str | None:
        """Can't be known: the file may have been picked up."""
        raise DeliveryFailed("A folder doesn't tell what was taken from it.", where=str(self._folder))

    def _path(self, delivery: Delivery) -> Path:
        return self._folder / f"{delivery.key}.json"
