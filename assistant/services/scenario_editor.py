"""Trainers write scenarios in a form: checked as the library checks them, written as a trainer would by hand."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence

from assistant.domain.errors import Forbidden
from assistant.domain.records import Principal
from assistant.domain.scenario import Scenario
from assistant.domain.scenario_check import Fault, scenario_faults
from assistant.domain.scenario_editing import BrokenScenario, ScenarioAssigned, ScenarioRefused, ShelvedScenario
from assistant.domain.scenario_reach import reach_faults
from assistant.domain.users import Role, User
from assistant.services.plans import PlanBasis
from assistant.services.practice_figures import limit_faults
from assistant.services.practice_room import RoomPorts
from knowledge.types import COMMON

_WRITERS: tuple[Role, ...] = ("trainer", "admin")


def require_writer(user: User) -> None:
    """Raise `Forbidden` unless the person writes scenarios: they show what customers hide."""
    if user.role not in _WRITERS:
        raise Forbidden("Only trainers open scenarios; ask the trainer of your team.", where=user.username)


def broken_for(user: User, ports: RoomPorts) -> Sequence[BrokenScenario]:
    """Files of the person's principals that aren't sound, so that nobody has to look for them in a log."""
    require_writer(user)
    return [one for owner, one in ports.shelf.broken() if owner == COMMON or user.may_see(owner)]


def principals_for(user: User, ports: RoomPorts) -> Sequence[Principal]:
    """For whom the person writes scenarios, also where there are none yet."""
    require_writer(user)
    return [one for one in ports.practice.library.principals() if user.may_see(one.id)]


def read_scenario(user: User, scenario_id: str, ports: RoomPorts) -> ShelvedScenario:
    """The whole scenario. Raises `Forbidden`, `NotFound`, `LibraryError`."""
    require_writer(user)
    found = ports.shelf.open(scenario_id)
    user.require(found.scenario.principal)
    return found


async def check_scenario(user: User, data: object, ports: RoomPorts) -> Scenario:
    """The scenario of a form. Raises `ScenarioRefused` with every fault, or `Forbidden`."""
    require_writer(user)
    scenario = ports.shelf.parse(data)
    user.require(scenario.principal)
    known = [one.id for one in principals_for(user, ports)]
    if scenario.principal not in known:
        message = f"There is no principal {scenario.principal!r}; name one of: {', '.join(known)}."
        raise ScenarioRefused([Fault(("principal",), message, "no_principal")])
    # The search for outcomes that nobody can reach takes a part of a second; calls go on meanwhile.
    if faults := await asyncio.to_thread(lambda: list(_faults(scenario, ports))):
        raise ScenarioRefused(faults)
    return scenario


async def add_scenario(user: User, data: object, ports: RoomPorts) -> ShelvedScenario:
    """A new file. Raises as `check_scenario`, and `Conflict` where the id is taken."""
    scenario = await check_scenario(user, data, ports)
    added = await asyncio.to_thread(ports.shelf.add, scenario)
    await ports.audit.record(user.username, "scenario.added", scenario.id, ports.clock.now())
    return added


async def save_scenario(user: User, scenario_id: str, data: object, stamp: str, ports: RoomPorts) -> ShelvedScenario:
    """The next version; calls that go on keep the one with which they began.

    Raises as `check_scenario`, and `Conflict` where the file isn't what `stamp` names any more.
    """
    read_scenario(user, scenario_id, ports)
    scenario = await check_scenario(user, data, ports)
    if scenario.id != scenario_id:
        message = f"The id is the file's name, {scenario_id!r}; for another id write a new scenario from this one."
        raise ScenarioRefused([Fault(("id",), message)])
    saved = await asyncio.to_thread(ports.shelf.write, scenario, stamp)
    detail = f"version {saved.scenario.version}"
    await ports.audit.record(user.username, "scenario.saved", scenario.id, ports.clock.now(), detail)
    return saved


async def delete_scenario(user: User, scenario_id: str, stamp: str, ports: RoomPorts) -> None:
    """Delete the file of a principal's own scenario; calls that were had keep the scenario with which they began.

    Raises as `read_scenario`, `ScenarioAssigned` while somebody is asked to practise it, and `Conflict` where the file
    isn't what `stamp` names any more, or is shared by all principals.
    """
    read_scenario(user, scenario_id, ports)
    if waiting := await ports.exercises.waiting(scenario_id):
        raise ScenarioAssigned(scenario_id, await _names({one.trainer for one in waiting}, ports))
    await asyncio.to_thread(ports.shelf.remove, scenario_id, stamp)
    await ports.audit.record(user.username, "scenario.deleted", scenario_id, ports.clock.now())


async def _names(usernames: Iterable[str], ports: RoomPorts) -> list[str]:
    people = {person.username: person.display_name for person in await ports.users.list()}
    return sorted(people.get(name, name) for name in usernames)


def _faults(scenario: Scenario, ports: RoomPorts) -> Iterator[Fault]:
    """Faults of its own first: what can't be read can't be searched."""
    practice = ports.practice
    house = practice.library.house(scenario.language)
    own = list(scenario_faults(scenario, house))
    yield from own
    if own:
        return
    yield from reach_faults(scenario, house)
    basis = PlanBasis(
        principal=practice.library.principal(scenario.principal),
        policy=practice.library.policy(scenario.principal),
        on=ports.clock.now().date(),
        working_days=practice.working_days,
        rates=practice.rates,
    )
    yield from limit_faults(scenario, basis)
