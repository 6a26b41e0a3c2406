from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from assistant.domain.call_summary import Context, facts_of
from assistant.domain.calls import Call, CallInfo, Situation
from assistant.domain.events import AnyOutEvent, SituationDetected, SuggestionClosed
from assistant.domain.notes import Note, NoteItem, StoredNote
from assistant.domain.records import Customer, CustomerFile, Due, Invoice, Payment
from assistant.domain.rubric import CRITERIA, CriterionScore, Score
from tests.unit.scored_calls import AT, log_of

LINES = "O: Buongiorno, la porto in tribunale.\nC: non pago\nO: Arrivederci."
ENDED = AT + timedelta(minutes=2)


def call(**changes: Any) -> Call:
    info = CallInfo(
        id="c1", customer="montelupo/C1", principal="montelupo", started_at=AT, language="it", operator="anna"
    )
    return Call(info=info, customer_name="Aurora", ended_at=ENDED, last_seq=9, **changes)


def note(items: tuple[NoteItem, ...] = (), reason: str = "Chiuso") -> Note:
    return Note(call_id="c1", customer="montelupo/C1", language="it", disposition="refused", reason=reason, items=items)


def context(**changes: Any) -> Context:
    fields: dict[str, Any] = {"team": "nord", "file": None, "note": None, "score": None, "complete": True}
    return Context(**fields | changes)


def invoice(number: str, due: date, amount: str, currency: str = "EUR") -> Invoice:
    dues = (Due(due_on=due, amount=Decimal(amount)),)
    return Invoice(number=number, issued_on=date(2026, 9, 1), currency=currency, dues=dues)


def file(*invoices: Invoice, payments: tuple[Payment, ...] = ()) -> CustomerFile:
    customer = Customer(principal="montelupo", ref="C1", name="Aurora", country="IT", language="it")
    return CustomerFile(customer=customer, invoices=invoices, payments=payments)


def test_what_the_events_tell() -> None:
    closed: list[AnyOutEvent] = [
        SuggestionClosed(call_id="c1", at=AT, card_id=f"k{n}", state=state)
        for n, state in enumerate(("used", "used", "edited", "dismissed", "expired"))
    ]
    facts = facts_of(call(), [*log_of(LINES, meant={2: Situation.REFUSAL}), *closed], context())
    assert (facts.operator, facts.team, facts.day, facts.last_seq) == ("anna", "nord", AT.date(), 9)
    assert (facts.cards_used, facts.cards_edited, facts.cards_dismissed) == (2, 1, 1)
    assert (facts.alerts, facts.critical_alerts) == (1, 1)
    assert (facts.situations, facts.seconds) == ((Situation.REFUSAL,), 10)
    assert (facts.disposition, facts.edit_rate, facts.after_call_seconds, facts.levels) == (None, None, None, {})


def test_only_sure_situations_are_facts() -> None:
    events = log_of(LINES, meant={2: Situation.REFUSAL})
    unsure = [
        e.model_copy(update={"situations": [s.model_copy(update={"confidence": 0.7}) for s in e.situations]})
        if isinstance(e, SituationDetected)
        else e
        for e in events
    ]
    assert facts_of(call(), unsure, context()).situations == ()


def test_a_draft_has_no_edit_rate_a_confirmed_note_has() -> None:
    item = NoteItem(kind="promise", text="Pagherà", amount=Decimal("250.00"), currency="EUR")
    plan = NoteItem(kind="plan", text="Tre rate", amount=Decimal("300.00"))
    pounds = NoteItem(kind="promise", text="In sterline", amount=Decimal("10.00"), currency="GBP")
    drafted = note((item, plan, pounds))
    draft = facts_of(call(), log_of(LINES), context(note=StoredNote(note=drafted, drafted=drafted)))
    assert (draft.disposition, draft.promised, draft.edit_rate) == ("refused", Decimal("550.00"), None)
    edited = note((item,))
    stored = StoredNote(note=edited, drafted=drafted, confirmed_by="anna", confirmed_at=ENDED + timedelta(seconds=41.4))
    confirmed = facts_of(call(), log_of(LINES), context(note=stored))
    assert (confirmed.after_call_seconds, confirmed.edit_rate, confirmed.promised) == (41, 0.8, Decimal("250.00"))


def test_overdue_is_what_was_late_on_the_day_in_the_customers_currency() -> None:
    day = AT.date()
    owed = file(
        invoice("A1", day - timedelta(days=9), "400.00"),
        invoice("A2", day, "70.00"),
        invoice("B1", day - timedelta(days=9), "50.00", "GBP"),
        payments=(Payment(id="p", paid_on=day, amount=Decimal("150.00"), currency="EUR", invoice_number="A1"),),
    )
    facts = facts_of(call(), log_of(LINES), context(file=owed))
    assert (facts.currency, facts.overdue) == ("EUR", Decimal("250.00"))
    assert facts_of(call(), log_of(LINES), context()).overdue == Decimal("0.00")


def test_levels_are_the_scores() -> None:
    criteria = tuple(CriterionScore(id=one, level=3, by="rule", explanation="") for one in CRITERIA)
    facts = facts_of(call(), log_of(LINES), context(score=Score(call_id="c1", rubric=1, criteria=criteria)))
    assert facts.levels == dict.fromkeys(CRITERIA, 3)


@pytest.mark.parametrize("complete", [True, False])
def test_whether_the_transcript_is_whole(complete: bool) -> None:
    assert facts_of(call(), log_of(LINES), context(complete=complete)).complete is complete
