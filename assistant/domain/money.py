"""Amounts and how they, dates and percentages are written in Italian and English.

Money is a `Decimal` with two decimals beside an ISO 4217 currency. Everything shown to a person goes through the
`format_*` functions; everything sent to a machine through `amount_text` (`"250.00"`) and ISO dates.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Literal

from pydantic import PlainSerializer

CENT = Decimal("0.01")
Language = Literal["it", "en"]
LANGUAGES: tuple[Language, ...] = ("it", "en")

_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
MONTHS: dict[Language, tuple[str, ...]] = {
    "it": (
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "it": ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
"""Monday first, as `date.weekday` counts."""


def to_cents(amount: Decimal) -> Decimal:
    """Round half up to the cent, as invoices do."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def amount_text(amount: Decimal) -> str:
    """The machine form: `"250.00"`."""
    return f"{to_cents(amount):.2f}"


Money = Annotated[Decimal, PlainSerializer(amount_text, return_type=str, when_used="json")]
"""A `Decimal` that is a string with two decimals in JSON."""


def format_money(amount: Decimal, currency: str, language: Language) -> str:
    """`1.234,50 €` in Italian, `€1,234.50` in English; currencies without a known symbol keep their ISO code."""
    english = f"{abs(to_cents(amount)):,.2f}"
    sign = "-" if amount < 0 else ""
    if language == "it":
        digits = english.translate(str.maketrans(",.", ".,"))
        return f"{sign}{digits} {_SYMBOLS.get(currency, currency)}"
    symbol = _SYMBOLS.get(currency)
    return f"{sign}{symbol}{english}" if symbol else f"{sign}{currency} {english}"


def format_date(day: date, language: Language) -> str:
    """`20 dicembre 2026`, `1º dicembre 2026`; `20 December 2026`."""
    number = "1º" if language == "it" and day.day == 1 else str(day.day)
    return f"{number} {MONTHS[language][day.month - 1]} {day.year}"


def format_percent(value: Decimal, language: Language) -> str:
    """`2,5 %` in Italian, `2.5%` in English."""
    digits = f"{value.normalize():f}"
    return f"{digits.replace('.', ',')} %" if language == "it" else f"{digits}%"
