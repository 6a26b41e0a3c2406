"""A theme becomes an action; the later look says less, more, unclear, or too little to tell."""

from datetime import timedelta
from typing import Any

import pytest

from assistant.domain.errors import Conflict, Forbidden, InvalidInput, NotFound
from assistant.domain.shares import Change
from assistant.domain.users import User
from assistant.services.ports_voice import Listened
from assistant.services.voice_actions import NewAction, add_action, finish_action, list_actions, look_at_action
from tests.fake_voice import TODAY, VoiceWorld, theme, voice

SARA = User(username="sara", display_name="Sara", role="supervisor", principals=("montelupo",))
CARLA = User(username="carla", display_name="Carla", role="supervisor", principals=("brackwater",))
ANNA = User(username="anna", display_name="Anna", role="operator", principals=("montelupo",))
DAY = timedelta(days=1)


def new(**fields: Any) -> NewAction:
    known = {"theme": "late", "text": "Avvisare il giorno prima", "owner": "Logistica", "due": TODAY}
    return NewAction.model_validate(known | {"look_on": TODAY + 30 * DAY} | fields)


@pytest.fixture
def world() -> VoiceWorld:
    world = VoiceWorld()
    world.themes.add(theme(), voice(0))
    return world


def hear(world: VoiceWorld, day: Any, heard: int, of: int) -> None:
    """So many of so many calls of a day speak of the theme."""
    start = len(world.voices.voices)
    said = [voice(start + n, customer=f"montelupo/C{n}", day=day) for n in range(heard)]
    world.voices.voices |= {one.id: one for one in said}
    world.themes.members["late"] |= {one.id: 0.5 for one in said}
    world.themes.days.append(Listened("montelupo", day, "call", of))


async def test_an_action_goes_from_open_to_done_to_looked_at(world: VoiceWorld) -> None:
    added = await add_action(SARA, new(), world.ports)
    assert (added.principal, added.state, added.created_by) == ("montelupo", "open", "sara")
    world.clock.advance(2 * DAY)
    assert [(one.is_overdue, one.is_to_look) for one in await list_actions(SARA, "", world.ports)] == [(True, False)]
    done = await finish_action(SARA, added.id, 1, world.ports)
    assert (done.state, done.done_by, done.done_on) == ("done", "sara", TODAY + 2 * DAY)
    world.clock.advance(40 * DAY)
    assert [one.is_to_look for one in await list_actions(SARA, "montelupo", world.ports)] == [True]
    looked = await look_at_action(SARA, added.id, 2, world.ports)
    assert (looked.state, looked.looked_on) == ("looked", TODAY + 42 * DAY)
    assert world.audit.actions() == ["voice.action_added", "voice.action_done", "voice.action_looked"]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ((40, 200), (8, 200), "less"),
        ((8, 200), (40, 200), "more"),
        ((40, 200), (38, 200), "unclear"),
        ((40, 200), (0, 12), "too_little"),
    ],
)
async def test_the_look_compares_before_with_after(
    world: VoiceWorld, before: tuple[int, int], after: tuple[int, int], change: Change
) -> None:
    hear(world, TODAY - 5 * DAY, *before)
    hear(world, TODAY - 300 * DAY, 50, 50)
    hear(world, TODAY, 30, 30)
    hear(world, TODAY + 9 * DAY, *after)
    added = await add_action(SARA, new(), world.ports)
    await finish_action(SARA, added.id, 1, world.ports)
    world.clock.advance(20 * DAY)
    world.themes.looks["montelupo"] = world.clock.now()
    outcome = (await look_at_action(SARA, added.id, 2, world.ports)).outcome
    assert outcome is not None
    assert ((outcome.before.heard, outcome.before.of), (outcome.after.heard, outcome.after.of)) == (before, after)
    assert outcome.change == change


async def test_calls_since_themes_were_last_looked_for_do_not_count_as_after(world: VoiceWorld) -> None:
    hear(world, TODAY - 5 * DAY, 40, 200)
    hear(world, TODAY + 9 * DAY, 0, 200)
    world.themes.looks["montelupo"] = world.clock.now() + 5 * DAY
    added = await add_action(SARA, new(), world.ports)
    await finish_action(SARA, added.id, 1, world.ports)
    world.clock.advance(20 * DAY)
    outcome = (await look_at_action(SARA, added.id, 2, world.ports)).outcome
    assert outcome is not None and outcome.change == "too_little" and outcome.after.of == 0


async def test_steps_out_of_turn_and_old_versions_are_refused(world: VoiceWorld) -> None:
    added = await add_action(SARA, new(), world.ports)
    with pytest.raises(Conflict, match="say first that it is done"):
        await look_at_action(SARA, added.id, 1, world.ports)
    with pytest.raises(Conflict, match="meantime"):
        await finish_action(SARA, added.id, 7, world.ports)
    await finish_action(SARA, added.id, 1, world.ports)
    with pytest.raises(Conflict, match="sara has done this already"):
        await finish_action(SARA, added.id, 2, world.ports)


async def test_days_and_words_are_checked(world: VoiceWorld) -> None:
    with pytest.raises(InvalidInput, match="is past"):
        await add_action(SARA, new(due=TODAY - DAY), world.ports)
    with pytest.raises(InvalidInput, match="after it is due"):
        await add_action(SARA, new(look_on=TODAY), world.ports)
    with pytest.raises(NotFound):
        await add_action(SARA, new(theme="other"), world.ports)
    for fields in ({"text": "  "}, {"owner": ""}, {"text": "x" * 501}):
        with pytest.raises(ValueError, match=r"words|characters"):
            new(**fields)


async def test_another_principals_people_and_operators_have_no_part_in_it(world: VoiceWorld) -> None:
    added = await add_action(SARA, new(), world.ports)
    for user in (CARLA, ANNA):
        for work in (
            add_action(user, new(), world.ports),
            finish_action(user, added.id, 1, world.ports),
            look_at_action(user, added.id, 1, world.ports),
        ):
            with pytest.raises(Forbidden):
                await work
    assert await list_actions(CARLA, "", world.ports) == []
