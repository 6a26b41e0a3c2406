"""Decides whether a mention may be shown: it is a path through what was said, and holds nothing that may not be named.

Whoever wrote it, a model under the grammar of the same paths or one without: only what the paths give is shown.
"""

import re
from dataclasses import dataclass

from assistant.domain import guard_words as words
from assistant.domain.guard import Reason, has_numeral, is_number_word, is_relative_date, tokens
from assistant.domain.mention_graph import NOTHING, Graph
from assistant.domain.money import Language
from assistant.domain.tidy import change_person, cleaned

MAX_WORDS = 10
_CORRECTS: dict[Language, str] = {
    "it": r"(?:anzi|cioè|volevo dire|mi correggo|ho sbagliato|mi sono sbagliat\w)",
    "en": r"(?:i mean|i meant|or rather|actually|scratch that|correction)",
}


@dataclass(frozen=True)
class Named:
    """A mention that may be shown, or the reason why there is none."""

    text: str | None
    reason: Reason | None = None


def choose(raw: str, utterance: str, language: Language, graph: Graph) -> Named:
    """The longest beginning of what a model wrote that may be shown, in the person of the operator."""
    text = cleaned(raw, utterance, language)
    if text in ("", NOTHING):
        return Named(None, "empty")
    if (reason := _forbidden(text, language)) in ("instruction", "hostile", "concession"):
        return Named(None, reason)
    for said in (text, change_person(text, utterance, language)):
        if found := graph.longest(said, MAX_WORDS):
            unfit = _forbidden(found, language) or _taken_back(found, utterance, language)
            return Named(None, unfit) if unfit else Named(found)
    return Named(None, reason or "not_supported")


def _taken_back(mention: str, utterance: str, language: Language) -> Reason | None:
    """Why a slip may not be named that the customer mends at once: "the Christmas card, I mean the films"."""
    last = tokens(mention, language)[-1]
    mended = rf"\b{re.escape(last)}\W+(?:no\W+)?{_CORRECTS[language]}\b"
    return "not_supported" if re.search(mended, utterance, re.I) else None


def _forbidden(mention: str, language: Language) -> Reason | None:
    lower = [word.lower() for word in tokens(mention, language)]
    if has_numeral(mention) or any(is_number_word(word, language) for word in lower):
        return "number"
    if any(is_relative_date(word, language) for word in lower):
        return "relative_date"
    if words.INSTRUCTIONS.search(mention):
        return "instruction"
    if words.HOSTILE[language].search(mention):
        return "hostile"
    return "concession" if words.CONCESSIONS[language].search(mention) else None
