"""Which cases, turns and claims a judge is asked about, how its agreement with labels is counted, what is printed."""

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.library import SHIPPED, FileLibrary
from assistant.cli.eval_meaning import meaning_lines
from assistant.domain.errors import InvalidInput
from evals import ragas_metrics
from evals.case import load_cases
from evals.grounding import Claim
from evals.judge import Failure, Score, figure
from evals.meaning import NO_DATA, Item, agreement, labelled, same_turn, sample
from evals.meaning_texts import note_reference
from evals.play import Played, PlayedTurn
from tests.unit.eval_example import case, suggestion


def test_the_sample_is_fixed_spread_over_splits_and_grows_without_changing() -> None:
    cases = load_cases()
    small, large = sample(cases, 2), sample(cases, 6)
    assert [(one.language, one.split) for one in small] == [
        ("it", "dev"),
        ("it", "test"),
        ("en", "dev"),
        ("en", "test"),
    ]
    assert {one.id for one in small} <= {one.id for one in large}
    assert sample(cases[::-1], 6) == large
    assert sum(one.language == "it" for one in large) == 6


def test_cases_without_a_card_are_not_sampled() -> None:
    assert sample([case({"expect": {"card": "none"}})], 3) == []
    assert sample([case({"expect": {"card": "wanted", "does": ["offer_plan"]}})], 3) != []


def test_claims_are_as_many_of_each_label() -> None:
    few, more = labelled(None, 2), labelled(None, 4)
    assert {(c.set, c.grounded) for c in few} == {(f"swaps {lang}", label) for lang in ("it", "en") for label in (0, 1)}
    assert len(few) == 8 and {c.id for c in few} <= {c.id for c in more}


def test_systems_are_asked_about_the_same_turn() -> None:
    wanted = {"expect": {"card": "wanted", "does": ["offer_plan"]}}
    both = case(wanted).model_copy(update={"turns": (*case(wanted).turns[:3], case(wanted).turns[1])})
    spoke = suggestion("Possiamo dividere.")

    def said(*ids: str) -> Played:
        turns = tuple(PlayedTurn(utterance_id=name, suggestion=spoke) for name in ids)
        return Played(case_id="it-prova", system="x", turns=turns)

    assert same_turn(both, [said("u2", "u4"), said("u4")]) == "u4"
    assert same_turn(both, [said("u2", "u4"), said("u2", "u4")]) == "u2"
    assert same_turn(both, [said("u4"), said("u2")]) == "u2"  # nowhere both: the first, where one is silent


def claims(*labels: bool) -> list[Claim]:
    return [Claim("answers", "s", "s", "c", label, (), f"a{n}") for n, label in enumerate(labels)]


def answers(*values: float | Failure) -> list[Item]:
    scores = [Score(None, v, 1.0) if isinstance(v, str) else Score(v, None, 1.0) for v in values]
    return [Item("answers", "en", "faithfulness", f"a{n}", score) for n, score in enumerate(scores)]


@pytest.mark.parametrize(
    ("said", "accuracy", "answered", "failed"),
    [
        ((1.0, 1.0, 0.5, 0.0), 100.0, 100.0, 0),
        ((1.0, 1.0, 1.0, 1.0), 50.0, 50.0, 0),
        ((1.0, "not_json", 0.0, "timeout"), 50.0, 100.0, 2),
        (("not_json", "not_json", 0.0, 0.0), 50.0, None, 2),
    ],
)
def test_a_claim_is_supported_if_all_of_it_is_and_failures_are_wrong_answers(
    said: tuple[Any, ...], accuracy: float, answered: float | None, failed: int
) -> None:
    (found,) = agreement(claims(True, True, False, False), answers(*said))
    assert (found["balanced_accuracy"], found["balanced_accuracy_answered"]) == (accuracy, answered)
    assert (found["of"], found["failed"], found["by"]) == (4, failed, "people")


def test_what_a_note_must_say_stands_in_sentences_with_their_figures() -> None:
    items = [
        {"kind": "plan", "amount": Decimal("300.00"), "date": "2026-12-01", "count": 2, "invoices": ["ML-1"]},
        {"kind": "next_action", "who": "operator", "by": "2026-11-30"},
        {"kind": "complaint", "optional": True},
    ]
    left = case(note={"disposition": "plan_agreed", "items": items})
    told = note_reference(left, FileLibrary(SHIPPED).note_texts("it"))
    assert "Prova Inventata" in told and "Esito: piano di pagamento concordato." in told
    assert "importo 300,00 €, 2 rate, data 1º dicembre 2026, fatture ML-1." in told
    assert told.endswith("da fare: incaricato operatore, entro il 30 novembre 2026.") and "reclamo" not in told


def test_without_ragas_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ragas", None)
    with pytest.raises(InvalidInput, match=r"make evals-setup.*pip install 'ascolto\[local,evals\]'") as raised:
        ragas_metrics.version()
    assert raised.value.where == "ragas"


def report(**changes: Any) -> dict[str, Any]:
    search = figure([Score(0.5, None, 2.0), Score(None, "not_json", 4.0)])
    some = {**search, "seconds_each": 3.0}
    nothing = {**figure([]), "seconds_each": None}
    words = {"faithfulness": some, "answer_relevancy": some, "factual_correctness": nothing}
    (agreed,) = agreement(claims(True, False), answers(1.0, "not_json"))
    return {
        "ragas": "0.4.3",
        "judge": {"name": "cc32", "absent": ""},
        "cases": ["it-prova"],
        "retrieval": {
            "it": {"precision": search, "recall": search},
            "en": dict.fromkeys(("precision", "recall"), figure([])),
        },
        "systems": {"ours": {"it": {"cases": 2, "silent": 1, **words}, "en": {"cases": 0, "silent": 0, **words}}},
        "people": {"absent": "", "sets": [agreed]},
    } | changes


def test_every_figure_of_a_judge_is_printed_beside_its_agreement() -> None:
    lines = list(meaning_lines(report()))
    of_judge = [line for line in lines if line.strip().startswith(("faithfulness", "answer_relevancy"))]
    assert len(of_judge) == 2 and all("judge beside labels: answers 50 %" in line for line in of_judge)
    assert "0.500  (0.250 with failures as 0; 2 items, 1 failed: not_json 1, 3.0 s each)" in of_judge[0]
    assert lines[2].endswith("0.500  (0.250 with failures as 0; 2 items, 1 failed: not_json 1)")  # search: no seconds
    assert any("ours it, 2 cases, silent in 1" in line for line in lines)
    assert any("nothing to judge" in line for line in lines)
    assert not any("ours en" in line for line in lines)


def test_what_is_absent_is_said() -> None:
    without_data = "\n".join(meaning_lines(report(people={"absent": NO_DATA, "sets": []})))
    assert "the judge beside people: not measured: ASCOLTO_EVALDATA" in without_data
    without_judge = "\n".join(meaning_lines(report(judge={"name": "", "absent": "No weights."}, systems={})))
    assert without_judge.endswith("nothing was judged: No weights.")


def test_other_peoples_claims_come_from_their_folder(tmp_path: Path) -> None:
    from tests.unit.test_eval_grounding import ANSWER, ITEM, folder_with

    folder = folder_with(tmp_path, [ITEM], [ANSWER, ANSWER | {"label": "Not fully attributable"}])
    assert {c.set for c in labelled(folder, 1)} == {"calls", "answers", "swaps it", "swaps en"}
