import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest

from assistant.adapters.models import ollama
from assistant.adapters.models.ollama import OllamaModel, Tuning, installed
from assistant.adapters.models.qualification import never_checked
from assistant.domain.errors import ModelUnavailable
from assistant.domain.qualification import Qualification
from assistant.services.model_work import ModelUsage
from assistant.services.ports import ModelRequest
from tests.ollama.engines import ScriptedEngine
from tests.ollama.models import Library
from tests.ollama.server import OllamaStandIn, listening

REQUEST = ModelRequest(prefix=(("system", "Name it."),), text="the lift", max_tokens=7, stop=("\n",))
SCHEMA = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
WRITES = {"it": ("select", "mention"), "en": ("select",)}


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def stand_in(tmp_path: Path, engine: ScriptedEngine) -> OllamaStandIn:
    server = OllamaStandIn(lambda path: engine, Library(tmp_path))
    server.hold("nomic-embed-text:latest", tmp_path / "none", modified_at="2026-11-20T10:00:00Z")
    server.hold("little:latest", tmp_path / "none", modified_at="2026-11-10T10:00:00Z")
    return server


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OllamaModel, "RETRY_SECONDS", 0.01)


@asynccontextmanager
async def running(address: str, name: str = "", **more: object) -> AsyncIterator[OllamaModel]:
    """A model that has settled one way or the other."""
    model = OllamaModel(address, name, **more)  # type: ignore[arg-type]
    await model.start()
    await becomes(model, "ready", "failed")
    yield model
    await model.stop()


async def becomes(model: OllamaModel, *states: str) -> None:
    async with asyncio.timeout(30):
        while model.state().state not in states:  # noqa: ASYNC110  # the port tells its state when asked
            await asyncio.sleep(0.005)


async def said(model: OllamaModel, request: ModelRequest = REQUEST) -> str:
    return "".join([piece async for piece in model.stream(request)])


async def test_it_streams_and_may_only_select(stand_in: OllamaStandIn) -> None:
    async with listening(stand_in) as address, running(address) as model:
        assert [piece async for piece in model.stream(REQUEST)] == ["the ", "lift"]
        assert model.state().earned == {"it": ("select",), "en": ("select",)}


async def test_the_server_is_told_all_that_the_request_says(stand_in: OllamaStandIn) -> None:
    tuning = Tuning(context=2048, keep_alive=90)
    async with listening(stand_in) as address, running(address, tuning=tuning) as model:
        await said(model)
    load, chat = stand_in.bodies("/api/chat")
    assert (load["messages"], load["keep_alive"], load["options"]) == ([], 90, {"num_ctx": 2048})
    assert chat["options"] == {"temperature": 0.0, "num_predict": 7, "num_ctx": 2048, "stop": ["\n"]}
    assert (chat["keep_alive"], chat["think"], chat["stream"]) == (90, False, True)
    assert [(message["role"], message["content"]) for message in chat["messages"]] == [
        ("system", "Name it."),
        ("user", "the lift"),
    ]
    assert "format" not in chat


async def test_a_schema_is_passed_on_and_a_grammar_is_not(stand_in: OllamaStandIn) -> None:
    request = ModelRequest(prefix=(), text="the lift", grammar='root ::= "x"', schema=SCHEMA)
    async with listening(stand_in) as address, running(address) as model:
        await said(model, request)
    assert stand_in.bodies("/api/chat")[-1]["format"] == SCHEMA
    assert "root ::=" not in str(stand_in.asked)


async def test_usage_is_counted(stand_in: OllamaStandIn) -> None:
    used: list[ModelUsage] = []
    async with listening(stand_in) as address, running(address) as model:
        await said(model, ModelRequest(prefix=(), text="the lift", on_usage=used.append))
    assert used == [ModelUsage(prompt=len("the lift"), cached=0, generated=2)]


async def test_the_fixed_prompts_are_read_before_it_is_ready(stand_in: OllamaStandIn) -> None:
    async with listening(stand_in) as address, running(address, warm=[REQUEST]):
        warmed = stand_in.bodies("/api/chat")[1]
    assert (warmed["messages"][0]["content"], warmed["options"]["num_predict"]) == ("Name it.", 1)


async def test_leaving_the_stream_ends_the_work(stand_in: OllamaStandIn, engine: ScriptedEngine) -> None:
    engine.pieces, engine.breath = ["on "] * 1000, 0.001
    async with listening(stand_in) as address, running(address) as model:
        async with aclosing(model.stream(REQUEST)) as pieces:
            await anext(pieces)
        async with asyncio.timeout(30):
            while stand_in.running:  # noqa: ASYNC110
                await asyncio.sleep(0.001)
        assert stand_in.pieces < 500
        assert model.state().state == "ready"


# Which model


async def test_embedding_models_and_models_elsewhere_are_not_offered(stand_in: OllamaStandIn, tmp_path: Path) -> None:
    stand_in.hold("huge:1t-cloud", tmp_path / "none", remote_host="https://far.example")
    async with listening(stand_in) as address:
        assert [model.name for model in await installed(address)] == ["little:latest"]


async def test_the_newest_is_taken_where_none_has_earned_anything(stand_in: OllamaStandIn, tmp_path: Path) -> None:
    stand_in.hold("newer:1b", tmp_path / "none", modified_at="2026-11-12T10:00:00Z")
    stand_in.hold("mini:l6", tmp_path / "none", modified_at="2026-11-24T10:00:00Z", capabilities=("embedding",))
    async with listening(stand_in) as address, running(address) as model:
        assert model.state().name == "newer:1b"


@pytest.mark.parametrize("known_by", ["digest", "weights"])
async def test_one_that_has_earned_something_comes_first(
    stand_in: OllamaStandIn, tmp_path: Path, known_by: str
) -> None:
    weights = tmp_path / "good.gguf"
    weights.write_bytes(b"GGUF")
    good = stand_in.hold("good:1b", weights, modified_at="2026-01-01T10:00:00Z", digest="d" * 64)
    stand_in.hold("newer:1b", tmp_path / "none")
    async with listening(stand_in) as address:
        described = await ollama.OllamaServer(address).describe("good:1b")
        known = good.digest if known_by == "digest" else described.weights

        def qualify(key: str) -> Qualification:
            return Qualification(WRITES) if key == known else never_checked(key)

        async with running(address, qualify=qualify) as model:
            assert (model.state().name, model.state().earned) == ("good:1b", WRITES)


async def test_the_named_one_is_taken_whatever_its_case_and_tag(stand_in: OllamaStandIn, tmp_path: Path) -> None:
    stand_in.hold("newer:1b", tmp_path / "none")
    async with listening(stand_in) as address, running(address, "Little") as model:
        assert model.state().name == "little:latest"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("large", "ascolto models pull --ollama large"),
        ("huge:1t-cloud", "leave the company"),
        ("mini:l6", "only makes embeddings"),
    ],
)
async def test_a_named_one_that_won_t_do_is_refused(
    stand_in: OllamaStandIn, tmp_path: Path, name: str, told: str
) -> None:
    stand_in.hold("huge:1t-cloud", tmp_path / "none", remote_host="https://far.example")
    stand_in.hold("mini:l6", tmp_path / "none", capabilities=("embedding",))
    async with listening(stand_in) as address, running(address, name) as model:
        assert model.state().state == "failed"
        assert told in model.state().message
    assert not stand_in.bodies("/api/chat")


async def test_a_server_without_a_model_says_how_to_get_one(tmp_path: Path, engine: ScriptedEngine) -> None:
    empty = OllamaStandIn(lambda path: engine, Library(tmp_path))
    async with listening(empty) as address, running(address) as model:
        assert "ascolto models pull --ollama NAME" in model.state().message


# What goes wrong


async def test_nobody_there_is_model_unavailable() -> None:
    with pytest.raises(ModelUnavailable):
        await installed("http://127.0.0.1:9")
    async with running("http://127.0.0.1:9") as model:
        assert "ollama serve" in model.state().message
        with pytest.raises(ModelUnavailable, match="Approved words only"):
            await anext(model.stream(REQUEST))


async def test_what_is_wrong_is_logged_with_its_code_once(caplog: pytest.LogCaptureFixture) -> None:
    async with running("http://127.0.0.1:9"):
        await asyncio.sleep(0.1)  # several tries
    lines = [record.getMessage() for record in caplog.records if "No model from Ollama" in record.getMessage()]
    assert len(lines) == 1
    assert "ollama_no_server" in lines[0]


async def test_too_little_memory_shows_before_a_call_needs_the_model(stand_in: OllamaStandIn) -> None:
    stand_in.models["little:latest"].size = 5 * 2**30
    stand_in.memory = 2**30
    async with listening(stand_in) as address, running(address) as model:
        assert "5.0 GiB" in model.state().message
        stand_in.memory = None
        await becomes(model, "ready")


async def test_a_model_that_vanishes_is_told_and_found_again(stand_in: OllamaStandIn) -> None:
    async with listening(stand_in) as address, running(address) as model:
        gone = stand_in.models.pop("little:latest")
        with pytest.raises(ModelUnavailable) as caught:
            await said(model)
        assert caught.value.code == "ollama_no_model"
        await becomes(model, "failed")
        stand_in.models[gone.name] = gone
        await becomes(model, "ready")
        assert await said(model) == "the lift"


async def test_an_engine_that_dies_in_mid_sentence_is_told(stand_in: OllamaStandIn, engine: ScriptedEngine) -> None:
    engine.failure = "llama runner process has terminated: signal: killed"
    async with listening(stand_in) as address, running(address) as model:
        with pytest.raises(ModelUnavailable) as caught:
            await said(model)
        assert caught.value.code == "ollama_load"
        engine.failure = ""
        await becomes(model, "ready")


async def test_a_busy_server_is_told_and_stays_in_use(stand_in: OllamaStandIn) -> None:
    async with listening(stand_in) as address, running(address) as model:
        stand_in.failing["/api/chat"] = (503, "server busy, please try again.  maximum pending requests exceeded")
        with pytest.raises(ModelUnavailable) as caught:
            await said(model)
        assert caught.value.code == "ollama_busy"
        assert model.state().state == "ready"


async def test_a_server_that_goes_away_is_told_and_found_again(stand_in: OllamaStandIn) -> None:
    async with listening(stand_in) as address:
        model = OllamaModel(address, "")
        await model.start()
        await becomes(model, "ready")
    with pytest.raises(ModelUnavailable) as caught:
        await said(model)
    assert caught.value.code in ("ollama_no_server", "ollama_interrupted")
    await becomes(model, "failed")
    async with listening(stand_in, int(address.rpartition(":")[2])):
        await becomes(model, "ready")
        await model.stop()
