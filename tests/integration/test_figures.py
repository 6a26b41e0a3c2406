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
from tests.integration.figurewalk import Json, Walk, walk
from tests.integration.wording import day, money, uncovered

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


async def test_tailored_sentences_are_covered_and_true(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    played = await play_demo(demo_home, monkeypatch, mentions=MENTIONS)
    assert [problem for events in played.values() for problem in walk(events, demo_home)] == []
    tailored = [e for events in played.values() for e in events if e["type"] == "suggestion.tailored"]
    assert {language for e in tailored for language in ("it", "en") if f"-{language}-" in e["card_id"]} == {"it", "en"}
    assert sum(bool(event["figures"]) for event in tailored) >= 2, tailored


@pytest.mark.parametrize(
    "today",
    [datetime(2027, 1, 1, 9, tzinfo=UTC), datetime(2027, 5, 15, 11, tzinfo=UTC), datetime(2028, 2, 29, 16, tzinfo=UTC)],
    ids=["new-year", "saturday", "leap-day"],
)
async def test_figures_hold_on_any_day(
    today: datetime, demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(shutil.copytree(demo_home, tmp_path / "home"))
    played = await play_demo(home, monkeypatch, now=today)
    assert len(played) == 8
    assert {events[0]["started_at"][:10] for events in played.values()} == {f"{today:%Y-%m-%d}"}
    assert [problem for events in played.values() for problem in walk(events, home)] == []


# Planted faults


@pytest.fixture
def sound(calls: dict[str, list[Json]], demo_home: Path) -> list[Json]:
    """The start of a real call, an utterance, and a card with figures of all four kinds, all of them right."""
    events = copy.deepcopy([e for e in calls["demo-it-difficulty"] if e["type"] in ("call.opened", "plans.updated")])
    facts = {fact["key"]: fact["figure"] for fact in events[0]["facts"]}
    plan = next(option for option in events[1]["options"] if option["label"] == "balanced")
    first, amount = plan["instalments"][0]["due"], plan["instalments"][0]["amount"]
    figures = [
        _figure("ML-10421", "ML-10421", "record:invoice:ML-10421", "number"),
        _figure("390,00 €", "390.00", "record:invoice:ML-10421", "open_amount"),
        facts["oldest_due"],
        _figure(str(len(plan["instalments"])), str(len(plan["instalments"])), f"plan:{plan['id']}", "instalments"),
        _figure(money(amount, "EUR", "it"), amount, f"plan:{plan['id']}", "instalments.amount"),
        _figure(day(first, "it"), first, f"plan:{plan['id']}", "instalments.due"),
        _figure("3", "3", "policy:montelupo/policy", "response_times.complaint_days"),
        _figure("610,00 €", "610.00", "utterance:u90", "amount"),
    ]
    shown = [figure["text"] for figure in figures]
    said = {"type": "utterance.heard", "utterance_id": "u90", "text": "Seicentodieci euro, l'ho fatto ieri"}
    text = (
        f"La fattura {shown[0]} ha aperto {shown[1]} dal {shown[2]}; {shown[3]} pagamenti fino a {shown[4]} dal "
        f"{shown[5]}; rispondiamo entro {shown[6]} giorni su {shown[7]}."
    )
    card = {"id": "card-1", "text": text, "question": None, "options": events[1]["options"], "figures": figures}
    # The card first: later plans would replace those that it names.
    made = [*events[:2], said, {"type": "suggestion.ready", "card": card}, *events[2:]]
    assert walk(made, demo_home) == []
    return made


def _figure(text: str, value: str, source: str, field: str) -> Json:
    kind, _, key = source.partition(":")
    return {"text": text, "value": value, "source": {"kind": kind, "id": key, "field": field}}


def _card(events: list[Json]) -> Json:
    card = next(event["card"] for event in events if event["type"] == "suggestion.ready")
    assert isinstance(card, dict)
    return card


def _shown(events: list[Json], field: str) -> Json:
    figure = next(figure for figure in _card(events)["figures"] if figure["source"]["field"] == field)
    assert isinstance(figure, dict)
    return figure


def _fact(events: list[Json], key: str) -> Json:
    figure = next(fact["figure"] for fact in events[0]["facts"] if fact["key"] == key)
    assert isinstance(figure, dict)
    return figure


def _rewrite(events: list[Json], field: str, text: str, value: str) -> None:
    """Another figure in sentence, text and value alike: only the source knows better."""
    figure, card = _shown(events, field), _card(events)
    card["text"] = card["text"].replace(figure["text"], text)
    figure |= {"text": text, "value": value}


def _first_plan(events: list[Json]) -> Json:
    plan = next(event for event in events if event["type"] == "plans.updated")["options"][-1]
    assert isinstance(plan, dict)
    return plan


def _beyond_the_limit(events: list[Json]) -> None:
    plans = next(event for event in events if event["type"] == "plans.updated")
    plans["limits"]["max_instalment"] = "20.00"


FAULTS: dict[str, Callable[[list[Json]], object]] = {
    "wrong instalment": lambda e: _first_plan(e)["instalments"][0].update(amount="1.00"),
    "wrong outstanding": lambda e: _first_plan(e).update(outstanding="1140.01", total="1140.01"),
    "due on a Sunday": lambda e: _first_plan(e)["instalments"][0].update(due="2026-01-04"),
    "beyond the limit": _beyond_the_limit,
    "another invoice": lambda e: _shown(e, "number")["source"].update(id="invoice:ML-10440"),
    "another customer's invoice": lambda e: _shown(e, "open_amount")["source"].update(id="invoice:ML-10433"),
    "another plan": lambda e: _shown(e, "instalments")["source"].update(id="plan-000000000000"),
    "another field of the policy": lambda e: _shown(e, "response_times.complaint_days")["source"].update(
        field="response_times.dispute_days"
    ),
    "another principal's policy": lambda e: _shown(e, "response_times.complaint_days")["source"].update(
        id="brackwater/policy"
    ),
    "another utterance": lambda e: _shown(e, "amount")["source"].update(id="u1"),
    "figure left out": lambda e: _card(e)["figures"].remove(_shown(e, "instalments.due")),
    "figure not shown": lambda e: _card(e).update(text=_card(e)["text"].replace("610,00 €", "quanto dice")),
    "value unlike text": lambda e: _shown(e, "open_amount").update(value="390.01"),
    "a cent more owed": lambda e: _rewrite(e, "open_amount", "390,01 €", "390.01"),
    "a cent less instalment": lambda e: _rewrite(e, "instalments.amount", "189,99 €", "189.99"),
    "another count": lambda e: _rewrite(e, "instalments", "12", "12"),
    "another date": lambda e: _rewrite(e, "instalments.due", "20 dicembre 2029", "2029-12-20"),
    "not what was said": lambda e: _rewrite(e, "amount", "616,00 €", "616.00"),
    "written as in English": lambda e: _rewrite(e, "open_amount", "€390.00", "390.00"),
    "wrong total fact": lambda e: _fact(e, "overdue_total").update(text="1.139,99 €", value="1139.99"),
    "wrong count fact": lambda e: _fact(e, "overdue_count").update(text="4", value="4"),
    "wrong days to pay": lambda e: _fact(e, "days_to_pay").update(text="12", value="12"),
    "wrong payment day": lambda e: _fact(e, "last_payment").update(text="390,00 €, 1º gennaio 2026"),
    "options that nobody solved": lambda e: _card(e).update(options=_card(e)["options"][:1]),
    "number word": lambda e: _card(e).update(question="Le vanno bene sei rate?"),
    "digit of another script": lambda e: _card(e).update(question="Le vanno bene ٦ rate?"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str, sound: list[Json], demo_home: Path) -> None:
    planted = copy.deepcopy(sound)
    FAULTS[fault](planted)
    assert planted != sound
    assert walk(planted, demo_home)


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
