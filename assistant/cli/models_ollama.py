"""The part of `ascolto models` that concerns an Ollama server: pulling models into it and listing what it holds."""

import asyncio
from typing import Any

from assistant.adapters.models.ollama_server import HeldModel, OllamaServer
from assistant.cli.common import print_json
from assistant.cli.progress import download_progress
from assistant.domain.errors import ModelUnavailable
from assistant.settings import Settings

_QUICK = 1.0
"""Seconds that a list waits for a server that may not be there."""


def servers(settings: Settings) -> list[OllamaServer]:
    """The Ollama servers that the settings name; the usual address if they name none."""
    key = settings.model_key.get_secret_value()
    return [OllamaServer(url, key) for url in settings.model_urls or [""]]


def pull_into(settings: Settings, name: str, as_json: bool) -> None:
    """Have every configured server fetch the model, and print what each holds then. Raises `ModelUnavailable`."""
    for server in servers(settings):
        with download_progress(name) as show:
            held = asyncio.run(_pull(server, name, show))
        if as_json:
            print_json(_row(held) | {"server": server.shown})
        else:
            print(f"{held.name} is at {server.shown} now ({held.size / 1e9:.1f} GB).")


async def _pull(server: OllamaServer, name: str, show: Any) -> HeldModel:
    await server.check_version()
    return await server.pull(name, show)


def held_models(settings: Settings) -> list[dict[str, Any]]:
    """The models of each server that answers at once; no row for one that doesn't."""

    async def ask(server: OllamaServer) -> list[dict[str, Any]]:
        try:
            return [_row(model) | {"server": server.shown} for model in await server.models(_QUICK)]
        except ModelUnavailable:
            return []

    async def ask_all() -> list[list[dict[str, Any]]]:
        return await asyncio.gather(*(ask(server) for server in servers(settings)))

    if settings.model not in ("auto", "ollama"):
        return []
    return [row for rows in asyncio.run(ask_all()) for row in rows]


def print_held(rows: list[dict[str, Any]]) -> None:
    """The models that Ollama holds, a line each; nothing where no server answers."""
    uses = {"chat": "", "embeddings": "; makes embeddings only", "elsewhere": "; runs outside: never used"}
    for row in rows:
        about = ", ".join(filter(None, (f"{row['bytes'] / 1e9:.1f} GB", row["parameters"], row["quantization"])))
        print(f"{row['id']} ({about}): at {row['server']}{uses[row['use']]}")


def _row(model: HeldModel) -> dict[str, Any]:
    details = model.details
    use = "elsewhere" if model.is_elsewhere else "chat" if model.can_write else "embeddings"
    return {
        "id": model.name,
        "digest": model.digest,
        "bytes": model.size,
        "parameters": details.parameter_size if details else "",
        "quantization": details.quantization_level if details else "",
        "use": use,
    }
