"""Several servers behind one port."""

from collections import Counter

import pytest

from assistant.adapters.models.pool import ModelPool, Server
from assistant.adapters.models.queue import Capacity
from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest, ModelState
from tests.fakes import FakeMeter, FakeModel

EARNED = {"it": ("mention", "tailor"), "en": ("mention",)}


class Here(FakeModel):
    """Says its own name, or fails after `pieces` pieces."""

    def __init__(self, name: str, state: ModelState | None = None) -> None:
        super().__init__(name, state=state or ModelState("ready", name, earned=EARNED))
        self.asked = 0
        self.fault: ModelUnavailable | None = None

    async def start(self) -> None:
        """Nothing to start."""

    async def stop(self) -> None:
        """Nothing to stop."""

    async def stream(self, request: ModelRequest):  # type: ignore[no-untyped-def]
        self.asked += 1
        if self.fault and not self.pieces:
            raise self.fault
        for piece in self.pieces:
            yield piece
            if self.fault:
                raise self.fault


def pool(*models: Here) -> tuple[ModelPool, FakeMeter]:
    meter = FakeMeter()
    return ModelPool([Server(model.current.name, model, Capacity()) for model in models], meter), meter


async def said(pool: ModelPool, call: str = "", **fields: object) -> str:
    request = ModelRequest(prefix=(), text="x", affinity=call, **fields)  # type: ignore[arg-type]
    return "".join([piece async for piece in pool.stream(request)])


def calls(number: int = 200) -> list[str]:
    return [f"call-{index}" for index in range(number)]


async def test_a_call_stays_with_its_server_and_calls_spread() -> None:
    servers, _ = pool(Here("a"), Here("b"), Here("c"))
    placed = {call: await said(servers, call) for call in calls()}
    assert all([await said(servers, call) == server for call, server in placed.items()])
    assert set(placed.values()) == {"a", "b", "c"}
    assert min(Counter(placed.values()).values()) > 40


async def test_only_the_calls_of_a_server_that_goes_move() -> None:
    three, _ = pool(Here("a"), Here("b"), Here("c"))
    two, _ = pool(Here("a"), Here("c"))
    for call in calls():
        before = await said(three, call)
        if before != "b":
            assert await said(two, call) == before


async def test_a_server_that_fails_or_is_not_ready_is_passed_over() -> None:
    broken, down, fine = Here("a"), Here("b", ModelState("failed", "b")), Here("c")
    broken.pieces, broken.fault = (), ModelUnavailable("no answer")
    servers, _ = pool(broken, down, fine)
    assert {await said(servers, call) for call in calls(30)} == {"c"}
    assert down.asked == 0
    # Five failures in a row open its breaker: no call tries it first any more.
    assert broken.asked == 5
    assert [server.breaker for server in servers.state().servers] == ["open", "closed", "closed"]


async def test_a_sentence_that_was_begun_is_not_begun_again() -> None:
    broken, fine = Here("a"), Here("b")
    broken.fault = ModelUnavailable("died")
    servers, _ = pool(broken, fine)
    call = next(call for call in calls() if servers._in_turn(ModelRequest((), "x", affinity=call))[0]._server == "a")
    with pytest.raises(ModelUnavailable, match="died"):
        await said(servers, call)
    assert fine.asked == 0


async def test_the_last_failure_is_told_when_all_fail() -> None:
    models = [Here("a"), Here("b")]
    for model in models:
        model.pieces, model.fault = (), ModelUnavailable(f"{model.current.name} fails")
    servers, meter = pool(*models)
    with pytest.raises(ModelUnavailable, match="fails"):
        await said(servers, "call")
    assert sorted(run.server for run in meter.runs) == ["a", "b"]


async def test_the_state_is_the_best_and_what_is_earned_what_all_have() -> None:
    weak = Here("weak", ModelState("ready", "weak", earned={"it": ("mention",), "en": ()}))
    servers, _ = pool(Here("gone", ModelState("failed", "gone", "no answer")), Here("good"), weak)
    state = servers.state()
    assert (state.state, state.name) == ("ready", "good")
    assert state.earned == {"it": ("mention",), "en": ()}
    assert [server.state for server in state.servers] == ["failed", "ready", "ready"]
    none, _ = pool(Here("gone", ModelState("failed", "gone", "no answer")))
    assert (none.state().state, none.state().message) == ("failed", "no answer")
    with pytest.raises(ValueError, match="needs a server"):
        ModelPool([], FakeMeter())
