"""The contact rules around a live call: what is said before it, and what while it goes on."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.adapters.memory import MemoryCalls
from assistant.domain.calls import Purpose, Situation
from assistant.domain.contact_rules import RulePack
from assistant.domain.events import AlertRaised, CallOpened, CallStarted, ChecklistTicked
from assistant.domain.may_call import PlannedCall
from assistant.domain.money import Language
from assistant.services.contact import customers_time, permission_for
from assistant.services.live import LiveCalls
from tests.unit.test_contact_rules import pack
from tests.unit.test_live import FILE, World

ROME = ZoneInfo("Europe/Rome")
HOURS = pack(hours={"fri": ["08:30-21:00"]}, binding="voluntary")
NOTICE = pack(
    id="it-notice",
    recording_notice={
        "text": {"it": "Avvisare della registrazione", "en": "Say that the call is recorded"},
        "say": {"it": "La chiamata è registrata.", "en": "This call is recorded."},
        "cues": {"it": [r"\bregistrata\b"]},
        "within_turns": 2,
    },
)
OTHERS = pack(id="it-others", third_parties="nothing")
CITATION = "Codice, art. 3 (standard volontario)"


async def begun(
    *rules: RulePack, at: str = "2026-11-20T10:00", purpose: Purpose = "overdue", language: Language = "it"
) -> World:
    """A call under these rules that starts at this time in Rome; the 20th is a Friday."""
    world = World()
    world.library.rules = rules
    started_at = datetime.fromisoformat(at).replace(tzinfo=ROME)
    await world.live.open(
        CallStarted(call_id="k", customer="acme/C1", started_at=started_at, purpose=purpose, language=language)
    )
    return world


async def alerts(world: World) -> list[AlertRaised]:
    return [event for event in await world.events() if isinstance(event, AlertRaised)]


async def raised(world: World) -> list[tuple[str, str, str | None]]:
    return [(alert.rule, alert.severity, alert.utterance_id) for alert in await alerts(world)]


async def test_a_call_outside_the_hours_raises_an_alert_as_it_opens() -> None:
    world = await begun(HOURS, at="2026-11-20T21:00", language="en")
    (alert,) = await alerts(world)
    assert (alert.rule, alert.severity, alert.utterance_id) == ("calling_hours", "critical", None)
    assert alert.text == "It is 21:00 on Friday for the customer: calls are made from 08:30 to 21:00."
    assert alert.citation == "Code, section 3 (voluntary standard)"
    kinds = [event.type for event in await world.events()]
    assert kinds == ["call.opened", "alert.raised", "plans.updated"]


async def test_within_the_hours_nothing_is_raised() -> None:
    world = await begun(HOURS, OTHERS)
    await world.hear("Buongiorno", speaker="operator")
    assert await raised(world) == []


async def test_without_a_pack_for_the_country_nothing_is_raised() -> None:
    world = await begun(pack(country="GB", time_zone="Europe/London", hours={}), at="2026-11-22T23:00")
    await world.hear("Buongiorno", speaker="operator")
    assert await raised(world) == []


async def test_each_rule_that_is_broken_raises_its_own_alert() -> None:
    holiday = pack(id="it-holidays", closed_on_public_holidays=True)
    world = await begun(HOURS, holiday, at="2026-12-08T10:00")  # a Tuesday, and a holiday in Italy
    assert [rule for rule, _, _ in await raised(world)] == ["calling_hours", "public_holiday"]


async def test_a_call_that_outlasts_the_hours_raises_one_alert_with_the_words_that_were_spoken() -> None:
    world = await begun(HOURS, at="2026-11-20T20:58")
    await world.hear("sì, mi dica", t=119.0)
    assert await raised(world) == []
    await world.hear("aspetti che cerco la fattura", t=121.0)
    await world.hear("ecco", t=130.0)
    (alert,) = await alerts(world)
    assert (alert.rule, alert.severity, alert.utterance_id) == ("calling_hours", "critical", "u2")
    assert alert.text.startswith("Per il cliente sono le 21:00: l'orario delle chiamate è finito.")
    assert alert.citation == CITATION


async def test_a_call_that_began_outside_the_hours_is_not_warned_of_again() -> None:
    world = await begun(HOURS, at="2026-11-20T21:30")
    await world.hear("pronto", t=60.0)
    assert [rule for rule, _, _ in await raised(world)] == ["calling_hours"]


async def test_a_time_that_no_call_can_have_says_nothing_of_the_hour() -> None:
    world = await begun(HOURS)
    await world.hear("pronto", t=1e9)
    assert await raised(world) == []


async def test_the_missing_recording_notice_is_raised_once_with_the_sentence_to_say() -> None:
    world = await begun(NOTICE)
    await world.hear("Buongiorno, sono Sara", speaker="operator")
    await world.hear("pronto")
    assert await raised(world) == []
    await world.hear("La chiamo per una fattura", speaker="operator")
    await world.hear("Mi dica", speaker="operator")
    (alert,) = await alerts(world)
    assert (alert.rule, alert.severity, alert.utterance_id) == ("recording_notice", "warning", "u3")
    assert (alert.kinder, alert.citation) == ("La chiamata è registrata.", "Codice, art. 3")


async def test_the_notice_given_in_time_ticks_its_item_and_raises_nothing() -> None:
    world = await begun(NOTICE)
    opened = (await world.events())[0]
    assert isinstance(opened, CallOpened)
    assert [entry.text for entry in opened.checklist if entry.item == "recording_notice"] == [
        "Avvisare della registrazione"
    ]
    await world.hear("Buongiorno", speaker="operator")
    await world.hear("La avviso che la chiamata è registrata", speaker="operator")
    await world.hear("Mi dica", speaker="operator")
    assert [e.item for e in await world.events() if isinstance(e, ChecklistTicked)][-1] == "recording_notice"
    assert await raised(world) == []


async def test_the_notice_is_asked_for_in_calls_that_the_customer_made_too() -> None:
    world = await begun(NOTICE, purpose="inbound")
    for text in ("Buongiorno", "Mi dica"):
        await world.hear(text, speaker="operator")
    assert [rule for rule, _, _ in await raised(world)] == ["recording_notice"]


async def test_the_alert_of_a_third_person_cites_its_rule() -> None:
    for rules, citation in (([OTHERS], "Codice, art. 3"), ([HOURS], None)):
        world = await begun(*rules)
        await world.hear("sono la figlia", (Situation.WRONG_PERSON, 0.9))
        (alert,) = await alerts(world)
        assert (alert.rule, alert.citation) == ("third_party_on_the_line", citation)


@pytest.mark.parametrize("at", ["2026-11-20T23:30", "2026-11-22T10:00", "2026-12-25T10:00"])
async def test_a_call_that_the_customer_made_is_never_spoken_against(at: str) -> None:
    world = await begun(HOURS, pack(id="it-holidays", closed_on_public_holidays=True), at=at, purpose="inbound")
    await world.hear("buonasera, chiamo per una fattura", t=7200.0)
    assert await raised(world) == []


async def test_a_restarted_server_warns_of_nothing_twice() -> None:
    world = await begun(HOURS, NOTICE, at="2026-11-20T20:59")
    await world.hear("Buonasera", speaker="operator", t=61.0)
    await world.hear("Mi dica", speaker="operator", t=62.0)
    before = await raised(world)
    assert [rule for rule, _, _ in before] == ["calling_hours", "recording_notice"]
    revived = _revived(world.calls, [HOURS, NOTICE])
    await revived.hear("Mi dica pure", speaker="operator", t=70.0)
    assert await raised(revived) == before


def _revived(calls: MemoryCalls, rules: Sequence[RulePack]) -> World:
    world = World()
    world.calls = calls
    world.library.rules = rules
    ports: dict[str, Any] = {**world.ports.__dict__, "calls": calls}
    world.live = LiveCalls(type(world.ports)(**ports))
    return world


def test_a_moment_without_a_zone_is_meant_by_the_customers_clock() -> None:
    world = World()
    summer, noon = datetime.fromisoformat("2026-07-01T12:00"), datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert customers_time(summer, world.library, FILE) == noon  # no pack says which clock
    world.library.rules = [HOURS]
    assert customers_time(summer, world.library, FILE).isoformat() == "2026-07-01T12:00:00+02:00"
    assert customers_time(noon, world.library, FILE).isoformat() == "2026-07-01T14:00:00+02:00"


def test_the_library_s_packs_decide_whether_a_call_may_be_made() -> None:
    world = World()
    call = PlannedCall(FILE, datetime(2026, 11, 20, 22, tzinfo=ROME), "overdue", "it")
    assert permission_for(call, world.library, world.ports.working_days).allowed
    world.library.rules = [HOURS]
    permission = permission_for(call, world.library, world.ports.working_days)
    assert (permission.allowed, permission.next_allowed) == (False, datetime(2026, 11, 27, 8, 30, tzinfo=ROME))
