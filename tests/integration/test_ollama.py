"""Ollama over HTTP: the adapter against a server that speaks its protocol, with llama.cpp and real (tiny) weights."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.adapters.models.ollama import OllamaModel, Tuning
from assistant.adapters.models.qualification import Qualifications
from assistant.cli.commands import app
from assistant.domain.errors import ModelUnavailable
from assistant.domain.qualification import Qualification
from assistant.services.model_work import ModelUsage
from assistant.services.ports import ModelRequest
from tests.conftest import ascolto
from tests.integration.test_embedded_model import tiny_weights
from tests.ollama.engines import LlamaEngine
from tests.ollama.models import Library
from tests.ollama.server import OllamaStandIn, in_thread, listening

pytestmark = pytest.mark.integration
LONG = ModelRequest(prefix=(("system", "You tell stories."),), text="Tell a very long story.", max_tokens=2000)
STORY = ModelRequest(LONG.prefix, LONG.text, max_tokens=40)
SHORT = ModelRequest(prefix=(("system", "You greet."),), text="Hello!", max_tokens=6)
COLOUR = {
    "type": "object",
    "properties": {"colour": {"type": "string", "pattern": "^(red|blue)$"}, "sure": {"type": "boolean"}},
    "required": ["colour", "sure"],
}
SAID = (
    ("operator", "Buongiorno, la chiamo per le fatture ancora aperte."),
    ("customer", "In questo momento non ce la faccio, il mio cliente principale non mi ha pagato."),
    ("operator", "Capisco."),
    ("customer", "E poi mia moglie è in ospedale e sono da solo in officina."),
)


@pytest.fixture
def stand_in(tmp_path: Path) -> OllamaStandIn:
    server = OllamaStandIn(LlamaEngine, Library(tmp_path))
    server.hold("smollm2:135m", tiny_weights())
    return server


@pytest.fixture
async def model(stand_in: OllamaStandIn) -> AsyncIterator[OllamaModel]:
    async with listening(stand_in) as address:
        running = OllamaModel(address, "", tuning=Tuning(context=2048, keep_alive="10m"))
        await running.start()
        await becomes(running, "ready")
        yield running
        await running.stop()


async def becomes(model: OllamaModel, state: str) -> None:
    async with asyncio.timeout(120):
        while model.state().state != state:  # noqa: ASYNC110  # the port tells its state when asked
            await asyncio.sleep(0.02)


async def said(model: OllamaModel, request: ModelRequest) -> list[str]:
    return [piece async for piece in model.stream(request)]


async def test_an_answer_comes_in_pieces_and_is_counted(model: OllamaModel) -> None:
    used: list[ModelUsage] = []
    request = ModelRequest(prefix=SHORT.prefix, text="Hello!", max_tokens=12, on_usage=used.append)
    pieces = await said(model, request)
    assert len(pieces) > 3
    assert "".join(pieces).strip()
    (usage,) = used
    assert len(pieces) <= usage.generated <= 13
    assert usage.prompt > 10


async def test_leaving_the_stream_stops_the_engine_within_a_few_tokens(
    model: OllamaModel, stand_in: OllamaStandIn
) -> None:
    assert stand_in.loaded
    engine = stand_in.loaded.engine
    assert isinstance(engine, LlamaEngine)
    async with aclosing(model.stream(LONG)) as pieces:  # type: ignore[type-var]
        heard = [await anext(pieces) for _ in range(5)]
    async with asyncio.timeout(60):
        while stand_in.running:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        assert await said(model, SHORT)  # its one slot is free again
    assert len(heard) == 5
    generated = await engine.tokens_generated()
    assert generated < 200, f"{generated} tokens, of {LONG.max_tokens} that were wanted"


async def test_context_and_keep_alive_reach_the_server(model: OllamaModel, stand_in: OllamaStandIn) -> None:
    await said(model, SHORT)
    assert stand_in.loaded
    assert stand_in.loaded.context == 2048
    assert {(body["keep_alive"], body["options"]["num_ctx"]) for body in stand_in.bodies("/api/chat")} == {
        ("10m", 2048)
    }


async def test_a_model_that_left_memory_is_loaded_again(stand_in: OllamaStandIn) -> None:
    async with listening(stand_in) as address:
        model = OllamaModel(address, "", tuning=Tuning(context=1024, keep_alive=0))
        await model.start()
        await becomes(model, "ready")
        async with asyncio.timeout(60):
            while stand_in.loaded:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert await said(model, SHORT)
        await model.stop()


async def test_stop_words_and_the_number_of_tokens_hold(model: OllamaModel) -> None:
    whole = "".join(await said(model, STORY))
    word = whole.split()[3]
    cut = "".join(await said(model, ModelRequest(LONG.prefix, LONG.text, max_tokens=40, stop=(word,))))
    assert whole.startswith(cut)
    assert word not in cut


async def test_a_schema_is_kept_to_even_by_a_model_that_writes_nonsense(model: OllamaModel) -> None:
    request = ModelRequest(prefix=(), text="Which colour has the sky?", max_tokens=60, schema=COLOUR)
    answer = json.loads("".join(await said(model, request)))
    assert answer["colour"] in ("red", "blue")
    assert isinstance(answer["sure"], bool)


async def test_an_impossible_schema_is_an_error_of_the_server(model: OllamaModel) -> None:
    request = ModelRequest(prefix=(), text="Hm?", schema={"type": "object", "properties": {"x": {"$ref": "#/none"}}})
    with pytest.raises(ModelUnavailable) as caught:
        await said(model, request)
    assert caught.value.code == "ollama_error"
    assert await said(model, SHORT)


async def test_a_runner_that_is_killed_in_mid_sentence_is_told(model: OllamaModel, stand_in: OllamaStandIn) -> None:
    with pytest.raises(ModelUnavailable):
        async for _ in model.stream(LONG):
            await stand_in.unload()
    await becomes(model, "ready")
    assert await said(model, SHORT)


# The commands


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[OllamaStandIn, dict[str, str]]]:
    """A server, and the settings that lead to it."""
    blobs = tmp_path / "blobs"
    blobs.mkdir()
    server = OllamaStandIn(LlamaEngine, Library(blobs, {"smollm2:135m": tiny_weights()}))
    with in_thread(server) as address:
        yield server, {"ASCOLTO_MODEL": "ollama", "ASCOLTO_MODEL_URL": address}


def test_a_model_is_pulled_and_then_ready(served: tuple[OllamaStandIn, dict[str, str]], demo_home: Path) -> None:
    server, settings = served
    before = ascolto(demo_home, "models", "status", "--json", settings=settings)
    assert (before.returncode, json.loads(before.stdout)["state"]) == (1, "failed")
    assert "ascolto models pull --ollama NAME" in json.loads(before.stdout)["message"]

    server.library.disk = 40_000_000
    broken = ascolto(demo_home, "models", "pull", "--ollama", "smollm2:135m", "--json", settings=settings)
    assert (broken.returncode, json.loads(broken.stderr)["error"]["code"]) == (1, "ollama_disk")
    server.library.disk = None
    pulled = ascolto(demo_home, "models", "pull", "smollm2:135m", "--json", settings=settings)
    assert pulled.returncode == 0, pulled.stderr
    assert json.loads(pulled.stdout)["id"] == "smollm2:135m"

    listed = json.loads(ascolto(demo_home, "models", "list", "--json", settings=settings).stdout)
    assert [row["id"] for row in listed["ollama"]] == ["smollm2:135m"]
    ready = ascolto(demo_home, "models", "status", "--json", settings=settings)
    assert ready.returncode == 0, ready.stderr
    assert json.loads(ready.stdout)["state"] == "ready"
    assert json.loads(ready.stdout)["name"] == "smollm2:135m"


def test_auto_finds_the_server(served: tuple[OllamaStandIn, dict[str, str]], demo_home: Path) -> None:
    server, settings = served
    server.hold("smollm2:135m", tiny_weights())
    status = ascolto(demo_home, "models", "status", "--json", settings=settings | {"ASCOLTO_MODEL": "auto"})
    assert json.loads(status.stdout)["name"] == "smollm2:135m"


def test_of_what_a_tiny_model_writes_only_the_customers_own_words_are_shown(
    served: tuple[OllamaStandIn, dict[str, str]], demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if these weights had earned mentions: what they write is asked for, and nonsense must not be shown."""
    server, settings = served
    server.hold("smollm2:135m", tiny_weights())
    earned = Qualification(dict.fromkeys(("it", "en"), ("select", "mention")))
    monkeypatch.setattr(Qualifications, "of", lambda self, weights: earned)
    for name, value in (settings | {"ASCOLTO_HOME": str(demo_home)}).items():
        monkeypatch.setenv(name, value)
    call = tmp_path / "call.jsonl"
    lines = [{"t": 5.0 * n, "speaker": who, "text": text} for n, (who, text) in enumerate(SAID, start=1)]
    call.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    asked = ["replay", str(call), "--customer", "montelupo/C-1001", "--no-wait", "--json"]
    monkeypatch.setattr(sys, "argv", ["ascolto", *asked])
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    cards = {event["card"]["id"]: event["card"]["text"] for event in events if event["type"] == "suggestion.ready"}
    withheld = {event["card_id"]: event["reason"] for event in events if event["type"] == "suggestion.withheld"}
    shown = {event["card_id"]: event["mention"] for event in events if event["type"] == "suggestion.tailored"}
    assert {*withheld, *shown}
    assert all(withheld.values())
    assert {*withheld, *shown} <= set(cards)
    assert all(cards.values())
    said = {*re.findall(r"\w+", " ".join(text for _, text in SAID).lower()), "suo", "sua", "suoi", "sue"}
    assert {word for mention in shown.values() for word in re.findall(r"\w+", mention.lower())} <= said
    assert any("cliente" in body["messages"][-1]["content"] for body in server.bodies("/api/chat") if body["messages"])
