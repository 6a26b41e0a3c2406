"""`ascolto outbox`: what waits, was delivered or refused, and having it tried again."""

import json
from pathlib import Path

from assistant.adapters.store import StoredOutbox
from tests.unit.cli_home import ascolto, confirm_note, within
from tests.unit.cli_home import home as home


def states(home: Path) -> dict[str, str]:
    rows = within(home, lambda database: StoredOutbox(database).list())
    return {row.key: row.state for row in rows}


def test_the_list_names_call_error_and_key_and_where_a_connector_is_missing(home: Path) -> None:
    confirm_note(home)
    shown = ascolto("outbox", "list")
    assert shown.exit_code == 0, shown.output
    for part in ("c1", "montelupo", "pending", "[503] fuori servizio", "key-c1"):
        assert part in shown.output
    assert "montelupo: no connector is configured" in shown.output


def test_the_list_as_data_holds_no_note_and_keeps_to_what_was_asked(home: Path) -> None:
    confirm_note(home, "c1", "refused")
    confirm_note(home, "c2")
    (row,) = json.loads(ascolto("outbox", "list", "--state", "refused", "--json").output)
    assert (row["key"], row["state"]) == ("key-c1", "refused")
    assert "payload" not in row
    assert json.loads(ascolto("outbox", "list", "--principal", "brackwater", "--json").output) == []


def test_a_principal_that_isnt_there_is_named(home: Path) -> None:
    shown = ascolto("outbox", "list", "--principal", "nobody")
    assert shown.exit_code == 1
    assert "nobody" in shown.output


def test_what_was_refused_is_tried_again(home: Path) -> None:
    confirm_note(home, "c1", "refused")
    confirm_note(home, "c2", "delivered")
    assert json.loads(ascolto("outbox", "retry", "--refused", "--json").output) == {"retried": 1}
    assert states(home) == {"key-c1": "pending", "key-c2": "delivered"}


def test_a_key_is_tried_again_and_a_wrong_one_changes_nothing(home: Path) -> None:
    confirm_note(home, "c1", "refused")
    wrong = ascolto("outbox", "retry", "key-c1", "key-zz")
    assert wrong.exit_code == 1
    assert "key-zz" in wrong.output
    assert states(home) == {"key-c1": "refused"}
    assert "1 deliveries are due now" in ascolto("outbox", "retry", "key-c1").output
    assert states(home) == {"key-c1": "pending"}


def test_retry_wants_keys_or_refused_and_not_both(home: Path) -> None:
    for arguments in ((), ("key-c1", "--refused")):
        shown = ascolto("outbox", "retry", *arguments)
        assert shown.exit_code == 1
        assert "--refused" in shown.output


def test_reconciling_says_what_it_cannot_find_out(home: Path) -> None:
    confirm_note(home)
    shown = ascolto("outbox", "reconcile", "--json")
    assert shown.exit_code == 1
    (line,) = json.loads(shown.stdout)
    assert (line["key"], line["finding"], line["state"]) == ("key-c1", "unknown", "pending")
    assert line["text"] == "The receiver can't be asked."
    assert "unknown" in ascolto("outbox", "reconcile").output


def test_reconciling_nothing_is_well(home: Path) -> None:
    shown = ascolto("outbox", "reconcile", "--json")
    assert (shown.exit_code, json.loads(shown.stdout)) == (0, [])
