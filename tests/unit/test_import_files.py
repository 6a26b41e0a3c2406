"""Which files an import means, and in which order."""

from pathlib import Path

import pytest

from assistant.domain.errors import InvalidInput
from assistant.services.import_files import check_kind, check_principal_id, importable, in_order


def test_files_are_read_in_the_order_in_which_they_refer_to_each_other() -> None:
    names = ["payments.csv", "contacts.csv", "a.xml", "customers.csv", "invoices.csv", "other.csv"]
    told = [(Path("bank.xml"), "bank_statement"), (Path("k.csv"), "customers")]
    ordered = in_order([*told, *((Path(name), None) for name in names)])
    assert [path.name for path, _ in ordered] == [
        "k.csv",
        "customers.csv",
        "a.xml",
        "invoices.csv",
        "payments.csv",
        "contacts.csv",
        "other.csv",
        "bank.xml",
    ]


def test_an_unknown_kind_is_refused() -> None:
    check_kind("fatturapa")
    check_kind("bank_statement")
    check_kind(None)
    with pytest.raises(InvalidInput, match="customers"):
        check_kind("debtors")


@pytest.mark.parametrize("name", ["acme", "acme-italia", "a_1", "7up"])
def test_names_of_principals(name: str) -> None:
    check_principal_id(name)


@pytest.mark.parametrize("name", ["", "Acme", "-acme", "a" * 33, "../etc", "a/b", "à", "a b", "acme\n", "common"])
def test_what_can_name_no_principal_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="small letters"):
        check_principal_id(name)


def test_files_of_a_folder_that_are_meant() -> None:
    assert importable(Path("a.P7M"), None)
    assert importable(Path("a.csv"), None)
    assert not importable(Path("a.pdf"), None)
    assert not importable(Path("a.csv"), "fatturapa")
    assert importable(Path("a.XML"), "bank_statement")
    assert not importable(Path("a.p7m"), "bank_statement")
    assert not importable(Path("a.xml"), "customers")
