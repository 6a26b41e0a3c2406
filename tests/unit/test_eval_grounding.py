"""How claims are read from other people's files, judged and counted."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.errors import InvalidInput, NotFound
from assistant.domain.grounding import Unsupported, Verdict
from evals.grounding import Claim, balanced_accuracy, report, swaps, third_party, verdicts

ITEM = {
    "id": "c1",
    "domain": "sales_call",
    "doc_id": "d",
    "summary": "He pays 3.",
    "label": 0,
    "edit_types": ["number"],
}
ANSWER = {"knowledge": "Rome is old.", "response": "Rome is old.", "label": "Fully attributable"}


def folder_with(base: Path, items: list[Any], answers: list[Any]) -> Path:
    for name, rows in (
        ("call_summary_faithfulness/docs.jsonl", [{"doc_id": "d", "text": "Client: I pay 2."}]),
        ("call_summary_faithfulness/items.jsonl", items),
        ("answer_grounding/items.jsonl", answers),
    ):
        (base / name).parent.mkdir(exist_ok=True)
        (base / name).write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return base


def test_claims_of_others_are_read_with_their_sources_and_labels(tmp_path: Path) -> None:
    call, answer = third_party(folder_with(tmp_path, [ITEM], [ANSWER]))
    assert (call.set, call.source, call.claim) == ("calls", "Client: I pay 2.", "He pays 3.")
    assert (call.grounded, call.edits) == (False, ("number",))
    assert (answer.set, answer.source, answer.grounded) == ("answers", "Rome is old.", True)


def test_a_missing_file_and_a_line_that_is_no_claim_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as missing:
        third_party(tmp_path)
    assert missing.value.where.endswith("docs.jsonl")
    with pytest.raises(InvalidInput, match="label") as lacking:
        third_party(folder_with(tmp_path, [ITEM], [ANSWER, {"knowledge": "", "response": ""}]))
    assert lacking.value.where.endswith("items.jsonl:2")
    with pytest.raises(InvalidInput, match="no object"):
        third_party(folder_with(tmp_path, [ITEM], [[]]))


@pytest.mark.parametrize(
    ("truth", "answers", "percent"),
    [
        ([True, True, False, False], [True, True, False, False], 100.0),
        ([True, True, False, False], [True, True, True, True], 50.0),
        ([True, False, False, False, False], [True, False, True, True, True], 62.5),
    ],
)
def test_both_labels_weigh_alike_whatever_their_numbers(truth: list[bool], answers: list[bool], percent: float) -> None:
    assert balanced_accuracy(truth, answers) == percent


def test_the_report_counts_misses_by_what_was_changed() -> None:
    def judged(grounded: bool, said: bool, edits: tuple[str, ...] = ()) -> tuple[Claim, Verdict, float]:
        claim = Claim("calls", "d", "source", "claim", grounded, edits, "c")
        parts = [] if said else [Unsupported(span=(0, 5), text="claim", reason="wording")]
        return claim, Verdict(grounded=said, score=float(said), unsupported=parts), 2.0

    found = report([judged(True, True), judged(False, True, ("name",)), judged(False, False, ("name", "number"))])
    (row,) = found["sets"]
    assert (row["claims"], row["balanced_accuracy"], row["recall"], row["passed"]) == (3, 75.0, 50.0, 100.0)
    assert row["missed"] == {"name": {"missed": 1, "of": 2}, "number": {"missed": 0, "of": 1}}
    assert row["others"]["people"] == 91.8
    assert found["pair_ms"]["p95"] == 2.0


def test_the_own_pairs_are_balanced_and_judged_as_well_as_before() -> None:
    rows = {row["set"]: row for row in report(verdicts(swaps()))["sets"]}
    assert {name: row["claims"] for name, row in rows.items()} == {"swaps it": 60, "swaps en": 60}
    assert rows["swaps it"]["balanced_accuracy"] >= 87
    assert rows["swaps en"]["balanced_accuracy"] >= 90
