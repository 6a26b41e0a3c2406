from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from assistant.domain.followup import follow_up
from assistant.domain.proposals import Proposal, Situated, proposals
from assistant.domain.records import Customer, CustomerFile, Dispute, Due, Invoice, Payment, PlanRecord, Promise
from assistant.domain.tasks import Task

ON = date(2026, 11, 20)
GRACE = 3


def file(**records: Any) -> CustomerFile:
    due = Due(due_on=date(2026, 9, 30), amount=Decimal("1250.00"))
    invoice = Invoice(number="118", issued_on=date(2026, 8, 31), currency="EUR", dues=(due,))
    fields: dict[str, Any] = {"customer": Customer(principal="p", ref="C1", name="Ditta Prova"), "invoices": (invoice,)}
    return CustomerFile(**fields | records)


def promise(due: date, made: date = date(2026, 11, 2), **changes: Any) -> Promise:
    fields: dict[str, Any] = {"id": f"promise:{due}", "amount": Decimal("250.00"), "currency": "EUR"}
    return Promise(made_on=made, due_on=due, **fields | changes)


def paid(amount: str, on: date) -> Payment:
    return Payment(id=f"payment:{on}", paid_on=on, currency="EUR", amount=Decimal(amount))


def found(records: CustomerFile, *tasks: Task, language: Any = "it", on: date = ON) -> list[Proposal]:
    followed = follow_up(records, GRACE, on)
    return proposals(Situated(records, followed, tasks, lambda day: day + timedelta(days=7), on, language))


def test_a_broken_promise_asks_for_a_call_with_its_figures() -> None:
    (proposal,) = found(file(promises=(promise(date(2026, 11, 10)),), payments=(paid("100.00", date(2026, 11, 9)),)))
    assert (proposal.customer, proposal.purpose, proposal.kinds) == ("p/C1", "promise_follow_up", ("promise_broken",))
    assert proposal.since == date(2026, 11, 10)
    assert "250,00" in proposal.reason and "100,00" in proposal.reason and "10" in proposal.reason
    (english,) = found(file(promises=(promise(date(2026, 11, 10)),)), language="en")
    assert english.reason.startswith("The promise of") and "wasn't kept" in english.reason


@pytest.mark.parametrize(("due", "kinds"), [(19, ("promise_due",)), (20, None), (21, None), (16, ("promise_broken",))])
def test_within_the_grace_it_is_due_and_before_it_nothing(due: int, kinds: tuple[str, ...] | None) -> None:
    made = found(file(promises=(promise(date(2026, 11, due)),)))
    assert [proposal.kinds for proposal in made] == ([kinds] if kinds else [])


def test_what_is_kept_settled_superseded_or_beyond_calls_asks_for_none() -> None:
    broken = promise(date(2026, 11, 10))
    insolvent = Customer(principal="p", ref="C1", name="Ditta", insolvency_since=date(2026, 11, 1))
    newer = promise(date(2026, 12, 1), made=date(2026, 11, 15))
    plan = PlanRecord(
        id="plan:1", agreed_on=date(2026, 11, 15), total=Decimal("1250.00"), currency="EUR", instalments=1,
        schedule=(Due(due_on=date(2026, 12, 15), amount=Decimal("1250.00")),),
    )  # fmt: skip
    for records in (
        file(promises=(broken,), payments=(paid("250.00", date(2026, 11, 10)),)),
        file(promises=(broken,), payments=(paid("1250.00", date(2026, 11, 18)),)),
        file(promises=(broken, newer)),
        file(promises=(broken,), plans=(plan,)),
        file(promises=(broken,), customer=insolvent),
        file(promises=(promise(date(2026, 11, 10), invoices=("999",)),)),
    ):
        assert found(records) == []


def test_the_first_missed_instalment_of_a_plan_asks_for_a_call() -> None:
    schedule = tuple(Due(due_on=date(2026, month, 5), amount=Decimal("300.00")) for month in (9, 10, 11, 12))
    plan = PlanRecord(
        id="plan:1", agreed_on=date(2026, 8, 20), total=Decimal("1200.00"), currency="EUR", instalments=4,
        schedule=schedule,
    )  # fmt: skip
    (proposal,) = found(file(plans=(plan,), payments=(paid("300.00", date(2026, 9, 4)),)))
    assert (proposal.kinds, proposal.since) == (("plan_missed",), date(2026, 10, 5))
    all_due = (paid("900.00", date(2026, 9, 4)),)
    assert found(file(plans=(plan,), payments=all_due)) == []


def test_a_dispute_asks_for_a_call_when_its_answer_is_late_or_ready() -> None:
    opened = date(2026, 11, 10)
    dispute = Dispute(id="dispute:c1:1:1", opened_on=opened, invoice_number="118", reason="Merce mancante")
    (late,) = found(file(disputes=(dispute,)))
    assert (late.purpose, late.kinds, late.since) == ("dispute_follow_up", ("dispute_late",), date(2026, 11, 17))
    assert found(file(disputes=(dispute,)), on=date(2026, 11, 17)) == []
    assert found(file(disputes=(dispute.model_copy(update={"state": "resolved"}),))) == []
    task = Task(
        id="c1:1", principal="p", customer="p/C1", call_id="c1", owner="back_office", text="Verificare", due=opened,
        state="done", done_at=datetime(2026, 11, 12, 9, tzinfo=UTC), outcome="Nota di credito emessa",
    )  # fmt: skip
    (ready,) = found(file(disputes=(dispute,)), task)
    assert (ready.kinds, ready.since) == (("dispute_answered",), date(2026, 11, 12))
    assert "Nota di credito emessa" in ready.reason
    assert found(file(disputes=(dispute,)), task.model_copy(update={"call_id": "c"}))[0].kinds == ("dispute_late",)


def test_a_customer_gets_one_proposal_a_purpose_the_longest_waiting_first() -> None:
    broken = tuple(promise(date(2026, 11, day)) for day in (12, 10))
    dispute = Dispute(id="dispute:1", opened_on=date(2026, 10, 1), reason="Altro")
    made = found(file(promises=broken, disputes=(dispute,)))
    assert [(item.purpose, item.since) for item in made] == [
        ("dispute_follow_up", date(2026, 10, 8)),
        ("promise_follow_up", date(2026, 11, 10)),
    ]
