"""Invoice numbers as they are written, spoken or spelled: `ML-10482`, "emme elle uno zero", "2026 slash 118"."""

import re
from collections.abc import Iterator

from assistant.adapters.extraction.letters import COMMON_WORDS, EXAMPLE, LETTERS, PAIRS, SEPARATORS, TIMES, ZERO
from assistant.adapters.extraction.line import Line
from assistant.adapters.extraction.words import word_set
from assistant.domain.findings import Finding

_WRITTEN = re.compile(r"(?<![\w/-])([A-Za-z]{2,5})([\-/]?)(\d{2,10})((?:[\-/]\d{1,10}){0,3})(?![\w])", re.ASCII)
_YEARLY = re.compile(r"(?<![\w/.-])(20\d\d[\-/]\d{3,8}|\d{3,8}/20\d\d)(?![\w/-])", re.ASCII)
_NO_PREFIX = word_set(
    "eur gbp usd chf iva vat tel cap iban iso ss ok no si art cod piva via ore pag rif sap tir suv ddt mod"
)
_CUE = re.compile(
    r"\b(?:fattur[ae]|ft|invoices?|bills?|nota (?:di )?credito|note di credito|credit notes?)\b"
    r"(?:[\s,.:]+(?:è|e'|sarebbe|is|was|are|the|that's|sono|che finisce|numero|numeri|number|numbers|n|no|nr|la|il|"
    r"lì|with|con|di numero|quella|allora|ehm|uh|um|er))*[\s,.:#°]*",
    re.I,
)
_CUE_BEFORE = re.compile(r"\bfattur[ae]\b|\binvoices?\b", re.I)
_NEXT = re.compile(
    r"\s*(?:,|\be\b|\band\b|,\s*e\b|,\s*and\b|\bo\b|\bor\b|&)\s*(?:(?:la|il|the|quella|number|numero|anche|also)\s+)*",
    re.I,
)
_NO_INVOICE_AFTER = re.compile(
    r"\s*(?:euro|€|pound|quid|dollar|%|per\s?cento|percent|giorni|days|day's|weeks?|settiman|mesi|months?|anni|"
    r"years?|hours?|ore\b|"
    r"volte|times|rate\b|rata\b|instal|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|"
    r"novembre|dicembre|january|february|march|april|may\b|june|july|august|september|october|november|december|"
    r"st\b|nd\b|rd\b|th\b|thousand|grand|mila|fattur|invoice|insolut|scadut|apert|copies|copie|of\s+(?:them|these))",
    re.I,
)


def invoices_in(line: Line) -> list[Finding]:
    """Numbers like `ML-10482`, what follows the word for an invoice, and letters with digits spelled one by one."""
    found: list[Finding] = []
    for finding in (*_written(line.text), *_after_cues(line), *_spelled_freely(line)):
        if not any(f.span[0] < finding.span[1] and finding.span[0] < f.span[1] for f in found):
            found.append(finding)
    return sorted(found, key=lambda finding: finding.span)


def _written(text: str) -> Iterator[Finding]:
    for match in _WRITTEN.finditer(text):
        joined = bool(match[2])
        sure = len(match[3]) >= 3 or match[4] or _CUE_BEFORE.search(text[: match.start()])
        upper = match[1].isupper() or _CUE_BEFORE.search(text[: match.start()])
        if match[1].lower() in _NO_PREFIX or not sure or not (joined or upper):
            continue
        yield _invoice(text, match.span(), [match[1], match[3], *re.findall(r"\d+", match[4])])
    for match in _YEARLY.finditer(text):
        yield _invoice(text, match.span(), re.findall(r"\d+", match.group()))


def _invoice(text: str, span: tuple[int, int], groups: list[str]) -> Finding:
    return Finding(kind="invoice", span=span, text=text[slice(*span)], values=["-".join(groups).upper()])


def _after_cues(line: Line) -> Iterator[Finding]:
    for cue in _CUE.finditer(line.text):
        position = cue.end()
        spelled = _Speller(line, _word_at(line, position)).read()
        while spelled:
            yield spelled
            further = _NEXT.match(line.text, spelled.span[1])
            if not further:
                break
            spelled = _Speller(line, _word_at(line, further.end())).read()
            # "la fattura 118 e due rate": a further number has at least two signs of its own.
            if spelled and len(spelled.values[0]) < 2:
                break


def _spelled_freely(line: Line) -> Iterator[Finding]:
    """Two letters or more followed by digits, without the word "invoice": "emme elle uno zero quattro"."""
    common = COMMON_WORDS[line.language]
    index = 0
    while index < len(line.words):
        reader = _Speller(line, index)
        spelled = reader.read()
        groups = spelled.values[0].split("-") if spelled else []
        names = {word.lower for word in line.words[index : index + len(groups[0])]} if groups else set()
        letters = groups[0] if groups and groups[0].isalpha() else ""
        if spelled and len(letters) > 1 and len("".join(groups[1:])) > 1 and not names <= common:
            yield spelled
        index = max(reader.index, index + 1) if spelled else index + 1


def _word_at(line: Line, position: int) -> int:
    return next((i for i, word in enumerate(line.words) if word.start >= position), len(line.words))


class _Speller:
    """Reads letters and digits one after the other, from a word on to the first that is neither."""

    def __init__(self, line: Line, first: int) -> None:
        self.line, self.words = line, line.words
        self.first = self.index = first
        self.groups: list[str] = [""]
        self.numbers = {number.first: number for number in line.numbers if not number.ordinal}
        self.end = first

    def read(self) -> Finding | None:
        while self.index < len(self.words) and (self._digits() or self._letter() or self._separator()):
            pass
        groups = [group for group in self.groups if group]
        if not any(group.isdigit() for group in groups) or sum(map(len, groups)) > 30:
            return None
        span = (self.words[self.first].start, self.words[self.end - 1].end)
        if _NO_INVOICE_AFTER.match(self.line.text, span[1]) and len(groups) == 1:
            return None
        if len(groups) == 1 and len(groups[0]) < 2 and not self._named():
            return None
        if len(groups) > 1 and groups[0].lower() in _NO_PREFIX:
            return None
        return _invoice(self.line.text, span, groups)

    def _named(self) -> bool:
        """Whether the words before say that a number comes: one digit alone is none else."""
        return self.first > 0 and self.words[self.first - 1].key in ("numero", "number", "n", "no", "nr", "la")

    def _word(self, ahead: int = 0) -> str:
        place = self.index + ahead
        return self.words[place].lower if place < len(self.words) else ""

    def _digits(self) -> bool:
        times = TIMES.get(self._word(), 1)
        ahead = 1 if times > 1 else 0
        word = self._word(ahead)
        digits, used = "", 1
        if word in ZERO and not (word == "o" and not self.groups[-1].isdigit()):
            digits = "0"
        elif (
            (number := self.numbers.get(self.index + ahead))
            and number.whole is not None
            and not number.spoken.startswith("zero")
        ):
            digits, used = (number.spoken if number.written else str(number.whole)), number.last - number.first + 1
        elif word in ("uno", "one") or (word == "una" and self.groups[-1].isdigit()):
            digits = "1"
        elif word.isascii() and word.isdigit():
            digits = word
        else:
            number = next((n for first, n in self.numbers.items() if first < self.index + ahead <= n.last), None)
            if number is None or not number.spoken.startswith("zero"):
                return False
            # Zeros before a number were read with it: the rest is the number.
            digits, used = str(number.whole), number.last - (self.index + ahead) + 1
        if not digits.isdigit() or (times > 1 and len(digits) > 1):
            return False
        self._extend(digits * times)
        self._took(ahead + used)
        return True

    def _letter(self) -> bool:
        word, language = self._word(), self.line.language
        pair = PAIRS[language].get((word, self._word(1)))
        if pair:
            self._extend(pair)
            self._took(2)
            return True
        letter = word.upper() if len(word) == 1 and word.isalpha() and word.isascii() else LETTERS[language].get(word)
        if letter is None and self.index == self.first and re.fullmatch(r"[a-z]{2,4}", word) and self._code(word):
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
        return (
            self.words[self.index].capital
            and self.line.text[self.words[self.index].start :].startswith(word.upper())
            and (self._word(1).isdigit() or self._word(1) in SEPARATORS or self.index + 1 in self.numbers)
        )

    def _beside_letters(self) -> bool:
        written = self.words[self.index]
        if self.groups[-1].isalpha() or (written.capital and self._word() not in ("e", "o", "a", "i")):
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

    def _took(self, words: int) -> None:
        self.index += words
        self.end = self.index
