"""The report of themes, a theme's voices and its name: who may, what is asked, and what is kept of it."""

from datetime import timedelta
from typing import Any

import pytest

from assistant.domain.errors import Conflict, Forbidden, InvalidInput, NotFound
from assistant.domain.users import Role, User
from assistant.services.ports_voice import Listened
from assistant.services.voice import PAGE, VoiceQuery, rename_theme, theme_voices, voice_report
from tests.fake_voice import TODAY, VoiceWorld, theme, voice


def person(role: Role = "supervisor", *principals: str) -> User:
    return User(username="sara", display_name="Sara", role=role, principals=principals or ("montelupo",))


@pytest.fixture
def world() -> VoiceWorld:
    world = VoiceWorld()
    world.themes.add(theme(), voice(1), voice(2, customer="montelupo/C2"), voice(3, customer="montelupo/C3"))
    world.themes.add(theme("price"), voice(4))
    world.themes.add(theme("theirs", "brackwater"), voice(5, customer="brackwater/B1"))
    world.themes.days = [Listened("montelupo", TODAY, "call", 40), Listened("brackwater", TODAY, "call", 8)]
    return world


async def test_the_report_has_the_persons_principals_only_the_most_heard_first(world: VoiceWorld) -> None:
    report = await voice_report(person(), VoiceQuery(), world.ports)
    assert [(one.id, one.share.heard, one.share.of) for one in report.themes] == [("late", 3, 40), ("price", 1, 40)]
    assert report.listened == {"call": 40, "interview": 0, "ticket": 0}
    assert report.voices["call"] == 4
    assert [len(one.quotes) for one in report.themes] == [3, 1]
    everything = await voice_report(person("admin", "*"), VoiceQuery(), world.ports)
    assert {one.id: one.share.of for one in everything.themes} == {"late": 40, "price": 40, "theirs": 8}
    assert world.audit.actions() == ["voice.read", "voice.read"]


async def test_themes_without_a_voice_in_the_time_are_left_out(world: VoiceWorld) -> None:
    long_ago = TODAY - timedelta(days=400)
    report = await voice_report(person(), VoiceQuery(start=long_ago, end=long_ago + timedelta(days=9)), world.ports)
    assert report.themes == []


@pytest.mark.parametrize("role", ["operator", "trainer"])
async def test_it_is_for_supervisors_and_admins(world: VoiceWorld, role: Any) -> None:
    for work in (
        voice_report(person(role), VoiceQuery(), world.ports),
        theme_voices(person(role), "late", VoiceQuery(), 0, world.ports),
        rename_theme(person(role), "late", {"it": "Ritardi"}, 1, world.ports),
    ):
        with pytest.raises(Forbidden, match="for supervisors"):
            await work
    assert world.audit.actions() == []


async def test_nobody_reads_or_names_another_principals_themes(world: VoiceWorld) -> None:
    for work in (
        voice_report(person(), VoiceQuery(principal="brackwater"), world.ports),
        theme_voices(person(), "theirs", VoiceQuery(), 0, world.ports),
        rename_theme(person(), "theirs", {"it": "x"}, 1, world.ports),
    ):
        with pytest.raises(Forbidden, match="isn't yours"):
            await work


async def test_days_that_make_no_sense_are_refused(world: VoiceWorld) -> None:
    with pytest.raises(InvalidInput, match="comes after"):
        await voice_report(person(), VoiceQuery(start=TODAY, end=TODAY - timedelta(days=1)), world.ports)
    with pytest.raises(InvalidInput, match="at most"):
        await voice_report(person(), VoiceQuery(start=TODAY - timedelta(days=9_999)), world.ports)


async def test_the_voices_of_a_theme_come_in_pages(world: VoiceWorld) -> None:
    many = [voice(n, customer=f"montelupo/C{n % 9}") for n in range(10, 10 + PAGE + 5)]
    world.themes.add(theme("many"), *many)
    first = await theme_voices(person(), "many", VoiceQuery(), 0, world.ports)
    rest = await theme_voices(person(), "many", VoiceQuery(), PAGE, world.ports)
    assert (first.total, len(first.voices), first.next_cursor) == (PAGE + 5, PAGE, PAGE)
    assert (len(rest.voices), rest.next_cursor) == (5, None)
    assert {one.id for one in [*first.voices, *rest.voices]} == {one.id for one in many}
    with pytest.raises(NotFound):
        await theme_voices(person(), "other", VoiceQuery(), 0, world.ports)


async def test_a_persons_name_stays_until_it_is_given_back(world: VoiceWorld) -> None:
    named = await rename_theme(person(), "late", {"it": "  Ritardi   dei camion "}, 1, world.ports)
    assert (named.name("it"), named.named_by, named.version) == ("Ritardi dei camion", "sara", 2)
    back = await rename_theme(person(), "late", {"it": ""}, 2, world.ports)
    assert back.name("it") == "consegne in ritardo"
    with pytest.raises(Conflict):
        await rename_theme(person(), "late", {"it": "Altro"}, 1, world.ports)
    with pytest.raises(InvalidInput, match="characters at most"):
        await rename_theme(person(), "late", {"it": "x" * 81}, 3, world.ports)
    with pytest.raises(InvalidInput, match="language"):
        await rename_theme(person(), "late", {}, 3, world.ports)
    assert world.audit.actions() == ["voice.theme_renamed"] * 2
