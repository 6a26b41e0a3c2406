"""Settings: read once from the environment in the command line, then passed down, frozen."""

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.domain.money import Language


def _default_home() -> Path:
    return platformdirs.user_data_path("ascolto", appauthor=False)


class Settings(BaseSettings):
    """Every field is an environment variable with the prefix `ASCOLTO_`."""

    model_config = SettingsConfigDict(env_prefix="ASCOLTO_", frozen=True, extra="ignore")

    home: Path = Field(default_factory=_default_home)
    """Data folder: library, index, database, weights."""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = ""
    """The address people use when a proxy stands in front, e.g. `https://ascolto.example.org`."""
    secret: SecretStr = SecretStr("")
    """Signs sessions. Made and kept in the data folder when empty; must be set where the server isn't on loopback."""
    frame_ancestors: str = ""
    """Origins that may frame the panel (the CRM), space separated."""
    database_url: str = ""
    """SQLAlchemy URL, e.g. `postgresql+psycopg://user@host/ascolto`; empty: SQLite in the data folder."""
    chroma_url: str = ""
    """A Chroma server, e.g. `http://127.0.0.1:8001`; empty: the index lives in the data folder."""
    language: Language = "it"
    """Language of what the server says where a person's own is not known."""
    model: Literal["auto", "embedded", "ollama", "openai", "off"] = "auto"
    """`auto`: Ollama if it answers, else a GGUF path if set, else the embedded default."""
    model_url: str = ""
    """Base URL of an Ollama or OpenAI-compatible server; several, parted by spaces or commas, form a pool."""
    model_name: str = ""
    model_key: SecretStr = SecretStr("")
    model_context: int = Field(default=4096, ge=1024)
    """Tokens that an Ollama server keeps in view; more takes more of its memory."""
    model_keep_alive: str = Field(default="30m", pattern=r"^-?(\d+|(\d+(\.\d+)?(ms|s|m|h))+)$")
    """How long an Ollama server keeps the model in memory after a request: `30m`, seconds, or `-1` for ever."""
    model_path: Path | None = None
    """A GGUF file for the embedded engine."""
    model_threads: int = Field(default=2, ge=1)
    model_slots: int = Field(default=0, ge=0)
    """Requests at a time to each configured server; 0: 2 for Ollama, 8 for others. The embedded engine has its own."""
    tailor_deadline: float = Field(default=6.0, gt=0)
    """Seconds after which a tailored sentence would come too late to be of use."""

    keep_practice_days: int = Field(default=365, ge=0)
    """Days for which a practice call is kept after its last change; 0: until it is erased."""

    @property
    def model_urls(self) -> list[str]:
        return self.model_url.replace(",", " ").split()

    @property
    def library_path(self) -> Path:
        return self.home / "library"

    @property
    def demo_path(self) -> Path:
        return self.home / "demo"

    @property
    def index_path(self) -> Path:
        return self.home / "index"

    @property
    def cache_path(self) -> Path:
        return self.home / "cache"

    @property
    def qualification_path(self) -> Path:
        return self.home / "models" / "qualification.yaml"

    @property
    def sqlalchemy_url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.home / 'ascolto.db'}"
