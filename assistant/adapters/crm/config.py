"""The file `connectors.yaml` of a principal: which systems take its notes, checked field by field."""

import ipaddress
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from assistant.domain.backoff import Backoff
from assistant.domain.errors import LibraryError
from knowledge.errors import ContentError, Problem
from knowledge.types import COMMON
from knowledge.yamlfiles import LocatedYaml, read_yaml, validated

CONNECTORS_FILE = "connectors.yaml"
_VARIABLE = r"^[A-Z][A-Z0-9_]{0,63}$"


class _Config(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")
    timeout: float = Field(default=10.0, gt=0, le=120)
    """Seconds that one delivery may take."""
    retry: Backoff = Backoff()


class _Remote(_Config):
    url: str
    allow_plain_http: bool = False
    """Permit http to another machine: whoever is on the network reads along."""
    ca_file: Path | None = None
    """Certificates to trust instead of the usual ones."""

    @model_validator(mode="after")
    def _safe(self) -> "_Remote":
        check_address(self.url, self.allow_plain_http)
        return self


class WebhookConfig(_Remote):
    kind: Literal["webhook"]
    secret_env: str = Field(pattern=_VARIABLE)
    """Name of the environment variable that holds the secret."""
    status_url: str = ""
    """Where `{key}` is asked for: which notes the receiver holds. On the host of `url`."""

    @model_validator(mode="after")
    def _same_host(self) -> "WebhookConfig":
        if self.status_url:
            check_address(self.status_url, self.allow_plain_http)
            if "{key}" not in self.status_url:
                raise ValueError("status_url must hold {key} where the key goes")
            if urlsplit(self.status_url).netloc != urlsplit(self.url).netloc:
                raise ValueError("status_url must be on the host of url")
        return self


class TrytonConfig(_Remote):
    kind: Literal["tryton"]
    database: str = Field(pattern=r"^[\w.-]+$")
    user: str = Field(min_length=1)
    password_env: str = Field(pattern=_VARIABLE)


class FolderConfig(_Config):
    kind: Literal["file"]
    path: Path

    @field_validator("path")
    @classmethod
    def _whole(cls, path: Path) -> Path:
        if not path.is_absolute():
            raise ValueError("write the folder's whole path, from the root")
        return path


Config = WebhookConfig | TrytonConfig | FolderConfig
_KINDS: dict[str, type[Config]] = {"webhook": WebhookConfig, "tryton": TrytonConfig, "file": FolderConfig}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    connectors: list[dict[str, object]]


def check_address(url: str, allow_plain_http: bool) -> None:
    """Raise `ValueError` with a remedy unless notes may be sent there."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"{url!r} is no web address; write it like https://crm.example.org/notes")
    if parts.username or parts.password:
        raise ValueError("an address must not hold a user name or password")
    if parts.scheme == "http" and not allow_plain_http and not _is_loopback(host):
        raise ValueError(f"notes would go to {host} unencrypted; use https, or set allow_plain_http: true")


def read_connectors(library: Path, principal: str) -> dict[str, Config]:
    """The principal's connectors by name, in the file's order; none without a file. Raises `LibraryError`."""
    path = library / principal / CONNECTORS_FILE
    if not path.is_file():
        return {}
    try:
        return _parsed(read_yaml(path))
    except ContentError as error:
        first = error.problems[0]
        raise LibraryError(first.message, where=first.where) from error


def problems_of_connectors(library: Path) -> list[Problem]:
    """The faults of all principals' files."""
    problems: list[Problem] = []
    for path in sorted(library.glob(f"*/{CONNECTORS_FILE}")):
        try:
            if path.parent.name == COMMON:
                raise ContentError.single("Connectors are a principal's; move the file to its folder.", str(path))
            _parsed(read_yaml(path))
        except ContentError as error:
            problems.extend(error.problems)
    return problems


def _parsed(document: LocatedYaml) -> dict[str, Config]:
    found: dict[str, Config] = {}
    for n, fields in enumerate(validated(_File, document).connectors):
        part = document.at("connectors", n)
        kind = _KINDS.get(str(fields.get("kind", "")))
        if kind is None:
            message = f"`kind` must be one of {', '.join(_KINDS)}."
            raise ContentError.single(message, part.where(("kind",)))
        config = validated(kind, part)
        if config.name in found:
            message = f"The name {config.name!r} stands twice; names tell deliveries apart."
            raise ContentError.single(message, part.where(("name",)))
        found[config.name] = config
    return found


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
