import datetime as dt
from decimal import Decimal

from assistant.domain.after_call import disputes_of, plans_of, promises_of, tasks_of
from assistant.domain.notes import Evidence, Note, NoteItem
from tests.unit.test_note_draft import drafted

DAY = dt.date(2026, 11, 25)
TOMORROW = dt.date(2026, 11, 26)
SAID = (Evidence(utterance_id="u1", quote="la trasferta è doppia"),)


def noted(*items: NoteItem) -> Note:
    return drafted().model_copy(update={"items": items})


def test_each_next_action_is_a_task_with_owner_and_day() -> None:
    tasks = tasks_of(
        noted(
            NoteItem(kind="next_action", text="Inviare", who="operator", by=dt.date(2026, 11, 30)),
            NoteItem(kind="promise", text="Promessa"),
            NoteItem(kind="next_action", text="Per il commerciale", who="sales_representative"),
            NoteItem(kind="next_action", text="Per il responsabile", who="supervisor"),
        ),
        DAY,
        "Ilaria Fintucci",
        TOMORROW,
    )
    assert [(t.id, t.owner, t.assignee, t.due, t.tell_customer) for t in tasks] == [
        ("k:1", "operator", "", dt.date(2026, 11, 30), True),
        ("k:2", "sales_representative", "Ilaria Fintucci", TOMORROW, True),
        ("k:3", "supervisor", "", TOMORROW, False),
    ]


def test_a_promise_without_amount_or_day_is_no_record() -> None:
    whole = NoteItem(kind="promise", text="", amount=Decimal(200), currency="EUR", date=TOMORROW, invoices=("A",))
    found = promises_of(noted(whole, whole.model_copy(update={"date": None})), DAY)
    assert [(p.id, p.amount, p.due_on, p.invoices) for p in found] == [("promise:k:1", 200, TOMORROW, ("A",))]


def test_a_plan_keeps_its_schedule() -> None:
    note = drafted("O: Tre rate da duecento euro, la prima il dieci dicembre?", "C: va bene")
    (plan,) = plans_of(note, DAY)
    assert (plan.total, plan.instalments, len(plan.schedule)) == (Decimal("600.00"), 3, 3)


def test_each_contested_invoice_is_a_dispute_in_the_customers_words() -> None:
    found = disputes_of(noted(NoteItem(kind="dispute", text="", invoices=("A", "B"), evidence=SAID)), DAY)
    assert [(d.id, d.invoice_number, d.reason) for d in found] == [
        ("dispute:k:1:1", "A", "la trasferta è doppia"),
        ("dispute:k:1:2", "B", "la trasferta è doppia"),
    ]
