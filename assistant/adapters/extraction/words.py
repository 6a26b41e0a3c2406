"""The words of an utterance with their places in the text, as people speak on the telephone: hesitations left out."""

import re
import unicodedata
from dataclasses import dataclass

from assistant.domain.money import Language


def word_set(words: str) -> frozenset[str]:
    """A set of words, written with spaces between them."""
    return frozenset(words.split())


_TOKEN: dict[Language, re.Pattern[str]] = {
    # Italian elides ("l'otto", "trent'anni"), English contracts ("can't", "days'").
    "it": re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+['’]?|[^\w\s]"),
    "en": re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]"),
}
_HESITATIONS: dict[Language, frozenset[str]] = {
    "it": word_set("ehm eh ah uh uhm um mmm mm mah beh boh bah tipo praticamente insomma ecco"),
    "en": word_set("um uh uhm er erm ehm ah eh hmm mm like basically"),
}


_PRONOUNS = word_set("it's that's he's she's there's here's what's who's let's how's where's")


@dataclass(frozen=True)
class Word:
    """A token; `lower` is what number words are read from, `key` the same without accents, for rules to compare."""

    lower: str
    key: str
    start: int
    end: int
    capital: bool = False
    """True when it starts with a capital letter."""
    stop: bool = False
    """True where a number before this word doesn't go on in it."""

    # The protocol of text2num's find_numbers: it is asked for these by name.
    def text(self) -> str:
        return self.lower

    def nt_separated(self, previous: "Word") -> bool:
        return self.stop

    def not_a_number_part(self) -> bool:
        return False


def words_of(text: str, language: Language) -> list[Word]:
    """The tokens of `text` in their order, without hesitations."""
    found = (_word(match) for match in _TOKEN[language].finditer(text))
    return [word for word in found if word.key not in _HESITATIONS[language]]


def _word(match: re.Match[str]) -> Word:
    token = match.group()
    lower = _without_verb(token.lower().replace("’", "'"))
    return Word(lower, folded(lower), match.start(), match.end(), token[0].isupper())


def _without_verb(lower: str) -> str:
    """`lower` without the verb in "the twentieth's fine", "the instalment's late"."""
    return lower[:-2] if lower.endswith("'s") and lower not in _PRONOUNS else lower


def folded(lower: str) -> str:
    """`lower` without accents: "venerdì", "venerdi'" and "venerdi" are one; "è" stays apart from "e"."""
    if lower in ("è", "e'"):
        return "è"
    if len(lower) > 3 and lower.endswith("i'"):
        lower = lower[:-1]
    if lower.isascii():
        return lower
    return "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))
