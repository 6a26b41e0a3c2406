"""`ascolto customer REF --may-call`: wrong usage is refused with the option's name; the answer in both languages."""

import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from assistant.adapters.calendar import HolidayCalendar
from assistant.cli.commands import app
from assistant.cli.may_call import lines, moment
from assistant.domain.calls import Purpose
from assistant.domain.contact_rules import RulePack
from assistant.domain.may_call import PlannedCall, may_call
from assistant.domain.money import Language
from tests.unit.test_contact_rules import pack
from tests.unit.test_may_call import ITALY, file

ROME = ZoneInfo("Europe/Rome")


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["--may-call", "--at", "tomorrow"], "--at"),
        (["--may-call", "--at", ""], "--at"),
        (["--may-call", "--at", "2026-11-25"], "--at"),
        (["--may-call", "--at", "2026-11-25T25:00"], "--at"),
        (["--may-call", "--at", "9999-12-31T10:00"], "--at"),
        (["--may-call", "--purpose", "chat"], "--purpose"),
        (["--may-call", "--language", "fr"], "--language"),
        (["--may-call", "--on", "2026-11-25"], "--on"),
        (["--at", "2026-11-25T10:00"], "--at"),
        (["--purpose", "overdue"], "--purpose"),
        (["--language", "it"], "--language"),
    ],
)
def test_wrong_usage_names_the_option(arguments: list[str], option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ["customer", "C-1001", *arguments, "--json"]
    monkeypatch.setattr(sys, "argv", ["ascolto", *whole])
    result = CliRunner().invoke(app, whole)
    assert (result.exit_code, result.stdout) == (2, "")
    assert option in result.stderr


def test_a_moment_with_and_without_a_zone() -> None:
    assert moment("2026-11-25T18:30").tzinfo is None
    assert moment("2026-11-25T18:30+01:00").utcoffset() == timedelta(hours=1)
    assert moment("2026-11-25T18:30Z").utcoffset() == timedelta(0)


def told(at: str, language: Language, *packs: RulePack, purpose: Purpose = "overdue") -> list[str]:
    call = PlannedCall(file(), datetime.fromisoformat(at).replace(tzinfo=ROME), purpose, language)
    return list(lines(call, may_call(call, packs, HolidayCalendar().is_public_holiday)))


def test_a_refusal_names_rule_source_and_next_moment_in_both_languages() -> None:
    assert told("2026-11-29T22:05", "it", ITALY) == [
        "Bar Sport (acme/C1), domenica 29 novembre 2026, ore 22:05, overdue",
        "Non si può chiamare.",
        "- Per il cliente è domenica: in questo giorno non si chiama.",
        "  Codice, art. 3 (standard volontario)",
        "Si può da lunedì 30 novembre 2026, ore 08:30 (ora del cliente).",
    ]
    assert told("2026-11-29T22:05", "en", ITALY) == [
        "Bar Sport (acme/C1), Sunday 29 November 2026, 22:05, overdue",
        "The customer may not be called.",
        "- It is Sunday for the customer: no calls on this day.",
        "  Code, section 3 (voluntary standard)",
        "Possible from Monday 30 November 2026, 08:30 (customer's time).",
    ]


def test_an_allowed_call_says_so_and_an_endless_refusal_says_where_to_look() -> None:
    assert told("2026-11-25T10:00", "en", ITALY)[1:] == ["The customer may be called."]
    assert told("2026-11-25T10:00", "it", pack(hours={}))[-1].startswith("Nei prossimi due mesi")


def test_a_country_without_packs_is_allowed_with_a_remark() -> None:
    answer = told("2026-11-29T22:05", "en")
    assert answer[1:] == [
        "The customer may be called.",
        "- No rule pack is in force for IT: hours and frequency aren't checked.",
    ]
