"""Cues: read from the shipped file and from faulty ones, found in words of both languages."""

import time
from pathlib import Path

import pytest

from knowledge.cues import NO_CUES, cues_path, read_cues
from knowledge.errors import ContentError
from knowledge.seed import SHIPPED


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "cues.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_whole_words_of_either_language_are_found(tmp_path: Path) -> None:
    path = written(tmp_path, "customer:\n  paid: {it: ['pagat\\w'], en: [paid]}\n  ask: {it: ['\\?']}\n")
    cues = read_cues(path)
    found = cues.of_customer(["l'ho pagata", "we paid it", "unpaid", "quanto?", ""])
    assert found.tolist() == [[1, 0], [1, 0], [0, 0], [0, 1], [0, 0]]


def test_words_of_one_kind_become_one_sign(tmp_path: Path) -> None:
    alike = "alike:\n  number: {it: ['(due|trecento)'], en: [two]}\n  weekday: {en: ['(mon|fri)day']}\n"
    cues = read_cues(written(tmp_path, f"customer: {{}}\n{alike}"))
    assert cues.blurred("trecento in due rate, the other two by friday") == "_0_ in _0_ rate, the other _0_ by _1_"
    assert cues.blurred("duecento mondays") == "duecento mondays"


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ("quattrocentottantotto euro entro lunedì due marzo", "_0_ euro entro _1_ _0_ _2_"),
        ("milanese, percento, ventola, sabato", "milanese, percento, ventola, _1_"),
        ("two grand by the twenty-third of march", "_0_ _0_ by the _0_ of _2_"),
    ],
)
def test_the_shipped_kinds_know_numbers_days_and_months(said: str, same: str) -> None:
    assert read_cues(cues_path(SHIPPED)).blurred(said) == same


def test_what_the_operator_said_fades_with_the_length_of_the_answer(tmp_path: Path) -> None:
    cues = read_cues(written(tmp_path, "customer: {}\noperator:\n  when: {it: [quando]}\n"))
    rows = cues.of_operator(["quando paga?", "quando paga?", ""], ["domani", "domani " * 30, "domani"])
    assert rows[0, 0] > rows[1, 0] > rows[2, 0] == 0
    assert rows[0, 2] > 0 == rows[2, 2]


def test_an_expression_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "customer:\n  paid:\n    it:\n      - pagato\n      - '(pagat'\n")
    with pytest.raises(ContentError, match=r"cues\.yaml:5.*regular expression.*\(pagat"):
        read_cues(path)


def test_an_unknown_language_or_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"cues\.yaml:2"):
        read_cues(written(tmp_path, "customer:\n  paid: {fr: [payé]}\n"))
    with pytest.raises(ContentError, match="caller"):
        read_cues(written(tmp_path, "customer: {}\ncaller: {}\n"))


def test_the_shipped_cues_are_sound() -> None:
    cues = read_cues(cues_path(SHIPPED))
    assert cues.customer and cues.operator
    long = ["non posso pagare la fattura di ottobre perché " * 20] * 2
    assert cues.of_customer(long).shape == (2, len(cues.customer))


def test_without_cues_there_are_only_length_and_whether_something_was_said() -> None:
    assert NO_CUES.of_customer(["ciao"]).shape == (1, 0)
    assert NO_CUES.of_operator(["a"], ["ciao"]).shape == (1, 2)


def test_the_shipped_cues_find_nothing_in_nothing_and_take_no_long() -> None:
    cues = read_cues(cues_path(SHIPPED))
    assert not cues.of_customer(["", ".", "zzz qqq"]).any()
    longest = ("until i if the when we pay it and se prima ho un il la " * 20)[:1_000]
    before = time.process_time()
    cues.of_customer([longest])
    assert time.process_time() - before < 0.5
