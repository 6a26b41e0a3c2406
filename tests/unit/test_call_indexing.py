from datetime import date

import pytest

from assistant.adapters.memory import MemoryCalls, MemoryNotes
from assistant.domain.calls import CallInfo
from assistant.domain.events import UtteranceHeard
from assistant.domain.notes import Narrative, Note
from assistant.services.call_indexing import IndexPorts, index_waiting, indexing
from assistant.services.ports_notes import Confirmation
from assistant.services.ports_search import FoundCall
from tests.fake_passages import FakeEncoder, FakePassages
from tests.fakes import NOON

NOTE = Note(
    call_id="c1", customer="montelupo/C1", language="it", disposition="refused", reason="",
    narrative=Narrative(text="Non paga."),
)  # fmt: skip


class World:
    def __init__(self) -> None:
        self.passages, self.encoder = FakePassages(), FakeEncoder()
        self.calls, self.notes = MemoryCalls(), MemoryNotes()
        self.ports = IndexPorts(self.passages, self.encoder, self.calls, self.notes)

    async def add(self, call_id: str, *texts: str) -> None:
        info = CallInfo(id=call_id, customer="montelupo/C1", principal="montelupo", started_at=NOON, language="it")
        await self.calls.open(info, "Ditta")
        for n, text in enumerate(texts):
            for partial in (True, False):
                event = UtteranceHeard(
                    call_id=call_id, at=NOON, utterance_id=f"u{n}", t=n, speaker="customer", text=text, partial=partial
                )
                await self.calls.append(event)
        self.over(call_id)

    def over(self, call_id: str) -> None:
        self.passages.written.pop(call_id, None)
        self.passages.over[call_id] = FoundCall(call_id, "montelupo", "montelupo/C1", "", "it", date.min, None)


async def test_calls_that_wait_are_read_once() -> None:
    world = World()
    await world.add("c1", "la cabina è ferma", "non pago")
    await world.add("c2")
    assert await index_waiting(world.ports) == 2
    assert [row.passage.text for row in world.passages.rows] == ["la cabina è ferma\nnon pago"]
    assert world.passages.written["c1"].last_seq == 4
    assert await index_waiting(world.ports) == 0


async def test_a_corrected_utterance_is_read_once() -> None:
    world = World()
    await world.add("c1", "la cabina è ferma", "non pago")
    better = UtteranceHeard(call_id="c1", at=NOON, utterance_id="u0", t=0, speaker="customer", text="la cabina va")
    await world.calls.append(better)
    await index_waiting(world.ports)
    assert [row.passage.text for row in world.passages.rows] == ["la cabina va\nnon pago"]


async def test_a_confirmed_note_is_read_too_and_only_what_is_new_is_embedded() -> None:
    world = World()
    await world.add("c1", "la cabina è ferma")
    await index_waiting(world.ports)
    await world.notes.draft(NOTE)
    world.over("c1")
    await index_waiting(world.ports)
    assert len(world.passages.rows) == 1
    await world.notes.confirm(Confirmation(call_id="c1", version=1, by="anna", at=NOON))
    world.over("c1")
    await index_waiting(world.ports)
    assert world.encoder.read == ["la cabina è ferma", "Non paga."]
    assert [row.id for row in world.passages.rows] == [1, 2]


async def test_a_call_that_can_not_be_read_keeps_no_other_waiting(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    world.over("gone")
    await world.add("broken", "[money]")
    await world.add("c1", "la cabina")

    async def passages(texts: list[str]) -> object:
        if "[money]" in texts:
            raise RuntimeError("no weights")
        return await FakeEncoder().passages(texts)

    world.encoder.passages = passages  # type: ignore[method-assign, assignment]
    assert await index_waiting(world.ports) == 1
    assert "broken" in caplog.text
    assert "gone" not in caplog.text


async def test_it_works_beside_the_server_until_that_ends() -> None:
    world = World()
    await world.add("c1", "la cabina")
    async with indexing(world.ports):
        for _ in range(1_000):
            if world.passages.written:
                break
            await _tick()
    assert "c1" in world.passages.written


async def _tick() -> None:
    import asyncio

    await asyncio.sleep(0)
