"""Search by words and by letters: BM25 over one collection, and how much of a question's weight a text covers."""

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN, STOPWORDS_ITALIAN
from numpy.typing import NDArray

from knowledge.types import Language

_WORD = re.compile(r"[^\W_]+")
_QUESTION_WORDS = [
    "am",
    "been",
    "being",
    "can",
    "could",
    "did",
    "do",
    "does",
    "had",
    "has",
    "have",
    "he",
    "her",
    "him",
    "his",
    "how",
    "its",
    "may",
    "me",
    "might",
    "my",
    "our",
    "she",
    "should",
    "them",
    "us",
    "we",
    "were",
    "what",
    "when",
    "where",
    "which",
    "who",
    "why",
    "would",
    "you",
    "your",
    "about",
    "from",
    "any",
    "some",
]
_STOP: dict[Language, frozenset[str]] = {
    "it": frozenset((*STOPWORDS_ITALIAN, "dove", "quando", "quali", "può", "posso", "possiamo", "deve", "devo")),
    "en": frozenset((*STOPWORDS_EN, *_QUESTION_WORDS)),
}
_STEMMER_NAMES: dict[Language, str] = {"it": "italian", "en": "english"}
_FREQUENCIES = "frequencies.json"
_GRAM = 4
RAREST = 24
"""So many of a question's letter groups are looked up, the rarest: the common ones cost most and tell least."""


@lru_cache
def _stemmer(language: Language) -> Any:
    return Stemmer.Stemmer(_STEMMER_NAMES[language])


def terms(text: str, language: Language) -> list[str]:
    """Stems of the words that carry meaning, accents folded; a question of stop words only keeps them."""
    stems: list[str] = _stemmer(language).stemWords(_telling(text, language))
    return [_fold(stem) for stem in stems]


def is_common(word: str, language: Language) -> bool:
    """Whether a word is too common to tell what a text is about."""
    return word.lower() in _STOP[language]


def letters(text: str, language: Language) -> list[str]:
    """Groups of four letters of the same words: they survive a slip of the transcription or an unusual ending."""
    return [gram for word in _telling(text, language) for gram in _grams(word)]


def _telling(text: str, language: Language) -> list[str]:
    words = _WORD.findall(unicodedata.normalize("NFKC", text).lower())
    words = [word for word in words if len(word) > 1 or word.isdigit()]
    return [word for word in words if word not in _STOP[language]] or words


@lru_cache(maxsize=50_000)
def _grams(word: str) -> tuple[str, ...]:
    padded = f" {_fold(word)} "
    return tuple(padded[n : n + _GRAM] for n in range(max(len(padded) - _GRAM, 0) + 1))


def _fold(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@dataclass(frozen=True)
class Cut:
    """How texts become terms; of a question only the `rarest` distinct ones count (None: all, as often as said)."""

    name: str
    terms: Callable[[str, Language], list[str]]
    rarest: int | None = None


WORDS = Cut("words", terms)
LETTERS = Cut("letters", letters, RAREST)


class Lexical:
    """BM25 over the texts of one collection, in their order."""

    def __init__(
        self, engine: Any, size: int, frequencies: Mapping[str, int], language: Language, cut: Cut = WORDS
    ) -> None:
        self._engine = engine
        self._size = size
        self._language = language
        self._cut = cut
        self.frequencies = frequencies
        """In how many texts each term stands."""

    @classmethod
    def build(cls, texts: Sequence[str], language: Language, cut: Cut = WORDS) -> "Lexical":
        tokens = [cut.terms(text, language) for text in texts]
        frequencies = Counter(term for document in tokens for term in set(document))
        engine = bm25s.BM25(k1=1.2, b=0.75)
        if frequencies:
            engine.index(tokens, show_progress=False)
        return cls(engine, len(texts), frequencies, language, cut)

    @classmethod
    def load(cls, folder: Path, size: int, language: Language, cut: Cut = WORDS) -> "Lexical":
        """`folder` is a collection's; each cut has a folder of its own in it."""
        folder = folder / cut.name
        frequencies = json.loads((folder / _FREQUENCIES).read_text(encoding="utf-8"))
        engine = bm25s.BM25.load(folder, load_corpus=False, mmap=True) if frequencies else bm25s.BM25()
        return cls(engine, size, frequencies, language, cut)

    def save(self, folder: Path) -> None:
        folder = folder / self._cut.name
        folder.mkdir(parents=True, exist_ok=True)
        if self.frequencies:
            self._engine.save(folder, show_progress=False)
        (folder / _FREQUENCIES).write_text(json.dumps(self.frequencies, ensure_ascii=False), encoding="utf-8")

    def scores(self, query: str) -> NDArray[np.float32]:
        """A score for each text; zeros where no word is known."""
        known = [term for term in self._cut.terms(query, self._language) if term in self.frequencies]
        if self._cut.rarest is not None:
            known = sorted(dict.fromkeys(known), key=self.frequencies.__getitem__)[: self._cut.rarest]
        if not known:
            return np.zeros(self._size, np.float32)
        scores: NDArray[np.float32] = self._engine.get_scores(known)
        return scores


class TermWeights:
    """How telling each term of a language is, from the frequencies of several collections."""

    def __init__(self, collections: Sequence[Lexical], sizes: Sequence[int]) -> None:
        self._documents = max(sum(sizes), 1)
        self._frequencies: Counter[str] = Counter()
        for collection in collections:
            self._frequencies.update(collection.frequencies)

    def weight(self, term: str) -> float:
        return math.log(1 + self._documents / (1 + self._frequencies[term]))

    def coverage(self, query: Sequence[str], text: Sequence[str]) -> float:
        """Share (0 to 1) of the query's weight whose terms stand in the text."""
        present = set(text)
        asked = {term: self.weight(term) for term in query}
        total = sum(asked.values())
        return sum(weight for term, weight in asked.items() if term in present) / total if total else 0.0
