import pytest

from assistant.adapters.models.ollama_errors import Asked, explained

ASKED = Asked("http://there:11434", "little:1b")


@pytest.mark.parametrize(
    ("text", "status", "code", "remedy"),
    [
        ("model 'little:1b' not found", 404, "ollama_no_model", "ascolto models pull --ollama little:1b"),
        ("", 404, "ollama_no_model", "ascolto models pull --ollama little:1b"),
        (
            "model requires more system memory (5.6 GiB) than is available (1.2 GiB)",
            500,
            "ollama_memory",
            "ASCOLTO_MODEL_CONTEXT",
        ),
        (
            "llama runner process has terminated: cudaMalloc failed: out of memory",
            500,
            "ollama_memory",
            "smaller model",
        ),
        (
            "pull model manifest: 412: The model requires a newer version of Ollama.",
            0,
            "ollama_version",
            "update Ollama",
        ),
        ("unable to load model: unknown model architecture: 'x'", 500, "ollama_version", "update Ollama"),
        ("unable to load model: /blobs/sha256-1", 500, "ollama_load", "pull it again"),
        ("write /blobs/sha256-1: no space left on device", 0, "ollama_disk", "make room"),
        ("digest mismatch, file must be downloaded again", 0, "ollama_checksum", "pull it again"),
        ("pull model manifest: file does not exist", 0, "ollama_not_in_library", "spelling"),
        ('Get "https://library/": dial tcp: lookup library: no such host', 0, "ollama_no_network", "network or proxy"),
        ('"little:1b" does not support chat', 400, "ollama_cannot_chat", "ASCOLTO_MODEL_NAME"),
        (
            "server busy, please try again.  maximum pending requests exceeded",
            503,
            "ollama_busy",
            "OLLAMA_NUM_PARALLEL",
        ),
        ("unauthorized", 401, "ollama_key", "ASCOLTO_MODEL_KEY"),
        ("invalid JSON schema in format: #/x not found", 500, "ollama_error", "invalid JSON schema"),
        ("something new", 500, "ollama_error", "something new"),
    ],
)
def test_the_server_s_words_are_told_apart(text: str, status: int, code: str, remedy: str) -> None:
    error = explained(text, ASKED, status)
    assert error.code == code
    assert remedy in error.message
    assert "little:1b" in error.message or "http://there:11434" in error.message


def test_a_long_answer_is_cut() -> None:
    assert len(explained("word " * 200, ASKED, 500).message) < 400
