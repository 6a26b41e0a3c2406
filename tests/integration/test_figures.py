"""Every visible figure of every demo call is covered by a source, true to it, and well written, on any day.

The walker itself is tried on planted faults, so that its silence means something.
"""

import asyncio
import copy
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.integration.demo_calls import play_demo
from tests.integration.figurewalk import Json, Walk, uncovered, walk

pytestmark = pytest.mark.integration

MENTIONS = {
    "la cassa è vuota": "la cassa vuota",
    "monta lettighe": "la porta della cabina",
    "quella fattura non mi torna": "la fattura",
    "ho il rapportino firmato": "il rapportino firmato",
    "la trasferta doppia": "la trasferta doppia",
    "il bonifico ve l'ho già fatto": "il bonifico fatto",
    "due visite inutili": "le visite inutili",
    "non prima del venti": "le rate",
    "più di duecento": "le rate",
    "burst pipe": "the burst pipe",
    "the wife sent it": "the wife",
    "it's gone from our account": "the account",
    "I'll pay nine hundred": "the smaller one",
    "wedding party's balance": "the wedding party's balance",
    "short staffed": "the short staff",
}


@pytest.fixture(scope="module")
def calls(demo_home: Path) -> dict[str, list[Json]]:
    """Today's calls, without a model."""
    with pytest.MonkeyPatch.context() as patch:
        return asyncio.run(play_demo(demo_home, patch))


def test_every_figure_of_today_is_covered_and_true(calls: dict[str, list[Json]], demo_home: Path) -> None:
    assert len(calls) == 8
    kinds: Counter[str] = Counter()
    for events in calls.values():
        walked = Walk(events, demo_home).run()
        assert walked.problems == []
        kinds.update(kind for kind, _ in walked.seen)
    assert set(kinds) == {"record", "policy", "plan", "utterance"}
    assert min(kinds.values()) > 3, kinds


async def test_tailored_sentences_are_covered_and_true(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    played = await play_demo(demo_home, monkeypatch, mentions=MENTIONS)
    assert [problem for events in played.values() for problem in walk(events, demo_home)] == []
    tailored = [e for events in played.values() for e in events if e["type"] == "suggestion.tailored"]
    assert {language for e in tailored for language in ("it", "en") if f"-{language}-" in e["card_id"]} == {"it", "en"}
    assert sum(bool(event["figures"]) for event in tailored) >= 2, tailored


@pytest.mark.parametrize(
    "day",
    [datetime(2027, 1, 1, 9, 0), datetime(2027, 5, 15, 11, 0), datetime(2028, 2, 29, 16, 0)],
    ids=["new-year", "saturday", "leap-day"],
)
async def test_figures_hold_on_any_day(
    day: datetime, demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(shutil.copytree(demo_home, tmp_path / "home"))
    played = await play_demo(home, monkeypatch, now=day.replace(tzinfo=UTC))
    assert len(played) == 8
    assert {events[0]["started_at"][:10] for events in played.values()} == {f"{day:%Y-%m-%d}"}
    assert [problem for events in played.values() for problem in walk(events, home)] == []


# Planted faults


def _cards(events: list[Json]) -> list[Json]:
    return [event["card"] for event in events if event["type"] == "suggestion.ready"]


def _figure(events: list[Json], kind: str, field: str) -> tuple[Json, Json]:
    """The first card with such a figure, and the figure."""
    return next(
        (card, figure)
        for card in _cards(events)
        for figure in card["figures"]
        if (figure["source"]["kind"], figure["source"]["field"]) == (kind, field)
    )


def _wrong_instalment(events: list[Json]) -> None:
    plans = next(event for event in events if event["type"] == "plans.updated")
    plans["options"][-1]["instalments"][0]["amount"] = "1.00"


def _instalment_beyond_the_limit(events: list[Json]) -> None:
    plans = next(event for event in events if event["type"] == "plans.updated" and event["limits"]["max_instalment"])
    first, second = plans["options"][-1]["instalments"][:2]
    first["amount"] = f"{float(first['amount']) + 100:.2f}"
    second["amount"] = f"{float(second['amount']) - 100:.2f}"


def _swapped_invoice(events: list[Json]) -> None:
    _figure(events, "record", "open_amount")[1]["source"]["id"] = "invoice:ML-10440"


def _another_customers_record(events: list[Json]) -> None:
    _figure(events, "record", "open_amount")[1]["source"]["id"] = "invoice:ML-10433"


def _another_plan(events: list[Json]) -> None:
    _figure(events, "plan", "instalments.amount")[1]["source"]["id"] = "plan-000000000000"


def _figure_left_out(events: list[Json]) -> None:
    card, figure = _figure(events, "plan", "instalments.due")
    card["figures"].remove(figure)


def _figure_not_shown(events: list[Json]) -> None:
    card, figure = _figure(events, "plan", "instalments.due")
    card["text"] = card["text"].replace(figure["text"], "presto")


def _cent_changed(events: list[Json]) -> None:
    """In sentence, text and value alike: only the source knows better."""
    card, figure = _figure(events, "record", "open_amount")
    card["text"] = card["text"].replace("390,00", "390,01")
    figure["text"], figure["value"] = "390,01 €", "390.01"


def _value_unlike_text(events: list[Json]) -> None:
    _figure(events, "record", "open_amount")[1]["value"] = "390.01"


def _written_in_the_other_language(events: list[Json]) -> None:
    card, figure = _figure(events, "record", "open_amount")
    card["text"] = card["text"].replace(figure["text"], "€390.00")
    figure["text"] = "€390.00"


def _policy_field_swapped(events: list[Json]) -> None:
    _figure(events, "policy", "response_times.complaint_days")[1]["source"]["field"] = "response_times.dispute_days"


def _wrong_total_fact(events: list[Json]) -> None:
    fact = next(fact for fact in events[0]["facts"] if fact["key"] == "overdue_total")
    fact["figure"] |= {"text": "1.139,99 €", "value": "1139.99"}


def _wrong_payment_day(events: list[Json]) -> None:
    fact = next(fact for fact in events[0]["facts"] if fact["key"] == "last_payment")
    fact["figure"]["text"] = "390,00 €, 1º gennaio 2026"


def _number_word(events: list[Json]) -> None:
    _cards(events)[0]["question"] = "Le vanno bene sei rate?"


def _foreign_digit(events: list[Json]) -> None:
    _cards(events)[0]["question"] = "Le vanno bene ٦ rate?"


@pytest.mark.parametrize(
    "plant",
    [
        _wrong_instalment,
        _instalment_beyond_the_limit,
        _swapped_invoice,
        _another_customers_record,
        _another_plan,
        _figure_left_out,
        _figure_not_shown,
        _cent_changed,
        _value_unlike_text,
        _written_in_the_other_language,
        _policy_field_swapped,
        _wrong_total_fact,
        _wrong_payment_day,
        _number_word,
        _foreign_digit,
    ],
)
def test_a_planted_fault_is_found(
    plant: Callable[[list[Json]], None], calls: dict[str, list[Json]], demo_home: Path
) -> None:
    events = copy.deepcopy(calls["demo-it-difficulty"])
    plant(events)
    assert walk(events, demo_home)


def test_a_spoken_amount_must_be_what_was_said(calls: dict[str, list[Json]], demo_home: Path) -> None:
    events = copy.deepcopy(calls["demo-en-promise"])
    card, figure = _figure(events, "utterance", "amount")
    card["text"] = card["text"].replace("£900.00", "£909.00")
    figure |= {"text": "£909.00", "value": "909.00"}
    assert walk(events, demo_home)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Pagherebbe in ventiquattro volte", "it"),
        ("Le restano ½ dei giorni", "it"),
        ("Metà adesso", "it"),
        ("That is twenty-one pounds", "en"),
        ("a couple of weeks", "en"),
        ("on the twentieth", "en"),
    ],
)
def test_number_words_are_seen(sentence: str, language: str) -> None:
    assert uncovered(sentence, [], language)
