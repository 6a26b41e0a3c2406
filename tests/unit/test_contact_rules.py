"""Rule packs as data: what is refused, when a pack holds, what its citation says."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.domain.contact_rules import RulePack, Window, in_force, recording_notice, third_party_citation
from assistant.domain.records import Customer, CustomerKind


def pack(**fields: Any) -> RulePack:
    """A small Italian pack without limits, changed by `fields`."""
    both = {"it": "Codice", "en": "Code"}
    base = {
        "id": "it-code",
        "country": "IT",
        "time_zone": "Europe/Rome",
        "valid_from": "2026-01-01",
        "title": both,
        "source": {"title": both, "reference": {"it": "art. 3", "en": "section 3"}},
        "binding": "code",
        "applies_to": "all",
    }
    return RulePack.model_validate(base | fields)


def customer(country: str, kind: CustomerKind = "business") -> Customer:
    return Customer(principal="acme", ref="C1", name="Bar Sport", country=country, kind=kind)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"hours": {"mon": ["8:30-21:00"]}}, "write it as '08:30-21:00'"),
        ({"hours": {"mon": [510]}}, "write it as '08:30-21:00'"),  # what YAML makes of an unquoted 8:30
        ({"hours": {"mon": ["21:00-08:30"]}}, "must open before it closes"),
        ({"hours": {"lun": ["08:30-21:00"]}}, "hours.lun"),
        ({"time_zone": "Europe/Roma"}, "no time zone 'Europe/Roma'"),
        ({"time_zone": "../etc"}, "no time zone"),
        ({"valid_to": "2025-12-31"}, "lies before valid_from"),
        ({"title": {"it": "Codice"}}, "the text in en is missing"),
        ({"frequency": [{"max": 0, "days": 1}]}, "greater than or equal to 1"),
        ({"min_age": 18}, "Extra inputs"),
    ],
)
def test_a_pack_that_cannot_be_meant_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        pack(**fields)


def test_a_window_holds_from_its_opening_up_to_its_closing() -> None:
    window = Window.model_validate("08:30-21:00")
    told = [window.holds(datetime.strptime(text, "%H:%M:%S").time()) for text in  # noqa: DTZ007 - a time of day
            ("08:29:59", "08:30:00", "20:59:59", "21:00:00")]  # fmt: skip
    assert told == [False, True, True, False]


def test_the_day_that_counts_is_the_customers() -> None:
    old, new = pack(valid_to="2026-06-30"), pack(id="it-new", valid_from="2026-07-01")
    before_midnight_in_rome = datetime(2026, 6, 30, 21, 59, tzinfo=UTC)
    after_midnight_in_rome = datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    assert in_force([old, new], customer("IT"), before_midnight_in_rome) == [old]
    assert in_force([old, new], customer("it"), after_midnight_in_rome) == [new]
    assert in_force([old, new], customer("GB"), after_midnight_in_rome) == []


def test_what_protects_consumers_holds_for_businesses_only_as_a_voluntary_standard() -> None:
    law, adopted = pack(applies_to="consumer"), pack(applies_to="consumer", binding="voluntary")
    trade, everybody = pack(applies_to="business"), pack(applies_to="all")
    packs, at = [law, adopted, trade, everybody], datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert in_force(packs, customer("IT"), at) == [adopted, trade, everybody]
    assert in_force(packs, customer("IT", "public"), at) == [adopted, trade, everybody]
    assert in_force(packs, customer("IT", "consumer"), at) == [law, adopted, everybody]


@pytest.mark.parametrize(
    ("other", "overlap"),
    [
        ({"valid_from": "2026-06-30"}, True),
        ({"valid_from": "2026-07-01"}, False),
        ({"valid_from": "2025-01-01", "valid_to": "2025-12-31"}, False),
        ({"valid_from": "2025-01-01"}, True),
        ({"valid_from": "2026-06-30", "id": "another"}, False),
    ],
)
def test_packs_of_one_id_overlap_where_a_day_has_both(other: dict[str, str], overlap: bool) -> None:
    first, second = pack(valid_to=date(2026, 6, 30)), pack(**other)
    assert (first.overlaps(second), second.overlaps(first)) == (overlap, overlap)


def test_a_citation_says_how_far_it_binds() -> None:
    assert pack().citation("it") == "Codice, art. 3"
    assert (
        pack(binding="voluntary", verify=True).citation("it") == "Codice, art. 3 (standard volontario; da verificare)"
    )
    assert pack(verify=True).citation("en") == "Code, section 3 (to be verified)"


def test_third_parties_and_notice_come_from_the_pack_that_has_them() -> None:
    text = {"it": "Avvisare", "en": "Say so"}
    told = pack(id="told", recording_notice={"text": text, "say": text, "cues": {"it": ["registrat"]}})
    silent = pack(id="silent", third_parties="nothing")
    assert recording_notice([silent]) is None
    assert recording_notice([silent, told]) == (told, told.recording_notice)
    assert third_party_citation([told], "en") is None
    assert third_party_citation([told, silent], "en") == "Code, section 3"
