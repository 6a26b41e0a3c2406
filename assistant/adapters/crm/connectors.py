"""The connectors that principals have configured, read anew when asked for: an edit holds from the next delivery."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.adapters.crm.config import (
    CONNECTORS_FILE,
    Config,
    FolderConfig,
    TrytonConfig,
    WebhookConfig,
    read_connectors,
)
from assistant.adapters.crm.folder import FolderConnector
from assistant.adapters.crm.tryton import TrytonConnector
from assistant.adapters.crm.webhook import WebhookConnector
from assistant.domain.errors import ConfigurationError
from assistant.services.ports_notes import Connector, Receiver

_MIN_SECRET_CHARS = 16


class FileConnectors:
    """Implements the port `Connectors` over the library. `environment` holds the secrets."""

    def __init__(self, library: Path, environment: Mapping[str, str]) -> None:
        self._library = library
        self._environment = environment

    def names(self, principal: str) -> Sequence[str]:
        """In the file's order; raises `LibraryError` naming file and line."""
        return list(read_connectors(self._library, principal))

    def connector(self, receiver: Receiver) -> Connector:
        """Raises `ConfigurationError` where it isn't configured, or its secret isn't set; `LibraryError`."""
        principal, name = receiver
        config = read_connectors(self._library, principal).get(name)
        if config is None:
            path = self._library / principal / CONNECTORS_FILE
            raise ConfigurationError(f"There is no connector {name!r} for {principal}; add it again.", where=str(path))
        return self._made(config)

    def _made(self, config: Config) -> Connector:
        match config:
            case WebhookConfig():
                return WebhookConnector(config, self._secret(config.secret_env, _MIN_SECRET_CHARS))
            case TrytonConfig():
                return TrytonConnector(config, self._secret(config.password_env, 1))
            case FolderConfig():
                return FolderConnector(config)

    def _secret(self, variable: str, shortest: int) -> str:
        secret = self._environment.get(variable, "")
        if len(secret) < shortest:
            what = f"hold {shortest} characters or more" if secret else "be set where Ascolto runs"
            raise ConfigurationError(f"The environment variable {variable} must {what}.", where=variable)
        return secret
