from datetime import UTC, datetime
from decimal import Decimal

from assistant.domain.calls import CallInfo
from assistant.domain.deliveries import NotePayload, delivery_key, note_deliveries
from assistant.domain.notes import Note, NoteItem, StoredNote
from assistant.domain.records import Customer

AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
CUSTOMER = Customer(principal="montelupo", ref="C1", name="Condominio Libertà", vat_number="IT01234567890")
CALL = CallInfo(id="c1", customer="montelupo/C1", principal="montelupo", started_at=AT, language="it", operator="anna")
ITEM = NoteItem(kind="promise", text="Pagherà", amount=Decimal("250"), currency="EUR")
NOTE = Note(
    call_id="c1", customer="montelupo/C1", language="it", disposition="promise_to_pay", reason="Scaduto", items=(ITEM,)
)
STORED = StoredNote(note=NOTE, drafted=NOTE, version=3)


def test_a_confirmed_note_is_due_at_each_connector_at_once() -> None:
    made = note_deliveries(STORED, CUSTOMER, CALL, ["crm", "erp"], ("anna", AT))
    assert [(item.connector, item.subject, item.state, item.next_at) for item in made] == [
        ("crm", "c1", "pending", AT),
        ("erp", "c1", "pending", AT),
    ]
    assert len({item.key for item in made}) == 2
    assert note_deliveries(STORED, CUSTOMER, CALL, ["crm", "erp"], ("bea", AT))[0].key == made[0].key
    assert note_deliveries(STORED, CUSTOMER, CALL, [], ("anna", AT)) == []


def test_the_payload_holds_plain_values_and_can_be_read_back() -> None:
    payload = note_deliveries(STORED, CUSTOMER, CALL, ["crm"], ("anna", AT))[0].payload
    assert payload["note"]["items"][0]["amount"] == "250.00"
    assert (payload["customer"]["ref"], payload["confirmed_by"], payload["version"]) == ("C1", "anna", 3)
    assert NotePayload.model_validate(payload).note.items[0].amount == Decimal("250.00")


def test_keys_differ_by_principal_connector_and_call_and_are_plain_ascii() -> None:
    keys = {delivery_key(*parts) for parts in (("a", "b", "c"), ("a", "bc", ""), ("a", "b", "è"), ("ab", "", "c"))}
    assert len(keys) == 4
    assert all(key.isascii() and len(key) == 36 for key in keys)
    assert delivery_key("montelupo", "crm", "c1") == "a9c8279d-8b16-5de9-8f65-d87466009592"
