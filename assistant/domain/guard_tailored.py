"""Decides whether a model's rewriting of an approved sentence, slots still unfilled, may take its place.

The approved sentence says what may be said; what the customer said may only be acknowledged in it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from assistant.domain import guard_text_words as words
from assistant.domain.guard import check_sentence, normalise, tokens
from assistant.domain.money import Language
from assistant.domain.reading import Reading, Word, supported
from assistant.domain.roles import Known, roles_in, swapped, undertaken, verbs_in
from assistant.domain.text_checks import (
    TextViolation,
    Tools,
    at,
    check_debris,
    check_language,
    check_names,
    check_opposites,
    check_phrases,
    check_register,
    check_roman,
    check_words,
    found,
    stems_of,
)

KEPT = 0.6
"""Share of the approved sentence's words that a rewriting must keep."""
ALIKE = 0.5
"""Cosine of sentence vectors below which the meaning is too far from the approved sentence."""
SHORTEST, LONGEST, ROOM = 0.6, 1.5, 60
"""Length: from 0.6 times that of the approved sentence to 1.5 times and 60 characters."""
_SLOT = re.compile(r"\{\{\s*\w+\s*\}\}")
_NEAR = 2
_OPENING_IT = re.compile(r"(?P<word>Con|Per|Dopo|Su\w*)\b[^,.:;?!{]*,")
_ARTICLE_IT = re.compile(
    r"\b(?:il|un|del|al|dal|nel|sul|i|dei|ai|quel)\s(?:s[bcdfgklmnpqrtvz]|z|gn|ps|x)\w*", re.IGNORECASE
)
"""Before these sounds Italian says "lo", "uno", "gli"."""
_ONCE = re.compile(r"\bonce (?:the|that|your?|we|it|he|she|they|this|our|my)\b", re.IGNORECASE)
"""Here it says when, not how often."""


@dataclass(frozen=True)
class Approved:
    """The approved sentence with its `{{slots}}`, and the utterance that it answers."""

    template: str
    utterance: str = ""


def check_tailored(text: str, approved: Approved, language: Language, tools: Tools) -> list[TextViolation]:
    """Why the rewriting may not be shown; the gravest first, empty if it may."""
    check = _Check(text, approved, language, tools)
    checks = (check.slots, check.figures, check.phrases, check.style, check.contents, check.roles, check.shape)
    return list(chain.from_iterable(run() for run in (*checks, check.grammar)))


class _Check:
    def __init__(self, text: str, approved: Approved, language: Language, tools: Tools) -> None:
        self.language, self.tools = language, tools
        self.text = normalise(text).strip()
        self.bare = _SLOT.sub(lambda slot: " " * len(slot.group()), self.text)
        self.template, self.utterance = normalise(approved.template), normalise(approved.utterance)
        self.bare_template = _SLOT.sub(" ", self.template)
        self.new, self.old, self.heard = (
            Reading(part, language, tools.lemma) for part in (self.text, self.template, self.utterance)
        )
        self.verbs = verbs_in([self.old, self.heard, self.new])
        self.played = roles_in(self.new, self.verbs)

    def slots(self) -> Iterator[TextViolation]:
        new, old = Counter(self.new.slots), Counter(self.old.slots)
        for slot in sorted((new - old) | (old - new)):
            yield TextViolation("slot", slot)
        if new == old:
            yield from self._moved()

    def _moved(self) -> Iterator[TextViolation]:
        """Slots whose neighbours changed on both sides: "{{date}} for {{amount}}" isn't "{{amount}} for {{date}}"."""
        if not self.old.slots:
            return
        here, there = _surroundings(self.new), _surroundings(self.old)
        for slot, sides in here.items():
            pairs = [_comparable(new, old) for new, old in zip(sides, there[slot], strict=True) if new or old]
            if pairs and all(new.isdisjoint(old) for new, old in pairs):
                yield TextViolation("slot", slot)

    def figures(self) -> Iterator[TextViolation]:
        for fault in check_sentence(self.bare, self.bare_template, {}, self.language):
            if fault.text.lower() != "once" or not _ONCE.search(self.bare):
                yield TextViolation("number" if fault.reason == "number" else "date", fault.text)
        yield from check_roman(self.bare)
        known = self.bare_template.lower()
        for violation in found("date", words.DATES[self.language].finditer(self.bare)):
            if violation.text.lower() not in known:
                yield violation
        yield from check_names(self.new, [self.old, self.heard])

    def phrases(self) -> Iterator[TextViolation]:
        yield from check_phrases(self.bare, self.bare_template, self.language)
        yield from check_debris(self.bare, self.bare_template)

    def style(self) -> Iterator[TextViolation]:
        yield from check_language(self.bare, self.language, self.tools)
        if self.language == "it":
            approved = set(tokens(self.template.lower(), "it"))
            plural = words.PLURAL_IT.search(self.bare_template) or not words.WE.isdisjoint(
                tokens(self.utterance.lower(), "it")
            )
            yield from check_register(self.bare, " ".join(approved), bool(plural))

    def contents(self) -> Iterator[TextViolation]:
        safe = stems_of(words.SAFE[self.language], self.language, self.tools.lemma)
        yield from check_words(self.new, self.old.stems | self.heard.stems | safe, self.utterance)
        pointed = {word.lower for reading in (self.old, self.heard) for word in reading.tokens}
        for word in self.new.tokens:
            if word.lower in words.POINTING and word.lower not in pointed:
                yield at("unsupported", word)
        yield from self._negations()
        yield from check_opposites(self.bare, self.bare_template, self.language, instead=True)
        yield from check_opposites(self.bare, f"{self.bare_template} {self.utterance}", self.language)

    def _negations(self) -> Iterator[TextViolation]:
        for negation in self.new.negations:
            if not negation.among(self.old.denied | self.heard.denied):
                yield at("negation", negation.word)
        for negation in self.old.negations:
            if not negation.among(self.new.denied):
                yield TextViolation("negation", negation.word.text)
        only_denied = self.heard.denied - self.heard.affirmed - self.old.stems
        for stem in sorted(only_denied & self.new.affirmed - self.new.denied):
            yield TextViolation("negation", stem)

    def roles(self) -> Iterator[TextViolation]:
        verbs = self.verbs
        own = Known.of([self.old], [], verbs)
        known = Known.of([self.old], [self.heard], verbs)
        for role in self.played:
            if swapped(role, own, self.language) or swapped(role, known, self.language):
                yield at("roles", role.word)
            elif undertaken(role, own, self.language):
                yield at("promise", role.word)

    def shape(self) -> Iterator[TextViolation]:
        if ("?" in self.text) != ("?" in self.template):
            yield TextViolation("question", "?")
        length, approved = len(self.bare.split()), len(self.bare_template.split())
        characters = len(self.text)
        if length < SHORTEST * approved or characters > LONGEST * len(self.template) + ROOM:
            yield TextViolation("length", self.text, 0, characters)
        kept = sum(supported(stem, self.new.stems) for stem in self.old.stems)
        if kept < KEPT * len(self.old.stems) or self._likeness() < ALIKE:
            yield TextViolation("meaning", self.text, 0, characters)

    def grammar(self) -> Iterator[TextViolation]:
        """Italian slips of small models: "il sconto"; "Per la cassa mancava, ..." with a verb where a noun belongs."""
        if self.language != "it":
            return
        yield from found("grammar", _ARTICLE_IT.finditer(self.bare))
        opening = _OPENING_IT.match(self.text)
        if opening is None or self.template.startswith(opening["word"]):
            return
        for role in self.played:
            joined = re.search(r"\b(?:che|chi|cui|quando|se)\b", self.text[: role.word.start])
            if role.part == "does" and role.word.start < opening.end() and not joined and not _unmarked(role.word):
                yield at("grammar", role.word)

    def _likeness(self) -> float:
        return self.tools.similarity(self.bare, self.bare_template) if self.tools.similarity else 1.0


def _unmarked(word: Word) -> bool:
    """An infinitive is no finite verb."""
    return word.lower == word.base


def _comparable(new: list[Word], old: list[Word]) -> tuple[frozenset[str], frozenset[str]]:
    """What stands beside a slot, then and now: words that say something, where both have any."""
    telling = [frozenset(_name(word) for word in side if word.stem or word.kind == "slot") for side in (new, old)]
    if all(telling):
        return telling[0], telling[1]
    return frozenset(map(_name, new)), frozenset(map(_name, old))


def _name(word: Word) -> str:
    return word.text.strip("{} ") if word.kind == "slot" else word.stem or word.lower


def _surroundings(reading: Reading) -> dict[str, tuple[list[Word], list[Word]]]:
    """The words just before and just after each slot, within its clause."""
    tokens_on = reading.tokens
    return {
        token.text.strip("{} "): (_near(reversed(tokens_on[:place])), _near(iter(tokens_on[place + 1 :])))
        for place, token in enumerate(tokens_on)
        if token.kind == "slot"
    }


def _near(words_on: Iterator[Word]) -> list[Word]:
    near: list[Word] = []
    for word in words_on:
        if (word.kind == "stop" and word.text != ",") or len(near) == _NEAR:
            break
        if word.kind != "stop":
            near.append(word)
    return near
