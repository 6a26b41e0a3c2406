"""Decides whether a line that a model speaks as a customer may be heard in a practice call.

The scenario's facts are the source of every figure, in slots or in the trainer's own words; the line must be one
customer's words in the right language, and never the machine's own.
"""

import re
from typing import Literal

from assistant.domain import guard_words as words
from assistant.domain.guard import check_sentence, normalise, tokens
from assistant.domain.money import Language
from assistant.domain.slots import slots_in

LineReason = Literal["empty", "shape", "number", "relative_date", "slot", "language", "role", "instruction"]
MAX_CHARACTERS = 260
_SLOT = re.compile(r"\{\{.*?\}\}")
_NO_MONTH = re.compile(r"\bmay\b")
"""The verb: the month has a capital."""
_EDGES = " \t\r\n\"'«»“”*`"
_SPEAKER = re.compile(r"^(?:cliente|customer|risposta|answer|battuta|line)\s*:\s*", re.I)
_OTHER_SPEAKER = re.compile(r"\b(?:operatore|operator|cliente|customer|agent)\s*:", re.I)
_MACHINE = re.compile(
    r"\b(?:modello linguistico|intelligenza artificiale|assistente (?:virtuale|digitale)|language model|an ai\b|"
    r"artificial intelligence|virtual assistant)",
    re.I,
)
_OPERATOR: dict[Language, re.Pattern[str]] = {
    "it": re.compile(
        r"(?:come|in cosa|in che modo) posso (?:aiutar|esser)|chiamo per conto|(?:la|vi) ringrazio per "
        r"(?:la chiamata|aver)|il suo (?:pagamento|saldo|debito|sollecito)|posso proporle|le propongo",
        re.I,
    ),
    "en": re.compile(
        r"how (?:can|may) i (?:help|assist)|calling on behalf|thank you for (?:calling|your call|contacting)|"
        r"your (?:payment|balance|debt|reminder)\b|i can offer you|may i suggest",
        re.I,
    ),
}
"""What only the operator would say."""


def tidy_line(raw: str) -> str:
    """The answer's first line without quotes and without the speaker's name."""
    first = normalise(raw).strip().split("\n", 1)[0]
    return _SPEAKER.sub("", first.strip(_EDGES)).strip(_EDGES)


def check_line(line: str, facts: str, language: Language) -> LineReason | None:
    """Why the tidied line may not be spoken; None if it may."""
    if not tokens(line, language):
        return "empty"
    if len(line) > MAX_CHARACTERS or line.count("{{") != line.count("}}"):
        return "shape"
    if not set(slots_in(line)) <= set(slots_in(facts)):
        return "slot"
    bare = _NO_MONTH.sub(" ", _SLOT.sub(" ", line))
    if violations := check_sentence(bare, facts, {}, language):
        return violations[0].reason
    if words.INSTRUCTIONS.search(line):
        return "instruction"
    if _MACHINE.search(line) or _OTHER_SPEAKER.search(line) or _OPERATOR[language].search(line):
        return "role"
    return "language" if _other_language(bare, language) else None


def _other_language(text: str, language: Language) -> bool:
    said = [word.lower() for word in tokens(text, language)]
    other: Language = "en" if language == "it" else "it"
    here, there = (sum(word in words.LANGUAGE_SIGNS[lang] for word in said) for lang in (language, other))
    return there > here
