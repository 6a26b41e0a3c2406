"""Amounts of money in speech: "duecento al mese", "un paio di centinaia", "two and a half grand"."""

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.adapters.extraction.bounds import amount_bound
from assistant.adapters.extraction.words import Number
from assistant.domain.findings import Finding
from assistant.domain.money import Language, amount_text

_CURRENCIES = {
    "euro": "EUR", "euros": "EUR", "eur": "EUR", "€": "EUR",
    "sterlina": "GBP", "sterline": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "gbp": "GBP", "£": "GBP",
    "dollaro": "USD", "dollari": "USD", "dollar": "USD", "dollars": "USD", "usd": "USD", "$": "USD",
}  # fmt: skip
# Round figures that people name without a number word; the phrase is the figure (`exact`).
_ROUND: dict[Language, tuple[tuple[str, int], ...]] = {
    "it": (
        (r"(?:un )?paio di centinaia", 200),
        (r"(?:un )?paio di migliaia", 2000),
        (r"un centinaio", 100),
        (r"un migliaio", 1000),
        (r"mezzo migliaio", 500),
    ),
    "en": (
        (r"a couple (?:of )?hundred", 200),
        (r"a couple (?:of )?(?:thousand|grand)", 2000),
        (r"half a (?:grand|thousand)", 500),
        (r"a grand", 1000),
    ),
}
_VAGUE = re.compile(r"\b(qualche (centinaio|migliaio)|a few (hundred|thousand)|several (hundred|thousand))\b", re.I)
_PER_TIME: dict[Language, re.Pattern[str]] = {
    "it": re.compile(
        r"^\W*(al mese|ogni mese|mensil\w+|a rata|per rata|alla volta|a settimana|ciascun\w|l'un[ao])\b", re.I
    ),
    "en": re.compile(
        r"^\W*(a month|per month|each month|every month|monthly|an instal?lment|a week|each|a piece|apiece)\b", re.I
    ),
}
# A number before one of these counts something else.
_OTHER_UNITS = re.compile(
    r"^\W*(%|per\s?cento|percent|giorn\w+|mes[ei]|settiman\w+|ann[oi]|or[ae]|minut\w+|rat[ae]|volt[ae]|pagament\w+|"
    r"fattur\w+|version\w+|tranche|person\w+|dipendent\w+|condomin\w+|condòmini|appartament\w+|client\w+|pezz\w+|piani|"
    r"days?|months?|weeks?|years?|hours?|minutes?|instal?lments?|payments?|times|invoices?|people|staff|units?|parts|"
    r"customers?|clients?|goes|boxes|pallets|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|"
    r"novembre|dicembre|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:of|di) (?:each|every|the|ogni)\b)",
    re.I,
)
_SMALLEST_BARE = Decimal(40)
"""A bare number below this is rarely an amount: it is a day, a count, an hour."""
_LARGEST_BARE = Decimal(500_000)
"""Above this a bare number is rather a telephone or tax number."""
_LARGEST = Decimal(10**12)
"""Above this nothing is an amount, whatever stands beside it."""


def amounts_in(
    text: str, numbers: Sequence[Number], taken: Sequence[tuple[int, int]], language: Language
) -> list[Finding]:
    """Amounts outside the `taken` spans (dates, counts and invoice numbers were found first)."""
    if _VAGUE.search(text):
        numbers = [n for n in numbers if not any(m.start() <= n.start < m.end() for m in _VAGUE.finditer(text))]
    findings = [_round(match, value, text, language) for match, value in _round_figures(text, language)]
    index = 0
    while index < len(numbers):
        number, used = _joined(text, numbers, index, language)
        index += used
        finding = _amount(text, number, language)
        if finding and index < len(numbers) and (cents := _cents(text, finding, numbers[index])):
            finding = cents
            index += 1
        spans = [*taken, *(f.span for f in findings)]
        if finding and not any(start < finding.span[1] and finding.span[0] < end for start, end in spans):
            findings.append(finding)
    return findings


def _cents(text: str, amount: Finding, number: Number) -> Finding | None:
    """The amount with the cents spoken behind its currency: "trecento euro e sessanta", "fifteen pounds twenty"."""
    if amount.currency is None or amount.ambiguous or not re.search(r"[^\W\d]$", amount.text):
        return None
    between = re.fullmatch(r"\s+(?:e\s+|and\s+)?", text[amount.span[1] : number.start])
    if not between or number.ordinal or number.value != int(number.value) or not 1 <= number.value <= 99:
        return None
    unit = re.match(r"\s*(?:centesimi|cents?|pence|p)\b", text[number.end :], re.I)
    if not unit and (_OTHER_UNITS.match(text[number.end :]) or _currency_after(text, number.end)[0]):
        return None
    end = number.end + (unit.end() if unit else 0)
    value = Decimal(amount.values[0]) + number.value / 100
    return amount.model_copy(
        update={"span": (amount.span[0], end), "text": text[amount.span[0] : end], "values": [amount_text(value)]}
    )


def _round_figures(text: str, language: Language) -> list[tuple[re.Match[str], int]]:
    return [
        (match, value)
        for pattern, value in _ROUND[language]
        for match in re.finditer(rf"\b{pattern}\b", text, re.I)
        if not _VAGUE.search(text[match.start() : match.end()])
    ]


def _round(match: re.Match[str], value: int, text: str, language: Language) -> Finding:
    currency, end = _currency_after(text, match.end())
    return Finding(
        kind="amount",
        bound=amount_bound(text, match.start(), end, language),
        span=(match.start(), end),
        text=text[match.start() : end],
        values=[amount_text(Decimal(value))],
        currency=currency,
    )


class _Amount:
    """A number that may be an amount, with the readings it has."""

    def __init__(self, start: int, end: int, values: list[Decimal], spoken_as_money: bool) -> None:
        self.start, self.end, self.values, self.spoken_as_money = start, end, values, spoken_as_money


def _joined(text: str, numbers: Sequence[Number], index: int, language: Language) -> tuple[_Amount, int]:
    """The number at `index` with what follows it: "mila", "grand", "k", "e mezzo", "e cinque"; and how many it used."""
    number = numbers[index]
    tail = text[number.end :]
    grand = re.match(r"(?:\s+(?:and a half|e mezzo))?\s*(?:grand\b|k\b|mila\b)", tail, re.I)
    if grand and not number.ordinal:
        half = Decimal("0.5") if "hal" in grand.group().lower() or "mezz" in grand.group().lower() else Decimal(0)
        return _Amount(number.start, number.end + grand.end(), [(number.value + half) * 1000], True), 1
    following = numbers[index + 1] if index + 1 < len(numbers) else None
    if following and re.fullmatch(r"\s+e\s+|\s+and\s+", text[number.end : following.start]):
        readings = _with_hundreds(number, following)
        if readings:
            return _Amount(number.start, following.end, readings, False), 2
    if not number.written and language == "it":
        return _Amount(number.start, number.end, _thousand_and(text, number), False), 1
    return _Amount(number.start, number.end, [number.value], False), 1


def _with_hundreds(number: Number, following: Number) -> list[Decimal]:
    """ "due e cinquanta" is 2.50 or 250.00: nobody but the context knows."""
    if number.written or not (1 <= number.value <= 9 and 10 <= following.value <= 99):
        return []
    return [number.value + following.value / 100, number.value * 100 + following.value]


def _thousand_and(text: str, number: Number) -> list[Decimal]:
    """ "tremila e cinque" is 3500; with "euro" behind it, it may be read from a ledger: 3005 or 3500."""
    spoken = text[number.start : number.end].lower()
    match = re.fullmatch(r".*mil(?:a|le)\s+e\s+(\S+)", spoken)
    units = int(number.value % 1000)
    if not match or not 1 <= units <= 9:
        return [number.value]
    hundreds = number.value - units + units * 100
    with_currency = _currency_after(text, number.end)[0] is not None
    return sorted([number.value, hundreds]) if with_currency else [hundreds]


def _currency_after(text: str, end: int) -> tuple[str | None, int]:
    match = re.match(
        r"\s*(euros?|eur|€|sterlin[ae]|pounds?|quid|gbp|£|dollar[oi]|dollars?|usd|\$)(?!\w)", text[end:], re.I
    )
    return (_CURRENCIES[match.group(1).lower()], end + match.end()) if match else (None, end)


def _currency_before(text: str, start: int) -> tuple[str | None, int]:
    match = re.search(r"([€£$]|\beur|\bgbp|\busd)\s*$", text[:start], re.I)
    return (_CURRENCIES[match.group(1).lower()], match.start()) if match else (None, start)


def _amount(text: str, number: _Amount, language: Language) -> Finding | None:
    if max(number.values) > _LARGEST:
        return None
    currency, end = _currency_after(text, number.end)
    start = number.start
    if currency is None:
        currency, start = _currency_before(text, number.start)
    tail = text[end:]
    if currency is None and _OTHER_UNITS.match(tail):
        return None
    per_time = bool(_PER_TIME[language].match(tail))
    certain = currency is not None or per_time or number.spoken_as_money
    if not certain and not _SMALLEST_BARE <= max(number.values) <= _LARGEST_BARE:
        return None
    if not certain and (re.search(r"[\d/]\s*$", text[:start]) or re.match(r"\s*[\d/]", tail)):
        return None  # a telephone number in groups, a part of a date
    if not certain and re.search(
        r"(fattura|invoice|numero|number|n\.|tel\w*|interno|via|civico|ending(?: in)?|code|codice|finale)\W*$",
        text[:start],
        re.I,
    ):
        return None
    return Finding(
        kind="amount",
        bound=amount_bound(text, start, end, language),
        span=(start, end),
        text=text[start:end],
        values=[amount_text(value) for value in sorted(number.values)],
        currency=currency,
    )
