"""The journey's steps and its moments of truth, each rule by a history small enough to reckon in the head."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import knowledge
from assistant.adapters.library import FileLibrary
from assistant.domain.call_facts import CallFacts
from assistant.domain.calls import Situation
from assistant.domain.journey import Journey, JourneyBasis, MomentRule, Step
from assistant.domain.journey_steps import call_of
from assistant.domain.journey_whole import journey_of
from assistant.domain.journey_words import MOMENTS, TEXTS, TITLES
from assistant.domain.money import Language
from assistant.domain.notes import Evidence, Note
from assistant.domain.records import (
    Contact,
    Customer,
    CustomerFile,
    Dispute,
    Due,
    Invoice,
    Payment,
    PlanRecord,
    Promise,
    Ticket,
)
from assistant.domain.tasks import Task

LIBRARY = FileLibrary(Path(knowledge.__file__).parent / "library")
POLICY = LIBRARY.policy("montelupo")
ON = dt.date(2026, 11, 20)
CUSTOMER = Customer(principal="montelupo", ref="C1", name="Ditta Inventata")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def invoice(number: str, issued: str, due: str, amount: str = "100.00") -> Invoice:
    dues = (Due(due_on=day(due), amount=Decimal(amount)),)
    return Invoice(number=number, issued_on=day(issued), currency="EUR", dues=dues)


def payment(number: str, on: str, amount: str = "100.00", key: str = "") -> Payment:
    return Payment(
        id=f"payment:{key or number}", paid_on=day(on), currency="EUR", amount=Decimal(amount), invoice_number=number
    )


def call(call_id: str, on: str, purpose: str = "overdue", overdue: str = "100.00", **more: Any) -> CallFacts:
    at = dt.datetime.combine(day(on), dt.time(10), tzinfo=dt.UTC)
    fields = {
        "call_id": call_id, "principal": "montelupo", "customer": CUSTOMER.id, "customer_name": CUSTOMER.name,
        "operator": "anna", "team": "nord", "language": "it", "purpose": purpose, "started_at": at, "day": at.date(),
        "ended_at": at, "seconds": 60, "complete": True, "last_seq": 9, "overdue": Decimal(overdue),
        "disposition": "promise_to_pay",
    }  # fmt: skip
    return CallFacts.model_validate(fields | more)


def journey(
    language: Language = "it", calls: tuple[CallFacts, ...] = (), tasks: tuple[Task, ...] = (), **records: Any
) -> Journey:
    file = CustomerFile(customer=CUSTOMER, **records)
    texts = LIBRARY.note_texts(language)
    return journey_of(JourneyBasis(file, POLICY, ON, language, texts, calls=calls, tasks=tasks))


def rules(found: Journey) -> list[MomentRule]:
    return [moment.rule for moment in reversed(found.moments)]


def step(found: Journey, step_id: str) -> Step:
    return next(one for one in found.steps if one.id == step_id)


def test_an_invoice_tells_how_late_it_was_paid() -> None:
    found = journey(invoices=(invoice("1", "06-01", "07-01"),), payments=(payment("1", "07-13"),))
    shown = step(found, "invoice:1")
    assert (shown.state, shown.days_late, shown.due_on) == ("late", 12, day("07-01"))
    assert shown.text == "100,00 €, scadenza 1º luglio 2026: pagata il 13 luglio 2026, 12 giorni di ritardo"
    assert step(found, "due:1/0").text == "Alla scadenza del 1º luglio 2026 restavano aperti 100,00 €"
    assert step(found, "payment:1").related == ("invoice:1",)
    assert [(one.due_on, one.delay) for one in found.pattern] == [(day("07-01"), 12)]


def test_in_time_open_and_overdue() -> None:
    found = journey(
        "en",
        invoices=(
            invoice("1", "06-01", "07-01"),
            invoice("2", "11-01", "12-01"),
            invoice("3", "10-01", "11-19", "250.00"),
        ),
        payments=(payment("1", "07-01"), payment("3", "11-10", "50.00")),
    )
    assert (step(found, "invoice:1").state, step(found, "invoice:1").days_late) == ("paid", 0)
    assert step(found, "invoice:2").state == "open"
    late = step(found, "invoice:3")
    assert (late.state, late.days_late) == ("late", 1)
    assert late.text == "€250.00, due 19 November 2026: €200.00 still open, a day late"
    assert step(found, "due:3/1").amount == Decimal("200.00")


def test_the_newest_comes_first_and_the_future_not_at_all() -> None:
    found = journey(
        invoices=(invoice("1", "06-01", "07-01"), invoice("2", "11-25", "12-25")),
        contacts=(Contact(id="contact:1", at=dt.datetime(2026, 8, 3, 9, tzinfo=dt.UTC), channel="email", note="Ciao"),),
        calls=(call("c1", "08-03"),),
    )
    assert [one.id for one in found.steps] == ["call:c1", "contact:1", "due:1/0", "invoice:1"]


def test_the_first_missed_payment_is_marked_once() -> None:
    found = journey(
        invoices=(invoice("1", "05-01", "06-01"), invoice("2", "06-01", "07-01"), invoice("3", "07-01", "08-01")),
        payments=(payment("1", "06-01"), payment("2", "07-02"), payment("3", "08-09")),
    )
    assert rules(found) == ["first_missed_payment"]
    assert found.moments[0].records == ("due:2/1", "invoice:2")
    assert "100,00 €, dovuta il 1º luglio 2026" in found.moments[0].text
    assert step(found, "due:2/1").moments == found.moments


def test_paying_in_time_again_after_two_late_ones() -> None:
    found = journey(
        invoices=(invoice("1", "03-01", "04-01"), invoice("2", "05-01", "06-01"), invoice("3", "07-01", "08-01")),
        payments=(payment("1", "04-20"), payment("2", "06-20"), payment("3", "07-30")),
    )
    assert rules(found) == ["first_missed_payment", "back_in_time"]
    assert found.moments[0].text == "Dopo 2 scadenze pagate in ritardo, 3 è stata pagata per tempo."


def promise(key: str, made: str, due: str) -> Promise:
    return Promise(
        id=f"promise:{key}", made_on=day(made), due_on=day(due), amount=Decimal(100), currency="EUR", invoices=("1",)
    )


def test_a_broken_promise_and_the_next_that_is_kept() -> None:
    found = journey(
        invoices=(invoice("1", "05-01", "06-01"),),
        promises=(promise("a", "06-10", "06-20"), promise("c1:1", "07-01", "07-10")),
        payments=(payment("1", "07-10"),),
        calls=(call("c1", "07-01", "promise_follow_up"),),
    )
    assert rules(found) == ["first_missed_payment", "promise_broken", "payment_after_call", "promise_kept"]
    assert (step(found, "promise:a").state, step(found, "promise:c1:1").state) == ("broken", "kept")
    assert step(found, "promise:c1:1").call_id == "c1"


def test_a_plan_that_was_kept_and_one_that_was_not() -> None:
    schedule = (Due(due_on=day("06-01"), amount=Decimal(50)), Due(due_on=day("07-01"), amount=Decimal(50)))
    kept, broken = (
        PlanRecord(
            id=f"plan:{number}",
            agreed_on=day("05-10"),
            total=Decimal(100),
            currency="EUR",
            instalments=2,
            schedule=schedule,
            invoices=(number,),
        )
        for number in ("1", "2")
    )
    paid = (payment("1", "06-01", "50.00", "a"), payment("1", "07-02", "50.00", "b"), payment("2", "06-01", "50.00"))
    found = journey(
        invoices=(invoice("1", "03-01", "04-30"), invoice("2", "03-01", "04-30")), plans=(kept, broken), payments=paid
    )
    assert [rule for rule in rules(found) if rule.startswith("plan")] == ["plan_broken", "plan_kept"]
    texts = {moment.rule: moment.text for moment in found.moments}
    assert texts["plan_broken"] == (
        "Il piano di 2 rate del 10 maggio 2026 non è stato rispettato: manca la rata del 1º luglio 2026."
    )
    assert [one.state for one in step(found, "plan:2").instalments] == ["kept", "broken"]


def answer(due: str, told: str | None) -> Task:
    moment = dt.datetime.combine(day(told), dt.time(9), tzinfo=dt.UTC) if told else None
    return Task(
        id="c1:1", principal="montelupo", customer=CUSTOMER.id, call_id="c1", owner="back_office", text="Rispondere",
        due=day(due), state="closed" if told else "open", done_at=moment, told_at=moment,
        evidence=(Evidence(utterance_id="u3", quote="non la riconosco"),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("due", "told", "expected"),
    [
        ("06-08", "06-08", []),
        ("06-08", "06-11", ["dispute_answered_late"]),
        ("06-08", None, ["dispute_unanswered"]),
        ("11-20", None, []),
    ],
)
def test_a_dispute_and_its_answer(due: str, told: str | None, expected: list[MomentRule]) -> None:
    dispute = Dispute(id="dispute:c1:1:1", opened_on=day("06-01"), invoice_number="1", reason="non la riconosco")
    found = journey(
        "it",
        (call("c1", "06-01"),),
        (answer(due, told),),
        invoices=(invoice("1", "05-01", "12-01"),),
        disputes=(dispute,),
    )
    assert rules(found) == ["dispute_opened", *expected]
    if told == "06-11":
        assert "l'11 giugno 2026, 3 giorni dopo il termine, che era l'8 giugno 2026" in found.moments[0].text


def test_a_complaint_counts_while_money_is_overdue() -> None:
    def complaint(key: str, on: str) -> Ticket:
        return Ticket(id=f"ticket:{key}", kind="complaint", opened_on=day(on), subject="porta")

    heard = call("c1", "08-01", "inbound", situations=(Situation.SERVICE_COMPLAINT,))
    found = journey(
        invoices=(invoice("1", "05-01", "06-01"),),
        payments=(payment("1", "09-01"),),
        tickets=(complaint("before", "06-01"), complaint("while", "06-02"), complaint("after", "09-01")),
        calls=(heard,),
    )
    complaints = [m.records[0] for m in reversed(found.moments) if m.rule == "complaint_while_overdue"]
    assert complaints == ["ticket:while", "call:c1"]


def test_the_first_payment_after_a_call_and_one_after_many_calls() -> None:
    asked = [call(f"c{n}", on) for n, on in enumerate(("06-10", "07-10", "08-02", "08-10", "08-20"))]
    found = journey(
        "en",
        tuple(asked),
        invoices=(invoice("1", "05-01", "06-01"), invoice("2", "06-01", "07-01"), invoice("3", "07-01", "08-01")),
        payments=(payment("1", "06-12"), payment("2", "07-12"), payment("3", "08-21")),
    )
    after = [m for m in reversed(found.moments) if m.rule == "payment_after_call"]
    assert [m.records for m in after] == [("payment:1", "call:c0"), ("payment:3", "call:c4")]
    assert after[1].text == "The first payment after the call of 20 August 2026: €100.00, a day later."


def test_a_payment_long_after_a_call_is_no_moment() -> None:
    found = journey(
        calls=(call("c1", "06-10"),), invoices=(invoice("1", "05-01", "06-01"),), payments=(payment("1", "06-25"),)
    )
    assert "payment_after_call" not in rules(found)


def test_a_critical_alert_is_a_moment_of_the_call() -> None:
    assert rules(journey(calls=(call("c1", "06-10", critical_alerts=1),))) == ["critical_alert"]


@pytest.mark.parametrize(
    ("record_id", "expected"),
    [
        ("promise:c-1:1", "c-1"),
        ("plan:a:b:2", "a:b"),
        ("dispute:c-1:1:1", "c-1"),
        ("promise:PR-101", ""),
        ("dispute:DS-1", ""),
        ("promise:x:y", ""),
    ],
)
def test_the_call_that_a_record_came_of(record_id: str, expected: str) -> None:
    assert call_of(record_id) == expected


def test_both_languages_have_the_same_words() -> None:
    for words in (TITLES, TEXTS, MOMENTS):
        assert set(words["it"]) == set(words["en"])  # type: ignore[index]


def test_facts_come_with_it() -> None:
    found = journey(invoices=(invoice("1", "01-02", "02-01"), invoice("2", "07-01", "08-01")))
    assert found.facts.clv is not None
    assert found.facts.clv.average_order == Decimal("100.00")
    assert found.facts.balances[0].overdue == Decimal("200.00")


@pytest.mark.parametrize(
    ("narrative", "expected"),
    [
        ("Chiamata, cliente Ditta Inventata. Il cliente ha detto: «sì».", "Il cliente ha detto: «sì»."),
        ("Tutto bene.", "Tutto bene."),
        ("Chiamata, cliente Ditta Inventata.", "Chiamata, cliente Ditta Inventata."),
        ("", "promessa di pagamento"),
    ],
)
def test_a_call_tells_its_note_without_naming_the_customer_again(narrative: str, expected: str) -> None:
    note = Note.model_validate(
        {
            "call_id": "c1", "customer": CUSTOMER.id, "language": "it", "disposition": "promise_to_pay",
            "reason": "Chiamata", "narrative": {"text": narrative},
        }
    )  # fmt: skip
    file, texts = CustomerFile(customer=CUSTOMER), LIBRARY.note_texts("it")
    found = journey_of(JourneyBasis(file, POLICY, ON, "it", texts, calls=(call("c1", "06-10"),), notes={"c1": note}))
    assert step(found, "call:c1").text == expected
