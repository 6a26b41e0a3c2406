"""How the values of a report are written where no browser writes them: on paper, in a terminal, in sentences."""

from decimal import Decimal

from assistant.domain.money import MONTHS, Language, format_date, format_money, format_percent
from assistant.domain.report import Cell
from assistant.services.dashboard_words import WORDS


def cell_text(cell: Cell, language: Language) -> str:
    """The value in words and figures; a sign before it where the cell asks for one."""
    words = WORDS[language]
    if cell.is_empty:
        return words["no_value"]
    plus = "+" if cell.sign and (cell.number or cell.money or 0) > 0 else ""
    if cell.money is not None:
        return plus + format_money(cell.money, cell.currency, language)
    if cell.day is not None:
        return format_date(cell.day, language)
    return cell.text if cell.number is None else plus + _number(cell, cell.number, language)


def _number(cell: Cell, value: float, language: Language) -> str:
    words = WORDS[language]
    if cell.kind in ("share", "percent"):
        hundredths = value * 100 if cell.kind == "share" else value
        # A difference of shares is in points: 60 % after 50 % is no 10 % more.
        points = words["points"].format(value=number_text(round(hundredths, 1), language))
        return points if cell.sign else percent_text(hundredths, language)
    if cell.kind in ("days", "minutes"):
        return words[cell.kind].format(value=number_text(value, language))
    return number_text(value, language)


def number_text(value: float, language: Language) -> str:
    """At most two decimals, thousands set apart."""
    text = f"{value:,.2f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.translate(str.maketrans(",.", ".,")) if language == "it" else text


def percent_text(value: float, language: Language) -> str:
    """Of a value from 0 to 100, to a tenth."""
    return format_percent(Decimal(str(round(value, 1))), language)


def month_name(month: int, year: int, language: Language) -> str:
    """`nov 26`."""
    return f"{MONTHS[language][month - 1][:3]} {year % 100:02}"
