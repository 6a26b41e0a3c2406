"""The live view is brought up to date by new events only, and forgets calls that are over."""

from collections.abc import Sequence

from assistant.domain.calls import CallInfo
from assistant.domain.events import AnyOutEvent
from assistant.domain.users import User
from assistant.services.live_board import LiveBoard
from assistant.services.queue import QueuePorts
from tests.fakes import NOON, FakeAudit, FakeCalls, FakeClock, FakeQueue
from tests.unit.test_call_page import heard

SARA = User(username="sara", display_name="Sara", role="supervisor", principals=("acme",))
SOFIA = User(username="sofia", display_name="Sofia", role="supervisor", principals=("other",))


class CountedCalls(FakeCalls):
    def __init__(self) -> None:
        super().__init__()
        self.read: list[tuple[str, int]] = []

    async def events(self, call_id: str, after: int = 0) -> list[AnyOutEvent]:
        self.read.append((call_id, after))
        return await super().events(call_id, after)


async def opened(calls: FakeCalls, names: Sequence[str], principal: str = "acme") -> None:
    for name in names:
        info = CallInfo(id=name, customer=f"{principal}/C1", principal=principal, started_at=NOON, language="it")
        await calls.open(info, "Bar")


async def said(calls: FakeCalls, call_id: str, text: str, n: int = 1) -> None:
    await calls.append(heard(n, text, call_id=call_id))


async def test_only_news_is_read_and_what_is_over_is_forgotten() -> None:
    calls = CountedCalls()
    board = LiveBoard(calls, QueuePorts(FakeQueue(), FakeAudit(), FakeClock()))
    await opened(calls, ("c1", "c2"))
    await opened(calls, ("o1",), "other")
    for call_id in ("c1", "c2", "o1"):
        await said(calls, call_id, "Pronto")
    assert [one.call.info.id for one in await board.calls(SARA)] == ["c1", "c2"]
    assert [one.call.info.id for one in await board.calls(SOFIA)] == ["o1"]
    await said(calls, "c1", "Mi dica", 2)
    first, _ = await board.calls(SARA)
    assert [words.text for words in first.line.words] == ["Pronto", "Mi dica"]
    assert calls.read == [("c1", 0), ("c2", 0), ("o1", 0), ("c1", 1)]
    await calls.close("c1", NOON)
    assert [one.call.info.id for one in await board.calls(SARA)] == ["c2"]
    await board.calls(SOFIA)
    assert calls.read[4:] == []


async def test_what_was_shown_can_t_be_changed_from_outside() -> None:
    calls = CountedCalls()
    board = LiveBoard(calls, QueuePorts(FakeQueue(), FakeAudit(), FakeClock()))
    await opened(calls, ("c1",))
    await said(calls, "c1", "Pronto")
    (await board.calls(SARA))[0].line.words.clear()
    assert len((await board.calls(SARA))[0].line.words) == 1
