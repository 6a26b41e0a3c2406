"""Invented names in place of the people and companies of a call: the same for the same, however it is spoken.

A name is masked word by word, so that a surname alone, a street or half of a company's name reads as it did. A word
that people say in such calls anyway ("costa", "conti") is masked where it stands as a name: with a capital, after a
title, beside another word of the same name. Elsewhere it stays and is told.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from assistant.adapters.extraction import plain_numbers
from assistant.domain.money import MONTHS, WEEKDAYS, Language
from assistant.domain.references import plain
from evals.record_words import (
    FAMILY,
    FEMININE,
    FORMS,
    KINDS,
    MASCULINE,
    NEUTRAL,
    POLITE,
    SMALL,
    STREETS,
    TITLES,
)


@dataclass(frozen=True)
class Lexicon:
    """What is known of a word in lower case: whether people say it in such calls, and whether a dictionary has it."""

    said: Callable[[str], bool]
    listed: Callable[[str], bool]

    def has(self, word: str) -> bool:
        return self.said(word) or self.listed(word)


@dataclass(frozen=True)
class Span:
    """A part of a text, `[start, end)`, and what stands there instead."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str

    @property
    def key(self) -> str:
        return plain(self.text).lower()


_WORD = re.compile(r"[^\W\d_]+|\d+")
_SENTENCE_ENDS = (".", "!", "?", "…", ":", '"', "«", "“")
_ROADS = "Street|Road|Lane|Avenue|Close|Drive|Square|Terrace|Crescent"
_CAPITAL = r"[A-ZÀ-Þ][\w'’-]+"
_TITLED = re.compile(
    rf"\b(?:{'|'.join(TITLES)})\s+(?P<name>[^\W\d_]{{3,}})"
    r"|\b(?:sig|dott|rag|geom|prof|avv|ing|arch|dr|mrs?|ms)(?:\.?ra|\.?ssa)?(?:\.\s*|\s+)(?P<surname>[^\W\d_]{3,})",
    re.I,
)
_INTRODUCED = re.compile(
    r"\b(?:mi chiamo|[Ss]ono|[Pp]arlo con|[Mm]y name is|[Tt]his is|[Ii]t's|I'm|I am|[Aa]re you|[Ss]peak(?:ing)? to)\s+"
    rf"({_CAPITAL}(?:\s{_CAPITAL})?)"
)
_STREET = re.compile(
    rf"\b(?i:{'|'.join(STREETS)})\s+((?:(?:d[aei]l?|dei|degli|delle|della|dello|di)\s+)?{_CAPITAL}(?:\s{_CAPITAL})*"
    r"(?:,?\s(?:numero\s)?\d+)?)"
)
_ROAD = re.compile(rf"\b((?:\d+\s)?{_CAPITAL}(?:\s{_CAPITAL})?)\s(?:{_ROADS})\b")
_CALENDAR = {plain(word).lower() for words in (*MONTHS.values(), *WEEKDAYS.values()) for word in words}
_CALENDAR |= {f"{word}s" for word in _CALENDAR}
_CLITIC = re.compile(r"(?:[mtcvs]e(?:l[oaie]|ne)|l[aoie]|gli|ne|m[ie]|t[ie]|s[ie]|c[ie]|v[ie]|gliel[aoie])$")
_LONG = 4


class NameMask:
    """`people` and `companies` are real names; words of `keep` (the principal's) are never masked nor told."""

    def __init__(self, language: Language, lexicon: Lexicon, keep: Collection[str] = ()) -> None:
        self._language, self._lexicon = language, lexicon
        self._keep = {word.key for name in keep for word in _words(name)}
        self._whose: dict[str, set[int]] = {}
        """A word of a name, and which names have it."""
        self._first: set[str] = set()
        self._invented: dict[str, str] = {}
        """Filled as words are needed, when all real names are known and none of them is invented by chance."""
        self._names = 0

    def person(self, name: str) -> None:
        """Learn the words of a person's name."""
        words = [word for word in _words(name) if word.key not in TITLES | SMALL]
        self._learn(words, first=len(words) > 1)

    def somebody(self, name: str) -> None:
        """Learn a name that may be none: of "la segretaria Anna Verdi" the words with a capital."""
        self.person(" ".join(word.text for word in _words(name) if word.text[0].isupper()))

    def company(self, name: str) -> None:
        """Learn the words of a company's name or a street that say whose it is."""
        common = TITLES | SMALL | FORMS | KINDS | STREETS
        self._learn([word for word in _words(name) if word.key not in common], first=False)

    def learn_from(self, text: str) -> None:
        """Learn names that a text gives away: after a title, in an introduction, in an address."""
        for match in _TITLED.finditer(text):
            word = match["name"] or match["surname"]
            if word[0].isupper() or not self._lexicon.has(word.lower()):
                self.person(word)
        for match in _INTRODUCED.finditer(text):
            words = [one for one in _words(match[1]) if one.key not in _CALENDAR | TITLES and one.text not in POLITE]
            self._learn(words, first=all(one.key not in TITLES for one in _words(match[1])))
        for pattern in (_STREET, _ROAD):
            for match in pattern.finditer(text):
                self.company(match[1])

    def _learn(self, words: Sequence[_Word], first: bool) -> None:
        kept = [word for word in words if word.key not in self._keep and (len(word.text) > 1 or word.key.isdigit())]
        self._names += 1
        for place, word in enumerate(kept):
            if first and place == 0 and word.key not in self._whose:
                self._first.add(word.key)
            self._whose.setdefault(word.key, set()).add(self._names)

    def _invent(self, key: str) -> str:
        if key.isdigit():
            return str(int(key) % 9 + 1)
        taken = {*self._whose, *(name.lower() for name in self._invented.values())}
        pool: Sequence[str] = FAMILY[self._language]
        if key in self._first and self._language == "it":
            pool = FEMININE if key.endswith("a") else MASCULINE
        elif key in self._first:
            pool = NEUTRAL
        more = (f"{'Neo' * n}{name if not n else name.lower()}" for n in range(len(taken) + 1) for name in pool)
        return next(name for name in more if name.lower() not in taken)

    def name(self, name: str) -> str:
        """A whole name of the records, every known word of it masked."""
        return replaced(name, [self._span(word) for word in _words(name) if word.key in self._whose])

    def spans(self, text: str) -> list[Span]:
        """The words of a text that certainly are names."""
        words = _words(text)
        return [self._span(word) for n, word in enumerate(words) if self._certain(text, words, n)]

    def doubts(self, text: str, masked: Sequence[Span]) -> Iterator[str]:
        """Words outside `masked` that may be names, each once, with the reason."""
        told: set[str] = set()
        for word in _words(text):
            if word.key in told or word.text.isdigit() or covered(word.start, word.end, masked):
                continue
            if why := self._doubt(text, word):
                told.add(word.key)
                yield f'"{word.text}" {why}'

    def _doubt(self, text: str, word: _Word) -> str:
        if word.key in self._keep | _CALENDAR | TITLES | self._made_up or len(word.text) < 2:
            return ""
        if word.key in self._whose:
            return "is a word of a real name too"
        ordinary = self._lexicon.has(word.text.lower())
        if not word.text[0].isupper():
            return "" if ordinary or not self._odd(word.text) else "is no word of the dictionary; a name?"
        at_start = _begins_sentence(text, word.start)
        known = ordinary and (at_start or word.text.isupper())
        return "" if known or word.text in POLITE or (at_start and not self._odd(word.text)) else "may be a name"

    @property
    def _made_up(self) -> set[str]:
        return {plain(name).lower() for name in self._invented.values()}

    def _odd(self, word: str) -> bool:
        """Whether a word that the dictionary lacks is no number word and no verb with a pronoun behind it."""
        if len(word) < _LONG:
            return False
        lower = word.lower()
        numeral = bool(plain_numbers(lower, self._language))
        stem = _CLITIC.sub("", lower)
        verb = stem != lower and any(self._lexicon.has(stem + end) for end in ("e", "re", "o", ""))
        return not numeral and not verb

    def _span(self, word: _Word) -> Span:
        if word.key not in self._invented:
            self._invented[word.key] = self._invent(word.key)
        invented = self._invented[word.key]
        if word.text.islower():
            invented = invented.lower()
        elif word.text.isupper() and len(word.text) > 1:
            invented = invented.upper()
        return Span(word.start, word.end, invented)

    def _certain(self, text: str, words: Sequence[_Word], n: int) -> bool:
        word = words[n]
        if word.key not in self._whose:
            return False
        before, after = _neighbour(words, n, -1), _neighbour(words, n, 1)
        if any(other and self._whose.get(other.key, set()) & self._whose[word.key] for other in (before, after)):
            return True
        if word.key.isdigit():
            return False
        if before and before.key in TITLES | KINDS | STREETS:
            return True
        as_name = word.text[0].isupper() and not _begins_sentence(text, word.start)
        return as_name or not self._lexicon.said(word.text.lower())


def _words(text: str) -> list[_Word]:
    return [_Word(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]


def _neighbour(words: Sequence[_Word], n: int, step: int) -> _Word | None:
    """The next word before or after that isn't a small one."""
    place = n + step
    while 0 <= place < len(words):
        if words[place].key not in SMALL:
            return words[place]
        place += step
    return None


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    return not before or before.endswith(_SENTENCE_ENDS)


def covered(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether one of the spans touches `[start, end)`."""
    return any(span.start < end and start < span.end for span in spans)


def replaced(text: str, spans: Sequence[Span]) -> str:
    """The text with the spans' words in it; spans don't overlap."""
    for span in sorted(spans, key=lambda one: one.start, reverse=True):
        text = text[: span.start] + span.text + text[span.end :]
    return text
