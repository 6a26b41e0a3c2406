"""Turns at the model: who goes first, who is refused, and that nobody is held up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from assistant.adapters.models.breaker import Breaker
from assistant.adapters.models.queue import MAX_INTERRUPTIONS, Capacity, ModelQueue
from assistant.domain.errors import ModelBusy, ModelTimeout, ModelUnavailable
from assistant.services.model_work import ModelUsage, Priority
from assistant.services.ports import ModelRequest, ModelState
from tests.fakes import FakeMeter, SteppedModel

ONE = Capacity(slots=1)


class World:
    def __init__(self, capacity: Capacity = ONE, breaker: Breaker | None = None) -> None:
        self.model, self.meter = SteppedModel(), FakeMeter()
        self.queue = ModelQueue(self.model, capacity, self.meter, "one", breaker)
        self.tasks: dict[str, asyncio.Task[str]] = {}

    async def ask(self, text: str, priority: Priority = Priority.LIVE, **fields: object) -> asyncio.Task[str]:
        """Ask in a task of its own, and wait until the request is where it goes."""
        request = replace(ModelRequest(prefix=(), text=text, work=text, priority=priority), **fields)  # type: ignore[arg-type]
        task = asyncio.create_task(self._collect(request))
        self.tasks[text] = task
        await settle()
        return task

    async def _collect(self, request: ModelRequest) -> str:
        return "".join([piece async for piece in self.queue.stream(request)])

    async def end(self, text: str, *pieces: str) -> None:
        self.model.say(text, *pieces, None)
        await settle()


async def settle() -> None:
    for _ in range(12):
        await asyncio.sleep(0)


@asynccontextmanager
async def world(capacity: Capacity = ONE, breaker: Breaker | None = None) -> AsyncIterator[World]:
    made = World(capacity, breaker)
    try:
        yield made
    finally:
        made.model.stuck = False
        await made.queue.stop()
        await asyncio.gather(*made.tasks.values(), return_exceptions=True)


async def test_pieces_come_as_the_model_says_them() -> None:
    async with world() as it:
        pieces = it.queue.stream(ModelRequest(prefix=(), text="a"))
        it.model.say("a", "one ", "two", None)
        assert [piece async for piece in pieces] == ["one ", "two"]
        assert [run.outcome for run in it.meter.runs] == ["done"]


async def test_the_call_in_focus_goes_first_then_the_newest_words() -> None:
    async with world() as it:
        await it.ask("running")
        await it.ask("background", Priority.BACKGROUND)
        await it.ask("older")
        await it.ask("newer")
        await it.ask("watched", Priority.FOCUS)
        for text in ("running", "watched", "newer", "older", "background"):
            await it.end(text)
        assert it.model.began == ["running", "watched", "newer", "older", "background"]


async def test_a_caller_who_leaves_is_released_though_the_server_goes_on() -> None:
    async with world() as it:
        it.model.stuck = True
        task = await it.ask("deaf")
        task.cancel()
        await settle()
        assert task.cancelled()
        assert it.model.left == ["deaf"]
        await it.ask("next")
        assert it.model.began == ["deaf", "next"]


async def test_leaving_the_stream_frees_the_slot() -> None:
    async with world() as it:
        pieces = it.queue.stream(ModelRequest(prefix=(), text="a"))
        it.model.say("a", "one")
        assert await anext(pieces) == "one"
        await pieces.aclose()  # type: ignore[attr-defined]
        await it.ask("b")
        await it.end("b", "fine")
        assert it.tasks["b"].result() == "fine"
        assert [run.outcome for run in it.meter.runs] == ["left", "done"]


async def test_who_leaves_the_queue_never_reaches_the_model() -> None:
    async with world() as it:
        await it.ask("running")
        waiting = await it.ask("waiting")
        waiting.cancel()
        await it.end("running")
        assert it.model.began == ["running"]


async def test_newer_work_of_a_call_replaces_what_waits_and_what_runs() -> None:
    async with world() as it:
        running = await it.ask("first", affinity="call", work="mention")
        waiting = await it.ask("other", affinity="another", work="mention")
        await it.ask("second", affinity="call", work="mention")
        await settle()
        with pytest.raises(ModelBusy, match="Newer work") as refused:
            running.result()
        assert refused.value.code == "model_superseded"
        assert it.model.left == ["first"]
        assert not waiting.done()
        assert it.model.began == ["first", "second"]


async def test_a_full_queue_refuses_the_least_urgent() -> None:
    async with world(Capacity(slots=1, waiting=1)) as it:
        await it.ask("running")
        narrative = await it.ask("narrative", Priority.BACKGROUND)
        await it.ask("live")
        with pytest.raises(ModelBusy) as refused:
            narrative.result()
        assert refused.value.code == "model_full"
        late = await it.ask("second narrative", Priority.BACKGROUND)
        with pytest.raises(ModelBusy):
            late.result()
        assert it.meter.outcomes == [("narrative", "full"), ("second narrative", "full")]


async def test_what_cannot_start_in_time_is_refused_at_once() -> None:
    async with world() as it:
        it.queue._typical["slow"] = 30.0
        await it.ask("running", work="slow")
        refused = await it.ask("hopeless", deadline=5.0)
        with pytest.raises(ModelBusy) as error:
            refused.result()
        assert error.value.code == "model_late"
        assert it.meter.outcomes == [("hopeless", "late")]
        patient = await it.ask("patient", deadline=60.0)
        assert not patient.done()


async def test_a_deadline_that_passes_in_the_queue_is_no_fault_of_the_model() -> None:
    async with world(breaker=Breaker(threshold=1)) as it:
        await it.ask("running")
        waiting = await it.ask("waiting", deadline=0.01)
        with pytest.raises(ModelBusy):
            await waiting
        assert it.queue.state().servers[0].breaker == "closed"


async def test_a_model_that_needs_too_long_is_left_and_counts_against_it() -> None:
    async with world(breaker=Breaker(threshold=1)) as it:
        slow = await it.ask("slow", deadline=0.01)
        with pytest.raises(ModelTimeout):
            await slow
        await settle()
        assert it.model.left == ["slow"]
        assert it.meter.outcomes == [("slow", "timeout")]
        assert it.queue.state().servers[0].breaker == "open"


async def test_a_caller_who_gives_up_at_the_deadline_counts_as_a_timeout() -> None:
    async with world() as it:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.005):
                await it._collect(ModelRequest(prefix=(), text="a", work="a", deadline=0.01))
        assert it.meter.outcomes == [("a", "timeout")]


async def test_live_work_interrupts_background_work_which_begins_anew() -> None:
    async with world(Capacity(slots=2)) as it:
        narrative = await it.ask("narrative", Priority.BACKGROUND)
        it.model.say("narrative", "half a ")
        await settle()
        await it.ask("mention")
        assert it.model.left == ["narrative"]
        await it.end("mention", "said")
        assert it.model.began == ["narrative", "mention", "narrative"]
        await it.end("narrative", "whole ", "story")
        assert (it.tasks["mention"].result(), narrative.result()) == ("said", "whole story")


async def test_work_that_was_interrupted_and_fails_in_leaving_begins_anew_all_the_same() -> None:
    async with world(Capacity(slots=2), Breaker(threshold=1)) as it:
        await it.ask("narrative", Priority.BACKGROUND, deadline=60.0)
        it.model.fails_when_left = True
        await it.ask("mention")
        await it.end("mention")
        assert it.model.began == ["narrative", "mention", "narrative"]
        await it.end("narrative", "whole")
        assert it.tasks["narrative"].result() == "whole"
        assert it.queue.state().servers[0].breaker == "closed"


async def test_background_work_comes_to_an_end_on_a_busy_day() -> None:
    async with world(Capacity(slots=2)) as it:
        narrative = await it.ask("narrative", Priority.BACKGROUND)
        for number in range(MAX_INTERRUPTIONS + 2):
            await it.ask(f"mention {number}")
            await it.end(f"mention {number}")
        assert it.model.left == ["narrative"] * MAX_INTERRUPTIONS
        await it.end("narrative", "whole")
        assert narrative.result() == "whole"


async def test_a_fleet_keeps_background_work_beside_live_work() -> None:
    async with world(Capacity(slots=3, aside=1)) as it:
        await it.ask("one", Priority.BACKGROUND)
        await it.ask("two", Priority.BACKGROUND)
        await it.ask("live")
        assert it.model.left == ["two"]
        assert it.queue.state().servers[0].running == 2


async def test_guesses_run_only_while_nothing_else_is_wanted() -> None:
    async with world(Capacity(slots=2)) as it:
        guess = await it.ask("partial", Priority.SPECULATIVE, affinity="call")
        await it.ask("another call", affinity="another")
        assert it.model.left == ["partial"]
        with pytest.raises(ModelBusy):
            guess.result()
        await it.ask("second partial", Priority.SPECULATIVE, affinity="call")
        assert "second partial" not in it.model.began
        final = await it.ask("final", affinity="call")
        await settle()
        assert it.tasks["second partial"].done()
        assert not final.done()


async def test_the_breaker_opens_and_a_trial_closes_it() -> None:
    async with world(breaker=Breaker(threshold=2, pause=0.02)) as it:
        for text in ("a", "b"):
            it.model.say(text, ModelUnavailable("no answer"))
            await it.ask(text)
        refused = await it.ask("c")
        with pytest.raises(ModelUnavailable, match="left alone"):
            refused.result()
        assert it.meter.outcomes[-1] == ("c", "open")
        await asyncio.sleep(0.03)
        assert it.queue.state().servers[0].breaker == "half_open"
        await it.ask("d")
        await it.end("d", "fine")
        assert it.queue.state().servers[0].breaker == "closed"
        assert it.model.began == ["a", "b", "d"]
        await asyncio.gather(*it.tasks.values(), return_exceptions=True)


async def test_a_model_that_is_not_ready_is_no_fault() -> None:
    async with world(breaker=Breaker(threshold=1)) as it:
        it.model.current = ModelState("loading")
        it.model.say("a", ModelUnavailable("loading"))
        task = await it.ask("a")
        with pytest.raises(ModelUnavailable):
            task.result()
        assert it.queue.state().servers[0].breaker == "closed"


async def test_an_unexpected_error_reaches_the_caller() -> None:
    async with world() as it:
        it.model.say("a", ValueError("a bug"))
        task = await it.ask("a")
        with pytest.raises(ValueError, match="a bug"):
            task.result()


async def test_what_the_server_counted_is_kept() -> None:
    class Counting(SteppedModel):
        async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
            assert request.on_usage
            request.on_usage(ModelUsage(prompt=10, cached=8, generated=1))
            yield "x"

    meter = FakeMeter()
    queue = ModelQueue(Counting(), ONE, meter)
    assert [piece async for piece in queue.stream(ModelRequest(prefix=(), text="a"))] == ["x"]
    assert meter.runs[0].usage == ModelUsage(10, 8, 1)


async def test_faults_are_logged_with_the_call(caplog: pytest.LogCaptureFixture) -> None:
    async with world() as it:
        it.model.say("a", ModelUnavailable("no answer"))
        task = await it.ask("a", affinity="call-7")
        assert "call-7" in caplog.text
        assert "failed" in caplog.text
        await asyncio.gather(task, return_exceptions=True)
