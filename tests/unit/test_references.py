"""Invoice numbers in payers' texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.references import Known, cited, could_mean, is_weak, key_of, named_numbers

KNOWN = Known([key_of(n) for n in ("ML-10427", "ML-10428", "2026/118", "118", "119", "100427", "0045/A", "10/2026")])


def found(text: str) -> list[str]:
    return ["-".join(citation.key) for citation in cited(text, KNOWN)]


def sure(text: str) -> list[str]:
    return ["-".join(citation.key) for citation in cited(text, KNOWN) if citation.sure]


@pytest.mark.parametrize(
    "text",
    [
        "ML-10427",
        "saldo ft ml 10427",
        "FATTURA N. ML/10427 DEL 12/10/2026",
        "Invoice no. ML10427.",
        "ml - 010427 grazie",
        "/INV/ML-10427//RFB/7",
        "PAGAMENTO FATTURA:ML.10427",
        "ML-10427ACCONTO",
    ],
)
def test_a_number_however_it_is_written(text: str) -> None:
    assert sure(text) == ["ML-10427"]


def test_several_numbers_in_one_text() -> None:
    assert sure("ML-10427 / ML-10428") == ["ML-10427", "ML-10428"]
    assert sure("ft 118, 119") == ["118", "119"]
    assert sure("fatture n. 118 e 119") == ["118", "119"]
    assert sure("fatt.118+119 e 2026/118") == ["118", "119", "2026-118"]


@pytest.mark.parametrize(
    "text",
    [
        "2118",
        "fattura 1180",
        "fattura 118/2025",
        "fattura A-118",
        "fattura 2025/118",
        "fattura 118/A",
        "fattura 118 / 2025",
        "fattura 118-bis",
        "fattura XML-10427",
        "eur 1.118,00",
        "eur 118,00",
        "fattura ML-10427/2",
        "12/10/2026",
        "A100427",
    ],
)
def test_never_a_part_of_a_longer_number(text: str) -> None:
    assert found(text) == []


def test_the_longest_number_is_meant() -> None:
    assert found("fattura 2026/118") == ["2026-118"]


@pytest.mark.parametrize("text", ["Condominio via Roma 118", "via Roma n. 118", "canone 10/2026", "119"])
def test_a_short_number_alone_is_not_sure(text: str) -> None:
    assert (len(found(text)), sure(text)) == (1, [])


def test_a_number_stands_alone_where_nothing_else_is_written() -> None:
    alone = {text: [citation.alone for citation in cited(text, KNOWN)] for text in ("118", "saldo n. 118", "Roma 118")}
    assert alone == {"118": [True], "saldo n. 118": [True], "Roma 118": [False]}


def test_a_list_ends_where_other_words_begin() -> None:
    assert sure("ft 118, 119") == ["118", "119"]
    assert sure("ft 118 | 119") == ["118"]
    assert sure("ft 118 via Roma 119") == ["118"]


def test_a_year_is_never_a_sure_number() -> None:
    known = Known([key_of("2026")])
    assert [citation.sure for citation in cited("fatture 2026", known)] == [False]


def test_weakness() -> None:
    weak = ("118", "20100", "10/2026", "12/10", "2026-04", "1/A", "A12")
    strong = ("100427", "2026/118", "118/26", "ML-1", "A1234")
    assert [number for number in weak if not is_weak(key_of(number))] == []
    assert [number for number in strong if is_weak(key_of(number))] == []


def test_numbers_that_a_payer_names() -> None:
    assert named_numbers("saldo fattura n. 77/2026, via Roma 12") == [("77", "2026")]
    assert named_numbers("invoice BW/20765") == [("BW", "20765")]
    assert named_numbers("affitto ottobre 2026") == []
    assert could_mean(("118",), "2026/118")
    assert could_mean(("118", "26"), "118")
    assert not could_mean(("117",), "2026/118")


@given(st.text(max_size=60), st.lists(st.from_regex(r"[A-Z]{0,3}[-/]?[0-9]{1,6}", fullmatch=True), max_size=5))
def test_any_text_is_read_and_only_known_numbers_are_found(text: str, numbers: list[str]) -> None:
    keys = [key_of(number) for number in numbers]
    assert {citation.key for citation in cited(text, Known(keys))} <= set(keys)


@given(st.integers(1, 99999), st.integers(1, 99999))
def test_a_number_is_not_found_in_another(one: int, other: int) -> None:
    known = Known([(str(one),)])
    assert bool(cited(f"fattura {other}", known)) == (one == other)
