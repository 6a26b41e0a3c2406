import datetime as dt
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from assistant.adapters.calendar import HolidayCalendar
from assistant.adapters.store import Database, StoredCalls, StoredCustomers, StoredNotes
from assistant.domain.call_facts import CallFacts
from assistant.domain.callstate import CallState
from assistant.domain.card_use import card_use
from assistant.domain.events import OUT_EVENTS, AlertRaised, CallOpened, NoteDrafted, NotePosted, UtteranceHeard
from assistant.domain.ledger import open_items
from assistant.domain.notes import Note
from assistant.domain.reviews import Move, proposed, take
from evals.history import CustomerHistory, HistorySpec, builder, seed_history
from evals.history.people import company_names
from evals.history.record import CallRecord
from evals.history.stock import load_stock

LIBRARY = Path(__file__).parents[2] / "knowledge" / "library"
SPEC = HistorySpec(calls=240, until=dt.date(2026, 11, 25))
CALENDAR = HolidayCalendar()


def _build(spec: HistorySpec = SPEC) -> list[CustomerHistory]:
    return list(builder(LIBRARY, spec).histories())


@pytest.fixture(scope="module")
def histories() -> list[CustomerHistory]:
    return _build()


@pytest.fixture(scope="module")
def calls(histories: list[CustomerHistory]) -> list[CallRecord]:
    return [call for history in histories for call in history.calls]


def test_the_same_seed_gives_the_same_history_and_another_seed_another() -> None:
    small = HistorySpec(calls=30, until=SPEC.until)
    first, again = _build(small), _build(small)
    other = _build(HistorySpec(calls=30, until=SPEC.until, seed=8))
    assert [call.told.events for h in first for call in h.calls] == [c.told.events for h in again for c in h.calls]
    assert [history.file for history in first] == [history.file for history in again]
    assert [history.file for history in first] != [history.file for history in other]


def test_exactly_so_many_calls_each_once(calls: list[CallRecord]) -> None:
    assert len({call.facts.call_id for call in calls}) == len(calls) == SPEC.calls


def test_every_event_is_of_the_wire_and_numbered(calls: list[CallRecord]) -> None:
    for call in calls:
        events = [OUT_EVENTS.validate_json(event) for event in call.told.events]
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert isinstance(events[0], CallOpened)
        assert [event.at for event in events] == sorted(event.at for event in events)
        for event, text in zip(events, call.told.events, strict=True):
            assert set(json.loads(text)) <= set(type(event).model_fields), "no field that the type doesn't know"


def test_facts_agree_with_the_events_and_the_note(calls: list[CallRecord]) -> None:
    for call in calls:
        events = [OUT_EVENTS.validate_json(event) for event in call.told.events]
        facts, use = call.facts, card_use(events)
        heard = [event for event in events if isinstance(event, UtteranceHeard)]
        alerts = [event for event in events if isinstance(event, AlertRaised)]
        assert (facts.cards_shown, facts.cards_used, facts.cards_edited) == (use.shown, use.used, use.edited)
        assert facts.cards_dismissed == use.dismissed
        assert facts.seconds == round(heard[-1].t - heard[0].t)
        assert facts.alerts == len(alerts)
        assert facts.critical_alerts == sum(alert.severity == "critical" for alert in alerts)
        assert facts.last_seq == events[-1].seq
        assert facts.complete == CallState.fold(events).ended
        drafts = [event for event in events if isinstance(event, NoteDrafted)]
        assert [draft.disposition for draft in drafts[-1:]] == ([facts.disposition] if facts.disposition else [])
        posted = [event for event in events if isinstance(event, NotePosted)]
        assert bool(posted) == (facts.after_call_seconds is not None)


def test_the_notes_figures_are_those_of_the_records(histories: list[CustomerHistory]) -> None:
    for history in histories:
        promises = {(p.made_on, p.amount, p.due_on) for p in history.file.promises}
        numbers = {invoice.number for invoice in history.file.invoices}
        for call in history.calls:
            if call.note is None or not call.note.confirmed:
                continue
            note = Note.model_validate_json(call.note.note.model_dump_json())
            for item in note.items:
                assert set(item.invoices) <= numbers
                assert item.evidence, item.text
                if item.kind == "promise":
                    assert (call.facts.day, item.amount, item.date) in promises
                if item.plan:
                    assert sum(one.amount for one in item.plan.instalments) == item.plan.total


def test_calls_are_made_on_working_days_within_the_hours(calls: list[CallRecord]) -> None:
    for call in calls:
        at = call.told.story.at
        country = "IT" if call.told.story.language == "it" else "GB"
        assert CALENDAR.is_working_day(at.date(), country)
        assert 9 <= at.hour < 18
        assert SPEC.first <= at.date() <= SPEC.until


def test_nothing_lies_in_the_future_but_what_is_promised(histories: list[CustomerHistory]) -> None:
    for history in histories:
        file = history.file
        days = [p.paid_on for p in file.payments] + [i.issued_on for i in file.invoices]
        days += [d.opened_on for d in file.disputes] + [t.opened_on for t in file.tickets]
        days += [contact.at.date() for contact in file.contacts] + [p.made_on for p in file.promises]
        assert max(days) <= SPEC.until
        assert all(task.done_at is None or task.done_at.date() <= SPEC.until for task in history.tasks)


def test_an_overdue_call_is_about_something_overdue(histories: list[CustomerHistory]) -> None:
    about = Counter[bool]()
    for history in histories:
        for call in history.calls:
            if call.facts.purpose in ("overdue", "promise_follow_up"):
                day = call.facts.day
                late = sum(i.amount for i in open_items(history.file, day) if i.days_past_due(day) > 0)
                assert late == call.facts.overdue
                about[late > 0] += 1
    assert about[True] > 20 * about[False]


def test_all_sorts_of_calls_are_there(calls: list[CallRecord]) -> None:
    facts: list[CallFacts] = [call.facts for call in calls]
    assert {fact.principal for fact in facts} == {"montelupo", "brackwater"}
    assert len({fact.team for fact in facts}) == 5
    assert len({fact.disposition for fact in facts}) >= 9
    assert len({fact.purpose for fact in facts}) >= 5
    assert any(not fact.complete for fact in facts)
    assert {level for fact in facts for level in fact.levels.values()} >= {None, 0, 1, 2, 3, 4}


def test_reviews_stand_as_their_steps_led_there(calls: list[CallRecord]) -> None:
    states = Counter(call.review.state if call.review else "none" for call in calls)
    assert states["none"] > len(calls) / 2
    assert {"approved", "overruled", "acknowledged"} <= set(states)
    for call in calls:
        if call.review and call.score:
            review = proposed(call.score, call.facts.principal)
            for step in call.review.steps:
                fields = step.model_dump(include={"action", "criterion", "level", "reason"})
                move = Move.model_validate({"version": review.version} | fields)
                review = take(review, move, step.who, step.at)
            assert review == call.review
            assert call.facts.levels == review.levels
            assert call.review.steps[-1].at.date() <= SPEC.until


def test_the_stock_is_broad_and_each_sentence_stands_once() -> None:
    for language in ("it", "en"):
        stock = load_stock(LIBRARY, language)
        themes = [line for themes in stock.themes.values() for lines in themes.values() for line in lines]
        said = [line for lines in stock.customer.values() for line in lines] + themes
        assert len(said) >= 300
        assert len(themes) == len(set(themes))
        assert sum(len(lines) for lines in stock.operator.values()) >= 120


def test_names_of_companies_never_run_out_and_never_repeat() -> None:
    names = company_names(random.Random(1), "it")
    first = [next(names) for _ in range(4000)]
    assert len(set(first)) == len(first)


async def test_what_was_written_is_read_by_the_store(tmp_path: Path, histories: list[CustomerHistory]) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/history.db")
    await database.migrate()
    try:
        seeded = await seed_history(database, LIBRARY, SPEC)
        assert (seeded.customers, seeded.calls) == (len(histories), SPEC.calls)
        history = next(history for history in histories if history.calls)
        call = history.calls[0]
        file = await StoredCustomers(database).file(history.file.customer.id)
        assert file.payments == tuple(sorted(history.file.payments, key=lambda p: (p.paid_on, p.id)))
        stored = await StoredCalls(database).get(call.facts.call_id)
        assert (stored.last_seq, stored.info.started_at) == (call.facts.last_seq, call.facts.started_at)
        assert len(await StoredCalls(database).events(call.facts.call_id)) == call.facts.last_seq
        if call.note:
            assert await StoredNotes(database).get(call.facts.call_id) == call.note
    finally:
        await database.close()
