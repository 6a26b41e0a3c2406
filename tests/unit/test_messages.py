"""A supervisor's message in a call that is going on."""

import pytest

from assistant.domain.errors import Conflict, Forbidden, InvalidInput
from assistant.domain.events import MessageSend, MessageSent
from assistant.domain.users import User
from tests.unit.test_approvals import SUPERVISOR
from tests.unit.test_live import OPERATOR, World

MESSAGE = MessageSend(call_id="k", text=" Proponga il piano leggero ")


@pytest.fixture
async def world() -> World:
    world = World()
    await world.open()
    return world


async def test_a_supervisor_s_words_are_in_the_call_s_events(world: World) -> None:
    await world.live.act(MESSAGE, SUPERVISOR)
    sent = await world.last(MessageSent)
    assert isinstance(sent, MessageSent)
    assert (sent.text, sent.by) == ("Proponga il piano leggero", "Sara Conti")
    assert sent.seq > 0


async def test_others_can_t_send_any(world: World) -> None:
    stranger = User(username="sofia", display_name="Sofia", role="supervisor", principals=("other",))
    for person in (OPERATOR, stranger):
        with pytest.raises(Forbidden):
            await world.live.act(MESSAGE, person)
    with pytest.raises(InvalidInput):
        await world.live.act(MessageSend(call_id="k", text=" \0"), SUPERVISOR)


async def test_after_the_call_nobody_reads_it(world: World) -> None:
    await world.live.end("k")
    with pytest.raises(Conflict):
        await world.live.act(MESSAGE, SUPERVISOR)
