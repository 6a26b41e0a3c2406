"""A text as the grounding checks see it: words with their places, clauses, sentences, speakers. Judges nothing."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.domain import grounding_words as lists
from assistant.domain.guard import Lemma
from assistant.domain.money import Language

Known = Callable[[str, Language], bool]
"""Whether a word stands in the dictionary."""

KIN = 5
"""Letters by which longer words are known to be akin."""
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?['’]?|\d+(?:[.,]\d+)*|\S", re.UNICODE)
_SENTENCE = re.compile(r"(?<=[.!?…])[\s\"”»)]+(?=\S)|\n+")
_LABEL = re.compile(r"^\s*([^\W\d_][^\n:]{0,40}?):\s", re.UNICODE)
_CLAUSE_SIGNS = frozenset(",;:()–—")
_ABBREVIATION = re.compile(
    r"(?:^|\s)(?:[A-Z]|mr|mrs|ms|dr|inc|ltd|st|no|vs|sig|sigg|dott|avv|ing|rag|geom|n|art|s\.p|s\.r)\.$", re.I
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word at characters [start, end). `sentence` counts from 0; `opens` where it is a sentence's first."""

    text: str
    lower: str
    lemma: str
    start: int
    end: int
    sentence: int
    clause: int
    opens: bool

    @property
    def family(self) -> str:
        """What words of one family share, roughly: "payment", "payable"."""
        return self.lemma[:KIN] if len(self.lemma) > KIN else self.lemma

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()

    @property
    def has_capital(self) -> bool:
        return any(c.isupper() for c in self.text)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at characters [start, end), in digits or in words."""

    start: int
    end: int
    value: Decimal


Numbers = Callable[[str, Language], Sequence[Number]]
"""The numbers of a text in the order they stand."""


@dataclass(frozen=True)
class Tools:
    """What the checks need of the outside world: dictionary forms, whether a word is in the dictionary, numbers."""

    lemma: Lemma
    known: Known
    numbers: Numbers


@dataclass(frozen=True)
class Sentence:
    """Words of a sentence; `speaker` is the label of the turn that it stands in, if turns have labels."""

    words: tuple[Word, ...]
    speaker: str
    asks: bool
    lemmas: frozenset[str]


@dataclass(frozen=True)
class Text:
    """A text cut up. `where` maps each lemma to the sentences that hold it, `numerals` are the places of numbers."""

    raw: str
    language: Language
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    numbers: tuple[Number, ...]
    where: dict[str, tuple[int, ...]] = field(default_factory=dict)
    families: frozenset[str] = frozenset()
    numerals: frozenset[int] = frozenset()

    def holds(self, word: Word) -> bool:
        """True where the word itself or another form of it stands in this text."""
        return word.lemma in self.where or word.lower in self.where

    def holds_kin(self, word: Word) -> bool:
        """True where a word of the same family stands in this text."""
        return self.holds(word) or word.family in self.families


def read_text(raw: str, language: Language, tools: Tools) -> Text:
    """Cut the text up."""
    words: list[Word] = []
    sentences: list[Sentence] = []
    speaker, clause = "", 0
    for start, end in _sentence_spans(raw):
        label = _LABEL.match(raw[start:end])
        if label is not None:
            speaker = label.group(1)
        cut, clause = _words(raw, (start, end), (len(sentences), clause + 1), language, tools.lemma)
        if cut:
            lemmas = frozenset(word.lemma for word in cut) | {word.lower for word in cut}
            asks = raw[start:end].rstrip('"”») \n').endswith("?")
            sentences.append(Sentence(tuple(cut), speaker, asks, lemmas))
            words += cut
    where: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(sentences):
        for lemma in sentence.lemmas:
            where[lemma].append(number)
    found = tuple(tools.numbers(raw, language))
    places = {key: tuple(at) for key, at in where.items()}
    families = frozenset(word.family for word in words)
    numerals = frozenset(place for number in found for place in range(number.start, number.end))
    return Text(raw, language, tuple(words), tuple(sentences), found, places, families, numerals)


def language_of(text: str) -> Language | None:
    """The language by its little words; None where neither prevails."""
    said = [match.group().lower() for match in _TOKEN.finditer(text[:4000])]
    counts = {language: sum(word in lists.FUNCTION[language] for word in said) for language in lists.LANGUAGES}
    best, other = sorted(lists.LANGUAGES, key=lambda language: -counts[language])
    return best if counts[best] > counts[other] else None


def is_content(word: Word, language: Language) -> bool:
    """False for articles, pronouns, auxiliaries and other little words."""
    if len(word.lower) < 2 or word.is_number:
        return False
    return word.lower not in lists.FUNCTION[language] and word.lower not in lists.EMPTY[language]


def _sentence_spans(raw: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for gap in _SENTENCE.finditer(raw):
        if "\n" not in gap.group() and _ABBREVIATION.search(raw[max(0, gap.start() - 8) : gap.start()]):
            continue
        spans.append((start, gap.start()))
        start = gap.end()
    spans.append((start, len(raw)))
    return [(one, two) for one, two in spans if raw[one:two].strip()]


def _words(
    raw: str, span: tuple[int, int], counts: tuple[int, int], language: Language, lemma: Lemma
) -> tuple[list[Word], int]:
    """The words of a sentence, and the number of its last clause."""
    sentence, clause = counts
    words: list[Word] = []
    for match in _TOKEN.finditer(raw, *span):
        token = match.group()
        if not token[0].isalnum():
            clause += token in _CLAUSE_SIGNS
            continue
        for text, start in _parts(token, match.start(), language):
            lower = text.lower().replace("’", "'")
            clause += lower in lists.JOINTS[language]
            base = lists.FORMS[language].get(lower) or (lemma(lower, language) if text[0].isalpha() else lower)
            words.append(Word(text, lower, base, start, start + len(text), sentence, clause, not words))
    return words, clause


def _parts(token: str, start: int, language: Language) -> list[tuple[str, int]]:
    """Italian words part at the apostrophe, English contractions into verb and "n't"; possessives lose their "'s"."""
    plain = token.replace("’", "'")
    if "'" not in plain:
        return [(token, start)]
    if language == "it":
        cut = plain.index("'")
        pieces = [(token[:cut], start), (token[cut + 1 :], start + cut + 1)]
        return [(text, at) for text, at in pieces if text]
    if plain.lower().endswith("n't"):
        if len(plain) == 3:
            return [(token, start)]
        return [(token[:-3], start), (token[-3:], start + len(token) - 3)]
    cut = plain.index("'")
    return [(token[:cut], start)] if cut else [(token, start)]
