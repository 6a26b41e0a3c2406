"""Decides whether words of a language model may be shown. Pure rules; the caller gives the dictionary forms.

A mention must be a short noun phrase that what the customer said supports; a sentence may hold no digit, number word or
relative date outside its slots, beyond those that the approved template itself holds.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.domain import guard_words as words
from assistant.domain.money import Language
from assistant.domain.slots import slots_in

Reason = Literal[
    "not_supported",
    "number",
    "relative_date",
    "language",
    "empty",
    "instruction",
    "hostile",
    "concession",
]
Lemma = Callable[[str, Language], str]
"""The dictionary form of a word."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?", re.UNICODE)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Violation:
    """What may not be shown, and why."""

    reason: Literal["number", "relative_date"]
    text: str


def normalise(text: str) -> str:
    """One form for what looks alike: compatibility characters folded, invisible ones removed, plain apostrophes."""
    folded = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return folded.replace("’", "'").replace("‘", "'").replace("ʼ", "'")


def tokens(text: str, language: Language) -> list[str]:
    """Words as they stand; Italian ones are parted at the apostrophe, English contractions stay whole."""
    found = _WORD.findall(normalise(text))
    if language == "en":
        return [word.removesuffix("'s") for word in found]
    return [piece for word in found for piece in word.split("'")]


def has_numeral(text: str) -> bool:
    """True for a digit, fraction or numeral of any script."""
    return any(unicodedata.numeric(sign, None) is not None for sign in text)


def is_number_word(word: str, language: Language) -> bool:
    """True for cardinals, ordinals, fractions and words such as "a couple"; not for an indefinite article."""
    plain = unicodedata.normalize("NFKC", word)
    return any(table[language].fullmatch(plain) is not None for table in (words.CARDINALS, words.QUANTITIES))


def is_relative_date(word: str, language: Language) -> bool:
    """True for "domani", "next", week days and months."""
    return words.RELATIVE_DATES[language].fullmatch(unicodedata.normalize("NFKC", word)) is not None


def check_utterance(utterance: str, language: Language) -> Reason | None:
    """Why nothing of this utterance may be named, before a model is asked; None if something may."""
    if words.INSTRUCTIONS.search(normalise(utterance)):
        return "instruction"
    said = [word.lower() for word in tokens(utterance, language)]
    if len(said) < 4:
        return "empty"
    other: Language = "en" if language == "it" else "it"
    here, there = (sum(word in words.LANGUAGE_SIGNS[lang] for word in said) for lang in (language, other))
    return "language" if there > here + 1 else None


def check_sentence(text: str, template: str, values: Mapping[str, str], language: Language) -> list[Violation]:
    """Digits, number words and relative dates of `text` outside the values that `template`'s slots were filled with."""
    rest = normalise(text)
    names = slots_in(template)
    for name in sorted(names, key=lambda slot: -len(values.get(slot, ""))):
        if name != "mention" and (value := normalise(values.get(name, ""))):
            rest = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", " ", rest, count=1)
    approved = Counter(word.lower() for word in tokens(re.sub(r"\{\{.*?\}\}", " ", template), language))
    violations = [Violation("number", word) for word in re.findall(r"\S+", rest) if has_numeral(word)]
    for word in tokens(rest, language):
        if approved[word.lower()] > 0:
            approved[word.lower()] -= 1
        elif is_number_word(word, language):
            violations.append(Violation("number", word))
        elif is_relative_date(word, language):
            violations.append(Violation("relative_date", word))
    return violations
