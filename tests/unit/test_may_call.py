"""Whether a customer may be called: hours, holidays, frequency, disputes, and when again. Real holidays."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.adapters.calendar import HolidayCalendar
from assistant.domain.calls import Purpose
from assistant.domain.contact_rules import Permission, RulePack
from assistant.domain.may_call import PlannedCall, may_call, notice_missing, outside_hours
from assistant.domain.money import Language
from assistant.domain.records import Channel, Contact, Customer, CustomerFile, Dispute
from tests.unit.test_contact_rules import pack

ROME, LONDON = ZoneInfo("Europe/Rome"), ZoneInfo("Europe/London")
WEEK = {day: ["08:30-21:00"] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": ["08:30-15:00"]}
ONCE_A_DAY = {"max": 1, "days": 1, "unless_agreed": True}
ITALY = pack(
    hours=WEEK, closed_on_public_holidays=True, frequency=[ONCE_A_DAY], pause_while_disputed=True, binding="voluntary"
)
BRITAIN = pack(id="gb", country="GB", time_zone="Europe/London", hours=WEEK, closed_on_public_holidays=True)


def file(country: str = "IT", **records: Any) -> CustomerFile:
    return CustomerFile(customer=Customer(principal="acme", ref="C1", name="Bar Sport", country=country), **records)


def spoke(at: datetime, channel: Channel = "call") -> Contact:
    return Contact(id=f"contact:{at}", at=at, channel=channel)


def ask(
    at: datetime,
    customer: CustomerFile | None = None,
    purpose: Purpose = "overdue",
    packs: Sequence[RulePack] = (ITALY, BRITAIN),
    language: Language = "it",
) -> Permission:
    planned = PlannedCall(customer or file(), at, purpose, language)
    return may_call(planned, packs, HolidayCalendar().is_public_holiday)


def rules(permission: Permission) -> list[str]:
    return [reason.rule for reason in permission.reasons]


def rome(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


@pytest.mark.parametrize(
    ("at", "allowed", "again"),
    [
        ("2026-11-25T08:29:59", False, "2026-11-25T08:30"),
        ("2026-11-25T08:30:00", True, None),
        ("2026-11-25T20:59:59", True, None),
        ("2026-11-25T21:00:00", False, "2026-11-26T08:30"),
        ("2026-11-28T14:59:59", True, None),  # a Saturday
        ("2026-11-28T15:00:00", False, "2026-11-30T08:30"),
        ("2026-11-29T11:00:00", False, "2026-11-30T08:30"),  # a Sunday
    ],
)
def test_hours_hold_from_the_opening_up_to_the_closing(at: str, allowed: bool, again: str | None) -> None:
    permission = ask(rome(at))
    assert permission.allowed is allowed
    assert permission.next_allowed == (rome(again) if again else None)
    assert rules(permission) == ([] if allowed else ["calling_hours"])


def test_the_customers_local_time_counts_whatever_the_offset_of_the_moment() -> None:
    at = datetime(2026, 11, 25, 20, 30, tzinfo=UTC)  # 21:30 in Rome, 20:30 in London
    assert not ask(at).allowed
    assert ask(at, file("GB")).allowed
    assert not ask(at.replace(tzinfo=None)).allowed  # without a zone it is UTC


def test_summer_time_moves_the_hours() -> None:
    winter, summer = date(2026, 3, 27), date(2026, 3, 30)  # the clocks change on Sunday the 29th
    at_seven = [datetime(day.year, day.month, day.day, 7, 0, tzinfo=UTC) for day in (winter, summer)]
    assert [ask(at).allowed for at in at_seven] == [False, True]  # 8:00 and 9:00 in Rome
    again = ask(rome("2026-03-28T16:00")).next_allowed
    assert again is not None
    assert (again.isoformat(), again.utcoffset()) == ("2026-03-30T08:30:00+02:00", timedelta(hours=2))


@pytest.mark.parametrize(
    ("at", "country", "again"),
    [
        ("2026-12-25T10:00", "IT", "2026-12-28T08:30"),  # Friday, then Santo Stefano on Saturday, then Sunday
        ("2026-04-06T10:00", "IT", "2026-04-07T08:30"),  # Easter Monday
        ("2027-12-25T10:00", "IT", "2027-12-27T08:30"),  # Christmas on a Saturday
        ("2026-04-03T10:00", "GB", "2026-04-04T08:30"),  # Good Friday is a holiday in Britain only
    ],
)
def test_public_holidays_of_the_customers_country(at: str, country: str, again: str) -> None:
    zone = ROME if country == "IT" else LONDON
    permission = ask(datetime.fromisoformat(at).replace(tzinfo=zone), file(country))
    assert rules(permission) == ["public_holiday"]
    assert permission.next_allowed == datetime.fromisoformat(again).replace(tzinfo=zone)


def test_good_friday_is_a_working_day_in_italy() -> None:
    assert ask(rome("2026-04-03T10:00")).allowed


def test_one_conversation_a_day_by_telephone() -> None:
    this_morning = file(contacts=(spoke(datetime(2026, 11, 25, 8, 0, tzinfo=UTC)),))
    permission = ask(rome("2026-11-25T16:00"), this_morning)
    assert rules(permission) == ["call_frequency"]
    assert permission.reasons[0].text == (
        "Conversazioni telefoniche già avute oggi: 1; il massimo è 1, "
        "salvo che il cliente abbia chiesto di essere richiamato."
    )
    assert permission.next_allowed == rome("2026-11-26T08:30")


@pytest.mark.parametrize(
    "contact",
    [
        spoke(datetime(2026, 11, 25, 8, 0, tzinfo=UTC), "email"),
        spoke(datetime(2026, 11, 24, 22, 59, tzinfo=UTC)),  # yesterday in Rome
        spoke(datetime(2026, 11, 25, 16, 0, tzinfo=UTC)),  # later than the call that is asked for
    ],
)
def test_what_is_no_earlier_conversation_of_the_day(contact: Contact) -> None:
    assert ask(rome("2026-11-25T16:00"), file(contacts=(contact,))).allowed


def test_a_frequency_over_several_days_says_when_it_ends() -> None:
    weekly = pack(hours=WEEK, frequency=[{"max": 2, "days": 7}])
    calls = file(contacts=tuple(spoke(datetime(2026, 11, day, 9, 0, tzinfo=UTC)) for day in (20, 23)))
    permission = ask(rome("2026-11-25T10:00"), calls, packs=[weekly], language="en")
    assert permission.reasons[0].text == "Conversations by telephone in the last 7 days: 2; the most is 2."
    assert permission.next_allowed == rome("2026-11-27T08:30")  # the 20th is then more than a week ago
    assert ask(rome("2026-11-25T10:00"), calls, packs=[ITALY]).allowed


def test_inbound_calls_are_never_limited() -> None:
    sunday = file(contacts=(spoke(datetime(2026, 11, 29, 8, 0, tzinfo=UTC)),))
    assert ask(rome("2026-11-29T23:00"), sunday, "inbound") == Permission(allowed=True)


def test_a_country_without_a_pack_is_not_judged() -> None:
    permission = ask(rome("2026-11-29T23:00"), file("FR"), language="en")
    assert permission.allowed
    assert [(r.rule, r.severity) for r in permission.reasons] == [("no_rule_pack", "info")]
    assert permission.reasons[0].text == "No rule pack is in force for FR: hours and frequency aren't checked."


def test_the_pack_of_the_day_decides() -> None:
    old = pack(hours=WEEK, valid_to="2026-06-30")
    new = pack(valid_from="2026-07-01", hours=WEEK | {"fri": ["10:00-17:00"]})
    assert ask(rome("2026-06-26T18:00"), packs=[old, new]).allowed
    assert not ask(rome("2026-07-03T18:00"), packs=[old, new]).allowed
    last_evening = ask(
        rome("2026-06-30T21:30"), packs=[old, pack(valid_from="2026-07-01", hours={"fri": ["10:00-17:00"]})]
    )
    assert last_evening.next_allowed == rome("2026-07-03T10:00")


@pytest.mark.parametrize(
    ("purpose", "state", "opened_on", "warned"),
    [
        ("overdue", "open", date(2026, 11, 20), True),
        ("pre_due_courtesy", "open", date(2026, 11, 20), True),
        ("dispute_follow_up", "open", date(2026, 11, 20), False),
        ("overdue", "resolved", date(2026, 11, 20), False),
        ("overdue", "open", date(2026, 11, 26), False),  # it was opened after the call
    ],
)
def test_an_open_dispute_warns_and_does_not_refuse(purpose: Purpose, state: Any, opened_on: date, warned: bool) -> None:
    dispute = Dispute(id="dispute:1", opened_on=opened_on, invoice_number="ML-7", reason="ore in più", state=state)
    permission = ask(rome("2026-11-25T10:00"), file(disputes=(dispute,)), purpose)
    assert permission.allowed
    assert [(r.rule, r.severity) for r in permission.reasons] == ([("open_dispute", "warning")] if warned else [])
    if warned:
        assert "ML-7" in permission.reasons[0].text


def test_each_reason_cites_its_pack_in_the_language_asked_for() -> None:
    reason = ask(rome("2026-11-29T23:00"), language="en").reasons[0]
    assert (reason.text, reason.citation, reason.pack, reason.severity) == (
        "It is Sunday for the customer: no calls on this day.",
        "Code, section 3 (voluntary standard)",
        "it-code",
        "critical",
    )
    evening = ask(rome("2026-11-25T22:15")).reasons[0]
    assert evening.text == "Per il cliente sono le 22:15 di mercoledì: si chiama dalle 08:30 alle 21:00."


def test_packs_that_never_open_have_no_next_moment() -> None:
    permission = ask(rome("2026-11-25T10:00"), packs=[pack(hours={})])
    assert (permission.allowed, permission.next_allowed) == (False, None)


def test_a_pack_without_hours_opens_again_at_midnight() -> None:
    spoken = file(contacts=(spoke(datetime(2026, 11, 25, 8, 0, tzinfo=UTC)),))
    permission = ask(rome("2026-11-25T16:00"), spoken, packs=[pack(frequency=[ONCE_A_DAY])])
    assert permission.next_allowed == rome("2026-11-26T00:00")


def test_a_call_that_goes_on_past_the_hours_is_told_to_close() -> None:
    assert outside_hours([ITALY], rome("2026-11-25T20:59"), "en", left=True) is None
    reason = outside_hours([ITALY], rome("2026-11-25T21:01"), "en", left=True)
    assert reason is not None
    assert reason.text.startswith("It is 21:01 for the customer: the hours for calls are over.")


def test_the_missing_notice_comes_with_the_sentence_to_say() -> None:
    both = {"it": "La chiamata è registrata.", "en": "This call is recorded."}
    told = pack(recording_notice={"text": both, "say": both, "cues": {}})
    assert notice_missing([ITALY], "it") is None
    found = notice_missing([told], "en")
    assert found is not None
    assert (found[0].rule, found[1]) == ("recording_notice", "This call is recorded.")
