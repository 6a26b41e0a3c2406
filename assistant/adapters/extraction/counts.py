"""Counts of instalments or payments, and invoice numbers as they are spoken or spelled."""

import re
from collections.abc import Callable, Sequence

from text_to_num import text2num

from assistant.adapters.extraction.bounds import Bound
from assistant.adapters.extraction.words import Number, Word
from assistant.domain.findings import Finding
from assistant.domain.money import Language

_COUNTED: dict[Language, str] = {
    "it": r"^\s+(?:\w+\s+)?(rate|rata|pagamenti|versamenti|tranches?|volte|soluzioni|bonifici)\b"
    r"(?!\s+(?:al|a|alla|ogni)\b)",
    "en": r"^\s+(?:\w+\s+)?(instal?lments?|payments?|parts|goes|tranches|chunks|transfers)\b(?!\s+(?:a|per|every)\b)",
}
_HALVES: dict[Language, str] = {
    "it": r"\bmetà (?:subito |adesso |ora )?e (?:l'altra )?metà\b",
    "en": r"\bhalf (?:now )?and (?:the other )?half\b",
}
_COUNT_MAX: dict[Language, str] = {
    "it": r"(non più di|al massimo|massimo|fino a)\s+$",
    "en": r"(no(?:t)? more than|at most|up to|maximum(?: of)?)\s+$",
}
_COUNT_MIN: dict[Language, str] = {
    "it": r"(almeno|minimo|non meno di)\s+$",
    "en": r"(at least|no less than|no fewer than)\s+$",
}

_LETTERS: dict[Language, dict[str, str]] = {
    "it": {
        "a": "A", "bi": "B", "ci": "C", "di": "D", "e": "E", "effe": "F", "gi": "G", "acca": "H", "i": "I", "elle": "L",
        "emme": "M", "enne": "N", "o": "O", "pi": "P", "cu": "Q",
        "erre": "R", "esse": "S", "ti": "T", "u": "U", "vu": "V",        "zeta": "Z", "kappa": "K", "ics": "X",
    },
    "en": {
        "ay": "A", "bee": "B", "cee": "C", "dee": "D", "ee": "E", "ef": "F", "gee": "G", "aitch": "H", "jay": "J",
        "kay": "K", "el": "L", "em": "M", "en": "N", "oh": "O", "pee": "P", "cue": "Q",
        "ar": "R", "ess": "S", "tee": "T",
        "you": "U", "vee": "V", "ex": "X", "why": "Y", "zed": "Z", "zee": "Z",
    },
}  # fmt: skip
_ONE: dict[Language, set[str]] = {"it": {"uno"}, "en": {"one"}}
_SMALL_WORDS = {"a", "e", "i", "o"}
"""Letters that are words too: letters only inside a run of letters."""
_SEPARATORS = {"barra", "slash", "trattino", "dash", "meno", "hyphen", "stroke", "-", "/", "del", "of"}
_WRITTEN = re.compile(r"\b([A-Z]{1,5})[\s\-/]?(\d{2,})((?:[\-/]\d+)*)\b")
_CUE = re.compile(
    r"\b(?:fattur[ae]|invoices?|bill|nota di credito|credit note)(?:\s+(?:numero|number|n\.?|no\.?|la|il))?\W*\s*", re.I
)


def counts_in(text: str, numbers: Sequence[Number], language: Language) -> list[Finding]:
    findings = []
    for number in numbers:
        unit = re.match(_COUNTED[language], text[number.end :], re.I)
        if not unit or number.ordinal or number.value != int(number.value) or not 1 <= number.value <= 60:
            continue
        before = text[: number.start].lower()
        bound: Bound = "exact"
        if re.search(_COUNT_MAX[language], before):
            bound = "max"
        elif re.search(_COUNT_MIN[language], before):
            bound = "min"
        findings.append(_count(text, (number.start, number.end + unit.end(1)), int(number.value), bound))
    for match in re.finditer(_HALVES[language], text, re.I):
        findings.append(_count(text, match.span(), 2, "exact"))
    return findings


def _count(text: str, span: tuple[int, int], value: int, bound: Bound) -> Finding:
    return Finding(kind="count", bound=bound, span=span, text=text[slice(*span)], values=[str(value)])


def invoices_in(text: str, words: Sequence[Word], language: Language) -> list[Finding]:
    """Numbers like `ML-10482`, and what follows the word "fattura" / "invoice" letter by letter and digit by digit."""
    findings = []
    for match in _WRITTEN.finditer(text):
        groups = [match[1], match[2], *re.findall(r"\d+", match[3])]
        findings.append(_invoice(text, match.span(), groups))
    for cue in _CUE.finditer(text):
        spelled = _spelled(text, cue.end(), words, language)
        if spelled and not any(f.span[0] < spelled.span[1] and spelled.span[0] < f.span[1] for f in findings):
            findings.append(spelled)
    return findings


def _invoice(text: str, span: tuple[int, int], groups: list[str]) -> Finding:
    return Finding(kind="invoice", span=span, text=text[slice(*span)], values=["-".join(groups).upper()])


def _spelled(text: str, start: int, words: Sequence[Word], language: Language) -> Finding | None:
    """Letters and digits one after the other, from `start` to the first word that is neither."""
    groups: list[str] = [""]
    first = index = next((i for i, word in enumerate(words) if word.start >= start), len(words))
    while index < len(words):
        word = words[index].lower
        digits, used = _digits(words, index, language)
        letter = word.upper() if len(word) == 1 and word.isalpha() else _LETTERS[language].get(word)
        if digits:
            _extend(groups, digits, str.isdigit)
        elif letter and not (word in _SMALL_WORDS and not groups[-1].isalpha()):
            _extend(groups, letter, str.isalpha)
        elif word in _SEPARATORS and groups[-1]:
            groups.append("")
        else:
            break
        index += used
    groups = [group for group in groups if group]
    if not any(group.isdigit() for group in groups):
        return None
    return _invoice(text, (words[first].start, words[index - 1].end), groups)


def _extend(groups: list[str], piece: str, same_kind: Callable[[str], bool]) -> None:
    if groups[-1] and not same_kind(groups[-1]):
        groups.append("")
    groups[-1] += piece


def _digits(words: Sequence[Word], index: int, language: Language) -> tuple[str, int]:
    """The digits that the word at `index` stands for, and how many words that took: "twenty nine" is 29."""
    word = words[index].lower
    if word.isdigit():
        return word, 1
    value = _value(word, language)
    if value is None:
        return "", 1
    following = _value(words[index + 1].lower, language) if index + 1 < len(words) else None
    if value in range(20, 100, 10) and following is not None and 1 <= following <= 9:
        return str(value + following), 2
    return str(value), 1


def _value(word: str, language: Language) -> int | None:
    if word in _ONE[language]:
        return 1
    try:
        return int(text2num(word, language))
    except ValueError:
        return None
