"""What a sentence says, as the guard compares it: words with their dictionary stems, and what is denied.

A stem is the dictionary form without its ending, with words that mean the same in a call ("mandare", "inviare") under
one stem. Word order, number and tense don't matter; negation does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.domain import guard_words as mention_words
from assistant.domain import text_words as words
from assistant.domain.guard import Lemma, normalise
from assistant.domain.money import Language
from assistant.domain.slots import slots_in

_TOKEN = re.compile(
    r"\{\{\s*(?P<slot>\w+)\s*\}\}|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*'?)|(?P<stop>[.!?;:,()\n]+)|(?P<other>\S)"
)
_ENDING_IT = re.compile(r"(?:are|ere|ire|rre|[aeiouàèéìòù])$")
HUNG_IT = re.compile(
    r"(?P<verb>\w+[aei]r)(?:me|te|se|ce|ve|glie)?(?P<who>mi|ti|le|la|ci|vi|si|gli|lo|li|ne)$", re.IGNORECASE
)
"""An infinitive with pronouns hung on it: "mandarLe", "dirmelo"."""
_SHORTEST = 4
"""Letters that two stems must share, for one to support the other when it only begins alike."""


@dataclass(frozen=True)
class Word:
    """A word, slot (`{{name}}`) or stop of a text. `stem` is empty for what says nothing by itself."""

    text: str
    lower: str
    kind: str
    start: int
    end: int
    stem: str = ""
    base: str = ""
    """Its dictionary form, in lower case."""
    first: bool = False
    """True for the first word of a sentence."""


@dataclass(frozen=True)
class Negation:
    """A word that denies, and the stems of what it denies (one empty stem where nothing follows)."""

    word: Word
    stems: tuple[str, ...]

    def among(self, denied: frozenset[str]) -> bool:
        """Whether something of what it denies is denied there too."""
        return any(stem in denied or supported(stem, denied) for stem in self.stems)


class Reading:
    """One text, read once."""

    def __init__(self, text: str, language: Language, lemma: Lemma) -> None:
        self.text, self.language, self._lemma = normalise(text), language, lemma

    @cached_property
    def tokens(self) -> list[Word]:
        found: list[Word] = []
        first = True
        for match in _TOKEN.finditer(self.text):
            kind = str(match.lastgroup)
            pieces = self._parted(match) if kind == "word" else [(match.group(), match.start())]
            for text, start in pieces:
                found.append(self._word(text, kind, start, first))
                if kind in ("word", "slot"):
                    first = False
            if kind == "stop" and re.search(r"[.!?:\n]", match.group()):
                first = True
        return found

    def _parted(self, match: re.Match[str]) -> Iterator[tuple[str, int]]:
        """Italian words are parted at the apostrophe, English ones before "n't", "'ll" and the like."""
        pattern = r"[^\W_]+" if self.language == "it" else r"[^\W_]+(?=n't)|n't|'[a-z]+|[^\W_']+"
        for piece in re.finditer(pattern, match.group()):
            yield piece.group(), match.start() + piece.start()

    def _word(self, text: str, kind: str, start: int, first: bool) -> Word:
        lower = text.lower()
        if kind != "word":
            return Word(text, lower, kind, start, start + len(text), first=first)
        base = self._base(lower)
        stem = "" if self._is_free(lower, base) else stem_of(base, self.language)
        return Word(text, lower, kind, start, start + len(text), stem, base, first)

    def _base(self, lower: str) -> str:
        if self.language == "it" and (match := HUNG_IT.match(lower)):
            infinitive = match["verb"] + "e"
            if self._lemma(infinitive, "it") == infinitive:
                return infinitive
        return words.BASES[self.language].get(lower) or self._lemma(lower, self.language)

    def _is_free(self, lower: str, base: str) -> bool:
        free = words.FREE[self.language]
        return lower in free or base in free or lower in mention_words.FREE[self.language] or len(lower) == 1

    @cached_property
    def content(self) -> list[Word]:
        """Words that say something."""
        return [word for word in self.tokens if word.stem]

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in self.content)

    @cached_property
    def negations(self) -> list[Negation]:
        return [Negation(self.tokens[place], _stems(said)) for place, said in self._denials.items()]

    @cached_property
    def denied(self) -> frozenset[str]:
        """Stems that stand denied at least once; the empty one for a negation of nothing that has a stem."""
        return frozenset(stem for said in self._denials.values() for stem in _stems(said))

    @cached_property
    def affirmed(self) -> frozenset[str]:
        """Stems that stand at least once without a negation before them."""
        denied = {word.start for said in self._denials.values() for word in said}
        return frozenset(word.stem for word in self.content if word.start not in denied)

    @cached_property
    def _denials(self) -> dict[int, list[Word]]:
        """For each place of a word that denies, the words that it denies."""
        negations = words.NEGATIONS[self.language]
        return {
            place: self._denied_by(place)
            for place, word in enumerate(self.tokens)
            if word.kind == "word" and word.lower in negations
        }

    def _denied_by(self, place: int) -> list[Word]:
        if self.tokens[place].stem:
            return [self.tokens[place]]  # "unpaid" denies itself
        wanted = 2 if self.tokens[place].lower in words.NEGATIVE_ARTICLES else 1
        found: list[Word] = []
        for word in self.tokens[place + 1 : place + 8]:
            if word.kind in ("stop", "slot") or len(found) == wanted or word.lower in words.OWN[self.language]:
                break
            if word.stem and word.base not in words.PASSED_OVER[self.language]:
                found.append(word)
        return found

    @cached_property
    def slots(self) -> list[str]:
        return slots_in(self.text)


def _stems(said: list[Word]) -> tuple[str, ...]:
    return tuple(word.stem for word in said) or ("",)


def stem_of(base: str, language: Language) -> str:
    """The stem of a dictionary form; words of one meaning have one stem."""
    same = words.SAME[language].get(base)
    if same:
        return same
    if language == "it":
        return root_of(base)
    return base.removesuffix("e") if len(base) > _SHORTEST else base


def root_of(base: str) -> str:
    """An Italian word without its ending; verb and noun share it ("verificare", "verifica")."""
    root = _ENDING_IT.sub("", base)
    if len(root) < 2:
        return base  # "dare", "dire"
    return root[:-1] if root.endswith(("ch", "gh")) else root


def supported(stem: str, known: frozenset[str]) -> bool:
    """Whether one of the stems says the same, or begins alike ("versamento", "versare")."""
    if stem in known:
        return True
    return any(
        min(len(stem), len(other)) >= _SHORTEST and (stem.startswith(other) or other.startswith(stem))
        for other in known
    )
