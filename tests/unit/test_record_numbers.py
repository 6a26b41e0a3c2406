"""Numbers of a recorded call: those that tell who somebody is are replaced, figures stay."""

import datetime as dt

import pytest

from assistant.adapters.extraction import SpokenFigures
from assistant.domain.money import Language
from evals.record_names import replaced
from evals.record_numbers import NumberMask

DAY = dt.date(2026, 11, 24)


def mask(*invoices: str, account: str = "C-1001", language: Language = "it") -> NumberMask:
    return NumberMask(language, DAY, SpokenFigures(), (invoices, account))


def masked(made: NumberMask, text: str) -> str:
    return replaced(text, made.spans(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("la fattura ML-10421", "la fattura ML-{}"),
        ("la ml 10421, dico", "la ml {}, dico"),
        ("la 10421 e basta", "la {} e basta"),
        ("la fattura quattro ventuno", "la fattura {end}"),
        ("la fattura 421 di ottobre", "la fattura {end} di ottobre"),
        ("la fattura dieci quattro ventuno", "la fattura {}"),
    ],
)
def test_an_invoice_is_the_same_however_it_is_spoken(text: str, said: str) -> None:
    made = mask("ML-10421", "ML-10440")
    number = made.invoice("ML-10421").removeprefix("ML-")
    assert number not in ("10421", "10440")
    assert len(number) == 5
    assert masked(made, text) == said.format(number, end=number[-3:])


@pytest.mark.parametrize("number", ["2026/118", "118/2026", "FT 0118", "A-118/26", "118-bis"])
def test_only_the_digits_that_tell_it_apart_change(number: str) -> None:
    made = mask(number)
    other = made.invoice(number)
    assert other != number
    assert len(other) == len(number)
    assert ("2026" in other) == ("2026" in number)
    assert masked(made, f"fattura {number}.") == f"fattura {other}."


def test_a_number_without_digits_and_the_account_say_nothing_of_the_customer() -> None:
    made = mask("SALDO", account="ROSSI-01")
    assert "SALDO" not in made.invoice("SALDO")
    assert made.account.startswith("E-")
    assert masked(made, "il codice è rossi 01") == f"il codice è {made.account}"
    assert "01" not in made.account


@pytest.mark.parametrize(
    "text",
    [
        "10421 euro e 50",
        "pago millequattrocentoventuno euro il 20 dicembre 2026",
        "sei rate da 190 euro, la prima il 15/12/2026",
        "4.210,50 euro in tutto",
    ],
)
def test_amounts_days_and_counts_stay(text: str) -> None:
    made = mask("ML-10421")
    assert masked(made, text) == text
    assert list(made.doubts(text, [])) == []


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("scriva a amministrazione@tre-lune.it", "tre-lune"),
        ("amministrazione chiocciola tre lune punto it", "lune"),
        ("il mio numero è 333 1234567", "1234567"),
        ("+39 0555 000101", "000101"),
        ("tre tre tre uno due quattro cinque sei", "tre"),
        ("partita IVA 01234567890", "1234567890"),
        ("l'IBAN è IT60X0542811101000000123456", "123456"),
        ("codice fiscale RSSMRA80A01H501U", "RSSMRA"),
    ],
)
def test_addresses_telephones_tax_and_bank_numbers_go(text: str, real: str) -> None:
    assert real not in masked(mask(), text)


def test_the_same_address_written_and_spoken_is_the_same() -> None:
    made = mask(language="en")
    assert masked(made, "it's ann@widgets.co.uk") == "it's address-a@invented.example"
    assert masked(made, "so bob at widgets dot com").endswith("address b at invented dot example")
    assert masked(made, "ann at widgets dot co dot uk").endswith("address a at invented dot example")


def test_what_is_put_at_a_guess_or_stays_is_told_without_the_real_number() -> None:
    made = mask("ML-10421")
    text = "la fattura 10999, interno 345"
    spans = made.spans(text)
    told = list(made.doubts(text, spans))
    assert "10999" not in replaced(text, spans)
    assert len(told) == 2
    assert told[0].endswith("stands for a number that no record has")
    assert told[1] == '"345" are digits that are no figure'
    assert "10999" not in " ".join(told)
