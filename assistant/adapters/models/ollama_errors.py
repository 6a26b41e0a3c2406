"""What can go wrong with an Ollama server, told apart: each error has a code of its own and says what to do."""

from dataclasses import dataclass

from assistant.domain.errors import ModelUnavailable

_LONGEST = 200
"""Characters of the server's own words that a message quotes."""


@dataclass(frozen=True)
class Asked:
    """Whom was asked for what: an error names it."""

    url: str
    name: str = ""


@dataclass(frozen=True)
class _Kind:
    """An error is of this kind if its text holds one of the signs, or its HTTP status is one of `statuses`."""

    code: str
    signs: tuple[str, ...]
    message: str
    statuses: tuple[int, ...] = ()


_KINDS = (
    _Kind(
        "ollama_version",
        ("requires a newer version", "unknown model architecture", "unsupported model architecture"),
        "Ollama at {url} is too old for {name}: update Ollama, then try again.",
    ),
    _Kind(
        "ollama_memory",
        ("requires more system memory", "out of memory", "unable to allocate", "cannot be allocated", "cudamalloc"),
        "{name} doesn't fit into the memory of the Ollama server at {url}: choose a smaller model with "
        "ASCOLTO_MODEL_NAME, lower ASCOLTO_MODEL_CONTEXT, or free memory there. Ollama says: {text}",
    ),
    _Kind(
        "ollama_disk",
        ("no space left", "not enough disk", "disk quota"),
        "The disk of the Ollama server at {url} is full: make room there, then pull {name} again; what has arrived is "
        "kept.",
    ),
    _Kind(
        "ollama_checksum",
        ("digest mismatch",),
        "A part of {name} arrived damaged at the Ollama server at {url} and was discarded: pull it again.",
    ),
    _Kind(
        "ollama_not_in_library",
        ("file does not exist", "manifest unknown", "invalid model name"),
        "There is no model {name} that Ollama could pull: check the spelling in Ollama's model library.",
    ),
    _Kind(
        "ollama_no_network",
        ("no such host", "dial tcp", "i/o timeout", "tls handshake", "connection reset", "network is unreachable"),
        "The Ollama server at {url} can't reach its model library: check that machine's network or proxy, or load the "
        "model from a GGUF file there. What has arrived of {name} is kept.",
    ),
    _Kind(
        "ollama_cannot_chat",
        ("does not support chat", "does not support generate"),
        "{name} can't write, it only makes embeddings: name another model in ASCOLTO_MODEL_NAME.",
    ),
    _Kind(
        "ollama_busy",
        ("server busy", "maximum pending requests"),
        "The Ollama server at {url} has too many requests waiting: raise OLLAMA_NUM_PARALLEL there, or add a server.",
        (503,),
    ),
    _Kind(
        "ollama_key",
        ("unauthorized",),
        "The server at {url} wants a key: set ASCOLTO_MODEL_KEY.",
        (401, 403),
    ),
    _Kind(
        "ollama_load",
        ("unable to load model", "error loading model", "runner process has terminated", "runner terminated"),
        "The Ollama server at {url} can't load {name}: pull it again, and read that server's log. Ollama says: {text}",
    ),
    _Kind(
        "ollama_no_model",
        (),  # its words ("model 'x' not found") are those of other errors too
        "The Ollama server at {url} doesn't hold {name}: run `ascolto models pull --ollama {name}`.",
        (404,),
    ),
)
_OTHER = _Kind("ollama_error", (), "The Ollama server at {url} gave no answer of {name}. Ollama says: {text}")


def explained(text: str, asked: Asked, status: int = 0) -> ModelUnavailable:
    """The error that a server's words and HTTP status stand for."""
    lower = text.lower()
    by_words = (kind for kind in _KINDS if any(sign in lower for sign in kind.signs))
    by_status = (kind for kind in _KINDS if status in kind.statuses)
    return _error(next(by_words, None) or next(by_status, None) or _OTHER, asked, text or f"status {status}")


def _error(kind: _Kind, asked: Asked, text: str) -> ModelUnavailable:
    quoted = " ".join(text.split())[:_LONGEST]
    message = kind.message.format(url=asked.url, name=asked.name or "the model", text=quoted)
    return ModelUnavailable(message, where=asked.name or asked.url, code=kind.code)


def no_server(asked: Asked) -> ModelUnavailable:
    """Nobody listens there."""
    message = f"No Ollama server answers at {asked.url}: start it with `ollama serve`, or correct ASCOLTO_MODEL_URL."
    return ModelUnavailable(message, where="ASCOLTO_MODEL_URL", code="ollama_no_server")


def not_ollama(asked: Asked) -> ModelUnavailable:
    """Somebody listens there, but doesn't speak this protocol."""
    message = (
        f"What answers at {asked.url} isn't Ollama: correct ASCOLTO_MODEL_URL, or set ASCOLTO_MODEL=openai for an "
        "OpenAI-compatible server."
    )
    return ModelUnavailable(message, where="ASCOLTO_MODEL_URL", code="ollama_not_ollama")


def too_slow(asked: Asked) -> ModelUnavailable:
    """It took the request and then said nothing for too long."""
    message = (
        f"The Ollama server at {asked.url} said nothing for too long: it is loading a model, overloaded or stuck; "
        "`ollama ps` there shows which."
    )
    return ModelUnavailable(message, where=asked.name or asked.url, code="ollama_slow")


def cut_off(asked: Asked) -> ModelUnavailable:
    """The connection ended in the middle of an answer."""
    message = f"The Ollama server at {asked.url} went away in the middle of an answer: is it still running?"
    return ModelUnavailable(message, where=asked.name or asked.url, code="ollama_interrupted")


def too_old(asked: Asked, version: str, least: str) -> ModelUnavailable:
    """The server's version lacks what is needed whatever the model."""
    message = f"Ollama at {asked.url} has version {version}, {least} at least is needed: update Ollama."
    return ModelUnavailable(message, where="ASCOLTO_MODEL_URL", code="ollama_version")


def elsewhere(asked: Asked) -> ModelUnavailable:
    """The model is computed on somebody else's machines, where no word of a call may go."""
    message = (
        f"{asked.name} isn't computed by the Ollama server at {asked.url} but by a service outside: the words of calls "
        "would leave the company. Name a model that runs there in ASCOLTO_MODEL_NAME."
    )
    return ModelUnavailable(message, where=asked.name, code="ollama_remote")


def nothing_held(asked: Asked) -> ModelUnavailable:
    """The server is up and has no model that can write."""
    message = (
        f"The Ollama server at {asked.url} holds no model that can write: run `ascolto models pull --ollama NAME`."
    )
    return ModelUnavailable(message, where="ASCOLTO_MODEL_NAME", code="ollama_no_model")
