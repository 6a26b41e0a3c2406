import asyncio
from pathlib import Path
from typing import Any

from assistant.domain.calls import CallInfo, Transcript, Utterance
from assistant.domain.events import CallStarted
from assistant.domain.users import User
from assistant.services.demo import DemoCall
from assistant.services.demo_player import DemoPlayer
from tests.fakes import FakeClock

CALL = DemoCall(id="one", title={"it": "Una", "en": "One"}, customer="acme/C1", language="it", path=Path("one.jsonl"))
TRANSCRIPT = Transcript(utterances=[Utterance(id="u1", t=600, speaker="customer", text="Pronto, mi dica pure")])
ANNA = User(username="anna", display_name="Anna", role="operator", principals=("acme",))


class Live:
    def __init__(self) -> None:
        self.open_calls: set[str] = set()
        self.heard = asyncio.Event()
        self.fault: Exception | None = None

    async def open(self, event: CallStarted, principals: Any = None) -> CallInfo:
        self.open_calls.add(event.call_id)
        return CallInfo(
            id=event.call_id,
            customer=event.customer,
            principal="acme",
            started_at=event.started_at or FakeClock().now(),
            language="it",
        )

    async def hear(self, event: Any) -> str:
        self.heard.set()
        if self.fault:
            raise self.fault
        return "u1"

    async def end(self, call_id: str) -> None:
        self.open_calls.discard(call_id)


def player(live: Live) -> DemoPlayer:
    return DemoPlayer(live, FakeClock(), [CALL], lambda path: TRANSCRIPT)  # type: ignore[arg-type]


async def test_a_call_is_played_until_it_is_stopped() -> None:
    live = Live()
    playing = player(live)
    call_id = await playing.replay("one", ANNA, 1)
    assert live.open_calls == {call_id}
    await playing.stop(call_id)
    assert live.open_calls == set()


async def test_closing_leaves_no_call_open() -> None:
    live = Live()
    playing = player(live)
    for _ in range(2):
        await playing.replay("one", ANNA, 1)
    await playing.close()
    assert live.open_calls == set()


async def test_a_call_that_broke_off_does_not_keep_the_others_from_closing() -> None:
    live = Live()
    live.fault = RuntimeError("broken")
    playing = player(live)
    await playing.replay("one", ANNA, 1_000_000)
    await live.heard.wait()
    await playing.replay("one", ANNA, 1)
    await playing.close()
    assert len(live.open_calls) == 1  # the broken one is no longer being played
