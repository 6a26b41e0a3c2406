"""Reads an invoice number that is spelled: letters and digits one after the other, "double four", "B come Bologna"."""

import re

from assistant.adapters.extraction.letters import COMMON_WORDS, EXAMPLE, LETTERS, PAIRS, SEPARATORS, TIMES, ZERO
from assistant.adapters.extraction.line import Line
from assistant.adapters.extraction.words import word_set
from assistant.domain.findings import Finding

NO_PREFIX = word_set(
    "eur gbp usd chf iva vat tel cap iban iso ss ok no si art cod piva via ore pag rif sap tir suv ddt mod"
)
_NO_INVOICE_AFTER = re.compile(
    r"\s*(?:euro|€|pound|quid|dollar|%|per\s?cento|percent|giorni|days|day's|weeks?|settiman|mesi|months?|anni|"
    r"years?|hours?|ore\b|"
    r"volte|times|rate\b|rata\b|instal|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|"
    r"novembre|dicembre|january|february|march|april|may\b|june|july|august|september|october|november|december|"
    r"st\b|nd\b|rd\b|th\b|thousand|grand|mila|fattur|invoice|insolut|scadut|apert|copies|copie|of\s+(?:them|these))",
    re.I,
)
_MONEY_AFTER = re.compile(r"\s*(?:euro|€|pound|quid|dollar|%|per\s?cento|percent)", re.I)
_LONGEST = 30
"""Letters and digits of the longest invoice number; what is longer is a row of numbers."""


def invoice_finding(text: str, span: tuple[int, int], groups: list[str]) -> Finding:
    return Finding(kind="invoice", span=span, text=text[slice(*span)], values=["-".join(groups).upper()])


class Speller:
    """Reads letters and digits one after the other, from a word on to the first that is neither."""

    def __init__(self, line: Line, first: int) -> None:
        self.line, self.words = line, line.words
        self.first = self.index = first
        self.groups: list[str] = [""]
        self.length = 0
        self.numbers = line.spelled_numbers
        self.end = first

    def read(self) -> Finding | None:
        while self.index < len(self.words) and self.length <= _LONGEST:
            if not (self._digits() or self._letter() or self._separator()):
                break
        groups = [group for group in self.groups if group]
        if not any(group.isdigit() for group in groups) or self.length > _LONGEST:
            return None
        span = (self.words[self.first].start, self.words[self.end - 1].end)
        if _NO_INVOICE_AFTER.match(self.line.text, span[1]) and len(groups) == 1:
            return None
        if len(groups) == 1 and len(groups[0]) < 2 and not self._named():
            return None
        if len(groups) > 1 and (groups[0].lower() in NO_PREFIX or _MONEY_AFTER.match(self.line.text, span[1])):
            return None
        return invoice_finding(self.line.text, span, groups)

    def _named(self) -> bool:
        """Whether the words before say that a number comes: one digit alone is none else."""
        return self.first > 0 and self.words[self.first - 1].key in ("numero", "number", "n", "no", "nr", "la")

    def _word(self, ahead: int = 0) -> str:
        place = self.index + ahead
        return self.words[place].lower if place < len(self.words) else ""

    def at_letter(self) -> bool:
        """Whether the first word is a letter, its name, or a written prefix."""
        word = self._word()
        named = (len(word) == 1 and word.isalpha()) or word in LETTERS[self.line.language]
        return named or self._pair() is not None or self._code(word)

    def _pair(self) -> str | None:
        return PAIRS[self.line.language].get((self._word(), self._word(1)))

    def _digits(self) -> bool:
        times = TIMES.get(self._word(), 1)
        ahead = 1 if times > 1 else 0
        digits, used = self._digits_at(self.index + ahead)
        if not digits.isdigit() or (times > 1 and len(digits) > 1):
            return False
        self._extend(digits * times)
        self._took(ahead + used)
        return True

    def _digits_at(self, place: int) -> tuple[str, int]:
        """The digits that the word at `place` stands for, and how many words they take."""
        word = self.words[place].lower if place < len(self.words) else ""
        if word in ZERO and not (word == "o" and not self.groups[-1].isdigit()):
            return "0", 1
        number = self.numbers.get(place)
        if number and number.whole is not None:
            # Zeros before a number were read with it: the rest is the number.
            digits = number.spoken if number.written else str(number.whole)
            return digits, number.last - place + 1
        if word in ("uno", "one") or (word == "una" and self.groups[-1].isdigit()):
            return "1", 1
        return (word, 1) if word.isascii() and word.isdigit() else ("", 1)

    def _letter(self) -> bool:
        word, language = self._word(), self.line.language
        if pair := self._pair():
            self._extend(pair)
            self._took(2)
            return True
        letter = word.upper() if len(word) == 1 and word.isalpha() and word.isascii() else LETTERS[language].get(word)
        if letter is None and self.index == self.first and self._code(word):
            letter = word.upper()
        if letter is None or (word in COMMON_WORDS[language] and not self._beside_letters()):
            return False
        self._extend(letter)
        self._took(1)
        if self._word() in EXAMPLE[language]:
            skipped = 2 if (self._word(), self._word(1)) == ("as", "in") else 1
            if self._word(skipped).upper().startswith(letter):
                self._took(skipped + 1)
                if self._word() == ",":
                    self.index += 1
        return True

    def _code(self, word: str) -> bool:
        """Whether `word` is a written prefix such as "INV" or "ML" before digits."""
        written = self.words[self.index]
        return (
            re.fullmatch(r"[a-z]{2,4}", word) is not None
            and self.line.text[written.start : written.end].isupper()
            and not self.line.text.isupper()
            and (self._digits_at(self.index + 1)[0] != "" or self._word(1) in SEPARATORS)
        )

    def _beside_letters(self) -> bool:
        written = self.words[self.index]
        if (
            self.groups[-1].isalpha()
            or (len(self.groups) > 1 and not self.groups[-1])
            or (written.capital and self._word() not in ("e", "o", "a", "i"))
        ):
            return True
        following = self._word(1)
        return (
            following in EXAMPLE[self.line.language]
            or (len(following) == 1 and following.isalpha() and following not in COMMON_WORDS[self.line.language])
            or following in LETTERS[self.line.language].keys() - COMMON_WORDS[self.line.language]
        )

    def _separator(self) -> bool:
        word = self._word()
        joins = word in SEPARATORS or (word in ("del", "of", "anno") and re.fullmatch(r"20\d\d", self._year()))
        if not joins or not self.groups[-1]:
            return False
        self.groups.append("")
        self.index += 1
        return True

    def _year(self) -> str:
        number = self.numbers.get(self.index + 1)
        return str(number.whole) if number else self._word(1)

    def _extend(self, piece: str) -> None:
        if self.groups[-1] and self.groups[-1].isdigit() != piece.isdigit():
            self.groups.append("")
        self.groups[-1] += piece
        self.length += len(piece)

    def _took(self, words: int) -> None:
        self.index += words
        self.end = self.index
