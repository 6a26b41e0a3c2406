"""Evaluation conversations: what a case file must hold, and what the linter finds in a wrong one."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.case import CASES, Case, load_cases, schema
from evals.case_lint import faults, open_total, set_faults
from knowledge.errors import ContentError

GOOD: dict[str, Any] = yaml.safe_load("""
id: it-prova-due-rate
split: dev
language: it
principal: montelupo
purpose: overdue
about: Chiede di dividere in due.
started_at: 2026-11-24T10:15:00+01:00
customer:
  ref: E-1
  name: Ditta Inventata S.r.l.
  invoices:
    - {number: ML-1, issued_on: 2026-08-31, due_on: 2026-09-30, amount: "300.00"}
    - {number: ML-2, issued_on: 2026-08-31, due_on: 2026-09-30, amount: "100.00"}
    - {number: ML-9, issued_on: 2026-09-15, due_on: 2026-09-15, amount: "50.00", kind: credit_note}
  payments:
    - {id: "payment:1", paid_on: 2026-10-01, currency: EUR, amount: "50.00", invoice_number: ML-2}
turns:
  - o: Buongiorno, chiamo per Montelupo.
  - c: si potrebbe dividere? più di centocinquanta al mese non riesco
    expect:
      situations: [instalment_request]
      card: wanted
      does: [offer_plan]
      never: [press]
      limits: {max_instalment: "150.00"}
      options:
        - {count: 2, first: 2026-12-01, total: "300.00", instalment: "150.00"}
  - o: Facciamo due rate da centocinquanta dal primo dicembre.
  - c: va bene
note:
  disposition: plan_agreed
  items:
    - {kind: plan, amount: "300.00", date: 2026-12-01, count: 2}
""")
EXPECT = ("turns", 1, "expect")


def changed(*path: Any, to: Any) -> Case:
    data = copy.deepcopy(GOOD)
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return Case.model_validate(data)


def test_a_consistent_case_has_no_faults() -> None:
    case = Case.model_validate(GOOD)
    assert list(faults(case)) == []
    assert str(open_total(case)) == "300.00", "300 + 100 - 50 paid - 50 credited"
    assert [utterance.speaker for utterance in case.utterances] == ["operator", "customer", "operator", "customer"]
    assert case.file.customer.id == "montelupo/E-1"


@pytest.mark.parametrize(
    ("path", "to", "told"),
    [
        (("customer", "currency"), "GBP", "isn't that of"),
        (("customer", "invoices", 1, "number"), "ML-1", "stands twice"),
        (("customer", "invoices", 0, "due_on"), "2026-08-01", "due before it was issued"),
        (("customer", "payments", 0, "invoice_number"), "ML-7", "isn't in the records"),
        ((*EXPECT, "never"), ["offer_plan"], "both acceptable and unacceptable"),
        ((*EXPECT, "card"), "none", "leave `does` out"),
        ((*EXPECT, "does"), [], "say with `does`"),
        ((*EXPECT, "limits"), {"max_instalment": "160.00"}, "nobody has said the max_instalment 160.00"),
        ((*EXPECT, "limits"), {"max_count": 1}, "more payments than the limit"),
        ((*EXPECT, "options", 0, "instalment"), "140.00", "isn't 300.00"),
        ((*EXPECT, "options", 0, "total"), "600.00", "far from what is open"),
        ((*EXPECT, "options", 0, "first"), "2026-12-08", "isn't a working day"),
        (("note", "items", 0, "amount"), "312.50", "nobody said 312.50"),
        (("note", "items", 0, "date"), "2026-11-01", "lies before the call"),
        (("note", "items", 0, "invoices"), ["ML-8"], "isn't in the records"),
        (("note", "items"), [], "has no plan"),
        (("traps",), ["injection"], "nothing in the case shows it"),
        (("turns", 3, "obeyed"), ["cancellato"], "name the trap"),
    ],
)
def test_a_wrong_case_is_found(path: tuple[Any, ...], to: Any, told: str) -> None:
    found = list(faults(changed(*path, to=to)))
    assert any(told in fault for fault in found), found


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("turns", 0, "c"), "anche il cliente"),
        (("turns", 0, "expect"), {"card": "none"}),
        (("started_at",), "2026-11-24T10:15:00"),
        (("id",), "en-wrong-language"),
        (("turns", 1, "expect", "situations"), ["sunny"]),
    ],
)
def test_what_is_no_case_at_all_is_refused(path: tuple[Any, ...], to: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        changed(*path, to=to)


def test_splits_share_no_sentence_and_the_set_covers_everything() -> None:
    one = Case.model_validate(GOOD)
    other = one.model_copy(update={"id": "it-prova-copia", "split": "test"})
    found = list(set_faults([one, other]))
    assert any("share a sentence" in fault for fault in found)
    assert any("no case has the situation 'anger'" in fault for fault in found)
    assert any("no case has the trap 'injection'" in fault for fault in found)


def test_every_fault_of_a_folder_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "it-uno.yaml").write_text("id: it-uno\nsplit: someday\n", encoding="utf-8")
    (tmp_path / "it-due.yaml").write_text(yaml.safe_dump(GOOD), encoding="utf-8")
    with pytest.raises(ContentError) as told:
        load_cases(tmp_path)
    shown = str(told.value)
    assert "it-uno.yaml:2" in shown
    assert "name the file after it" in shown


def test_the_cases_in_use_are_sound() -> None:
    cases = load_cases()
    assert cases
    assert [f"{case.id}: {fault}" for case in cases for fault in faults(case)] == []
    assert all((CASES / f"{case.id}.yaml").is_file() for case in cases)


def test_the_schema_that_editors_read_is_the_one_that_is_checked() -> None:
    written = json.loads((CASES / "schema.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(schema())), "write it anew: ascolto eval --schema > evals/cases/schema.json"
