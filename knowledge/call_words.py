"""Words of calls, as a search over them stores and asks for them: stems for likeness, plain words for exact phrases."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.lexical import is_common, terms
from knowledge.types import Language

STEM, PLAIN, BREAK = "s", "w", "x"
"""First letters that keep stems and plain words apart in one list of terms; the break ends a line."""
_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'"([^"]*)"')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_LONGEST = 60
_LANGUAGES: tuple[Language, ...] = ("it", "en")
Span = tuple[int, int]
"""Where a word stands: characters from the start of its text."""


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. `text` is the question without quotation marks, for its meaning.

    `terms` are its telling words, each as the stems that it may have; `phrases` must stand in the call word for word.
    """

    text: str
    terms: tuple[frozenset[str], ...]
    phrases: tuple[tuple[str, ...], ...]


def read_question(text: str) -> Asked:
    """Words and quoted phrases of a question; a quotation mark without its fellow is a blank."""
    question = unicodedata.normalize("NFC", text).translate(_QUOTES)
    quoted = [tuple(word for word, _ in plain_words(phrase)) for phrase in _QUOTED.findall(question)]
    words = question.replace('"', " ")
    return Asked(" ".join(words.split()), _terms(words), tuple(dict.fromkeys(filter(None, quoted))))


def stored_terms(lines: Sequence[str], language: Language) -> list[str]:
    """The terms of a passage: stems of its telling words, then its plain words, line by line."""
    stems = [term for line in lines for term in terms(line, language)]
    plain: list[str] = []
    for line in lines:
        plain += [PLAIN + word for word, _ in plain_words(line)]
        plain.append(BREAK)
    return [STEM + part for stem in stems for part in _folded(stem)] + plain[:-1]


def plain_words(text: str) -> list[tuple[str, Span]]:
    """The words of a text, small and without accents, each with its place."""
    found: list[tuple[str, Span]] = []
    for match in _WORD.finditer(text):
        found += [(word, match.span()) for word in _folded(match.group())]
    return found


def marks(text: str, asked: Asked, language: Language) -> list[Span]:
    """The places of the words and phrases that were asked for, in order, neighbours joined."""
    words = plain_words(text)
    wanted = frozenset().union(*asked.terms)
    spans = [span for _, span in words if wanted & _stems(text[slice(*span)], language)]
    for phrase in asked.phrases:
        spans += _phrase_spans(words, phrase)
    return _joined(text, sorted(set(spans)))


def _phrase_spans(words: Sequence[tuple[str, Span]], phrase: Sequence[str]) -> list[Span]:
    plain = [word for word, _ in words]
    size = len(phrase)
    starts = [n for n in range(len(plain) - size + 1) if tuple(plain[n : n + size]) == tuple(phrase)]
    return [(words[n][1][0], words[n + size - 1][1][1]) for n in starts]


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip()):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _terms(question: str) -> tuple[frozenset[str], ...]:
    words = [word for word in _WORD.findall(question) if len(word) > 1 or word.isdigit()]
    languages = _languages(words)
    found = [frozenset(_of_word(word, languages)) for word in words]
    return tuple(dict.fromkeys(filter(None, found)))


def _languages(words: Sequence[str]) -> tuple[Language, ...]:
    """What the question is in, as far as its common words tell."""
    common = {language: sum(is_common(word, language) for word in words) for language in _LANGUAGES}
    most = max(common.values())
    return tuple(language for language in _LANGUAGES if common[language] == most)


def _of_word(word: str, languages: Sequence[Language]) -> set[str]:
    telling = [language for language in languages if not is_common(word, language)]
    return {stem for language in telling for stem in _stems(word, language)}


@lru_cache(maxsize=50_000)
def _stems(word: str, language: Language) -> frozenset[str]:
    return frozenset(part for stem in terms(word, language) for part in _folded(stem))


@lru_cache(maxsize=50_000)
def _folded(word: str) -> tuple[str, ...]:
    small = unicodedata.normalize("NFKC", word).lower()
    bare = "".join(c for c in unicodedata.normalize("NFD", small) if not unicodedata.combining(c))
    return tuple(part[:_LONGEST] for part in _WORD.findall(bare))
