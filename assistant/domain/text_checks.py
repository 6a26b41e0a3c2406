"""What no written sentence may hold, whatever it is for: checks that the guards of `guard_text.py` share."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.domain import guard_text_words as words
from assistant.domain import guard_words as mention_words
from assistant.domain.guard import Lemma, is_relative_date, normalise
from assistant.domain.money import Language
from assistant.domain.reading import Reading, Word, supported
from assistant.domain.text_values import values_in

TextReason = Literal[
    "slot",
    "number",
    "date",
    "name",
    "promise",
    "legal",
    "refusal",
    "language",
    "register",
    "debris",
    "length",
    "unsupported",
    "negation",
    "question",
    "roles",
    "opposite",
    "person",
    "grammar",
    "meaning",
]
"""slot: lost, added or moved · number, date, name: not in the sources · promise, legal: beyond them · refusal: the
model speaks of itself · language · register: not "Lei" · debris: markup, quotes, emoji · length · unsupported: a
word that nobody said · negation: lost or added · question: became a statement, or the other way round · roles: who
does, gets or owns what is swapped · opposite: the contrary of a source · person: a note not told in the third person
· grammar: an Italian article or opening that can't stand so · meaning: too far from the approved sentence."""


@dataclass(frozen=True)
class TextViolation:
    """What may not be shown: why, the words, and where they stand in the normalised text."""

    reason: TextReason
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Tools:
    """What the rules need from outside: dictionary forms; where there are any, a language detector and a likeness.

    `detect` gives the language of a text, or None where it can't tell; `similarity` how alike two texts are, 0 to 1.
    """

    lemma: Lemma
    detect: Callable[[str], Language | None] | None = None
    similarity: Callable[[str, str], float] | None = None


_COURTEOUS = re.compile(r"(?:Lei|L[ae]|Su[oaei]|Suoi|V[oi]i|V[ie]|Vostr[oaie]|Gli(?:el[aeio]|ene)|I)$")
_TITLES = re.compile(r"^(?:signor[ae]?|sig|dott\w*|mr|mrs|ms|dr|miss)$", re.IGNORECASE)
_STEM = 5
"""Letters by which a legal word of a text and one of its source are the same: "fallito", "fallimento"."""
_ROMAN = re.compile(r"\b(?=[IVXLC]{2,}\b)[IVXLC]+\b")


def found(reason: TextReason, matches: Iterator[re.Match[str]]) -> Iterator[TextViolation]:
    """A violation for each match."""
    for match in matches:
        yield TextViolation(reason, match.group().strip(), *match.span())


def at(reason: TextReason, word: Word) -> TextViolation:
    return TextViolation(reason, word.text, word.start, word.end)


def check_debris(text: str, allowed: str) -> Iterator[TextViolation]:
    """Marks of markup, chat or templates that `allowed` doesn't hold."""
    for violation in found("debris", words.DEBRIS.finditer(text)):
        if violation.text not in allowed or not violation.text:
            yield violation


def check_phrases(text: str, allowed: str, language: Language) -> Iterator[TextViolation]:
    """Refusals, promises and legal words whose stem `allowed` doesn't hold."""
    known = normalise(allowed).lower()
    tables: tuple[tuple[TextReason, words.Patterns], ...] = (
        ("refusal", words.REFUSALS),
        ("promise", words.PROMISES),
        ("legal", words.LEGAL),
    )
    for reason, table in tables:
        for violation in found(reason, table[language].finditer(text)):
            said = violation.text.lower()
            stem = said if " " in said else said[:_STEM]
            if not re.search(rf"\b{re.escape(stem)}", known):
                yield violation


def check_language(text: str, language: Language, tools: Tools) -> Iterator[TextViolation]:
    """Joining words of the other language, or a detector that says so."""
    other: Language = "en" if language == "it" else "it"
    said = re.findall(r"[^\W\d_]+(?:'[a-z]+)?", text.lower())
    here = mention_words.LANGUAGE_SIGNS[language] | mention_words.FREE[language]
    strange = [word for word in said if word in mention_words.LANGUAGE_SIGNS[other] - here]
    own = sum(word in here for word in said)
    if len(strange) > 1 or (strange and own < 3):
        yield TextViolation("language", " ".join(strange))
    elif tools.detect and tools.detect(text) == other:
        yield TextViolation("language", text, 0, len(text))


def check_register(text: str, allowed: str, plural: bool) -> Iterator[TextViolation]:
    """Italian only: "tu" and its forms; "voi" unless `plural`."""
    known = set(re.findall(r"\w+", allowed.lower()))
    patterns = [words.FAMILIAR_IT] if plural else [words.FAMILIAR_IT, words.PLURAL_IT]
    for pattern in patterns:
        for violation in found("register", pattern.finditer(text)):
            if violation.text.lower().strip(".!?:;, ") not in known:
                yield violation


def check_names(reading: Reading, allowed: list[Reading]) -> Iterator[TextViolation]:
    """Capitalised words that no source holds; after a title ("signor", "Mr") at any place."""
    known = {word.text.lower() for source in allowed for word in source.tokens}
    figures = values_in(reading.text, reading.language)
    tokens = [word for word in reading.tokens if word.kind == "word"]
    for before, word in zip([None, *tokens], tokens, strict=False):
        titled = before is not None and _TITLES.match(before.lower) is not None
        if not word.text[0].isupper() or word.lower in known or _COURTEOUS.match(word.text):
            continue
        if _TITLES.match(word.lower) or any(value.start <= word.start < value.end for value in figures):
            continue
        if is_relative_date(word.lower, reading.language):
            continue
        if titled or not word.first:
            yield at("name", word)


def check_words(reading: Reading, known: frozenset[str], heard: str) -> Iterator[TextViolation]:
    """Words whose stem is neither known, nor begins like one that is, nor names what `heard` says in a verb."""
    figures = values_in(reading.text, reading.language)
    implied = mention_words.IMPLIED[reading.language]
    for word in reading.content:
        inside = any(value.start <= word.start < value.end for value in figures)
        if inside or supported(word.stem, known):
            continue
        if word.lower not in implied or not implied[word.lower].search(heard.lower()):
            yield at("unsupported", word)


def check_opposites(text: str, sources: str, language: Language, *, instead: bool = False) -> Iterator[TextViolation]:
    """A word where the sources have its opposite only; with `instead` only where it took the opposite's place."""
    text, sources = text.lower(), normalise(sources).lower()
    for pair in words.OPPOSITES[language]:
        for one, other in (pair, pair[::-1]):
            says = re.search(rf"\b(?:{one})\b", text)
            if not says or re.search(rf"\b(?:{one})\b", sources) or not re.search(rf"\b(?:{other})\b", sources):
                continue
            if not instead or not re.search(rf"\b(?:{other})\b", text):
                yield TextViolation("opposite", says.group(), *says.span())


def check_roman(text: str) -> Iterator[TextViolation]:
    return found("number", _ROMAN.finditer(text))


def stems_of(base_words: frozenset[str], language: Language, lemma: Lemma) -> frozenset[str]:
    """Stems of a word list."""
    return Reading(" ".join(sorted(base_words)), language, lemma).stems
