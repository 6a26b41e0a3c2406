"""An utterance read for what may be named in it: words with their class, and the stops between them."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.domain import guard_words
from assistant.domain.guard import is_number_word, is_relative_date, normalise
from assistant.domain.money import Language

Kind = Literal[
    "content", "participle", "determiner", "preposition", "joint", "verb", "auxiliary", "copula", "negation", "number",
    "adverb", "pronoun", "other",
]  # fmt: skip
"""`content` is a noun or adjective, as far as that shows; `other` is whatever a noun phrase can't hold."""
_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*'?|[.,;:!?…]", re.UNICODE)
_TOKEN_EN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*'?|[.,;:!?…]", re.UNICODE)
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")


@dataclass(frozen=True)
class Word:
    """A word as it would be written in the middle of a sentence. `stop`: something ends after it."""

    text: str
    kind: Kind
    lemma: str
    stop: bool = False
    asks: bool = False

    @property
    def lower(self) -> str:
        return self.text.lower()


def split(utterance: str, language: Language) -> list[tuple[str, str]]:
    """Words in their case, capitals only where they stand in mid-sentence, each with the sign that follows it."""
    pattern = _TOKEN if language == "it" else _TOKEN_EN
    found: list[tuple[str, str]] = []
    begins = True
    for piece in pattern.findall(_ADDRESS.sub(",", normalise(utterance))):
        if piece[0] in ".,;:!?…":
            if found:
                found[-1] = (found[-1][0], piece)
            begins = piece in ".!?…"
            continue
        shown = piece if not begins or (piece.isupper() and len(piece) > 1 and "'" not in piece) else piece.lower()
        found.append((shown, ""))
        begins = False
    return found


def unnameable(word: str, language: Language) -> bool:
    """An insult, or what would concede something."""
    return guard_words.HOSTILE[language].search(word) is not None or (
        guard_words.CONCESSIONS[language].search(word) is not None
    )


def is_figure(word: str, language: Language) -> bool:
    """A digit, a number word or a relative date."""
    parts = word.rstrip("'").split("-")
    return any(sign.isnumeric() for sign in word) or any(
        is_number_word(part, language) or is_relative_date(part, language) for part in parts
    )
