"""The tables that can be imported: their kind goes by the columns; the rest is tested with the import."""

import pytest

from assistant.domain.errors import InvalidInput
from assistant.domain.records import Payment, Principal
from assistant.services.import_fields import Fields
from assistant.services.import_kinds import KINDS, detect, plain_tax_number, template

PRINCIPAL = Principal(id="brackwater", name="Brackwater", language="en", country="GB", currency="GBP")


@pytest.mark.parametrize("kind", KINDS)
def test_columns_tell_the_kind(kind: str) -> None:
    spec = KINDS[kind]
    assert detect([*reversed(spec.columns), "colour"], "data") is spec
    assert detect(spec.columns[:-1], "data") is spec
    assert detect(["x"], kind) is spec


def test_a_table_of_nothing_has_no_kind() -> None:
    assert detect(["a", "b"], "data") is None


def test_there_is_no_template_of_an_unknown_kind() -> None:
    with pytest.raises(InvalidInput, match="customers"):
        template("debtors")


def test_empty_cells_take_what_the_principal_says() -> None:
    fields = Fields({"ref": "C1", "name": "Hollow Mills"})
    _, customer = KINDS["customers"].read(fields, PRINCIPAL)
    assert fields.problems == []
    assert customer.model_dump(include={"country", "language", "contacts"}) == {
        "country": "GB",
        "language": "en",
        "contacts": (),
    }


def test_a_payment_is_identified_by_what_it_says() -> None:
    row = {"customer_ref": "C1", "invoice_number": "1", "paid_on": "2026-01-02", "currency": "EUR", "amount": "5"}
    read = KINDS["payments"].read
    first, same, other = (
        read(Fields(row | {"reference": reference, "amount": amount}), PRINCIPAL)[1]
        for reference, amount in (("a", "5"), ("a", "5.00"), ("b", "5"))
    )
    assert isinstance(first, Payment)
    assert first == same
    assert first != other
    assert first.id.startswith("payment:")


def test_tax_numbers_are_kept_without_spaces() -> None:
    assert plain_tax_number("it 0123 456.789-0") == "IT01234567890"
