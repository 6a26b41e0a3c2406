"""Invented numbers in place of real ones: invoices and accounts, addresses of e-mail, telephones, tax and bank numbers.

Amounts, days and counts are no such numbers: whatever the extractor reads as one stays.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from assistant.domain.findings import Finding
from assistant.domain.money import Language
from assistant.domain.references import groups
from assistant.services.ports import Extractor
from evals.record_names import Span, covered

_YEARS = range(1990, 2100)
_SURE = 4
"""So many digits of an invoice's number are known again without the word "invoice" before them."""
_LONG = 5
"""So many digits that are no figure are a telephone, tax or bank number; fewer are told."""
_TOLD = 3
_STEP = 13
"""Between two invented numbers, so that their last digits tell them apart too."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MAIL_SPOKEN: dict[Language, re.Pattern[str]] = {
    "it": re.compile(
        r"\b[\w.]+(?:\s(?:punto|trattino)\s\w+)*\s(?:chiocciola|at)\s\w+(?:\s\w+){0,3}?(?:\s(?:punto|trattino)\s\w+)+",
        re.I,
    ),
    "en": re.compile(r"\b[\w.]+(?:\s(?:dot|dash)\s\w+)*\sat\s\w+(?:\s\w+){0,3}?(?:\s(?:dot|dash)\s\w+)+", re.I),
}
_INSTEAD: dict[Language, tuple[str, str]] = {
    "it": ("indirizzo-{}@inventato.example", "indirizzo {} chiocciola inventato punto example"),
    "en": ("address-{}@invented.example", "address {} at invented dot example"),
}
"""Written and spoken; the letter tells one address from another."""
_MAIL_SIGNS = re.compile(r"\b(?:chiocciola|at|punto|dot|trattino|dash)\b|[\W_]", re.I)
_CODED = re.compile(
    r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b"  # IBAN
    r"|\b[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]\b"  # a person's tax code
    r"|\b(?:IT|GB)\s?\d{9,11}\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"  # a British postal code
)
_DIGITS = re.compile(r"\+?\d(?:[ ./-]?\d)*")
_DIGIT_WORDS: dict[Language, str] = {
    "it": "zero|uno|due|tre|quattro|cinque|sei|sette|otto|nove",
    "en": "zero|oh|one|two|three|four|five|six|seven|eight|nine",
}
_BETWEEN = r"[\s./\\_:-]{0,3}"
"""What may stand between two groups of a number."""
_MONEY_BEFORE, _MONEY_AFTER = re.compile(r"[€£]\s*$"), re.compile(r"\s*(?:€|£|euro|sterline|pounds?|quid)\b", re.I)


class NumberMask:
    """`invoices` are all known numbers of the customer, `account` is the customer's own."""

    def __init__(self, language: Language, on: dt.date, extractor: Extractor, known: tuple[Sequence[str], str]) -> None:
        invoices, self._account = known
        self._language, self._on, self._extractor = language, on, extractor
        self._real = {_main(number) for number in (*invoices, self._account)} - {""}
        self._new: dict[str, str] = {}
        self._guessed: set[str] = set()
        """What stands for numbers of invoices that no record has."""
        self._other: dict[str, str] = {}
        """The digits instead of any other number, by its signs without what is between them."""
        self._mails: dict[str, str] = {}
        self._numbers = sorted({*invoices}, key=lambda number: (-len(number), number))
        for number in sorted({*invoices, self._account}):
            self._fresh(_main(number))

    def invoice(self, number: str) -> str:
        """The invented number of an invoice: the letters and the year of the real one with other digits."""
        found = _main_in(number)
        if found is None:
            return f"N-{self._fresh(number)}"
        return number[: found.start()] + self._fresh(found.group()) + number[found.end() :]

    @cached_property
    def account(self) -> str:
        """The customer's invented reference."""
        main = _main(self._account)
        return f"E-{self._fresh(main if len(main) >= _TOLD else self._account)}"

    def _fresh(self, main: str) -> str:
        """Other digits, as many as there were; one real group has one invented group. One or two digits stay."""
        if main.isdigit() and len(main) < _TOLD:
            return main
        if main not in self._new:
            length = len(main) if main.isdigit() else _SURE
            first = 7 * 10 ** (length - 1) + (101 if length >= _SURE else _STEP)
            taken = {*self._new.values(), *self._real}
            self._new[main] = next(
                str(value) for value in range(first, first + _STEP * (len(taken) + 1), _STEP) if str(value) not in taken
            )
        return self._new[main]

    def spans(self, text: str) -> list[Span]:
        """What is certainly such a number, or taken for one; no two overlap."""
        found: list[Span] = []
        for span in self._candidates(text):
            if not covered(span.start, span.end, found):
                found.append(span)
        return found

    def _candidates(self, text: str) -> Iterator[Span]:
        """The surest first."""
        yield from self._addresses(text)
        for match in _CODED.finditer(text):
            yield Span(match.start(), match.end(), self._coded(match.group()))
        yield from self._whole_numbers(text)
        figures = self._extractor.extract(text, self._on, self._language)
        yield from self._cited(figures, text)
        for match in _DIGITS.finditer(text):
            if _count(match.group()) >= _LONG and not _within(match, figures):
                yield Span(match.start(), match.end(), self._coded(match.group()))
        for match in self._spoken_digits(_LONG).finditer(text):
            if not _within(match, figures):
                yield Span(match.start(), match.end(), self._digit_words(match.group()))

    def _addresses(self, text: str) -> Iterator[Span]:
        written, spoken = _INSTEAD[self._language]
        for pattern, instead in ((_MAIL, written), (_MAIL_SPOKEN[self._language], spoken)):
            for match in pattern.finditer(text):
                key = _MAIL_SIGNS.sub("", match.group()).lower()
                letter = self._mails.setdefault(key, chr(ord("a") + len(self._mails) % 26))
                yield Span(match.start(), match.end(), instead.format(letter))

    def _whole_numbers(self, text: str) -> Iterator[Span]:
        for match in _pattern(self._account).finditer(text) if _main(self._account) else ():
            yield Span(match.start(), match.end(), self.account)
        for number in self._numbers:
            for match in _pattern(number).finditer(text) if len(groups(number)) > 1 and _main(number) else ():
                start, end = match.start(), match.end()
                before, after = text[start : match.start("main")], text[match.end("main") : end]
                yield Span(start, end, before + self._fresh(_main(number)) + after)
        for main in sorted(self._real, key=len, reverse=True):
            for match in re.finditer(rf"(?<![\w.,])0*{main.lstrip('0') or '0'}(?!\w|[.,]\d)", text):
                if len(main) >= _SURE and int(main) not in _YEARS and not _is_money(text, match):
                    yield Span(match.start(), match.end(), self._fresh(main))

    def _cited(self, figures: Sequence[Finding], text: str) -> Iterator[Span]:
        """Numbers that the extractor reads: known ones by their last digits too, and those that no record has."""
        for figure in figures:
            start, end = figure.span
            said = re.sub(r"\D", "", figure.values[0].removesuffix(".00"))
            if figure.kind == "amount" and figure.currency is None and len(said) >= _SURE and said in self._real:
                yield Span(start, end, self._fresh(said))
            elif figure.kind == "invoice" and said:
                yield Span(start, end, self._as_said(text[start:end], _main(figure.values[0]) or said))

    def _as_said(self, words: str, said: str) -> str:
        ends = [main for main in self._real if main.endswith(said)]
        instead = self._fresh(ends[0])[-len(said) :] if len(ends) == 1 else self._fresh(said)
        if len(ends) != 1:
            self._guessed.add(instead)
        return words[: words.rindex(said)] + instead if said in words else instead

    def _coded(self, written: str) -> str:
        """The same shape with invented digits; letters become X."""
        key = re.sub(r"[\s./-]", "", written)
        count = _count(written)
        if key not in self._other:
            digits = f"555{len(self._other) + 1:0>{max(count - 3, 1)}}"
            self._other[key] = digits[:count] if count > _TOLD else digits[-count:]
        instead = iter(self._other[key])
        return "".join(next(instead) if one.isdigit() else "X" if one.isalpha() else one for one in written)

    def _digit_words(self, spoken: str) -> str:
        """Digit for digit, all zero: nobody has such a number."""
        return " ".join("zero" for _ in spoken.split())

    def _spoken_digits(self, least: int) -> re.Pattern[str]:
        words = _DIGIT_WORDS[self._language]
        return re.compile(rf"\b(?:{words})(?:\s(?:{words})){{{least - 1},}}\b", re.I)

    def figures(self, text: str) -> list[Span]:
        """Amounts, days and counts: what is no name either."""
        found = self._extractor.extract(text, self._on, self._language)
        return [Span(*figure.span, figure.text) for figure in found]

    def doubts(self, text: str, masked: Sequence[Span]) -> Iterator[str]:
        """Digits outside `masked` that are no figure, and numbers for which an invented one was put at a guess."""
        figures = self._extractor.extract(text, self._on, self._language)
        for span in masked:
            if span.text.endswith(tuple(self._guessed)):
                yield f'"{span.text}" stands for a number that no record has'
        for pattern in (_DIGITS, self._spoken_digits(_TOLD)):
            for match in pattern.finditer(text):
                short = pattern is _DIGITS and _count(match.group()) < _TOLD
                if not (short or covered(match.start(), match.end(), masked) or _within(match, figures)):
                    yield f'"{match.group()}" are digits that are no figure'


def _main_in(number: str) -> re.Match[str] | None:
    """The digits that tell an invoice from another: the longest that are no year; the last of equally long ones."""
    found = list(re.finditer(r"[0-9]+", number))
    telling = [one for one in found if len(found) == 1 or int(one.group()) not in _YEARS] or found
    return max(reversed(telling), key=lambda one: len(one.group()), default=None)


def _main(number: str) -> str:
    found = _main_in(number)
    return found.group() if found else ""


def _pattern(number: str) -> re.Pattern[str]:
    """The number as it is written and transcribed: in any case, with other signs between its groups.

    The group `main` are the digits that tell it from others.
    """
    found = _main_in(number)
    before = len(re.findall(r"[0-9]+", number[: found.start()])) if found else -1
    parts, digits = [], 0
    for one in groups(number):
        part = rf"0*{one.key}" if one.is_digits else re.escape(one.text)
        parts.append(f"(?P<main>{part})" if one.is_digits and digits == before else part)
        digits += one.is_digits
    return re.compile(rf"(?<!\w){_BETWEEN.join(parts)}(?!\w)", re.I)


def _count(text: str) -> int:
    return sum(one.isdigit() for one in text)


def _within(match: re.Match[str], figures: Sequence[Finding]) -> bool:
    return any(figure.span[0] < match.end() and match.start() < figure.span[1] for figure in figures)


def _is_money(text: str, match: re.Match[str]) -> bool:
    return bool(_MONEY_BEFORE.search(text[: match.start()]) or _MONEY_AFTER.match(text[match.end() :]))
