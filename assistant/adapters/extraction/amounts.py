"""Amounts of money in speech: "duecento al mese", "un paio di centinaia", "two and a half grand"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.adapters.extraction.amount_words import (
    BETWEEN_ALTERNATIVES,
    CENTS,
    CURRENCIES,
    CURRENCY,
    FUNCTION_WORDS,
    NO_AMOUNT_BEFORE,
    OTHER_UNITS,
    PER_TIME,
)
from assistant.adapters.extraction.bounds import quantity_bound
from assistant.adapters.extraction.line import Line, compiled, rule
from assistant.adapters.extraction.numerals import Number
from assistant.domain.findings import Finding
from assistant.domain.money import amount_text

_SMALLEST_BARE = Decimal(40)
"""A bare number below this is rarely an amount: it is a day, a count, an hour."""
_LARGEST_BARE = Decimal(500_000)
"""Above this a bare number is rather a telephone or tax number."""
_LARGEST = Decimal(10**12)
"""Above this nothing is an amount, whatever stands beside it."""


@dataclass(frozen=True)
class _Amount:
    """Readings of the words at [start, end) of the line, ascending; `certain` where the words say money."""

    start: int
    end: int
    values: tuple[Decimal, ...]
    currency: str | None = None
    certain: bool = False


def amounts_in(line: Line, taken: Sequence[tuple[int, int]]) -> list[Finding]:
    """Amounts in the order they stand, outside the `taken` spans of dates, counts and invoice numbers."""
    found: list[Finding] = []
    for amount in (*_with_cents(line), *_alternatives(line), *_two_part(line), *_single(line)):
        span = line.span(amount.start, amount.end)
        if not any(start < span[1] and span[0] < end for start, end in (*taken, *(f.span for f in found))):
            found.append(_finding(line, amount, span))
    return sorted(found, key=lambda finding: finding.span)


def _finding(line: Line, amount: _Amount, span: tuple[int, int]) -> Finding:
    return Finding(
        kind="amount",
        bound=quantity_bound(line, amount.start, amount.end),
        span=span,
        text=line.text[slice(*span)],
        values=[amount_text(value) for value in sorted(set(amount.values))],
        currency=amount.currency,
    )


def _with_cents(line: Line) -> Iterator[_Amount]:
    """ "trecento euro e sessanta", "fifteen pounds twenty": cents spoken behind the currency."""
    pattern = rf"<n> (?P<unit>{CURRENCY})(?: (?:e|and))? <c>(?P<cents> (?:{CENTS}))?"
    for match in rule(pattern).finditer(line.plain):
        whole, cents = line.number(match), line.number(match, "c")
        if whole.whole is None or cents.whole is None or not 1 <= cents.whole <= 99 or cents.ordinal:
            continue
        tail = line.after(match.end())
        if not match["cents"] and (_counts_other(line, tail) or compiled(rf" (?:{CURRENCY})(?!\S)").match(tail)):
            continue
        values = tuple(value + cents.value / 100 for value in _readings(line, whole, True))
        yield _Amount(match.start(), match.end(), values, CURRENCIES[match["unit"]])
    if line.language == "it":
        yield from _cents_without_currency(line)
    for match in rule(rf"(?<![€£$] )<n> (?:{CENTS})").finditer(line.plain):
        value = line.number(match).value / 100
        yield _Amount(match.start(), match.end(), (value,), "GBP" if match.group().endswith(("pence", " p")) else None)


def _cents_without_currency(line: Line) -> Iterator[_Amount]:
    """ "millequattrocentotrentadue e dieci": a figure that ends in tens takes nothing but cents."""
    for match in rule(r"<n> e <c>").finditer(line.plain):
        whole, cents = line.number(match), line.number(match, "c")
        spoken = not (whole.written or cents.written) and whole.whole is not None and cents.whole is not None
        if spoken and whole.value > 100 and whole.value % 100 and 10 <= cents.value <= 99:
            amount = _completed(line, _Amount(match.start(), match.end(), (whole.value + cents.value / 100,)))
            if amount:
                yield amount


def _alternatives(line: Line) -> Iterator[_Amount]:
    """ "due o trecento", "two or three hundred": the smaller number shares the scale of the larger one."""
    lead = r"(?P<lead>(?:tra|fra|between) (?:i |le |the )?)?"
    for match in rule(rf"{lead}<a> (?:(?P<joint>{BETWEEN_ALTERNATIVES}) (?:i |le )?)?<b>").finditer(line.plain):
        first, second = line.number(match, "a"), line.number(match, "b")
        if first.ordinal or second.ordinal or second.value < 100:
            continue
        scale = Decimal(10 ** (len(str(int(second.value))) - 1))
        if not (1 <= first.value <= 90 and first.value * scale < second.value) or second.value % scale:
            continue
        start = match.start("a") - 1
        if match["lead"]:
            yield _Amount(start, match.end("a"), (first.value * scale,), certain=True)
        elif match["joint"] in (None, "o", "oppure", "or", "to", "-"):
            amount = _completed(line, _Amount(start, match.end(), (first.value * scale, second.value)))
            if amount:
                yield amount


def _two_part(line: Line) -> Iterator[_Amount]:
    """ "due e cinquanta", "twelve fifty" are 2.50 or 250, 12.50 or 1250: nobody but the context knows."""
    joint = " e " if line.language == "it" else " "
    largest = 9 if line.language == "it" else 99
    for match in rule(rf"<a>{joint}<b>").finditer(line.plain):
        first, second = line.number(match, "a"), line.number(match, "b")
        if first.written or second.written or first.whole is None or second.whole is None:
            continue
        if not (1 <= first.whole <= largest and 10 <= second.whole <= 99):
            continue
        if compiled(r"[#_@]\d* (?:e )?$").search(line.before(match.start())) or re.match(
            r" (?:e )?[#@_]", line.after(match.end())
        ):
            continue  # one of a row of numbers
        values = (first.value + second.value / 100, first.value * 100 + second.value)
        amount = _completed(line, _Amount(match.start(), match.end(), values))
        if amount and (amount.certain or not (first.value in (19, 20) and line.language == "en")):
            yield amount


def _single(line: Line) -> Iterator[_Amount]:
    for match in rule(r"<n>").finditer(line.plain):
        number = line.number(match)
        amount = _completed(line, _Amount(match.start(), match.end(), (number.value,)))
        if amount is None:
            continue
        values = _readings(line, number, amount.currency is not None)
        certain = amount.certain or bool(compiled(r"grand|\dk|\bk$|centinai|migliai").search(number.spoken))
        year = re.search(r"#(\d+) $", line.before(match.start())) if number.value < 100 else None
        if year and not certain and line.numbers[int(year[1])].value in (19, 20):
            continue  # "nineteen ninety nine"
        if certain or _plausible(line, amount):
            yield replace(amount, values=values)


def _completed(line: Line, amount: _Amount) -> _Amount | None:
    """With the currency beside it; None where the words say that it is no money."""
    if not 0 < max(amount.values) <= _LARGEST:
        return None
    before, after = line.before(amount.start), line.after(amount.end)
    start, end, currency = amount.start, amount.end, None
    if unit := compiled(
        rf"(?: (?:or so|odd|circa|di|and something|and change|e rotti|e passa|e qualcosa|e spicci))? ({CURRENCY})(?!\S)"
    ).match(after):
        currency, end = CURRENCIES[unit[1]], end + unit.end()
    elif unit := compiled(r"(?<!\S)([€£$]|eur|euro|gbp|usd|chf) $").search(before):
        currency, start = CURRENCIES[unit[1]], unit.start()
    elif _counts_other(line, after):
        return None
    per_time = bool(compiled(rf"(?: ?,)? (?:{PER_TIME[line.language]})(?!\S)").match(line.after(end)))
    return replace(amount, start=start, end=end, currency=currency, certain=currency is not None or per_time)


def _readings(line: Line, number: Number, with_currency: bool) -> tuple[Decimal, ...]:
    """ "tremila e cinque" is 3500; with "euro" behind it, or without "e", it may be 3005 as well."""
    match = compiled(r".*mil(?:a|le) (e )?\w+").fullmatch(number.spoken)
    units = int(number.value % 1000)
    if line.language != "it" or number.written or not match or not 1 <= units <= 9:
        return (number.value,)
    hundreds = number.value - units + units * 100
    return (number.value, hundreds) if with_currency or not match[1] else (hundreds,)


def _counts_other(line: Line, after: str) -> bool:
    """Whether the number before `after` counts things: "dieci bancali", "forty boxes"."""
    if compiled(rf" ?(?:{OTHER_UNITS})(?!\S)").match(after):
        return True
    following = compiled(r" ([^\W\d_]+)(?: ([^\W\d_]+))?").match(after)
    if not following or following[1] in FUNCTION_WORDS[line.language]:
        return False
    word = following[1]
    if line.language == "it":
        return len(word) > 3 and word[-1] in "ie"
    return len(word) > 3 and word.endswith("s") and not word.endswith("ss")


def _plausible(line: Line, amount: _Amount) -> bool:
    """Whether a bare number is an amount: of a usual size, and not named by the words before it."""
    value = max(amount.values)
    if not _SMALLEST_BARE <= value <= _LARGEST_BARE:
        return False
    before, after = line.before(amount.start), line.after(amount.end)
    if compiled(r"(?:[#@]\d+ ?/|/|[#@]\d+ ?:) ?$").search(before) or compiled(r" ?[/:] ?[#@]").match(after):
        return False
    if 1900 <= value <= 2100 and compiled(r"(?<!\S)(?:nel|del|dal|dell'|anno|in|of|since|year|from) $").search(before):
        return False
    return not compiled(rf"(?<!\S)(?:{NO_AMOUNT_BEFORE[line.language]}) ?$").search(before)
