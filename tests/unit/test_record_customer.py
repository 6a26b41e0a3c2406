"""The records of a recorded call: as they stood when it began, and in the shape of a case."""

import datetime as dt
from decimal import Decimal
from typing import Any

from assistant.adapters.extraction import SpokenFigures
from assistant.domain.ledger import settle
from assistant.domain.records import Contact, CustomerFile, Dispute, Due, Payment, PlanRecord, Promise, Ticket
from evals.case import Case
from evals.case_lint import faults, open_total
from evals.record import Draft, draft
from evals.record_customer import as_it_was, left_uncertain
from tests.unit.recorded_call import APPROVED, AT, file, invoice, recorded, review

ON = AT.date()
DAY = dt.timedelta(days=1)


def was(**changes: Any) -> CustomerFile:
    return as_it_was(file(**changes), "call-1", AT)


def drafted(**changes: Any) -> Draft:
    return draft(recorded(review(APPROVED), **changes), SpokenFigures())


def payment(key: str, amount: str, number: str = "ML-4711", on: dt.date = ON) -> Payment:
    paid = Payment(id=f"payment:{key}", paid_on=on, currency="EUR", amount=Decimal(amount), invoice_number=number)
    return paid.model_copy(update={"reference": "Ghezzoni"})


def promise(key: str, made: dt.date, due: dt.date, **changes: Any) -> Promise:
    return Promise(id=key, made_on=made, due_on=due, amount=Decimal(1), currency="EUR", **changes)


def test_what_came_after_the_call_or_of_it_is_left_out() -> None:
    before, after = ON - DAY, ON + DAY
    found = was(
        payments=(payment("1", "10.00"), payment("2", "20.00", on=after)),
        promises=(promise("promise:PR-1", before, after), promise("promise:call-1:1", ON, after)),
        disputes=(
            Dispute(id="dispute:1", opened_on=before, reason="…"),
            Dispute(id="dispute:call-1:1:1", opened_on=ON, reason="…"),
            Dispute(id="dispute:call-10:1:1", opened_on=ON, reason="…"),
        ),
        contacts=(
            Contact(id="contact:1", at=AT - DAY, channel="email"),
            Contact(id="contact:2", at=AT + dt.timedelta(minutes=5), channel="call"),
        ),
    )
    assert [one.id for one in found.payments] == ["payment:1"]
    assert [one.id for one in found.promises] == ["promise:PR-1"]
    assert [one.id for one in found.disputes] == ["dispute:1", "dispute:call-10:1:1"]
    assert [one.id for one in found.contacts] == ["contact:1"]


def test_what_ended_after_the_call_was_open() -> None:
    late = ON + DAY
    ticket = Ticket(id="ticket:1", kind="service", opened_on=ON - DAY, subject="…", state="closed", closed_on=late)
    running = PlanRecord(
        id="plan:1", agreed_on=ON - DAY, total=Decimal(9), currency="EUR", instalments=1, state="completed",
        schedule=(Due(due_on=late, amount=Decimal(9)),),
    )  # fmt: skip
    over = running.model_copy(update={"schedule": (Due(due_on=ON - DAY, amount=Decimal(9)),)})
    found = was(
        tickets=(ticket,),
        plans=(running, over),
        promises=(
            promise("promise:1", ON - DAY, late, outcome="kept"),
            promise("promise:2", ON - 9 * DAY, ON - 5 * DAY, outcome="broken"),
        ),
    )
    assert (found.tickets[0].state, found.tickets[0].closed_on) == ("open", None)
    assert [plan.state for plan in found.plans] == ["running", "completed"]
    assert [one.outcome for one in found.promises] == ["open", "broken"]


def test_an_invoice_with_several_due_dates_becomes_several_and_what_is_open_stays() -> None:
    changes: dict[str, Any] = {
        "invoices": (invoice("ML-4711", "100.00", "200.00"), invoice("ML-8", "50.00")),
        "payments": (payment("1", "130.00"), payment("2", "5.00", number="")),
        "promises": (promise("promise:1", ON - DAY, ON + DAY, invoices=("ML-4711",)),),
        "disputes": (Dispute(id="dispute:1", opened_on=ON - DAY, invoice_number="ML-4711", reason="…"),),
    }
    case = drafted(**changes).case
    numbers = [one.number for one in case.customer.invoices]
    assert [number[-2:] for number in numbers[:2]] == ["/1", "/2"]
    paid = [(str(one.amount), one.invoice_number) for one in case.customer.payments]
    assert paid == [("100.00", numbers[0]), ("30.00", numbers[1]), ("5.00", "")]
    assert case.customer.promises[0].invoices == tuple(numbers[:2])
    assert [one.invoice_number for one in case.customer.disputes] == numbers[:2]
    assert case.note.items[0].invoices == frozenset(numbers[:2])
    assert _open(case.file) == _open(file(**changes)) == Decimal("215.00")


def _open(of: CustomerFile) -> Decimal:
    return sum((item.amount for item in settle(of, ON).open), Decimal(0))


def test_an_invoice_marked_as_disputed_is_a_dispute_of_the_case() -> None:
    one = drafted(invoices=(invoice("ML-4711", "300.00"), invoice("ML-4712", "80.00", disputed=True)))
    (dispute,) = one.case.customer.disputes
    assert dispute.invoice_number == one.case.customer.invoices[1].number
    assert open_total(one.case) == Decimal("300.00")
    assert list(faults(one.case)) == []


def test_free_words_of_records_are_masked_and_bank_references_left_out() -> None:
    one = drafted(
        payments=(payment("1", "10.00"),),
        contacts=(Contact(id="contact:7", at=AT - DAY, channel="call", with_whom="la segretaria Pina Storti",
                          note="La Storti dice che Ghezzoni richiama al 333 1234567 per la ML-4711."),),
        tickets=(Ticket(id="ticket:7", kind="complaint", opened_on=ON, subject="Porta Ghezzoni", text="Vedi C-77."),),
    )  # fmt: skip
    text = Case.model_dump_json(one.case)
    for real in ("Ghezzoni", "Storti", "Pina", "1234567", "4711", "C-77", "contact:7"):
        assert real not in text
    assert one.case.customer.payments[0].reference == ""
    assert one.case.customer.notes[0].with_whom.startswith("la segretaria ")


def test_what_the_records_cant_tell_is_told() -> None:
    resolved = Dispute(id="dispute:9", opened_on=ON - DAY, reason="…", state="resolved")
    abroad = file().customer.model_copy(update={"country": "FR", "kind": "consumer"})
    told = list(left_uncertain(file(disputes=(resolved,), customer=abroad)))
    assert [line.split()[0] for line in told] == ["dispute:1", "the", "the"]
    assert list(left_uncertain(file())) == []
