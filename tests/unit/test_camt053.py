"""Bank statements in CAMT.053: what becomes an entry, and what is refused."""

from decimal import Decimal

import pytest

from assistant.adapters.importers import camt053
from assistant.domain.errors import InvalidInput
from assistant.services.ports import StatementLine
from tests.statements import NAMESPACE, balance, details, document, ntry, statement


def read(text: str) -> list[StatementLine]:
    return camt053.read(text.encode(), "bank.xml")


def shown(lines: list[StatementLine]) -> list[tuple[int, str, str | None]]:
    return [(line.number, line.kind, f"{line.entry.amount:.2f}" if line.entry else None) for line in lines]


def problems(text: str) -> list[tuple[int, str, str]]:
    return [(line.number, *line.problem) for line in read(text) if line.problem]


@pytest.mark.parametrize("version", ["02", "04", "06", "08", "10"])
def test_every_version_gives_the_same_entry(version: str) -> None:
    new = int(version) >= 8
    text = document(statement(ntry("100.00", "ft 1 & 2", "Prova Srl", new=new, end_to_end="E2E-7")), version=version)
    (line,) = read(text)
    assert line.entry is not None
    assert (line.entry.amount, line.entry.currency, line.entry.booked_on.isoformat()) == (
        Decimal("100.00"),
        "EUR",
        "2026-11-20",
    )
    assert (line.entry.debtor_name, line.entry.remittance, line.entry.end_to_end) == ("Prova Srl", "ft 1 & 2", "E2E-7")
    assert (
        line.entry.id
        == read(document(statement(ntry("100.00", "ft 1 & 2", "Prova Srl", end_to_end="E2E-7"))))[0].entry.id
    )  # type: ignore[union-attr]


def test_a_file_without_a_namespace_and_with_a_prefix() -> None:
    plain = document(statement(ntry("10"))).replace(f' xmlns="{NAMESPACE}02"', "")
    assert shown(read(plain)) == [(1, "received", "10.00")]


def test_only_booked_credits_are_received_and_only_reversed_credits_returned() -> None:
    entries = [
        ntry("1"),
        ntry("2", side="DBIT"),
        ntry("3", status="PDNG"),
        ntry("4", side="DBIT", reversal=True),
        ntry("5", reversal=True),
        ntry("6", status="INFO"),
    ]
    assert shown(read(document(statement(*entries)))) == [
        (1, "received", "1.00"),
        (2, "other", None),
        (3, "other", None),
        (4, "returned", "4.00"),
        (5, "other", None),
        (6, "other", None),
    ]


def test_a_batch_is_split_into_its_transactions() -> None:
    parts = [details("60", "ft 1", "Uno", ref="A"), details("40", "ft 2", "Due", ref="B")]
    lines = read(document(statement(ntry("100", parts=parts, ref="R"))))
    assert shown(lines) == [(1, "received", "60.00"), (1, "received", "40.00")]
    assert [line.entry.debtor_name for line in lines if line.entry] == ["Uno", "Due"]


def test_a_batch_with_two_parts_that_nothing_tells_apart_keeps_both() -> None:
    lines = read(document(statement(ntry("20", parts=[details("10", "x", "Uno")] * 2, ref="R"))))
    assert [(line.repeated, line.entry.alike) for line in lines if line.entry] == [(False, False)] * 2
    assert len({line.entry.id for line in lines if line.entry}) == 2


def test_a_batch_whose_parts_have_no_amounts_is_one_entry() -> None:
    (line,) = read(document(statement(ntry("100", parts=[details("", "ft 1", "Uno"), details("", "ft 2", "Due")]))))
    assert line.entry is not None
    assert (line.entry.remittance, line.entry.debtor_name) == ("ft 1 | ft 2", "")


def test_structured_references_are_read() -> None:
    structured = (
        "<TxDtls><RmtInf><Strd><RfrdDocInf><Nb>ML-10427</Nb></RfrdDocInf>"
        "<CdtrRefInf><Ref>RF18 5390</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
    )
    (line,) = read(document(statement(ntry("100", parts=[structured]))))
    assert line.entry is not None
    assert line.entry.remittance == "ML-10427 RF18 5390"


@pytest.mark.parametrize(
    ("entry", "field", "words"),
    [
        (ntry("0.00"), "Ntry/Amt", "zero"),
        (ntry("-5.00"), "Ntry/Amt", "negative"),
        (ntry("5.001"), "Ntry/Amt", "two decimals"),
        (ntry("5,00"), "Ntry/Amt", "1234.50"),
        (ntry("NaN"), "Ntry/Amt", "1234.50"),
        (ntry("1e30"), "Ntry/Amt", "1234.50"),
        (ntry("1_000.00"), "Ntry/Amt", "1234.50"),
        (ntry("٥.٠٠"), "Ntry/Amt", "1234.50"),
        (ntry("999999999999999"), "Ntry/Amt", "1234.50"),
        (ntry("5", currency="EURO"), "Ntry/Amt", "EURO"),
        (ntry("5", day="2026-13-01"), "BookgDt", "2026-13-01"),
        (ntry("5", day="0001-01-01"), "BookgDt", "1970"),
        (ntry("5", side="XXXX"), "CdtDbtInd", "DBIT"),
        (ntry("5", parts=[details("3"), details("3")]), "TxDtls", "6.00"),
        (ntry("5", parts=[details("5"), details("0")]), "TxDtls", "zero"),
    ],
)
def test_an_unusable_entry_is_named_with_its_remedy(entry: str, field: str, words: str) -> None:
    ((number, name, reason),) = problems(document(statement(ntry("1"), entry)))
    assert (number, name) == (2, field)
    assert words in reason


def test_mixed_currencies_are_kept_apart() -> None:
    text = document(
        statement(ntry("5"), ntry("6", currency="USD"), balances=balance("OPBD", "0") + balance("CLBD", "11"))
    )
    assert [(line.entry.currency, line.problem) for line in read(text) if line.entry] == [("EUR", None), ("USD", None)]


def test_the_same_reference_twice_is_one_movement() -> None:
    text = document(statement(ntry("5", "x", ref="R1"), ntry("5", "x", ref="R1"), ntry("5", "x", ref="R2")))
    assert [line.repeated for line in read(text)] == [False, True, False]


def test_a_statement_that_stands_twice_in_the_file_is_read_once() -> None:
    one = statement(ntry("5", "x"), ntry("7", "y"))
    assert [line.repeated for line in read(document(one, one))] == [False, False, True, True]


def test_movements_that_nothing_tells_apart_are_marked() -> None:
    lines = read(document(statement(ntry("5", "x"), ntry("5", "x"))))
    assert [(line.entry.alike, line.repeated) for line in lines if line.entry] == [(False, False), (True, False)]


def test_another_statement_with_the_same_movement_gives_the_same_identity() -> None:
    day, month = (read(document(statement(ntry("5", "x"), ident=ident)))[0].entry for ident in ("D", "M"))
    assert day is not None
    assert day == month


@pytest.mark.parametrize(
    ("balances", "wrong"),
    [
        (balance("OPBD", "100") + balance("CLBD", "130"), False),
        (balance("PRCD", "20", "DBIT") + balance("CLBD", "10"), False),
        (balance("OPBD", "100") + balance("CLBD", "150"), True),
        (balance("OPBD", "100"), False),
        (balance("OPBD", "100", currency="USD") + balance("CLBD", "1"), False),
    ],
)
def test_balances_are_checked_where_both_are_there(balances: str, wrong: bool) -> None:
    text = document(statement(ntry("50"), ntry("20", side="DBIT"), ntry("9", status="PDNG"), balances=balances))
    found = problems(text)
    assert [(number, field) for number, field, _ in found] == ([(0, "Bal")] if wrong else [])
    assert not wrong or "130.00" in found[0][2]


def test_an_entry_repeated_by_mistake_leaves_the_balances_right() -> None:
    balances = balance("OPBD", "0") + balance("CLBD", "5")
    assert problems(document(statement(*[ntry("5", ref="R")] * 2, balances=balances))) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "can't be read"),
        ("<Document", "can't be read"),
        ("<a/>", "camt.053"),
        ("<Document><BkToCstmrAcctRpt/></Document>", "camt.052"),
        ("<Document><BkToCstmrStmt/></Document>", "no statement"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><Document>&b;</Document>', "refused"),
    ],
)
def test_a_file_that_is_no_statement_is_refused(text: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as caught:
        read(text)
    assert caught.value.where == "bank.xml"


def test_what_a_statement_looks_like() -> None:
    text = document(statement())
    assert camt053.looks_like(text.encode())
    assert camt053.looks_like(text.encode("utf-16"))
    assert not camt053.looks_like(b'<p:FatturaElettronica versione="FPR12">')


def test_texts_lose_control_characters_and_length() -> None:
    (line,) = read(document(statement(ntry("1", "a\tb\n" + "c" * 2000))))
    assert line.entry is not None
    assert line.entry.remittance.startswith("a b c")
    assert len(line.entry.remittance) == 1000
