import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from assistant.adapters.models.ollama_server import HeldModel, OllamaServer, normalised
from assistant.domain.errors import ModelUnavailable
from tests.ollama.engines import ScriptedEngine
from tests.ollama.models import Library
from tests.ollama.server import OllamaStandIn, listening

Step = tuple[str, int, int]


@pytest.fixture
def stand_in(tmp_path: Path) -> OllamaStandIn:
    weights = tmp_path / "little.gguf"
    weights.write_bytes(b"GGUF" + bytes(2000))
    blobs = tmp_path / "blobs"
    blobs.mkdir()
    return OllamaStandIn(lambda path: ScriptedEngine(), Library(blobs, {"little:1b": weights}))


@asynccontextmanager
async def answering(body: bytes, status: str = "200 OK") -> AsyncIterator[str]:
    """A server that answers everything with this."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {status}\r\nConnection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def pulled(address: str, name: str) -> list[Step]:
    steps: list[Step] = []
    await OllamaServer(address).pull(name, lambda status, part, whole: steps.append((status, part, whole)))
    return steps


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", "http://127.0.0.1:11434"),
        ("there:11434", "http://there:11434"),
        ("https://there/", "https://there"),
        ("http://there:11434/api", "http://there:11434"),
        ("http://there:11434/v1/", "http://there:11434"),
        ("http://there/ollama", "http://there/ollama"),
    ],
)
def test_addresses_are_taken_as_people_write_them(written: str, meant: str) -> None:
    assert normalised(written) == meant


@pytest.mark.parametrize(
    ("version", "taken"), [("0.5.0", True), ("0.12.6-rc0", True), ("0.0.0", True), ("0.4.7", False), ("0.1", False)]
)
async def test_a_server_that_is_too_old_is_refused(stand_in: OllamaStandIn, version: str, taken: bool) -> None:
    stand_in.version = version
    async with listening(stand_in) as address:
        if taken:
            assert await OllamaServer(address).check_version() == version
            return
        with pytest.raises(ModelUnavailable, match="update Ollama") as caught:
            await OllamaServer(address).check_version()
    assert caught.value.code == "ollama_version"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<html>Welcome</html>", "200 OK"),
        (b"[]", "200 OK"),
        (b'{"version": "unknown"}', "200 OK"),
        (b'{"error": {"code": 404, "message": "File Not Found"}}', "404 Not Found"),
        (b"", "302 Found"),
    ],
)
async def test_something_else_that_answers_is_not_taken_for_ollama(body: bytes, status: str) -> None:
    async with answering(body, status) as address:
        with pytest.raises(ModelUnavailable, match="isn't Ollama") as caught:
            await OllamaServer(address).check_version()
    assert caught.value.code == "ollama_not_ollama"


async def test_a_password_in_the_address_is_not_shown() -> None:
    with pytest.raises(ModelUnavailable) as caught:
        await OllamaServer("http://anna:secret@127.0.0.1:9").check_version()
    assert caught.value.code == "ollama_no_server"
    assert "secret" not in caught.value.message


async def test_a_server_that_says_nothing_is_told_from_one_that_isn_t_there() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        with pytest.raises(ModelUnavailable) as caught:
            await OllamaServer(address).models(wait=0.05)
    assert caught.value.code == "ollama_slow"


async def test_a_key_is_sent(stand_in: OllamaStandIn) -> None:
    stand_in.key = "sesame"
    async with listening(stand_in) as address:
        assert await OllamaServer(address, "sesame").models() == []
        with pytest.raises(ModelUnavailable, match="ASCOLTO_MODEL_KEY"):
            await OllamaServer(address).models()


@pytest.mark.parametrize(
    ("facts", "can_write", "is_elsewhere"),
    [
        ({"name": "qwen2.5:3b"}, True, False),
        ({"name": "nomic-embed-text:latest"}, False, False),
        ({"name": "mini:l6", "details": {"family": "bert"}}, False, False),
        ({"name": "gpt-oss:120b-cloud"}, True, True),
        ({"name": "mine:latest", "remote_host": "https://far.example:443"}, True, True),
    ],
)
def test_what_a_held_model_is(facts: dict[str, object], can_write: bool, is_elsewhere: bool) -> None:
    model = HeldModel.model_validate(facts)
    assert (model.can_write, model.is_elsewhere) == (can_write, is_elsewhere)


async def test_pulling_shows_progress_and_returns_the_model(stand_in: OllamaStandIn) -> None:
    async with listening(stand_in) as address:
        steps = await pulled(address, "little:1b")
        held = await OllamaServer(address).models()
    statuses = list(dict.fromkeys(status for status, _, _ in steps))
    assert statuses[0] == "pulling manifest"
    assert statuses[2:] == ["verifying sha256 digest", "writing manifest", "success"]
    parts = [part for _, part, _ in steps]
    assert parts == sorted(parts)
    assert len(set(parts)) > 10
    assert steps[-1][1:] == (2004, 2004)
    assert [model.name for model in held] == ["little:1b"]


async def test_pulling_again_goes_on_where_it_was_interrupted(stand_in: OllamaStandIn) -> None:
    stand_in.library.disk = 1000
    async with listening(stand_in) as address:
        with pytest.raises(ModelUnavailable) as caught:
            await pulled(address, "little:1b")
        assert caught.value.code == "ollama_disk"
        assert await OllamaServer(address).models() == []
        stand_in.library.disk = None
        steps = await pulled(address, "little:1b")
    arrived = [part for _, part, _ in steps if part]
    assert 900 <= arrived[0] <= 1000
    assert arrived[-1] == 2004


async def test_what_hinders_pulling_is_told_apart(stand_in: OllamaStandIn) -> None:
    async with listening(stand_in) as address:
        with pytest.raises(ModelUnavailable, match="litle") as caught:
            await pulled(address, "litle:1b")
        assert caught.value.code == "ollama_not_in_library"
        stand_in.library.network = False
        with pytest.raises(ModelUnavailable) as caught:
            await pulled(address, "little:1b")
        assert caught.value.code == "ollama_no_network"


async def test_a_pull_that_just_ends_is_no_success() -> None:
    async with answering(b'{"status": "pulling manifest"}\n') as address:
        with pytest.raises(ModelUnavailable) as caught:
            await pulled(address, "little:1b")
    assert caught.value.code == "ollama_interrupted"


async def test_loading_tells_context_and_keep_alive(stand_in: OllamaStandIn, tmp_path: Path) -> None:
    stand_in.hold("little:1b", tmp_path / "little.gguf")
    async with listening(stand_in) as address:
        await OllamaServer(address).load("little:1b", 2048, "5m")
        assert stand_in.loaded
        assert stand_in.loaded.context == 2048
    (body,) = stand_in.bodies("/api/chat")
    assert (body["keep_alive"], body["options"]) == ("5m", {"num_ctx": 2048})


async def test_a_model_is_described_by_what_it_can_do_and_its_file(stand_in: OllamaStandIn, tmp_path: Path) -> None:
    stand_in.hold("mini:l6", tmp_path / "little.gguf", capabilities=("embedding",))
    async with listening(stand_in) as address:
        described = await OllamaServer(address).describe("mini:l6")
    assert not described.can_write
    assert len(described.weights) == 64
