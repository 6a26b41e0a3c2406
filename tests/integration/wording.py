"""How figures are written and spoken, told again for the tests: formats, number words, the demo's spoken figures."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

_SYMBOLS = {"EUR": "€", "GBP": "£"}
_MONTHS = {
    "it": "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
}
_IT_PARTS = (
    "due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici|sedici|diciassette|"
    "diciotto|diciannove|vent[io]?|trent[ao]?|quarant[ao]?|cinquant[ao]?|sessant[ao]?|settant[ao]?|ottant[ao]?|"
    "novant[ao]?|cento|mille|mila|milion[ei]|miliard[oi]|uno"
)
_EN_PARTS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?"
)
_NUMBER_WORDS = {
    "it": re.compile(
        rf"\b(?:(?!uno\b)(?:{_IT_PARTS})+|zero|metà|mezz[ao]|doppi[oa]|triplo|paio|coppia|decin[ae]|dozzin[ae]|"
        r"ventina|trentina|centinai[oa]|migliai[oa]|terz[oaie]|quart[oaie]|quint[oaie]|\w+esim[oaie])\b",
        re.I,
    ),
    "en": re.compile(
        rf"\b(?:(?:{_EN_PARTS})(?:[- ](?:{_EN_PARTS}|one))*|zero|one hundred|half|halves|double|triple|twice|couple|"
        r"dozens?|third|fourth|fifth|\w+(?:ieth|teenth))\b",
        re.I,
    ),
}


def money(value: str, currency: str, language: str) -> str:
    """`1234.50` as people write it."""
    whole, cents = value.split(".")
    groups: list[str] = []
    while whole:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    if language == "it":
        return f"{'.'.join(groups)},{cents} {_SYMBOLS[currency]}"
    return f"{_SYMBOLS[currency]}{','.join(groups)}.{cents}"


def day(value: str, language: str) -> str:
    """`2026-12-20` as people write it."""
    year, month, number = (int(part) for part in value.split("-"))
    first = "1º" if language == "it" and number == 1 else str(number)
    return f"{first} {_MONTHS[language].split('|')[month - 1]} {year}"


def percent(value: str, language: str) -> str:
    return f"{value.replace('.', ',')} %" if language == "it" else f"{value}%"


def uncovered(sentence: str, texts: Sequence[str], language: str) -> list[str]:
    """What is left of digits and number words once the figures are taken out; and figures that aren't visible."""
    problems = []
    rest = sentence
    for text in sorted(set(texts), key=len, reverse=True):
        if text not in sentence:
            problems.append(f"the figure {text!r} isn't visible in {sentence!r}")
        rest = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", " ", rest)
    signs = [sign for sign in rest if unicodedata.numeric(sign, None) is not None]
    words = _NUMBER_WORDS[language].findall(rest)
    return problems + [f"{found!r} in {sentence!r} has no figure" for found in signs + words]


def _before(weekday: int) -> Callable[[date], date]:
    return lambda on: on - timedelta(days=(on.weekday() - weekday - 1) % 7 + 1)


def _after(weekday: int) -> Callable[[date], date]:
    return lambda on: on + timedelta(days=(weekday - on.weekday() - 1) % 7 + 1)


def _tomorrow(on: date) -> date:
    return on + timedelta(days=1)


def _next_day_of_month(number: int) -> Callable[[date], date]:
    def found(on: date) -> date:
        candidate = on + timedelta(days=1)
        while candidate.day != number:
            candidate += timedelta(days=1)
        return candidate

    return found


SPOKEN_AMOUNTS: Mapping[str, str] = {
    "four hundred and fifteen pounds twenty": "415.20",
    "nine hundred on friday": "900.00",
    "seicentodieci euro": "610.00",
    "trecentoquarantuno euro e sessanta": "341.60",
    "quattrocentottantotto tondi": "488.00",
    "settecentotrentadue ha detto": "732.00",
}
SPOKEN_DATES: Mapping[str, Callable[[date], date]] = {
    "sent it last thursday": _before(3),
    "nine hundred on friday": _after(4),
    "pay us on the eighteenth": _next_day_of_month(18),
    "pay it on the twentieth": _next_day_of_month(20),
    "call back tomorrow": _tomorrow,
    "till tomorrow": _tomorrow,
    "richiami domani": _tomorrow,
    "seicentodieci euro, l'ho fatto": lambda on: on - timedelta(days=2),
    "partire venerdì": _after(4),
    "facciamo venerdì": _after(4),
    "commessa dei mozzi martedì": _after(1),
}
"""The figures that the demo's customers speak, read by a person."""
