from evals.notes import cases, compare, report
from tests.unit.test_note_draft import drafted


def test_cases_are_of_both_languages_and_of_all_dispositions() -> None:
    found = cases()
    assert len({case.id for case in found}) == len(found)
    assert {case.language for case in found} == {"it", "en"}
    assert len({case.disposition for case in found}) == 10


def test_an_item_that_nobody_expected_was_invented_and_one_that_lacks_is_missing() -> None:
    case = next(case for case in cases("test") if case.id == "en-refused")
    note = drafted("O: La ML-104 da seicento euro.", "C: la saldo venerdì")
    outcome = compare(case, note)
    assert [item.kind for item in outcome.invented] == ["promise"]
    assert outcome.false_quotes == 1
    other = next(case for case in cases("test") if case.id == "it-over-turns")
    missed = compare(other, note)
    assert [item.kind for item in missed.missing] == ["promise"]
    figures = report([outcome, missed])["all"]
    assert (figures["recall"], figures["figures_exact"], figures["invented"]) == (0.0, 0.0, 2)
    assert figures["disposition"] == 0.5
